//! The renderer of the server: documents in child processes, a few at once. A worker serves one document at a time and then the next one;
//! it is ended when it takes too long, fails or grows, and a fresh one takes its place.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::hash::{BuildHasher, Hasher};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use services::ports::render::{RenderError, RenderOrder, Rendered, Renderer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::frame::{self, Answer, Reply};
use crate::limits;

/// How much of a worker's complaint is kept, to tell want of memory from other ends.
const COMPLAINT_BYTES: usize = 16 * 1024;
/// How long a worker that has closed its pipes may take to end by itself.
const LAST_BREATH: Duration = Duration::from_secs(2);

/// Renders in child processes. The child runs [`run_worker`](crate::run_worker).
#[derive(Debug)]
pub struct ChildRenderer {
    program: PathBuf,
    arguments: Vec<OsString>,
    wall_time: Duration,
    slots: Semaphore,
    /// Places of their own for what is only tried or looked at, so that no template that somebody writes keeps a document waiting.
    looks: Semaphore,
    /// Workers without work. Whoever holds a slot takes one of them or starts another, so there are never more than slots.
    idle: Mutex<Vec<Worker>>,
    started: AtomicUsize,
}

impl ChildRenderer {
    /// A renderer that starts `program` with `arguments`: at most `at_once` documents at the same time (at least one), and half as
    /// many looks beside them.
    pub fn new(program: PathBuf, arguments: Vec<OsString>, at_once: usize) -> Self {
        Self {
            program,
            arguments,
            wall_time: limits::WORKER_WALL_TIME,
            slots: Semaphore::new(at_once.max(1)),
            looks: Semaphore::new((at_once / 2).max(1)),
            idle: Mutex::new(Vec::new()),
            started: AtomicUsize::new(0),
        }
    }

    /// The same with another time limit, which also bounds the wait for a free place.
    #[must_use]
    pub fn with_wall_time(self, wall_time: Duration) -> Self {
        Self { wall_time, ..self }
    }

    /// How many workers have been started so far: as many as documents would mean that none of them lasts.
    pub fn started(&self) -> usize {
        self.started.load(Ordering::Relaxed)
    }

    /// An idle worker that still lives, or a fresh one.
    fn worker(&self) -> Result<Worker, RenderError> {
        loop {
            let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut worker) = waiting else { return self.start() };
            // One that ended while it waited, for want of the machine's memory perhaps, is dropped.
            if let Ok(None) = worker.child.try_wait() {
                return Ok(worker);
            }
        }
    }

    fn start(&self) -> Result<Worker, RenderError> {
        let mut child = Command::new(&self.program)
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
            .map_err(|error| RenderError::Engine(format!("the worker does not start: {error}")))?;
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(RenderError::Engine("the worker has no pipes".to_owned()));
        };
        self.started.fetch_add(1, Ordering::Relaxed);
        Ok(Worker { child, input, output, complaint: tokio::spawn(listen(errors)) })
    }
}

#[async_trait]
impl Renderer for ChildRenderer {
    async fn render(&self, order: RenderOrder) -> Result<Rendered, RenderError> {
        // Drawn anew for each order, so that no answer can be written before the order is known.
        let number = RandomState::new().build_hasher().finish();
        let message = frame::order(number, &order).map_err(|error| RenderError::Engine(error.to_string()))?;
        let (slots, time) = match &order.preview {
            Some(_) => (&self.looks, self.wall_time.min(limits::LOOK_WALL_TIME)),
            None => (&self.slots, self.wall_time),
        };
        drop(order);
        if message.len() > limits::MESSAGE_BYTES {
            return Err(RenderError::Limit("order".to_owned()));
        }
        let free = timeout(time, slots.acquire()).await;
        let Ok(Ok(_slot)) = free else { return Err(RenderError::Engine("all workers are busy".to_owned())) };
        let mut worker = self.worker()?;
        match timeout(time, worker.serve(number, &message)).await {
            Ok(Ok((result, more))) => {
                if more {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                }
                result
            }
            Ok(Err(Failure::Ended)) => Err(worker.ended().await),
            Ok(Err(Failure::Unreadable)) => {
                worker.end().await;
                tracing::warn!("a rendering worker gave no readable answer");
                Err(RenderError::Engine("the worker's answer is unreadable".to_owned()))
            }
            Err(_) => {
                worker.end().await;
                tracing::warn!(limit = "time", "a rendering worker was ended");
                Err(RenderError::Limit("time".to_owned()))
            }
        }
    }
}

