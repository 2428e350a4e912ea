//! The child process: orders in, files out, one after the other. Whatever a template does, it does it here and within limits.

use std::io::Write;
use std::process::ExitCode;

use services::ports::render::RenderError;

use crate::{engine, frame, limits};

/// The whole life of a rendering worker: reads an order from standard input, renders it, writes the framed answer, and begins again until
/// the server sends no more.
///
/// The server's hidden subcommand calls this and nothing else, before it reads any configuration. The process must be fresh: its limits on
/// memory (2 GiB), processor time (20 s for each document) and files (none written) are set here. Nothing of a document is held after its
/// answer; a worker that failed, grew or grew old says so in its answer and ends.
pub fn run_worker() -> ExitCode {
    confine();
    let mut input = std::io::stdin().lock();
    let mut served = 0;
    loop {
        let order = match frame::next_order(&mut input) {
            Ok(Some(order)) => order,
            Ok(None) => return ExitCode::SUCCESS,
            // The server's order is not to be read: there is no number to answer to.
            Err(_) => return ExitCode::FAILURE,
        };
        allow_time();
        served += 1;
        let number = order.number;
        let result = engine::render_apart(order.order);
        // After a limit or a panic nobody knows what is left behind; a refused template leaves nothing.
        let sound = matches!(&result, Ok(_) | Err(RenderError::Template(_)));
        let more = sound && served < limits::WORKER_DOCUMENTS && !has_grown();
        let sent = frame::answer(number, more, result).is_ok_and(|message| {
            let mut output = std::io::stdout().lock();
            output.write_all(&message).and_then(|()| output.flush()).is_ok()
        });
        if !sent {
            return ExitCode::FAILURE;
        }
        if !more {
            return ExitCode::SUCCESS;
        }
    }
}

/// Sets the limits. A limit that the system does not know is left to the parent, which ends the child by the clock.
fn confine() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let limits = [
            (Resource::AS, limits::WORKER_MEMORY_BYTES),
            // A dump would hold client data, and the worker has nothing to write but its answers.
            (Resource::CORE, 0),
            (Resource::FSIZE, 0),
        ];
        for (resource, limit) in limits {
            let most = resource.get_hard().unwrap_or(rlimit::INFINITY);
            let _ = resource.set(limit.min(most), limit.min(most));
        }
    }
}

/// Gives the next document its processor time, counted from what the process has used so far.
fn allow_time() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let most = Resource::CPU.get_hard().unwrap_or(rlimit::INFINITY);
        let soft = used_seconds().saturating_add(limits::WORKER_CPU_SECONDS).min(most);
        let _ = Resource::CPU.set(soft, most);
    }
}

/// Processor time of this process in seconds, rounded up. Where the system does not tell, nothing: the parent's clock remains.
#[cfg(unix)]
fn used_seconds() -> u64 {
    /// The unit of the kernel's figures (proc(5)), the same on all that Linux runs on.
    const TICKS: u64 = 100;
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold spaces; user and system time are the 14th and 15th field, the 12th and 13th after it.
    let times = text.rsplit(')').next().unwrap_or_default().split_ascii_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>().div_ceil(TICKS)
}

/// Whether the process holds so much memory that a fresh one is better.
fn has_grown() -> bool {
    /// The smallest page there is: on larger ones a worker ends a little later.
    const PAGE_BYTES: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split_ascii_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok());
    pages.is_some_and(|pages| pages * PAGE_BYTES > limits::WORKER_KEPT_BYTES)
}
