//! The states that lists show are the states that the facts say, today and on every later day.

use domain::policy::{
    CancellationInput, EndorsementInput, PolicyFilter, PolicyInput, PolicyState, RenewalInput, StepInput,
    WithdrawalInput,
};
use domain::shared::page::PageRequest;
use domain::shared::{Currency, Money, PolicyId};
use services::policies::AsOf;

use crate::support::{House, page, policy, step};

on_each_database! {
    lists_and_records_agree_on_every_policy_on_every_day,
    lists_and_records_agree_whatever_was_told_in_whatever_order,
    a_list_filters_by_the_state_of_today,
    a_list_filters_by_due_date_client_company_and_line,
    a_tacitly_renewed_policy_is_due_every_year_in_lists_too,
}

async fn lists_and_records_agree_on_every_policy_on_every_day(house: House) {
    let ids = every_life(&house).await;
    lists_agree(&house, ids.len()).await;
}

async fn lists_agree(house: &House, count: usize) {
    let days = [
        "2026-11-23T10:00:00Z",
        "2026-11-30T22:59:59.999999Z",
        "2026-11-30T23:00:00Z",
        "2026-12-05T11:00:00Z",
        "2026-12-31T22:59:59Z",
        "2026-12-31T23:00:00Z",
        "2027-01-01T00:00:00Z",
        "2027-12-31T23:00:00Z",
        "2040-06-15T12:00:00Z",
    ];
    for day in days {
        house.clock.set(day);
        let list = house.services.policies.list(&house.one.admin, &page(200), &PolicyFilter::default()).await.unwrap();
        assert_eq!(list.items.len(), count, "{day}: every policy is listed once");
        for row in list.items {
            let record = house.policy_now(row.id).await;
            assert_eq!(
                (row.state, row.state_since, row.current_version, row.premium),
                (record.state, record.state_since, record.current_version, record.terms.premium),
                "{day}: {}",
                record.policy_number
            );
        }
    }
}

/// Chance by counting (Lehmer's generator): every run tries the same thousand steps, refused ones too.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0 * 48_271 % 0x7fff_ffff;
        self.0 % sides
    }

    fn day(&mut self) -> String {
        let first: jiff::civil::Date = "2025-12-01".parse().unwrap();
        first.saturating_add(jiff::Span::new().days(i64::try_from(self.below(800)).unwrap())).to_string()
    }
}

async fn lists_and_records_agree_whatever_was_told_in_whatever_order(house: House) {
    let (who, policies) = (&house.one.manager, &house.services.policies);
    let client = house.client(who, "Durand").await.id;
    let company = house.company("AXA").await.id;
    let mut dice = Dice(20_261_123);
    let mut taken = 0;
    for number in 0..12 {
        let input =
            PolicyInput { tacit_renewal: Some(number % 3 == 0), ..policy(client, company, &format!("P-{number}")) };
        let id = policies.create(who, input).await.unwrap().id;
        policies.bind(who, id, None, step(Some("2026-01-15"))).await.unwrap();
        for _ in 0..12 {
            let on = StepInput { effective_date: Some(dice.day()), reason: Some("told".into()) };
            let outcome = match dice.below(7) {
                0 => policies.suspend(who, id, None, on).await,
                1 => policies.reinstate(who, id, None, on).await,
                2 => {
                    let end = CancellationInput { effective_date: on.effective_date, reason: on.reason };
                    policies.cancel(who, id, None, end).await
                }
                3 => policies.renew(who, id, None, RenewalInput::default()).await,
                4 | 5 => {
                    let amount_minor = i64::try_from(dice.below(90_000)).unwrap();
                    let terms = EndorsementInput {
                        effective_date: on.effective_date,
                        reason: on.reason,
                        premium: Some(Money { amount_minor, currency: Currency::EUR }),
                        ..EndorsementInput::default()
                    };
                    policies.endorse(who, id, None, terms).await
                }
                _ => {
                    let facts = policies.facts(who, id).await.unwrap();
                    let fact = &facts[usize::try_from(dice.below(facts.len() as u64)).unwrap()];
                    let fact_id = Some(fact.id.to_string());
                    policies.withdraw(who, id, None, WithdrawalInput { fact_id, reason: on.reason }).await
                }
            };
            match outcome {
                Ok(_) => taken += 1,
                Err(refused) => assert!((400..500).contains(&refused.problem().status), "{refused:?}"),
            }
        }
    }
    assert!(taken > 40, "only {taken} steps were taken");
    lists_agree(&house, 12).await;
}

