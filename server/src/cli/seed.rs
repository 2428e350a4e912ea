//! Filling a firm with a sample portfolio.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use domain::shared::AgencyId;
use infrastructure::time::SystemClock;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use services::ports::clock::Clock;

use super::{Failure, Outcome, ask, out, override_path, read};
use crate::config::Overrides;
use crate::seed::{self, Order, Progress, Refused};
use crate::wiring;

const EXAMPLES: &str = "\
Examples:
  monassurance seed --clients 10000 --policies 50000
      into the first firm, with lives told up to today
  monassurance seed --clients 200000 --policies 1000000 --agency \"Cabinet Démo\" --seed 7 --day 2026-11-23
      into a firm by name; the same seed and the same day always give the same rows

The names are invented, the e-mail addresses belong to nobody, and the identifiers have right check digits.
The portfolio is added to what the firm has: try it on a firm of its own, there is no way to take it out again.";

/// How wide the bar is.
const WIDTH: usize = 32;
/// How often the bar moves.
const EVERY: Duration = Duration::from_millis(100);

/// Add a sample portfolio to a firm, for measuring and for training.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SeedArguments {
    /// How many clients.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=10_000_000))]
    clients: u64,
    /// How many policies.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=50_000_000))]
    policies: u64,
    /// The firm's name or id; the first one when absent.
    #[arg(long)]
    agency: Option<String>,
    /// What chance begins with: another number gives another portfolio.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(..=99))]
    seed: u64,
    /// The day up to which the lives are told, as YYYY-MM-DD; today when absent.
    #[arg(long, value_name = "DAY")]
    day: Option<Date>,
    /// Where the embedded database is.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

pub(super) async fn perform(arguments: SeedArguments) -> Outcome {
    let mut overrides = Overrides::new();
    override_path(&mut overrides, arguments.data_dir.as_deref());
    let house = wiring::build(read(&overrides)?).await?;
    let agency = match &arguments.agency {
        Some(agency) => ask::agency(&house, agency).await?,
        None => first_firm(&house).await?,
    };
    let now = match arguments.day {
        Some(day) => {
            day.at(23, 59, 0, 0).to_zoned(TimeZone::UTC).map_err(|error| Failure(error.to_string()))?.timestamp()
        }
        None => SystemClock.now(),
    };
    let order = Order { agency, clients: arguments.clients, policies: arguments.policies, seed: arguments.seed, now };
    let mut bar = Bar::new();
    let done = seed::fill(&house, &order, |progress| bar.show(progress)).await;
    bar.end();
    let done = done.map_err(failure)?;
    house.database.close().await;
    let took = bar.began.elapsed();
    out::say(&format!(
        "{} clients and {} policies, {} rows in {} s: {} rows/s",
        arguments.clients,
        arguments.policies,
        done.rows,
        took.as_secs(),
        rate(done.rows, took),
    ));
    Ok(())
}

fn failure(refused: Refused) -> Failure {
    match refused {
        Refused::Failed(error) => error.into(),
        other => Failure(other.to_string()),
    }
}

async fn first_firm(house: &wiring::House) -> Result<AgencyId, Failure> {
    let firms = house.services.agencies.every().await?;
    let first = firms.iter().map(|(id, _)| *id).filter(|id| *id != AgencyId::PLATFORM).min();
    first.ok_or_else(|| {
        Failure("there is no firm yet; open one with `monassurance admin create-agency`, or `serve --demo`".to_owned())
    })
}

/// So many a second.
fn rate(count: u64, in_time: Duration) -> u64 {
    let millis = in_time.as_millis().max(1);
    u64::try_from(u128::from(count) * 1000 / millis).unwrap_or(u64::MAX)
}

/// A bar on the terminal; nothing where nobody watches.
struct Bar {
    began: Instant,
    shown: Option<Instant>,
    watched: bool,
}

impl Bar {
    fn new() -> Self {
        Self { began: stopwatch(), shown: None, watched: std::io::stderr().is_terminal() }
    }

    fn show(&mut self, progress: Progress) {
        let now = stopwatch();
        let soon = self.shown.is_some_and(|shown| now.duration_since(shown) < EVERY);
        if !self.watched || (soon && progress.records < progress.of) {
            return;
        }
        self.shown = Some(now);
        let took = now.duration_since(self.began);
        let per_cent = progress.records * 100 / progress.of.max(1);
        let full = WIDTH * usize::try_from(per_cent).unwrap_or_default() / 100;
        let (done, rest) = ("█".repeat(full), "░".repeat(WIDTH - full));
        let left = (progress.of - progress.records) / rate(progress.records, took).max(1);
        let speed = rate(progress.rows, took);
        // A terminal that went away ends the showing, not the work.
        let _ = write!(
            std::io::stderr().lock(),
            "\r{done}{rest} {per_cent:>3} %  {}/{}  {speed} rows/s  {left} s left \u{1b}[K",
            progress.records,
            progress.of,
        );
    }

    fn end(&self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr().lock());
        }
    }
}

fn stopwatch() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    Instant::now()
}
