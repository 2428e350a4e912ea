//! What the developer reads. The one place of xtask that prints.

/// One line of progress or result.
#[expect(clippy::print_stdout, reason = "xtask talks to a developer at a terminal; this is its voice")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// The start of a step.
pub(crate) fn step(name: &str) {
    line(&format!("── {name}"));
}

/// Why the command failed, on the error stream.
#[expect(clippy::print_stderr, reason = "xtask talks to a developer at a terminal; this is its voice")]
pub(crate) fn failure(text: &str) {
    eprintln!("xtask: {text}");
}