async fn a_list_filters_by_the_state_of_today(house: House) {
    every_life(&house).await;
    let numbers = async |state: PolicyState| {
        let filter = PolicyFilter { state: Some(state), ..PolicyFilter::default() };
        let list = house.services.policies.list(&house.one.admin, &page(50), &filter).await.unwrap();
        list.items.into_iter().map(|row| row.policy_number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(PolicyState::Quote).await, ["QUOTE"]);
    assert_eq!(numbers(PolicyState::Accepted).await, ["FUTURE"]);
    assert_eq!(numbers(PolicyState::Suspended).await, ["BACK", "SUSPENDED"]);
    assert_eq!(numbers(PolicyState::Void).await, ["VOID"]);
    house.clock.set("2027-06-01T00:00:00Z");
    assert_eq!(numbers(PolicyState::InForce).await, ["FUTURE", "RENEWED", "TACIT"]);
    assert_eq!(numbers(PolicyState::Expired).await, ["BACK", "ENDORSED", "FIXED", "SUSPENDED"]);
}

async fn a_list_filters_by_due_date_client_company_and_line(house: House) {
    let who = &house.one.user;
    let first = house.quote(who, "P-1").await;
    let second = house.quote(who, "P-2").await;
    let patch = serde_json::json!({ "expiry_date": "2027-06-01", "product_line": "home" });
    house.services.policies.update(who, second.id, None, &patch).await.unwrap();
    let numbers = async |filter: PolicyFilter| {
        let list = house.services.policies.list(who, &page(50), &filter).await.unwrap();
        list.items.into_iter().map(|row| row.policy_number).collect::<Vec<_>>()
    };
    let day = |text: &str| Some(text.parse().unwrap());
    let all = PolicyFilter::default;
    assert_eq!(numbers(PolicyFilter { expiring_before: day("2027-06-01"), ..all() }).await, ["P-1"]);
    assert_eq!(numbers(PolicyFilter { expiring_after: day("2027-06-01"), ..all() }).await, ["P-2"]);
    assert_eq!(numbers(PolicyFilter { client_id: Some(first.client_id), ..all() }).await, ["P-1"]);
    assert_eq!(numbers(PolicyFilter { company_id: Some(second.company_id), ..all() }).await, ["P-2"]);
    assert_eq!(numbers(PolicyFilter { product_line: Some(second.terms.product_line), ..all() }).await, ["P-1"]);
}

async fn a_tacitly_renewed_policy_is_due_every_year_in_lists_too(house: House) {
    every_life(&house).await;
    let due_within = async |from: &str, until: &str| {
        let filter = PolicyFilter {
            expiring_after: Some(from.parse().unwrap()),
            expiring_before: Some(until.parse().unwrap()),
            ..PolicyFilter::default()
        };
        let sorted = PageRequest { sort: Some("due_date".into()), ..page(50) };
        let list = house.services.policies.list(&house.one.user, &sorted, &filter).await.unwrap();
        assert!(list.items.is_empty(), "another broker's policies");
        let list = house.services.policies.list(&house.one.manager, &sorted, &filter).await.unwrap();
        list.items.into_iter().map(|row| format!("{} {}", row.policy_number, row.due_date)).collect::<Vec<_>>()
    };
    assert!(due_within("2026-12-31", "2027-01-02").await.contains(&"TACIT 2027-01-01".to_owned()));
    house.clock.set("2026-12-31T22:59:59Z");
    assert!(due_within("2026-12-31", "2027-01-02").await.contains(&"TACIT 2027-01-01".to_owned()));
    // Midnight in Paris: the next term runs.
    house.clock.set("2026-12-31T23:00:00Z");
    assert_eq!(due_within("2027-12-31", "2028-01-02").await, ["TACIT 2028-01-01", "RENEWED 2028-01-01"]);
    house.clock.set("2041-06-15T12:00:00Z");
    assert_eq!(due_within("2041-06-15", "2042-06-15").await, ["TACIT 2042-01-01"]);
    let tacit = house.services.policies.list(&house.one.manager, &page(50), &PolicyFilter::default()).await.unwrap();
    let tacit = tacit.items.into_iter().find(|row| row.policy_number == "TACIT").unwrap();
    let record = house.policy_now(tacit.id).await;
    assert_eq!(
        (tacit.due_date, tacit.version),
        (record.period_until, record.version),
        "the roll is no change of anybody's"
    );
    let end = CancellationInput { effective_date: Some("2041-12-01".into()), reason: Some("sold".into()) };
    house.services.policies.cancel(&house.one.manager, tacit.id, None, end).await.unwrap();
    house.clock.set("2044-06-15T12:00:00Z");
    assert_eq!(due_within("2041-06-15", "2099-06-15").await, ["TACIT 2042-01-01"]);
}

/// One policy for each way a life can go.
async fn every_life(house: &House) -> Vec<PolicyId> {
    let (who, policies) = (&house.one.manager, &house.services.policies);
    let client = house.client(who, "Durand").await.id;
    let company = house.company("AXA").await.id;
    let mut ids = vec![house.quote_for(who, client, company, "QUOTE").await.id];
    let bound = async |input: PolicyInput| {
        let quote = policies.create(who, input).await.unwrap();
        policies.bind(who, quote.id, None, step(None)).await.unwrap().id
    };
    ids.push(bound(policy(client, company, "FIXED")).await);
    ids.push(bound(PolicyInput { tacit_renewal: Some(true), ..policy(client, company, "TACIT") }).await);
    let future = PolicyInput {
        effective_date: Some("2026-12-01".into()),
        expiry_date: Some("2027-12-01".into()),
        ..policy(client, company, "FUTURE")
    };
    ids.push(bound(future).await);
    for number in ["SUSPENDED", "BACK", "CANCELLED", "RENEWED", "ENDORSED", "VOID"] {
        let id = bound(policy(client, company, number)).await;
        ids.push(id);
        match number {
            "SUSPENDED" | "BACK" => drop(policies.suspend(who, id, None, step(None)).await.unwrap()),
            "RENEWED" => drop(policies.renew(who, id, None, RenewalInput::default()).await.unwrap()),
            "VOID" => drop(policies.make_void(who, id, None, step(None)).await.unwrap()),
            "CANCELLED" => {
                let end = CancellationInput { effective_date: Some("2026-12-01".into()), reason: Some("sold".into()) };
                policies.cancel(who, id, None, end).await.unwrap();
            }
            _ => {
                let terms = EndorsementInput {
                    effective_date: Some("2026-12-05".into()),
                    reason: Some("shorter".into()),
                    expiry_date: Some("2026-12-20".into()),
                    ..EndorsementInput::default()
                };
                policies.endorse(who, id, None, terms).await.unwrap();
            }
        }
        if number == "BACK" {
            policies.reinstate(who, id, None, step(Some("2026-12-05"))).await.unwrap();
        }
        assert!(policies.find(who, id, AsOf::default()).await.is_ok());
    }
    ids
}
