//! The portfolio's totals: always those of the list, whatever was remembered.

use domain::policy::{PolicyFilter, PolicyInput, PolicyState, PolicyTotal};
use domain::shared::page::PageRequest;
use domain::shared::{Currency, Money};
use serde_json::json;
use services::access::Principal;

use crate::support::{House, company, policy, step};

on_each_database! {
    totals_are_those_of_the_list_after_every_change,
    totals_change_by_themselves_when_a_term_ends,
    totals_reach_no_further_than_their_reader,
    totals_of_great_amounts_are_no_fault_of_ours,
}

async fn totals(house: &House, who: &Principal, own: bool) -> Vec<PolicyTotal> {
    house.services.portfolio.totals(who, own).await.unwrap().to_vec()
}

/// The policies in force of one company as the list counts them.
async fn listed(house: &House, who: &Principal, filter: &PolicyFilter) -> u64 {
    let filter = PolicyFilter { state: Some(PolicyState::InForce), ..filter.clone() };
    let page = PageRequest { count: true, ..PageRequest::default() };
    house.services.policies.list(who, &page, &filter).await.unwrap().total.unwrap()
}

/// Asks for the totals and compares each with the list.
async fn equal(house: &House, who: &Principal) -> u64 {
    let totals = totals(house, who, false).await;
    for total in &totals {
        let filter = PolicyFilter {
            company_id: Some(total.company_id),
            product_line: Some(total.product_line),
            currency: Some(total.premium.currency),
            ..PolicyFilter::default()
        };
        assert_eq!(total.count, listed(house, who, &filter).await, "{total:?}");
    }
    let all = totals.iter().map(|total| total.count).sum();
    assert_eq!(all, listed(house, who, &PolicyFilter::default()).await);
    all
}

async fn totals_are_those_of_the_list_after_every_change(house: House) {
    let who = &house.one.manager;
    assert_eq!(equal(&house, who).await, 0);
    let first = house.bound(&house.one.user, "P-1").await;
    assert_eq!(equal(&house, who).await, 1);
    let second = house.bound(&house.one.colleague, "P-2").await;
    house.quote(&house.one.user, "P-3").await;
    assert_eq!(equal(&house, who).await, 2);
    let premium = totals(&house, who, false).await.iter().map(|total| total.premium.amount_minor).sum::<i64>();
    assert_eq!(premium, first.terms.premium.amount_minor + second.terms.premium.amount_minor);
    house.services.policies.suspend(who, first.id, None, step(Some("2026-11-23"))).await.unwrap();
    assert_eq!(equal(&house, who).await, 1);
    // What has nothing to do with policies changes nothing, and what is remembered stands.
    house.services.companies.create(who, company("NEW")).await.unwrap();
    assert_eq!(equal(&house, who).await, 1);
}

async fn totals_change_by_themselves_when_a_term_ends(house: House) {
    let who = &house.one.manager;
    house.bound(&house.one.user, "P-1").await;
    assert_eq!(equal(&house, who).await, 1);
    house.clock.set("2026-12-31T22:59:00Z");
    assert_eq!(equal(&house, who).await, 1);
    house.clock.set("2026-12-31T23:00:00Z");
    assert_eq!(equal(&house, who).await, 0, "it is midnight in Paris");
    // A clock set back asks anew.
    house.clock.set("2026-12-01T10:00:00Z");
    assert_eq!(equal(&house, who).await, 1);
}

async fn totals_reach_no_further_than_their_reader(house: House) {
    let (user, manager) = (&house.one.user, &house.one.manager);
    let policy = house.bound(user, "P-1").await;
    for (who, own, expected) in
        [(user, false, 1), (user, true, 1), (&house.one.colleague, false, 0), (manager, false, 1), (manager, true, 0)]
    {
        assert_eq!(totals(&house, who, own).await.len(), expected, "{}", who.name());
    }
    assert!(totals(&house, &house.two.admin, false).await.is_empty());
    let patch = json!({ "owner_id": manager.user_id().unwrap().to_string() });
    house.services.clients.update(manager, policy.client_id, None, &patch).await.unwrap();
    assert!(totals(&house, user, false).await.is_empty());
    assert_eq!(totals(&house, manager, true).await.len(), 1);
}

async fn totals_of_great_amounts_are_no_fault_of_ours(house: House) {
    let who = &house.one.user;
    let (client, company) = (house.client(who, "Durand").await.id, house.company("AXA").await.id);
    for number in ["A", "B", "C"] {
        let premium = Some(Money { amount_minor: i64::MAX, currency: Currency::EUR });
        let input = PolicyInput { premium, ..policy(client, company, number) };
        let quote = house.services.policies.create(who, input).await.unwrap();
        house.services.policies.bind(who, quote.id, None, step(None)).await.unwrap();
    }
    let totals = totals(&house, who, false).await;
    assert_eq!((totals[0].count, totals[0].premium.amount_minor), (3, i64::MAX));
}
