//! The sample portfolio: repeatable, told by the audit log, and such as the use-cases would have written it.

use domain::agency::AgencyInput;
use domain::audit::{Door, SystemActor};
use domain::client::ClientFilter;
use domain::policy::{PolicyFilter, PolicyStep, Timeline};
use domain::shared::AgencyId;
use domain::shared::page::{Page, PageRequest};
use domain::user::UserInput;
use jiff::Timestamp;
use server::seed::{Order, Progress, Refused, fill};
use services::access::Principal;
use services::policies::AsOf;

use crate::kit::{Kind, PASSWORD, Site, alone};

macro_rules! on_each_database_alone {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::alone(super::$name(super::Kind::Sqlite));
            }

            #[test]
            fn on_postgres() {
                super::alone(super::$name(super::Kind::Postgres));
            }
        }
    )*};
}

on_each_database_alone! {
    the_same_seed_gives_the_same_portfolio,
    every_life_is_one_that_the_steps_allow,
    what_makes_no_sense_is_refused,
}

const NOW: &str = "2026-11-23T10:00:00Z";

async fn firm(site: &Site, name: &str, jurisdiction: &str, email: &str) -> Principal {
    let platform = Principal::system(SystemActor::Demo, AgencyId::PLATFORM, Door::CommandLine);
    let input = AgencyInput {
        name: Some(name.to_owned()),
        jurisdiction: Some(jurisdiction.to_owned()),
        ..AgencyInput::default()
    };
    let agency = site.house.services.agencies.open(&platform, input).await.unwrap().id;
    let who = Principal::system(SystemActor::Demo, agency, Door::CommandLine);
    if !email.is_empty() {
        let user = UserInput {
            email: Some(email.to_owned()),
            full_name: Some("Zoé Essai".to_owned()),
            role: Some("USER".to_owned()),
            active: Some(true),
            password: Some(PASSWORD.to_owned()),
            ..UserInput::default()
        };
        site.house.services.users.create(&who, user).await.unwrap();
    }
    who
}

fn order(who: &Principal, clients: u64, policies: u64) -> Order {
    Order { agency: who.agency(), clients, policies, seed: 7, now: NOW.parse().unwrap() }
}

fn all(sort: &str) -> PageRequest {
    PageRequest { limit: Some(200), sort: Some(sort.to_owned()), count: true, ..PageRequest::default() }
}

/// What a firm's portfolio says, without ids, owners and the moments of storing.
async fn told(site: &Site, who: &Principal) -> Vec<String> {
    let services = &site.house.services;
    let clients = services.clients.list(who, &all("created_at"), &ClientFilter::default()).await.unwrap();
    let policies = services.policies.list(who, &all("created_at"), &PolicyFilter::default()).await.unwrap();
    assert_eq!((clients.total, policies.total), (Some(60), Some(150)));
    let clients =
        clients.items.into_iter().map(|c| format!("{} {:?} {:?} {:?}", c.display_name, c.email, c.tax_id, c.iban));
    let policies = policies.items.into_iter().map(|p| {
        format!("{} {} {} {:?} {}", p.policy_number, p.client.display_name, p.premium, p.state, p.current_version)
    });
    clients.chain(policies).collect()
}

async fn the_same_seed_gives_the_same_portfolio(kind: Kind) {
    let site = Site::empty(kind, &[]).await;
    let (one, two) =
        (firm(&site, "Un", "FR", "un@exemple.test").await, firm(&site, "Deux", "FR", "deux@exemple.test").await);
    let mut steps = Vec::new();
    let done = fill(&site.house, &order(&one, 60, 150), |progress| steps.push(progress.records)).await.unwrap();
    fill(&site.house, &order(&two, 60, 150), |_| {}).await.unwrap();
    assert_eq!((done.records, done.of, steps), (210, 210, vec![60, 210]));
    assert!(done.rows > 150 * 5, "{done:?}");
    let portfolio = told(&site, &one).await;
    assert_eq!(portfolio, told(&site, &two).await);
    // No two clients are one.
    let mut names = portfolio.clone();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), portfolio.len());
    // The audit log tells of it, and is whole.
    let log = site.house.services.audit.verify(&one).await.unwrap();
    assert!(log.intact && log.events >= 2, "{log:?}");
    // In francs, where the firm works in francs.
    let three = firm(&site, "Trois", "CIMA", "trois@exemple.test").await;
    fill(&site.house, &order(&three, 5, 5), |_| {}).await.unwrap();
    let page: Page<_> =
        site.house.services.policies.list(&three, &all("created_at"), &PolicyFilter::default()).await.unwrap();
    assert!(page.items.iter().all(|row| row.premium.currency.code() == "XOF"));
}

