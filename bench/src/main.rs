//! What the house costs: the list of 50 of 10,000 clients as JSON and as a page, beside a bare axum handler that runs the
//! same SQL through the same pool, all in one process and one run. `cargo run --release -p bench`.
//! `-- sign-in`, `-- session`, `-- scale` and `-- documents` measure those instead.

mod documents;
mod load;
mod portfolio;
mod scale;
mod session;
mod sign_in;

use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Json;
use axum::routing::get;
use server::listener::Patience;
use tokio::net::TcpListener;
use tokio::sync::watch;

use load::{Target, measure};
use portfolio::Portfolio;

/// Clients in the firm.
const CLIENTS: usize = 10_000;
/// Rounds of each measurement; the middle one counts.
const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<ExitCode> {
    if std::env::args().nth(1).as_deref() == Some(documents::WORKER) {
        // Before any runtime, as in the product: the limits of the worker hold for the whole process.
        return Ok(rendering::run_worker());
    }
    tokio::runtime::Runtime::new()?.block_on(chosen())?;
    Ok(ExitCode::SUCCESS)
}

async fn chosen() -> Outcome<()> {
    match std::env::args().nth(1).as_deref() {
        None => lists().await,
        Some("sign-in") => sign_in::run().await,
        Some("session") => session::run().await,
        Some("scale") => scale::run(std::env::args().nth(2).as_deref()).await,
        Some("documents") => documents::run(std::env::args().nth(2).as_deref()).await,
        Some(other) => {
            Err(format!("no benchmark is called {other:?}; there are: sign-in, session, scale, documents").into())
        }
    }
}

async fn lists() -> Outcome<()> {
    let portfolio = Portfolio::make(CLIENTS).await?;
    let house = serve(server::web::service(&portfolio.house)).await?;
    let bare = serve(bare(&portfolio)).await?;
    let targets = [
        Target::new("bare axum handler, same SQL, same pool", bare, "/clients", &[]),
        Target::new("GET /api/v1/clients", house, "/api/v1/clients", &[("authorization", &portfolio.bearer)]),
        Target::new("GET /clients (rendered page)", house, "/clients", &[("cookie", &portfolio.cookie(house).await?)]),
    ];
    let mut rates = vec![Vec::new(); targets.len()];
    for _ in 0..ROUNDS {
        for (target, rates) in targets.iter().zip(&mut rates) {
            rates.push(measure(target).await?);
        }
    }
    let middle = |rates: &mut Vec<u64>| {
        rates.sort_unstable();
        rates[rates.len() / 2]
    };
    let rates: Vec<u64> = rates.iter_mut().map(middle).collect();
    for (target, rate) in targets.iter().zip(&rates) {
        say(&format!("{:<42} {rate:>6} requests/s", target.name));
    }
    say(&format!("JSON list / bare handler:  {} %  (goal: 70 %)", rates[1] * 100 / rates[0].max(1)));
    say(&format!("page / JSON list:          {} %  (goal: 30 %)", rates[2] * 100 / rates[1].max(1)));
    Ok(())
}

fn bare(portfolio: &Portfolio) -> axum::Router {
    let database = portfolio.house.database.clone();
    let agency = portfolio.agency.uuid();
    let text = Arc::new(database.bare_client_list_text());
    let list = move || {
        let (database, text) = (database.clone(), Arc::clone(&text));
        async move { database.bare_client_list(&text, agency).await.map(Json).map_err(|error| error.to_string()) }
    };
    axum::Router::new().route("/clients", get(list))
}

/// Over the product's own listener, so that what its patience costs is in the figures.
async fn serve(router: axum::Router) -> Outcome<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (end, asked) = watch::channel(false);
    tokio::spawn(async move {
        server::listener::serve(listener, router, None, Patience::default(), asked).await;
        drop(end);
    });
    Ok(address)
}

fn say(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{text}");
}
