//! A stand-in for ClamAV's daemon: it speaks INSTREAM and PING as clamd(8) has them, finds the test file of the EICAR and
//! nothing else, and stumbles when a test says so.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How it stumbles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stumble {
    /// It takes everything and says nothing.
    Silence,
    /// It hangs up in the middle.
    HangUp,
    /// It says this.
    Says(&'static str),
}

/// The test file that every scanner finds, in two halves, so that no scanner finds this source.
pub(crate) fn eicar() -> String {
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat()
}

/// The stand-in, on a free port of this machine.
#[derive(Clone)]
pub(crate) struct Clamd {
    address: SocketAddr,
    stumble: Arc<Mutex<Option<Stumble>>>,
    seen: Arc<Mutex<Vec<usize>>>,
}

impl Clamd {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clamd = Self { address, stumble: Arc::default(), seen: Arc::default() };
        let answering = clamd.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let clamd = answering.clone();
                tokio::spawn(async move { clamd.answer(stream).await });
            }
        });
        clamd
    }

    /// As the setting names it.
    pub(crate) fn setting(&self) -> String {
        format!("tcp://{}", self.address)
    }

    pub(crate) fn stumbles(&self, how: Option<Stumble>) {
        *self.stumble.lock().unwrap() = how;
    }

    /// The sizes of the files that came whole.
    pub(crate) fn seen(&self) -> Vec<usize> {
        self.seen.lock().unwrap().clone()
    }

    async fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let stumble = *self.stumble.lock().unwrap();
        let mut command = Vec::new();
        while command.last() != Some(&0) {
            command.push(stream.read_u8().await.ok()?);
        }
        if stumble == Some(Stumble::HangUp) {
            return None;
        }
        let said = if command == b"zINSTREAM\0" {
            let mut file = Vec::new();
            loop {
                let length = usize::try_from(stream.read_u32().await.ok()?).ok()?;
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).await.ok()?;
                file.extend(piece);
            }
            self.seen.lock().unwrap().push(file.len());
            let eicar = eicar();
            let found = file.windows(eicar.len()).any(|part| part == eicar.as_bytes());
            if found { "stream: Eicar-Test-Signature FOUND" } else { "stream: OK" }
        } else if command == b"zPING\0" {
            "PONG"
        } else {
            "UNKNOWN COMMAND"
        };
        let said = match stumble {
            Some(Stumble::Silence) => std::future::pending().await,
            Some(Stumble::Says(said)) => said,
            _ => said,
        };
        stream.write_all(format!("{said}\0").as_bytes()).await.ok()
    }
}
