//! The child process.

use std::io::{Read, Write};
use std::process::ExitCode;

/// Reads, renders, writes.
pub fn run_worker() -> ExitCode {
    let mut text = Vec::new();
    let _ = std::io::stdin().read_to_end(&mut text);
    let Ok(order) = serde_json::from_slice(&text) else { return ExitCode::from(2) };
    match crate::engine::render(&order) {
        Ok(done) => {
            let _ = std::io::stdout().write_all(&done.bytes);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:?}");
            ExitCode::FAILURE
        }
    }
}
