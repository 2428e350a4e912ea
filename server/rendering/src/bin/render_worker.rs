//! The rendering worker on its own.

fn main() -> std::process::ExitCode {
    rendering::run_worker()
}
