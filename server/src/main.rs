//! The program `monassurance`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
