//! The renderer of the server: each document in a child process of its own, a few at once, ended when it takes too long.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use async_trait::async_trait;
use services::ports::render::{RenderError, RenderOrder, Rendered, Renderer, TemplateProblem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::{engine, frame, limits};

/// How much of the child's complaint is read, to tell want of memory from other ends.
const COMPLAINT_BYTES: u64 = 16 * 1024;

/// Renders in child processes. The child runs [`run_worker`](crate::run_worker).
#[derive(Debug)]
pub struct ChildRenderer {
    program: PathBuf,
    arguments: Vec<OsString>,
    wall_time: Duration,
    slots: Semaphore,
}

impl ChildRenderer {
    /// A renderer that starts `program` with `arguments` for each document, at most `at_once` at the same time (at least one).
    pub fn new(program: PathBuf, arguments: Vec<OsString>, at_once: usize) -> Self {
        Self { program, arguments, wall_time: limits::WORKER_WALL_TIME, slots: Semaphore::new(at_once.max(1)) }
    }

    /// The same with another time limit, which also bounds the wait for a free place.
    #[must_use]
    pub fn with_wall_time(self, wall_time: Duration) -> Self {
        Self { wall_time, ..self }
    }

    fn start(&self) -> Result<Child, RenderError> {
        Command::new(&self.program)
            .args(&self.arguments)
            // The child needs none of the server's secrets. One thread and few arenas keep its address space small.
            .env_clear()
            .env("RAYON_NUM_THREADS", "1")
            .env("MALLOC_ARENA_MAX", "2")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| RenderError::Engine(format!("the worker does not start: {error}")))
    }
}

#[async_trait]
impl Renderer for ChildRenderer {
    async fn render(&self, order: RenderOrder) -> Result<Rendered, RenderError> {
        let text = serde_json::to_vec(&order).map_err(|error| RenderError::Engine(error.to_string()))?;
        let free = timeout(self.wall_time, self.slots.acquire()).await;
        let Ok(Ok(_slot)) = free else { return Err(RenderError::Engine("all workers are busy".to_owned())) };
        let mut child = self.start()?;
        let Ok(result) = timeout(self.wall_time, converse(&mut child, &text)).await else {
            // An error here means that the child has just ended by itself.
            let _ = child.kill().await;
            tracing::warn!(limit = "time", "a rendering worker was ended");
            return Err(RenderError::Limit("time".to_owned()));
        };
        result
    }

    fn check(&self, source: &str) -> Vec<TemplateProblem> {
        engine::check(source)
    }
}

/// Sends the order and reads the answer at the same time: a child that answers early must not wait for us, nor we for it.
async fn converse(child: &mut Child, text: &[u8]) -> Result<Rendered, RenderError> {
    let (Some(mut input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(RenderError::Engine("the worker has no pipes".to_owned()));
    };
    let (mut message, mut complaint) = (Vec::new(), Vec::new());
    let send = async move {
        // A child that ended before it read everything is judged by its answer, not by our broken pipe.
        let _ = input.write_all(text).await;
        let _ = input.shutdown().await;
    };
    let mut output = output.take(limits::MESSAGE_BYTES as u64);
    let mut errors = errors.take(COMPLAINT_BYTES);
    let ((), read, complained) =
        tokio::join!(send, output.read_to_end(&mut message), errors.read_to_end(&mut complaint));
    read.and(complained).map_err(|error| RenderError::Engine(error.to_string()))?;
    drop((output, errors));
    let status = child.wait().await.map_err(|error| RenderError::Engine(error.to_string()))?;
    frame::read(&message).unwrap_or_else(|| {
        let error = ended(status, &String::from_utf8_lossy(&complaint));
        tracing::warn!(%status, "a rendering worker ended without an answer");
        Err(error)
    })
}

/// Why a child ended without an answer.
fn ended(status: ExitStatus, complaint: &str) -> RenderError {
    if complaint.contains("memory allocation of") {
        return RenderError::Limit("memory".to_owned());
    }
    if complaint.contains("overflowed its stack") {
        return RenderError::Limit("depth".to_owned());
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        const SIGKILL: i32 = 9;
        const SIGXCPU: i32 = 24;
        match status.signal() {
            Some(SIGXCPU) => return RenderError::Limit("cpu".to_owned()),
            // Sent by the system when processor time or the machine's memory is used up.
            Some(SIGKILL) => return RenderError::Limit("killed".to_owned()),
            _ => {}
        }
    }
    // The complaint may quote the document, so it is not repeated.
    RenderError::Engine(format!("the worker ended with {status}"))
}
