//! What it costs to ask the database for the session at each request, beside the whole request.
//! `cargo run --release -p bench -- session`.

use std::time::{Duration, Instant};

use services::identity::Credential;

use crate::load::{Target, measure};
use crate::portfolio::{Portfolio, context};
use crate::{Outcome, say, serve};

const TIMES: u32 = 20_000;

pub(crate) async fn run() -> Outcome<()> {
    let portfolio = Portfolio::make(200).await?;
    let token = Credential::Bearer(portfolio.bearer.trim_start_matches("Bearer ").to_owned());
    let identity = &portfolio.house.services.identity;
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let start = Instant::now();
    for _ in 0..TIMES {
        identity.authenticate(&token, context()).await?;
    }
    let each = start.elapsed() / TIMES;
    let house = serve(server::web::service(&portfolio.house)).await?;
    let target = Target::new("GET /api/v1/clients", house, "/api/v1/clients", &[("authorization", &portfolio.bearer)]);
    let rate = measure(&target).await?;
    say(&format!("token and session, one after the other: {} µs each", each.as_micros()));
    let request = Duration::from_secs(1) / u32::try_from(rate.max(1)).unwrap_or(u32::MAX);
    say(&format!("GET /api/v1/clients: {rate} requests/s on all cores, one each {} µs", request.as_micros()));
    Ok(())
}