async fn every_life_is_one_that_the_steps_allow(kind: Kind) {
    let site = Site::empty(kind, &[]).await;
    let who = firm(&site, "Un", "FR", "un@exemple.test").await;
    fill(&site.house, &order(&who, 40, 200), |_| {}).await.unwrap();
    let services = &site.house.services;
    let rows = services.policies.list(&who, &all("created_at"), &PolicyFilter::default()).await.unwrap().items;
    assert_eq!(rows.len(), 200);
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for row in rows {
        // The cached state is the derived one.
        let view = services.policies.find(&who, row.id, AsOf::default()).await.unwrap();
        assert_eq!((row.state, row.current_version), (view.state, view.current_version), "{}", row.policy_number);
        let facts = services.policies.facts(&who, row.id).await.unwrap();
        let versions = services.policies.versions(&who, row.id).await.unwrap();
        assert!(facts.is_sorted_by_key(|fact| fact.recorded_at), "{}", row.policy_number);
        assert!(versions.is_sorted_by_key(|version| (version.effective_date, version.number)));
        let now: Timestamp = NOW.parse().unwrap();
        assert!(facts.iter().all(|fact| fact.recorded_at < now));
        for (place, fact) in facts.iter().enumerate() {
            *kinds.entry(fact.kind.code()).or_default() += 1;
            // Each step was open in the state that the facts before it had led to on its day.
            let Some(step) = step(fact.kind.code()) else { continue };
            let known: Vec<_> = versions.iter().filter(|version| version.recorded_at < fact.recorded_at).collect();
            let terms = &known.last().unwrap().terms;
            let end = (!terms.tacit_renewal).then_some(terms.expiry_date);
            let life = Timeline::derive(&facts[..place], terms.effective_date, end, Timestamp::MAX);
            let day = fact.recorded_at.to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).datetime();
            let state = life.at(day).state;
            assert!(step.is_open_in(state), "{}: {step:?} in {state:?}: {facts:?}", row.policy_number);
        }
        // Each fact is one step, and each step is one version of the record.
        assert_eq!(view.version, i64::try_from(facts.len()).unwrap(), "{facts:?}");
    }
    for kind in ["quoted", "bound", "suspended", "reinstated", "renewed", "cancelled"] {
        assert!(kinds.contains_key(kind), "no life holds {kind}: {kinds:?}");
    }
}

fn step(fact: &str) -> Option<PolicyStep> {
    match fact {
        "bound" => Some(PolicyStep::Bind),
        "suspended" => Some(PolicyStep::Suspend),
        "reinstated" => Some(PolicyStep::Reinstate),
        "renewed" => Some(PolicyStep::Renew),
        "cancelled" => Some(PolicyStep::Cancel),
        "voided" => Some(PolicyStep::Void),
        _ => None,
    }
}

async fn what_makes_no_sense_is_refused(kind: Kind) {
    let site = Site::empty(kind, &[]).await;
    let who = firm(&site, "Un", "FR", "un@exemple.test").await;
    let nobody = firm(&site, "Vide", "FR", "").await;
    let platform = Principal::system(SystemActor::Demo, AgencyId::PLATFORM, Door::CommandLine);
    let filled = async |order: Order| fill(&site.house, &order, |_: Progress| {}).await.unwrap_err();
    assert!(matches!(filled(order(&who, 0, 0)).await, Refused::Nothing));
    assert!(matches!(filled(order(&who, 0, 5)).await, Refused::NoClients));
    assert!(matches!(filled(order(&nobody, 5, 5)).await, Refused::NoOwners));
    assert!(matches!(filled(order(&platform, 5, 5)).await, Refused::Platform));
    fill(&site.house, &order(&who, 5, 5), |_| {}).await.unwrap();
    assert!(matches!(filled(order(&who, 5, 5)).await, Refused::Again(7)));
    let more = Order { seed: 8, ..order(&who, 5, 5) };
    fill(&site.house, &more, |_| {}).await.unwrap();
}
