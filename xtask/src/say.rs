//! What the developer reads. The one place of xtask that prints.

use std::io::{Write, stderr, stdout};

/// One line of progress or result.
pub(crate) fn line(text: &str) {
    // A reader that went away (`cargo xtask build | head`) is no reason to stop the work.
    let _ = writeln!(stdout(), "{text}");
}

/// The start of a step.
pub(crate) fn step(name: &str) {
    line(&format!("── {name}"));
}

/// Why the command failed, on the error stream.
pub(crate) fn failure(text: &str) {
    let _ = writeln!(stderr(), "xtask: {text}");
}
