//! A sample portfolio of any size, for measuring and for training: the same seed and the same day give the same rows, each
//! as the use-cases would have written it (`docs/decisions/0024-sample-portfolios.md`).

mod dice;
mod lives;
pub(crate) mod names;
pub(crate) mod numbers;
mod people;
mod policies;

use std::sync::Arc;

use domain::agency::Jurisdiction;
use domain::audit::{Door, SystemActor};
use domain::company::{CompanyInput, MandateInput};
use domain::shared::page::PageRequest;
use domain::shared::{AgencyId, CompanyId, Currency, Money, UserId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use services::access::Principal;
use services::ports::unit::{ClientRecord, WholePolicy};
use services::{Error, Result};

use crate::wiring::House;

/// The streams of chance.
const CLIENT: u64 = 1;
const POLICY: u64 = 2;

/// Records in one transaction.
const BATCH: u64 = 4_000;
/// How far back the portfolio goes.
const HISTORY: SignedDuration = SignedDuration::from_hours(24 * 365 * 8);

/// The insurers of a firm that has none yet.
const COMPANIES: [(&str, &str); 6] = [
    ("Atlantique Assurances", "ATL"),
    ("Boréale Mutuelle", "BOR"),
    ("Sahel Assurances", "SAH"),
    ("Méridienne Vie", "MER"),
    ("Compagnie du Golfe", "GOL"),
    ("Zénith IARD", "ZEN"),
];

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Order {
    /// The firm.
    pub agency: AgencyId,
    /// How many clients.
    pub clients: u64,
    /// How many policies.
    pub policies: u64,
    /// What chance begins with.
    pub seed: u64,
    /// The day up to which the lives are told.
    pub now: Timestamp,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Clients and policies stored.
    pub records: u64,
    /// Clients and policies asked for.
    pub of: u64,
    /// Rows stored in all tables.
    pub rows: u64,
}

/// Why a portfolio is not made.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing was asked for.
    #[error("nothing to do: ask for clients, or for clients and policies")]
    Nothing,
    /// Policies need holders.
    #[error("policies need clients: add --clients")]
    NoClients,
    /// Nobody could look after the clients.
    #[error("the firm has no user who could look after clients; record one with `monassurance admin create-user`")]
    NoOwners,
    /// The operator's own firm.
    #[error("the platform itself holds no clients; choose a firm with --agency")]
    Platform,
    /// It was made before.
    #[error("the firm holds the portfolio of seed {0} already, or a part of it; choose another number with --seed")]
    Again(u64),
    /// A made record does not pass the checks of the forms: a fault of the generator.
    #[error("a made client is wrong at {0}")]
    Wrong(String),
    /// The work failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Everything that the records follow from.
#[derive(Debug)]
struct Plan {
    seed: u64,
    clients: u64,
    policies: u64,
    owners: Vec<UserId>,
    companies: Vec<CompanyId>,
    french: bool,
    currency: Currency,
    zone: TimeZone,
    today: Date,
    begin: Timestamp,
}

impl Plan {
    fn client_recorded(&self, index: u64) -> Timestamp {
        self.moment(index * 2, self.clients * 2)
    }

    /// Half a step after a client, so that there is one before the first policy.
    fn policy_recorded(&self, index: u64) -> Timestamp {
        self.moment(index * 2 + 1, self.policies * 2)
    }

    /// How many clients were recorded before a policy was; at least one.
    fn clients_before(&self, policy: u64) -> u64 {
        let at = u128::from(policy * 2 + 1) * u128::from(self.clients) / u128::from((self.policies * 2).max(1));
        u64::try_from(at).unwrap_or(self.clients).clamp(1, self.clients.max(1))
    }

    /// The place of a record between the beginning and yesterday.
    fn moment(&self, place: u64, of: u64) -> Timestamp {
        let micros = u128::from(HISTORY.unsigned_abs().as_micros().try_into().unwrap_or(u64::MAX));
        let after = micros * u128::from(place) / u128::from(of.max(1));
        let after = SignedDuration::from_micros(i64::try_from(after).unwrap_or_default());
        let at = self.begin.saturating_add(after).unwrap_or(self.begin);
        Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
    }

    /// A premium of the firm's currency from cents of the euro: a franc is worth 1/656 of a euro and has no cents.
    fn premium(&self, cents: i64) -> Money {
        let amount_minor = if self.currency.decimals() == 0 { cents * 656 / 100 } else { cents };
        Money { amount_minor, currency: self.currency }
    }
}

/// Fills a firm, and tells how far it is after each batch. What was stored before an interruption stays, and is told by the
/// audit log.
///
/// # Errors
/// Why it is not made.
pub async fn fill(
    house: &House,
    order: &Order,
    mut tell: impl FnMut(Progress),
) -> std::result::Result<Progress, Refused> {
    if order.agency == AgencyId::PLATFORM {
        return Err(Refused::Platform);
    }
    match (order.clients, order.policies) {
        (0, 0) => return Err(Refused::Nothing),
        (0, _) => return Err(Refused::NoClients),
        _ => {}
    }
    let who = Principal::system(SystemActor::CommandLine, order.agency, Door::CommandLine);
    let plan = Arc::new(plan(house, &who, order).await?);
    let mut progress = Progress { of: plan.clients + plan.policies, ..Progress::default() };
    // While one batch is written, the next one is made.
    let mut made = make(clients, &plan, 0);
    for from in (0..plan.clients).step_by(batch()) {
        let batch = ready(made).await??;
        made = make(clients, &plan, from + BATCH);
        let stored = house.services.bulk.clients(&who, &batch).await;
        progress.rows += stored.map_err(|error| told_again(error, plan.seed))?;
        progress.records += batch.len() as u64;
        tell(progress);
    }
    let mut made = make(policies, &plan, 0);
    for from in (0..plan.policies).step_by(batch()) {
        let batch = ready(made).await?;
        made = make(policies, &plan, from + BATCH);
        let count = batch.len() as u64;
        let stored = house.services.bulk.policies(&who, batch).await;
        progress.rows += stored.map_err(|error| told_again(error, plan.seed))?;
        progress.records += count;
        tell(progress);
    }
    Ok(progress)
}

fn batch() -> usize {
    usize::try_from(BATCH).unwrap_or(usize::MAX)
}

fn make<T: Send + 'static>(work: fn(&Plan, u64) -> T, plan: &Arc<Plan>, from: u64) -> tokio::task::JoinHandle<T> {
    let plan = Arc::clone(plan);
    tokio::task::spawn_blocking(move || work(&plan, from))
}