/// One child process with its pipes. Dropping it ends it.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    complaint: JoinHandle<Vec<u8>>,
}

/// Why a worker gave no answer.
enum Failure {
    /// Its pipe is closed: it has ended, or is about to.
    Ended,
    /// What it wrote is no answer to this order.
    Unreadable,
}

type Served = Result<(Result<Rendered, RenderError>, bool), Failure>;

impl Worker {
    /// Sends the order and reads the answer at the same time: a worker that answers early must not wait for us, nor we for it.
    async fn serve(&mut self, number: u64, message: &[u8]) -> Served {
        let Self { input, output, .. } = self;
        let send = async move {
            // A worker that ended before it read everything is judged by its answer, not by our broken pipe.
            let _ = input.write_all(message).await;
            let _ = input.flush().await;
        };
        let ((), answer) = tokio::join!(send, read(output, number));
        answer
    }

    async fn end(&mut self) {
        // An error here means that the child has just ended by itself.
        let _ = self.child.kill().await;
    }

    /// Why a worker ended without an answer.
    async fn ended(&mut self) -> RenderError {
        let status = match timeout(LAST_BREATH, self.child.wait()).await {
            Ok(Ok(status)) => status,
            Ok(Err(error)) => return RenderError::Engine(error.to_string()),
            Err(_) => {
                self.end().await;
                return RenderError::Engine("the worker closed its pipe".to_owned());
            }
        };
        let complaint = timeout(LAST_BREATH, &mut self.complaint).await;
        let complaint = complaint.ok().and_then(Result::ok).unwrap_or_default();
        tracing::warn!(%status, "a rendering worker ended without an answer");
        reason(status, &String::from_utf8_lossy(&complaint))
    }
}

async fn read(output: &mut ChildStdout, number: u64) -> Served {
    let ended = |_| Failure::Ended;
    let mut head = [0; frame::HEAD_BYTES];
    output.read_exact(&mut head).await.map_err(ended)?;
    let length = frame::answer_length(head).ok_or(Failure::Unreadable)?;
    let mut json = vec![0; length];
    output.read_exact(&mut json).await.map_err(ended)?;
    let answer: Answer = serde_json::from_slice(&json).map_err(|_| Failure::Unreadable)?;
    if answer.number != number {
        return Err(Failure::Unreadable);
    }
    let result = match answer.reply {
        Reply::Done { length, .. } if length > limits::MESSAGE_BYTES => return Err(Failure::Unreadable),
        Reply::Done { engine, length } => {
            let mut bytes = vec![0; length];
            output.read_exact(&mut bytes).await.map_err(ended)?;
            Ok(Rendered { bytes, engine })
        }
        Reply::Refused(error) => Err(error),
    };
    Ok((result, answer.more))
}

/// Reads whatever a worker complains of, so that it never waits for a reader, and keeps the beginning.
async fn listen(mut errors: ChildStderr) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = errors.read(&mut piece).await {
        let room = COMPLAINT_BYTES.saturating_sub(kept.len());
        kept.extend_from_slice(piece.get(..read.min(room)).unwrap_or_default());
    }
    kept
}

fn reason(status: ExitStatus, complaint: &str) -> RenderError {
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
            // Sent by the system when the machine's memory is used up.
            Some(SIGKILL) => return RenderError::Limit("killed".to_owned()),
            _ => {}
        }
    }
    // The complaint may quote the document, so it is not repeated.
    RenderError::Engine(format!("the worker ended with {status}"))
}
