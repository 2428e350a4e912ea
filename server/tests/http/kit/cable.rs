//! A cable to the real Redis, which a test can pull out or pinch.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const VARIABLE: &str = "TEST_REDIS_URL";

/// How the cable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cable {
    /// As it should be.
    Plugged,
    /// Out: connections break, and new ones are refused at once.
    Pulled,
    /// Nothing breaks, and nothing comes through.
    Pinched,
    /// Open connections say nothing for ever more, as after a gateway forgot them; new ones work.
    Forgotten,
}

/// The Redis of the tests, at the other end of a cable.
pub(crate) struct Redis {
    address: SocketAddr,
    cable: watch::Sender<Cable>,
}

impl Redis {
    pub(crate) async fn behind_a_cable() -> Self {
        let target: Arc<str> = server_address().into();
        TcpStream::connect(&*target).await.expect("the Redis server should answer");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (cable, mut state) = watch::channel(Cable::Plugged);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if *state.borrow_and_update() != Cable::Pulled {
                    tokio::spawn(carry(stream, Arc::clone(&target), state.clone()));
                }
            }
        });
        Self { address, cable }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    pub(crate) fn set(&self, cable: Cable) {
        self.cable.send_replace(cable);
    }
}

async fn carry(mut near: TcpStream, target: Arc<str>, mut cable: watch::Receiver<Cable>) {
    let mut is_new = true;
    loop {
        let state = *cable.borrow_and_update();
        match state {
            Cable::Pulled => return,
            Cable::Forgotten if !is_new => return std::future::pending().await,
            Cable::Pinched => {
                if cable.changed().await.is_err() {
                    return;
                }
            }
            Cable::Plugged | Cable::Forgotten => {
                is_new = false;
                let Ok(mut far) = TcpStream::connect(&*target).await else { return };
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => return,
                    _ = cable.changed() => {}
                }
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the tests are told their server")]
fn server_address() -> String {
    let url = std::env::var(VARIABLE).unwrap_or_else(|_| panic!("{VARIABLE} must name a Redis server"));
    let rest = url.strip_prefix("redis://").expect("a plain address");
    rest.split('/').next().unwrap_or_default().to_owned()
}