async fn ready<T>(made: tokio::task::JoinHandle<T>) -> Result<T> {
    made.await.map_err(|error| Error::Internal(Box::new(error)))
}

fn clients(plan: &Plan, from: u64) -> std::result::Result<Vec<ClientRecord>, Refused> {
    let records = (from..plan.clients.min(from + BATCH)).map(|index| people::client(plan, index));
    let wrong = |errors: Vec<domain::shared::problem::FieldError>| {
        Refused::Wrong(errors.iter().map(|error| error.pointer.clone()).collect::<Vec<_>>().join(", "))
    };
    records.collect::<std::result::Result<_, _>>().map_err(wrong)
}

fn policies(plan: &Plan, from: u64) -> Vec<WholePolicy> {
    (from..plan.policies.min(from + BATCH)).map(|index| policies::policy(plan, index)).collect()
}

fn told_again(error: Error, seed: u64) -> Refused {
    match error {
        Error::Duplicate(_) => Refused::Again(seed),
        other => Refused::Failed(other),
    }
}

async fn plan(house: &House, who: &Principal, order: &Order) -> std::result::Result<Plan, Refused> {
    let agency = house.services.agencies.own(who).await?;
    let owners = house.services.bulk.ground(who).await?.owners;
    if owners.is_empty() {
        return Err(Refused::NoOwners);
    }
    let zone = TimeZone::get(&agency.time_zone).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(order.now).date();
    let midnight = zone.to_timestamp(today.at(0, 0, 0, 0)).unwrap_or(order.now);
    Ok(Plan {
        seed: order.seed,
        clients: order.clients,
        policies: order.policies,
        owners,
        companies: companies(house, who).await?,
        french: agency.jurisdiction != Jurisdiction::Cima,
        currency: agency.currency,
        begin: midnight.saturating_sub(HISTORY).unwrap_or(midnight),
        zone,
        today,
    })
}

/// The firm's own companies; a firm without any gets some, with mandates.
async fn companies(house: &House, who: &Principal) -> Result<Vec<CompanyId>> {
    let services = &house.services.companies;
    let page = PageRequest { limit: Some(50), sort: Some("code".to_owned()), ..PageRequest::default() };
    let known = services.list(who, &page).await?.items;
    if !known.is_empty() {
        return Ok(known.into_iter().map(|company| company.id).collect());
    }
    let mut ids = Vec::new();
    for (name, code) in COMPANIES {
        let input = CompanyInput {
            name: Some(name.to_owned()),
            code: Some(code.to_owned()),
            broker_code: Some(format!("{code}-4711")),
            email: Some(format!("courtage@{}.test", code.to_lowercase())),
            ..CompanyInput::default()
        };
        let id = services.create(who, input).await?.id;
        let mandates = ["collect_premiums", "issue_certificates"].map(|kind| MandateInput {
            kind: Some(kind.to_owned()),
            valid_from: Some("2015-01-01".to_owned()),
            ..MandateInput::default()
        });
        services.set_mandates(who, id, None, mandates.to_vec()).await?;
        ids.push(id);
    }
    Ok(ids)
}
