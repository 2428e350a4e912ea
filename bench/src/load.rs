//! The load: a few connections that ask again as soon as they are answered, over HTTP/1.1 on loopback.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Outcome;

/// Connections at once.
const CONNECTIONS: usize = 8;
/// How long one measurement takes.
const TIME: Duration = Duration::from_secs(4);

/// One address to ask.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    address: SocketAddr,
    path: &'static str,
    headers: Vec<(String, String)>,
}

impl Target {
    pub(crate) fn new(name: &'static str, address: SocketAddr, path: &'static str, headers: &[(&str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { name, address, path, headers }
    }

    fn request(&self) -> Outcome<Request<Empty<Bytes>>> {
        let mut request = Request::builder().uri(self.path).header("host", self.address.to_string());
        for (name, value) in &self.headers {
            request = request.header(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        Ok(request.body(Empty::new())?)
    }
}

/// Asks for a while, and tells how many answers came per second. An answer that is no 200 ends the benchmark.
pub(crate) async fn measure(target: &Target) -> Outcome<u64> {
    let answers = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = Vec::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(target.address).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let (answers, over, request) = (Arc::clone(&answers), Arc::clone(&over), target.request()?);
        tasks.push(tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                sender.ready().await?;
                let response = sender.send_request(request.clone()).await?;
                let status = response.status();
                response.into_body().collect().await?;
                if status != http::StatusCode::OK {
                    return Err(format!("answered {status}").into());
                }
                answers.fetch_add(1, Ordering::Relaxed);
            }
            Outcome::Ok(())
        }));
    }
    tokio::time::sleep(TIME).await;
    over.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await??;
    }
    Ok(answers.load(Ordering::Relaxed) / TIME.as_secs())
}
