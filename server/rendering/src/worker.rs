//! The child process: one order in, one file out, then it ends. Whatever a template does, it does it here and within limits.

use std::io::{Read, Write};
use std::process::ExitCode;

use services::ports::render::{RenderError, RenderOrder};

use crate::{engine, frame, limits};

/// The whole life of a rendering child: reads an order as JSON from standard input, renders it and writes the framed result.
///
/// The server's hidden subcommand calls this and nothing else, before it reads any configuration. The process must be fresh: its limits
/// on memory (2 GiB), processor time (20 s) and files (none written) are set here and cannot be lifted again.
pub fn run_worker() -> ExitCode {
    confine();
    let result = order().and_then(engine::render_apart);
    let sent = frame::written(result).is_ok_and(|message| {
        let mut output = std::io::stdout().lock();
        output.write_all(&message).and_then(|()| output.flush()).is_ok()
    });
    if sent { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn order() -> Result<RenderOrder, RenderError> {
    let mut text = Vec::new();
    let most = limits::MESSAGE_BYTES as u64;
    let unreadable = |reason: String| RenderError::Engine(format!("the order is unreadable: {reason}"));
    std::io::stdin().lock().take(most + 1).read_to_end(&mut text).map_err(|error| unreadable(error.to_string()))?;
    if text.len() > limits::MESSAGE_BYTES {
        return Err(RenderError::Limit("order".to_owned()));
    }
    serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))
}

/// Sets the limits. A limit that the system does not know is left to the parent, which ends the child by the clock.
fn confine() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let limits = [
            (Resource::AS, limits::WORKER_MEMORY_BYTES, limits::WORKER_MEMORY_BYTES),
            // A second between the two: the first signal says why, the second cannot be ignored.
            (Resource::CPU, limits::WORKER_CPU_SECONDS, limits::WORKER_CPU_SECONDS + 1),
            // A dump would hold client data, and the worker has nothing to write but its answer.
            (Resource::CORE, 0, 0),
            (Resource::FSIZE, 0, 0),
        ];
        for (resource, soft, hard) in limits {
            let most = resource.get_hard().unwrap_or(rlimit::INFINITY);
            let _ = resource.set(soft.min(most), hard.min(most));
        }
    }
}
