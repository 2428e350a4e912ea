//! One connection, from its first byte to its last: HTTP/1.1 or HTTP/2, as the client speaks.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, Version, header};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;
use tower::Service;

use super::tls::Tls;
use super::upload::{Paced, Upload};
use super::wire::Wire;
use super::{Patience, asked, now};

/// Headers of one request at most.
const HEADERS_MAX: usize = 100;
/// Bytes of a request's head at most: a signed link with a full set of cookies is far below.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// The same for HTTP/2, where it counts the headers as they are before compression.
const HEAD_LIST_MAX: u32 = 64 * 1024;
/// Requests at once on one connection of HTTP/2.
const STREAMS_MAX: u32 = 100;

/// What all connections share.
pub(super) struct Server {
    router: Router,
    patience: Patience,
    protocols: Builder<TokioExecutor>,
}

impl Server {
    pub(super) fn new(router: Router, patience: Patience) -> Self {
        let mut protocols = Builder::new(TokioExecutor::new());
        // The time for a head is kept by the pulse: hyper's own would also cut a connection that rests between two requests.
        protocols
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(None)
            .max_headers(HEADERS_MAX)
            .max_buf_size(HEAD_BYTES_MAX);
        protocols
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS_MAX)
            .max_header_list_size(HEAD_LIST_MAX);
        Self { router, patience, protocols }
    }
}

/// Takes a connection, with its handshake where there is TLS.
pub(super) async fn begin(
    server: &Server,
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<Tls>,
    end: watch::Receiver<bool>,
) {
    // Without it a streamed page waits for the network's own grouping of small packets.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!("no TCP_NODELAY: {error}");
    }
    let pulse = Arc::new(Pulse::new());
    let wire = Wire::new(stream, Arc::clone(&pulse), server.patience.answer);
    match tls {
        None => hold(server, wire, peer, &pulse, end).await,
        Some(tls) => match tokio::time::timeout(server.patience.head, tls.accept(wire)).await {
            Ok(Ok(stream)) => {
                pulse.rest();
                hold(server, stream, peer, &pulse, end).await;
            }
            Ok(Err(error)) => tracing::debug!("no TLS handshake: {error}"),
            Err(_) => tracing::debug!("no TLS handshake in time"),
        },
    }
}

/// Serves the requests of one connection until either side has enough of it.
async fn hold<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    server: &Server,
    stream: S,
    peer: SocketAddr,
    pulse: &Arc<Pulse>,
    mut end: watch::Receiver<bool>,
) {
    let (router, kept, patience) = (server.router.clone(), Arc::clone(pulse), server.patience);
    let service = service_fn(move |request| answer(router.clone(), request, peer, Arc::clone(&kept), patience));
    let mut connection = pin!(server.protocols.serve_connection(TokioIo::new(stream), service));
    let look_every = (patience.head / 8).min(Duration::from_secs(1));
    let mut warned = false;
    let mut ending = false;
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!("a connection broke off: {error}");
                }
                return;
            }
            () = asked(&mut end), if !ending => {
                ending = true;
                connection.as_mut().graceful_shutdown();
            }
            () = tokio::time::sleep(look_every) => {
                if pulse.is_overdue(&patience) {
                    // Whoever speaks HTTP/2 is told and may leave; who is still here at the next look is cut off.
                    if warned {
                        return;
                    }
                    warned = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// One request through the router.
async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    pulse: Arc<Pulse>,
    patience: Patience,
) -> Result<Response<Body>, Infallible> {
    let flight = Flight::begin(pulse, request.version());
    let old = request.version() < Version::HTTP_2;
    let upload = Upload::new();
    let mut request = request.map(|body| Body::new(Paced::new(body, upload.clone(), &patience)));
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(upload.clone());
    let mut response = router.call(request).await?;
    if old && upload.is_too_slow() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response.map(|body| Body::new(Flown { body, _flight: flight })))
}

/// What a connection does, in milliseconds of its own life.
pub(super) struct Pulse {
    born: Instant,
    /// Requests that are not answered to their end.
    flights: AtomicUsize,
    /// Whether there was a request at all.
    served: AtomicBool,
    http2: AtomicBool,
    /// When the last request was answered to its end.
    quiet_at: AtomicU64,
    /// When the first byte after that was heard; 0 when none was.
    heard_at: AtomicU64,
}

impl Pulse {
    fn new() -> Self {
        Self {
            born: now(),
            flights: AtomicUsize::new(0),
            served: AtomicBool::new(false),
            http2: AtomicBool::new(false),
            quiet_at: AtomicU64::new(0),
            heard_at: AtomicU64::new(0),
        }
    }

    fn age(&self) -> u64 {
        // Never 0, which stands for "not yet".
        u64::try_from(now().duration_since(self.born).as_millis()).unwrap_or(u64::MAX).max(1)
    }

    /// A byte was heard.
    pub(super) fn hear(&self) {
        if self.flights.load(Ordering::Relaxed) == 0 && self.heard_at.load(Ordering::Relaxed) == 0 {
            self.heard_at.store(self.age(), Ordering::Relaxed);
        }
    }

    /// Nothing is going on any more.
    fn rest(&self) {
        self.quiet_at.store(self.age(), Ordering::Relaxed);
        self.heard_at.store(0, Ordering::Relaxed);
    }

    fn is_overdue(&self, patience: &Patience) -> bool {
        if self.flights.load(Ordering::Relaxed) > 0 {
            return false;
        }
        let since = |mark: &AtomicU64| Duration::from_millis(self.age().saturating_sub(mark.load(Ordering::Relaxed)));
        let heard = self.heard_at.load(Ordering::Relaxed) > 0;
        match (self.served.load(Ordering::Relaxed), self.http2.load(Ordering::Relaxed)) {
            (false, _) => since(&self.quiet_at) > patience.head,
            // HTTP/2 speaks of its own accord too, so a byte says nothing.
            (true, true) => since(&self.quiet_at) > patience.idle_http2,
            (true, false) if heard => since(&self.heard_at) > patience.head,
            (true, false) => since(&self.quiet_at) > patience.idle,
        }
    }
}

/// A request that is not answered to its end.
struct Flight(Arc<Pulse>);

impl Flight {
    fn begin(pulse: Arc<Pulse>, version: Version) -> Self {
        pulse.served.store(true, Ordering::Relaxed);
        pulse.http2.store(version == Version::HTTP_2, Ordering::Relaxed);
        pulse.flights.fetch_add(1, Ordering::Relaxed);
        Self(pulse)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if self.0.flights.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.0.rest();
        }
    }
}

/// The body of an answer, which keeps its request in flight until it is gone.
struct Flown {
    body: Body,
    _flight: Flight,
}

impl HttpBody for Flown {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
