//! Other programs: started, waited for, and ended when the developer presses Ctrl-C.

use anyhow::{Context, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
const POLL: Duration = Duration::from_millis(20);
const GRACE: Duration = Duration::from_secs(5);

/// From here on Ctrl-C, SIGTERM and a closed terminal are noticed instead of ending xtask on the spot,
/// so that private servers and temporary folders are removed on the way out.
pub(crate) fn watch_signals() -> anyhow::Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&INTERRUPTED))?;
    }
    Ok(())
}

/// Whether the developer has asked us to stop.
fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Runs a program to its end, with our output streams. Anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let spoken = spoken(command);
    if is_interrupted() {
        bail!("interrupted");
    }
    // A group of its own lets us end the program together with what it started.
    let mut child = command
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("`{spoken}` could not be started"))?;
    let status = wait(&mut child)?;
    if !status.success() {
        bail!("`{spoken}` failed ({status})");
    }
    Ok(())
}

/// Runs a small program and returns what it wrote; its errors are part of the error.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let spoken = spoken(command);
    let output = command
        .stdin(Stdio::null())
        .process_group(0)
        .output()
        .with_context(|| format!("`{spoken}` could not be started"))?;
    if !output.status.success() {
        bail!("`{spoken}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Waits until the condition holds or the time is over. The answer says which.
pub(crate) fn wait_until(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let since = now();
    while !condition() {
        if since.elapsed() > limit || is_interrupted() {
            return false;
        }
        pause();
    }
    true
}

/// Asks a program to end, and makes it end when it does not.
pub(crate) fn end(child: &mut Child) {
    signal("-TERM", child.id());
    if !wait_for_end(child) {
        signal("-KILL", child.id());
        wait_for_end(child);
    }
}

/// How long a piece of work took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let since = now();
    let result = work();
    (result, since.elapsed())
}

fn wait(child: &mut Child) -> anyhow::Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return if is_interrupted() { bail!("interrupted") } else { Ok(status) };
        }
        if is_interrupted() {
            end(child);
            bail!("interrupted");
        }
        pause();
    }
}

fn wait_for_end(child: &mut Child) -> bool {
    let since = now();
    while since.elapsed() < GRACE {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        pause();
    }
    false
}

/// Signals a whole process group; the standard library has no call for it.
fn signal(name: &str, group: u32) {
    // A group that has already ended is what we wanted, so the answer does not matter.
    let _ = Command::new("kill").args([name, "--", &format!("-{group}")]).stderr(Stdio::null()).status();
}

fn spoken(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[expect(clippy::disallowed_methods, reason = "xtask has nothing else to do while it waits for another program")]
fn pause() {
    thread::sleep(POLL);
}

#[expect(clippy::disallowed_methods, reason = "xtask times its own steps; no rule depends on it")]
fn now() -> Instant {
    Instant::now()
}
