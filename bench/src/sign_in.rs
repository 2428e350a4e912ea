//! Signing in: whether the time tells which addresses exist, and what a storm of sign-ins costs the others.
//! `cargo run --release -p bench -- sign-in`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::portfolio::{EMAIL, PASSWORD, Portfolio};
use crate::{Outcome, say, serve};

/// Sign-ins of each kind, one after the other.
const PAIRS: usize = 200;
/// Sign-ins at once.
const STORM: usize = 50;
/// How long the storm lasts, and how long the calm before it is measured.
const TIME: Duration = Duration::from_secs(8);

/// One connection, over which one request follows the other.
struct Line {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

impl Line {
    async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    async fn ask(&mut self, request: http::request::Builder, body: String) -> Outcome<(StatusCode, Duration)> {
        let request = request.header("host", self.address.to_string()).body(Full::new(Bytes::from(body)))?;
        self.sender.ready().await?;
        #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
        let start = Instant::now();
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        response.into_body().collect().await?;
        Ok((status, start.elapsed()))
    }

    async fn sign_in(&mut self, email: &str, password: &str) -> Outcome<(StatusCode, Duration)> {
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        self.ask(Request::post("/api/v1/auth/login").header("content-type", "application/json"), body).await
    }

    async fn me(&mut self, bearer: &str) -> Outcome<Duration> {
        let (status, took) =
            self.ask(Request::get("/api/v1/auth/me").header("authorization", bearer), String::new()).await?;
        if status == StatusCode::OK { Ok(took) } else { Err(format!("/auth/me answered {status}").into()) }
    }
}

/// Times, sorted.
struct Times(Vec<Duration>);

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, percent: usize) -> Duration {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).copied().unwrap_or_default()
    }

    fn say(&self, name: &str) {
        let told: Vec<String> = [1, 10, 25, 50, 75, 90, 99]
            .map(|percent| format!("p{percent} {:>6}", self.at(percent).as_micros()))
            .to_vec();
        say(&format!("{name:<18} {} µs  ({} requests)", told.join("  "), self.0.len()));
    }
}

/// How often, of 1,000 pairs, the first is the slower: 500 when nobody can tell them apart.
fn slower_per_mille(first: &Times, second: &Times) -> usize {
    let wins: usize = first.0.iter().map(|one| second.0.iter().filter(|other| one > *other).count()).sum();
    wins * 1000 / (first.0.len() * second.0.len()).max(1)
}

pub(crate) async fn run() -> Outcome<()> {
    let portfolio = Portfolio::make(1).await?;
    let address = serve(server::web::service(&portfolio.house)).await?;
    tell_apart(address).await?;
    storm(address, &portfolio.bearer).await
}

/// Unknown and known addresses in turn, each with a wrong password.
async fn tell_apart(address: SocketAddr) -> Outcome<()> {
    let mut line = Line::open(address).await?;
    let (mut unknown, mut known) = (Vec::new(), Vec::new());
    for index in 0..PAIRS + 10 {
        let stranger = format!("nobody{index:03}@bench.test");
        for (email, times) in [(stranger.as_str(), &mut unknown), (EMAIL, &mut known)] {
            let (status, took) = line.sign_in(email, "ce n’est pas le bon").await?;
            if status != StatusCode::UNAUTHORIZED {
                return Err(format!("a wrong password answered {status}").into());
            }
            // The first ones warm the caches.
            if index >= 10 {
                times.push(took);
            }
        }
    }
    let (unknown, known) = (Times::of(unknown), Times::of(known));
    say(&format!("{PAIRS} interleaved pairs of sign-ins, each with a wrong password"));
    unknown.say("unknown address");
    known.say("known address");
    let slower = slower_per_mille(&known, &unknown);
    say(&format!("a known one is the slower of a pair in {slower} ‰  (500 ‰: not to be told apart)"));
    Ok(())
}

/// Other requests' time in the calm, and while sign-ins come fifty at a time.
async fn storm(address: SocketAddr, bearer: &str) -> Outcome<()> {
    let calm = watched(address, bearer).await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut guests = Vec::new();
    for _ in 0..STORM {
        let over = Arc::clone(&over);
        guests.push(tokio::spawn(async move {
            let (mut line, mut count) = (Line::open(address).await?, 0_usize);
            while !over.load(Ordering::Relaxed) {
                let (status, _) = line.sign_in(EMAIL, PASSWORD).await?;
                if status != StatusCode::OK {
                    return Err(format!("a sign-in answered {status}").into());
                }
                count += 1;
            }
            Outcome::Ok(count)
        }));
    }
    let stormy = watched(address, bearer).await?;
    over.store(true, Ordering::Relaxed);
    let mut signed_in = 0;
    for guest in guests {
        signed_in += guest.await??;
    }
    say(&format!("GET /api/v1/auth/me, alone and beside {STORM} parallel sign-ins ({signed_in} in all)"));
    calm.say("calm");
    stormy.say("storm");
    let ratio = stormy.at(99).as_micros() * 100 / calm.at(99).as_micros().max(1);
    say(&format!("p99 storm / calm: {ratio} %  (goal: at most 300 %)"));
    Ok(())
}

/// Asks at an even pace, as people do, so that the measuring itself does not fill the machine.
async fn watched(address: SocketAddr, bearer: &str) -> Outcome<Times> {
    let mut line = Line::open(address).await?;
    let mut pace = tokio::time::interval(Duration::from_millis(5));
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut times = Vec::new();
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let start = Instant::now();
    while start.elapsed() < TIME {
        pace.tick().await;
        times.push(line.me(bearer).await?);
    }
    Ok(Times::of(times))
}
