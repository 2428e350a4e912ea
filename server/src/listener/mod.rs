//! The server's end of the wire: connections are taken, held with patience, and let go in order. `axum::serve` waits for ever
//! for a client that sends its request one byte at a time; this one does not.

mod connection;
mod redirect;
mod tls;
mod upload;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

pub use redirect::to_public_url;
pub use tls::{Tls, TlsError, TlsFiles};
pub use upload::Upload;

/// How long the server waits for a client that is slow.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, from its first byte; also for the TLS handshake, and for a new connection's first request.
    pub head: Duration,
    /// For the next request on a connection that had one. Longer than proxies keep theirs, so that they close first.
    pub idle: Duration,
    /// The same for HTTP/2, whose client is told before the connection is closed and loses nothing.
    pub idle_http2: Duration,
    /// For a body, before it must keep a pace.
    pub body: Duration,
    /// The pace of a body after that: bytes a second, on the average since it began.
    pub body_pace: u64,
    /// For a client that takes nothing of its answer. As long as he takes something, he is served.
    pub answer: Duration,
    /// For what is being answered when the server is asked to end.
    pub end: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            idle_http2: Duration::from_secs(25),
            body: Duration::from_secs(20),
            body_pace: 4 * 1024,
            answer: Duration::from_secs(30),
            end: Duration::from_secs(30),
        }
    }
}

/// Serves until `end` says so; then takes no more connections, and waits for those it has.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<Tls>,
    patience: Patience,
    mut end: watch::Receiver<bool>,
) {
    let server = Arc::new(connection::Server::new(router, patience));
    // Every connection holds a copy of `alive`; when none is left, `over` ends.
    let (alive, mut over) = mpsc::channel::<()>(1);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = asked(&mut end) => break,
        };
        let (server, tls, end, alive) = (Arc::clone(&server), tls.clone(), end.clone(), alive.clone());
        tokio::spawn(async move {
            connection::begin(&server, stream, peer, tls, end).await;
            drop(alive);
        });
    }
    drop(listener);
    drop(alive);
    if tokio::time::timeout(patience.end, over.recv()).await.is_err() {
        tracing::warn!("some requests were not answered in time and are cut off");
    }
}

/// Waits until the server is asked to end; whoever could ask being gone counts as asked.
async fn asked(end: &mut watch::Receiver<bool>) {
    let _ = end.wait_for(|asked| *asked).await;
}

/// The next connection. One that is lost before it is taken is no news; a machine without free handles gets time to find some.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_lost(&error) => {}
            Err(error) => {
                tracing::error!("no connection can be taken: {error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn is_lost(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// The stopwatch of connections.
fn now() -> Instant {
    #[expect(
        clippy::disallowed_methods,
        reason = "patience is measured with a stopwatch; no rule of the trade depends on it"
    )]
    Instant::now()
}
