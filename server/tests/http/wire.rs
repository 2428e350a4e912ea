//! The wire itself: clients that are slow, that say nothing, that take nothing; and the server's end.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::routing::{get, post};
use axum::{Router, middleware};
use server::http::{problem, request_id};
use server::listener::{self, Patience};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::kit::alone;

/// So short that a test can wait for it.
const SHORT: Patience = Patience {
    head: Duration::from_millis(400),
    idle: Duration::from_millis(1600),
    idle_http2: Duration::from_millis(800),
    body: Duration::from_millis(500),
    body_pace: 1000,
    answer: Duration::from_millis(700),
    end: Duration::from_millis(1500),
};
/// Longer than any patience above; a connection that is still open then is never cut.
const LONG: Duration = Duration::from_secs(6);
const BIG: usize = 40_000_000;

/// A server of one's own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    end: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let router = Router::new()
            .route("/", get(async || "well"))
            .route("/api/echo", post(async |body: String| body.len().to_string()))
            .route("/slow", get(async || sleep(Duration::from_millis(900)).await))
            .route("/stuck", get(async || sleep(Duration::from_mins(1)).await))
            .route("/big", get(async || vec![7; BIG]))
            .layer(middleware::from_fn(problem::finish))
            .layer(middleware::from_fn(request_id::give));
        Self::of(router, None).await
    }

    pub(crate) async fn of(router: Router, tls: Option<listener::Tls>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, asked) = watch::channel(false);
        let running = tokio::spawn(listener::serve(listener, router, tls, SHORT, asked));
        Self { address, end, running }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a text and hears what comes until the server closes.
    async fn ask(&self, text: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        heard(&mut stream).await
    }
}

