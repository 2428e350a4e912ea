//! Redis for the tests: `TEST_REDIS_URL`, else 127.0.0.1:6379, else a private server.

use super::free_port;
use crate::{environment, process, say};
use anyhow::{Context, anyhow, bail};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    time::Duration,
};

const VARIABLE: &str = "TEST_REDIS_URL";
const PROGRAMS: &[&str] = &["redis-server", "valkey-server"];
const LIMIT: Duration = Duration::from_secs(10);

/// A Redis server.
pub(crate) enum Redis {
    /// Somebody else's server; we leave it running.
    Found(String),
    /// Ours, which keeps nothing on disk.
    Private {
        /// The running program.
        child: Child,
        /// Where it listens.
        port: u16,
    },
}

/// Whether `start` has something to work with.
pub(crate) fn is_there() -> bool {
    environment::variable(VARIABLE).is_some() || answers(6379) || environment::program(PROGRAMS).is_some()
}

impl Redis {
    pub(super) fn start() -> anyhow::Result<Self> {
        if let Some(url) = environment::variable(VARIABLE) {
            say::line(&format!("Redis: the one that {VARIABLE} names"));
            return Ok(Self::Found(url));
        }
        if answers(6379) {
            say::line("Redis: the one on 127.0.0.1:6379");
            return Ok(Self::Found("redis://127.0.0.1:6379".to_owned()));
        }
        let program = environment::program(PROGRAMS).ok_or_else(|| anyhow!("redis-server is missing"))?;
        let port = free_port()?;
        let child = Command::new(program)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .context("the private Redis could not be started")?;
        let server = Self::Private { child, port };
        if !process::wait_until(LIMIT, || answers(port)) {
            bail!("the private Redis does not answer");
        }
        say::line(&format!("Redis: a private server on 127.0.0.1:{port}"));
        Ok(server)
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::Found(url) => url.clone(),
            Self::Private { port, .. } => format!("redis://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Self::Private { child, .. } = self {
            process::end(child);
        }
    }
}

fn answers(port: u16) -> bool {
    let ping = || -> std::io::Result<bool> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"PING\r\n")?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer)?;
        Ok(&answer == b"+PONG")
    };
    ping().unwrap_or(false)
}
