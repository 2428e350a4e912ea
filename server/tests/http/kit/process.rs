//! The real program in a process of its own, so that it can be killed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{PASSWORD, Place};

const PROGRAM: &str = env!("CARGO_BIN_EXE_monassurance");

/// The running program.
pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

/// Status and body of an answer that arrived whole.
pub(crate) type Heard = (u16, String);

impl Process {
    /// Starts the program on what is in this place, and waits until it is ready.
    pub(crate) async fn start(place: &Place, demo: bool) -> Self {
        Self::start_with(place, demo, &[]).await
    }

    /// The same with more settings.
    pub(crate) async fn start_with(place: &Place, demo: bool, settings: &[(&str, String)]) -> Self {
        // The port is free again when the program asks for it; nobody else takes ports in between but by chance.
        let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let log = File::options().create(true).append(true).open(place.folder.join("log")).unwrap();
        let mut command = command(place);
        command.args(["serve", "--listen", &address.to_string()]).args(demo.then_some("--demo"));
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut process = Self { child, address };
        for _ in 0..600 {
            if let Ok((200, _)) = process.ask("GET", "/health/ready", None, None).await {
                return process;
            }
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("the program ended with {status}: {}", told(&place.folder));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program was not ready within 30 s: {}", told(&place.folder));
    }

    /// Ends the program as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// One request over a connection of its own.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> io::Result<Heard> {
        ask(self.address, method, path, token, body).await
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request to a program that may die while it answers.
pub(crate) async fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> io::Result<Heard> {
    let bearer = token.map(|token| format!("authorization: Bearer {token}")).unwrap_or_default();
    let headers = ["content-type: application/json", &bearer];
    let heard = talk(address, method, path, &headers, &body.map(Value::to_string).unwrap_or_default()).await?;
    read(&heard).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// One request with the headers given, and the whole answer as it came.
pub(crate) async fn talk(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &str,
) -> io::Result<String> {
    let length = body.len();
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for header in headers.iter().filter(|header| !header.is_empty()) {
        request.push_str(header);
        request.push_str("\r\n");
    }
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).await?;
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).await?;
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

/// Status and body, when the body is as long as its header says.
fn read(heard: &str) -> Option<Heard> {
    let (head, body) = heard.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let headers: BTreeMap<String, &str> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    let length: usize = headers.get("content-length").map_or(Some(body.len()), |length| length.parse().ok())?;
    (body.len() == length).then(|| (status, body.to_owned()))
}

/// Runs another command of the program to its end; exit code and what it said.
pub(crate) fn run(place: &Place, arguments: &[&str]) -> (i32, String) {
    let output = command(place).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

fn command(place: &Place) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .current_dir(&place.folder)
        .env("MONASSURANCE_DATA_DIR", &place.folder)
        .env("MONASSURANCE_DATABASE_URL", place.url())
        .env("MONASSURANCE_DEMO_PASSWORD", PASSWORD);
    command
}

fn told(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}