/// What comes until the connection is closed or cut.
async fn heard(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut text)).await.expect("the connection was never closed");
    if let Err(error) = read {
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Sends these bytes one after the other, until the server has enough.
async fn trickle(stream: &mut TcpStream, bytes: &[u8], every: Duration) {
    for byte in bytes {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        sleep(every).await;
    }
}

#[test]
fn who_says_nothing_is_cut_off() {
    alone(async {
        let server = Server::start().await;
        assert_eq!(server.ask("").await, "");
    });
}

#[test]
fn a_head_that_comes_byte_by_byte_is_cut_off() {
    alone(async {
        let server = Server::start().await;
        for begun in ["", "GET / HTTP/1.1\r\nhost: x\r\n\r\n"] {
            let mut stream = server.connect().await;
            stream.write_all(begun.as_bytes()).await.unwrap();
            let head = format!("GET / HTTP/1.1\r\nhost: x\r\nx-slow: {}\r\n\r\n", "s".repeat(100));
            let (mut reading, mut writing) = stream.split();
            let mut text = Vec::new();
            let both = async {
                let send = async {
                    for byte in head.as_bytes() {
                        if writing.write_all(&[*byte]).await.is_err() {
                            return;
                        }
                        sleep(Duration::from_millis(60)).await;
                    }
                };
                tokio::select! { () = send => panic!("the whole head was taken"), _ = reading.read_to_end(&mut text) => {} }
            };
            timeout(LONG, both).await.expect("never cut");
            assert_eq!(String::from_utf8_lossy(&text).matches("HTTP/1.1 200").count(), usize::from(!begun.is_empty()));
        }
    });
}

#[test]
fn a_connection_may_rest_between_two_requests_but_not_for_ever() {
    alone(async {
        let server = Server::start().await;
        let mut stream = server.connect().await;
        let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        stream.write_all(request).await.unwrap();
        sleep(SHORT.head * 2).await;
        stream.write_all(request).await.unwrap();
        assert_eq!(heard(&mut stream).await.matches("HTTP/1.1 200").count(), 2);
    });
}

#[test]
fn a_body_that_trickles_is_answered_with_a_problem_and_cut_off() {
    alone(async {
        let server = Server::start().await;
        let mut stream = server.connect().await;
        let head = "POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        trickle(&mut stream, &[b'x'; 12], Duration::from_millis(60)).await;
        let answer = heard(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("connection: close") && answer.contains(r#""code":"too_slow""#), "{answer}");
        assert!(answer.contains("x-request-id"), "{answer}");
    });
}

#[test]
fn a_long_body_that_keeps_its_pace_is_taken() {
    alone(async {
        let server = Server::start().await;
        let mut stream = server.connect().await;
        let head = "POST /api/echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 6000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        // Three times as long as a body may take that sends nothing.
        for _ in 0..30 {
            stream.write_all(&[b'x'; 200]).await.unwrap();
            sleep(Duration::from_millis(50)).await;
        }
        let answer = heard(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("6000"), "{answer}");
    });
}

#[test]
fn a_slow_download_goes_on_and_one_that_nobody_takes_does_not() {
    alone(async {
        let server = Server::start().await;
        for takes in [true, false] {
            let mut stream = server.connect().await;
            stream.write_all(b"GET /big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
            let mut got = 0;
            if !takes {
                sleep(SHORT.answer * 3).await;
            }
            let mut buffer = vec![0; 1_000_000];
            loop {
                match timeout(LONG, stream.read(&mut buffer)).await.expect("never cut") {
                    Ok(0) | Err(_) => break,
                    Ok(read) => got += read,
                }
                if takes {
                    sleep(Duration::from_millis(40)).await;
                }
            }
            assert_eq!(got > BIG, takes, "{got} of {BIG} bytes");
        }
    });
}

#[test]
fn a_head_too_large_is_refused() {
    alone(async {
        let server = Server::start().await;
        let long = format!("GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "x".repeat(100_000));
        let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "x-many: 1\r\n".repeat(200));
        for head in [long, many] {
            let mut stream = server.connect().await;
            // The server may close before all of it is sent.
            let _ = stream.write_all(head.as_bytes()).await;
            let answer = heard(&mut stream).await;
            assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
        }
    });
}

#[test]
fn http_2_is_spoken_too() {
    alone(async {
        let server = Server::start().await;
        let mut stream = server.connect().await;
        let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        bytes.extend([0, 0, 0, 4, 0, 0, 0, 0, 0]);
        // HEADERS of stream 1, complete: GET, http, / (RFC 7541, appendix A).
        bytes.extend([0, 0, 3, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84]);
        stream.write_all(&bytes).await.unwrap();
        let mut heard = Vec::new();
        timeout(LONG, stream.read_to_end(&mut heard)).await.expect("never closed").unwrap();
        let mut frames = heard.as_slice();
        let (mut status, mut body, mut goodbye) = (None, Vec::new(), false);
        while let [a, b, c, kind, _, _, _, _, _, rest @ ..] = frames {
            let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
            let (payload, rest) = rest.split_at(length);
            match kind {
                0 => body.extend(payload),
                1 => status = payload.first().copied(),
                7 => goodbye = true,
                _ => {}
            }
            frames = rest;
        }
        // 0x88 stands for `:status: 200`. Before the idle connection is closed, the client is told.
        assert_eq!((status, body.as_slice(), goodbye), (Some(0x88), b"well".as_slice(), true));
    });
}

#[test]
fn asked_to_end_the_server_answers_what_it_began() {
    alone(async {
        let server = Server::start().await;
        let mut begun = server.connect().await;
        begun.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut resting = server.connect().await;
        sleep(Duration::from_millis(200)).await;
        server.end.send(true).unwrap();
        assert!(heard(&mut begun).await.starts_with("HTTP/1.1 200"));
        assert_eq!(heard(&mut resting).await, "");
        timeout(Duration::from_millis(500), server.running).await.expect("still running").unwrap();
        assert!(TcpStream::connect(server.address).await.is_err(), "new connections are still taken");
    });
}

#[test]
fn the_end_does_not_wait_for_ever() {
    alone(async {
        let server = Server::start().await;
        let mut begun = server.connect().await;
        begun.write_all(b"GET /stuck HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        sleep(Duration::from_millis(200)).await;
        server.end.send(true).unwrap();
        timeout(SHORT.end * 2, server.running).await.expect("still waiting").unwrap();
    });
}
