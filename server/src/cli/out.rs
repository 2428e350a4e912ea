//! What the command line prints. A reader that went away (`| head`) ends the printing, not the program with a fault.

use std::io::Write;

/// Prints a line for the reader.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints a line about what went wrong.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
