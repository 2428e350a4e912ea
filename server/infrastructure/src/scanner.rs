//! ClamAV's daemon, asked over its own protocol (clamd(8)): the file goes in pieces, each after its length, and one line comes
//! back. Whatever is not plainly "nothing found" lets no file through.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use services::error::SCANNER;
use services::ports::scanner::{Scanned, Scanner};
use services::{Error, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// How long a file may take, with all that is said before and after it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the greeting may take.
const GREETING: Duration = Duration::from_secs(2);
/// The size of a piece, in bytes.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read, in bytes.
const ANSWER_MAX: u64 = 4 * 1024;

/// Where ClamAV's daemon listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClamavAddress {
    /// A host with its port.
    Tcp(String),
    /// A socket of this machine.
    Unix(PathBuf),
}

impl ClamavAddress {
    /// Reads `tcp://host:port` or `unix:///path`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(place) = text.strip_prefix("tcp://") {
            let (host, port) = place.rsplit_once(':')?;
            let fits = !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok_and(|port| port > 0);
            return fits.then(|| Self::Tcp(place.to_owned()));
        }
        let path = PathBuf::from(text.strip_prefix("unix://")?);
        path.is_absolute().then_some(Self::Unix(path))
    }
}

/// ClamAV's daemon.
#[derive(Debug, Clone)]
pub struct Clamav {
    address: ClamavAddress,
    patience: Duration,
}

impl Clamav {
    /// The daemon at an address.
    pub fn new(address: ClamavAddress) -> Self {
        Self { address, patience: PATIENCE }
    }

    /// The same, waited for no longer than this.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Says something and reads the answer.
    async fn ask(&self, command: &[u8], file: Option<&[u8]>, patience: Duration) -> Result<String> {
        let asked = async {
            match &self.address {
                ClamavAddress::Tcp(place) => said(TcpStream::connect(place).await?, command, file).await,
                ClamavAddress::Unix(path) => said(UnixStream::connect(path).await?, command, file).await,
            }
        };
        match tokio::time::timeout(patience, asked).await {
            Ok(answer) => answer.map_err(|error| unavailable(error.into())),
            Err(_) => Err(unavailable("the scanner did not answer in time".into())),
        }
    }
}

#[async_trait]
impl Scanner for Clamav {
    async fn scan(&self, bytes: &[u8]) -> Result<Scanned> {
        let answer = self.ask(b"zINSTREAM\0", Some(bytes), self.patience).await?;
        let told = answer.strip_prefix("stream: ").unwrap_or_default();
        if told == "OK" {
            return Ok(Scanned::Clean);
        }
        match told.strip_suffix(" FOUND") {
            Some(name) => Ok(Scanned::Infected(name.to_owned())),
            None => Err(unavailable(format!("the scanner said {answer:?}").into())),
        }
    }

    async fn check(&self) -> Result<()> {
        match self.ask(b"zPING\0", None, self.patience.min(GREETING)).await?.as_str() {
            "PONG" => Ok(()),
            other => Err(unavailable(format!("the scanner said {other:?}").into())),
        }
    }
}

/// Sends a command, and a file where there is one; the answer ends with a zero byte.
async fn said(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    command: &[u8],
    file: Option<&[u8]>,
) -> io::Result<String> {
    stream.write_all(command).await?;
    if let Some(file) = file {
        for piece in file.chunks(PIECE) {
            stream.write_all(&u32::try_from(piece.len()).map_err(io::Error::other)?.to_be_bytes()).await?;
            stream.write_all(piece).await?;
        }
        stream.write_all(&0_u32.to_be_bytes()).await?;
    }
    stream.flush().await?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer).await?;
    // An answer that was cut off is none.
    let whole = answer.strip_suffix(&[0]).ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(String::from_utf8_lossy(whole).into_owned())
}

fn unavailable(source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Unavailable { part: SCANNER, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_host_with_its_port_or_a_socket() {
        let host = |text: &str| Some(ClamavAddress::Tcp(text.to_owned()));
        assert_eq!(ClamavAddress::parse("tcp://127.0.0.1:3310"), host("127.0.0.1:3310"));
        assert_eq!(ClamavAddress::parse("tcp://[::1]:3310"), host("[::1]:3310"));
        let socket = ClamavAddress::Unix("/run/clamav/clamd.ctl".into());
        assert_eq!(ClamavAddress::parse("unix:///run/clamav/clamd.ctl"), Some(socket));
        for wrong in
            ["", "3310", "clamav:3310", "tcp://clamav", "tcp://:3310", "tcp://a:0", "tcp://a:3310/x", "unix://clamd"]
        {
            assert_eq!(ClamavAddress::parse(wrong), None, "{wrong}");
        }
    }
}
