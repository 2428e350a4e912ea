//! Whether a portfolio may grow: the time of lists, searches and records at 10,000, 100,000 and 1,000,000 policies, over
//! HTTP, one request after the other. `cargo run --release -p bench -- scale [postgres://…]`; the database named must be
//! empty, and keeps what was made.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::policy::PolicyFilter;
use domain::shared::page::PageRequest;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use infrastructure::time::SystemClock;
use server::seed::{Order, fill};
use services::access::Principal;
use services::ports::clock::Clock;
use tokio::net::TcpStream;

use crate::portfolio::Portfolio;
use crate::{Outcome, bare, say, serve};

/// Policies in the firm, one size after the other: each adds to the one before.
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
/// Requests of each kind.
const REQUESTS: usize = 400;

/// What is asked for, each with its addresses in turn.
const QUESTIONS: [(&str, &[&str]); 7] = [
    ("list of policies", &["/api/v1/policies", "/api/v1/policies?sort=due_date", "/api/v1/policies?sort=-created_at"]),
    ("list of clients", &["/api/v1/clients", "/api/v1/clients?sort=-updated_at"]),
    ("list, in force", &["/api/v1/policies?state=in_force", "/api/v1/policies?state=quote&product_line=motor"]),
    (
        "list, searched",
        &[
            "/api/v1/policies?q=martin",
            "/api/v1/clients?q=martin",
            "/api/v1/policies?q=martin+clio",
            "/api/v1/clients?q=diallo+awa",
        ],
    ),
    (
        "search, frequent",
        &[
            "/api/v1/search?q=martin",
            "/api/v1/search?q=diallo",
            "/api/v1/search?q=ba",
            "/api/v1/search?q=exemple",
            "/api/v1/search?q=paris",
        ],
    ),
    (
        "search, narrow",
        &[
            "/api/v1/search?q=martin+chloe+clio",
            "/api/v1/search?q=ouvrard",
            "/api/v1/search?q=MOT-0100000007",
            "/api/v1/search?q=a-123-b",
            "/api/v1/search?q=06+12+34",
            "/api/v1/search?q=zzzz",
        ],
    ),
    ("record", &["/api/v1/policies/{id}"]),
];

pub(crate) async fn run(database_url: Option<&str>) -> Outcome<()> {
    let (portfolio, _) = Portfolio::empty(database_url).await?;
    let house = serve(server::web::service(&portfolio.house)).await?;
    let bare = serve(bare(&portfolio)).await?;
    let (mut policies, mut first): (u64, Vec<Times>) = (0, Vec::new());
    for (seed, size) in (1..).zip(SIZES) {
        let more = size - policies;
        let order = Order { agency: portfolio.agency, clients: more / 5, policies: more, seed, now: SystemClock.now() };
        #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
        let start = Instant::now();
        let made = fill(&portfolio.house, &order, |_| {}).await?;
        let rows = u128::from(made.rows) * 1000 / start.elapsed().as_millis().max(1);
        say(&format!("\n{size} policies, {} clients; {} rows added, {rows} rows/s", size / 5, made.rows));
        policies = size;
        let ids = ids(&portfolio).await?;
        let alone = Times::of(bare, &["/clients"], &[], None).await?;
        alone.say("bare handler (list of clients)", None);
        for (place, (name, paths)) in QUESTIONS.iter().enumerate() {
            let times = Times::of(house, paths, &ids, Some(&portfolio.bearer)).await?;
            times.say(name, first.get(place));
            if seed == 1 {
                first.push(times);
            }
        }
    }
    Ok(())
}

/// Some policies from here and there.
async fn ids(portfolio: &Portfolio) -> Outcome<Vec<String>> {
    let who = Principal::system(domain::audit::SystemActor::Demo, portfolio.agency, domain::audit::Door::CommandLine);
    let mut ids = Vec::new();
    for sort in ["policy_number", "-policy_number", "created_at", "-created_at", "due_date"] {
        let page = PageRequest { limit: Some(80), sort: Some(sort.to_owned()), ..PageRequest::default() };
        let rows = portfolio.house.services.policies.list(&who, &page, &PolicyFilter::default()).await?;
        ids.extend(rows.items.into_iter().map(|row| row.id.to_string()));
    }
    Ok(ids)
}

/// Times, sorted.
struct Times(Vec<Duration>);

impl Times {
    async fn of(address: SocketAddr, paths: &[&str], ids: &[String], bearer: Option<&str>) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut times = Vec::with_capacity(REQUESTS);
        for number in 0..REQUESTS + paths.len() * 3 {
            let id = ids.get(number * 7919 % ids.len().max(1)).map_or("", String::as_str);
            let path = paths[number % paths.len()].replace("{id}", id);
            let took = ask(&mut sender, address, &path, bearer).await?;
            // The first ones warm the caches.
            if number >= paths.len() * 3 {
                times.push(took);
            }
        }
        times.sort_unstable();
        Ok(Self(times))
    }

    fn at(&self, per_cent: usize) -> u128 {
        let place = (self.0.len() * per_cent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).map_or(0, Duration::as_micros)
    }

    fn say(&self, name: &str, smallest: Option<&Self>) {
        let ratio =
            smallest.map(|smallest| format!("  p99 {} % of the smallest", self.at(99) * 100 / smallest.at(99).max(1)));
        say(&format!(
            "{name:<32} p50 {:>7} µs  p95 {:>7} µs  p99 {:>7} µs{}",
            self.at(50),
            self.at(95),
            self.at(99),
            ratio.unwrap_or_default()
        ));
    }
}

async fn ask(
    sender: &mut SendRequest<Empty<Bytes>>,
    address: SocketAddr,
    path: &str,
    bearer: Option<&str>,
) -> Outcome<Duration> {
    let mut request = Request::get(path).header("host", address.to_string());
    if let Some(bearer) = bearer {
        request = request.header("authorization", bearer);
    }
    let request = request.body(Empty::new())?;
    sender.ready().await?;
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let start = Instant::now();
    let response = sender.send_request(request).await?;
    let status = response.status();
    response.into_body().collect().await?;
    if status == StatusCode::OK { Ok(start.elapsed()) } else { Err(format!("{path} answered {status}").into()) }
}
