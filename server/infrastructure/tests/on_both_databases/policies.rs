//! Policies: recorded, bound, endorsed, suspended, renewed, cancelled, and looked at from any day.

use domain::policy::{
    CancellationInput, EndorsementInput, Fact, FactKind, PolicyFilter, PolicyInput, PolicyState, RenewalInput,
    WithdrawalInput,
};
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use domain::shared::{Currency, Money};
use serde_json::json;
use services::policies::AsOf;

use crate::support::{FORBIDDEN, House, field_refusal, policy, refusal, step};

on_each_database! {
    a_quote_reads_back_whole,
    a_quote_is_corrected_in_place,
    a_bound_policy_reads_back,
    a_bound_policy_changes_by_endorsement_only,
    an_endorsement_counts_from_its_day_and_the_old_terms_stay,
    a_late_endorsement_holds_in_later_versions_unless_they_changed_the_same,
    a_late_cancellation_is_told_of_a_policy_that_expired,
    a_fact_told_in_error_is_withdrawn_and_still_known_as_it_was,
    a_renewal_is_withdrawn_with_its_terms_and_not_while_others_rest_on_it,
    a_binding_is_withdrawn_only_while_nothing_rests_on_it,
    what_makes_a_policy_void_is_withdrawn_by_those_who_may_make_it_so,
    a_list_shows_the_terms_of_the_day,
    an_endorsement_cannot_end_the_term_before_its_own_day,
    a_policy_is_not_bound_in_the_future,
    a_step_that_changes_nothing_is_refused,
    a_tacitly_renewed_policy_is_not_renewed,
    what_was_not_known_yet_is_not_shown,
    a_cancelled_policy_covers_until_the_day_before,
    a_cancellation_outside_the_cover_is_refused,
    a_suspended_policy_comes_back_at_noon,
    a_renewed_policy_goes_on,
    a_void_policy_never_was,
    a_step_is_refused_in_the_wrong_state,
    a_company_never_has_two_policies_of_one_number,
    a_policy_of_a_handed_over_client_follows_him,
}

fn cancellation(day: &str) -> CancellationInput {
    CancellationInput { effective_date: Some(day.into()), reason: Some("sold".into()) }
}

fn dearer(day: &str, amount_minor: i64) -> EndorsementInput {
    EndorsementInput {
        effective_date: Some(day.into()),
        reason: Some("second driver".into()),
        premium: Some(Money { amount_minor, currency: Currency::EUR }),
        ..EndorsementInput::default()
    }
}

fn withdrawal(fact: &Fact) -> WithdrawalInput {
    WithdrawalInput { fact_id: Some(fact.id.to_string()), reason: Some("wrong policy".into()) }
}

fn on(day: &str) -> AsOf {
    AsOf::parse(Some(day), None).unwrap()
}

async fn a_quote_reads_back_whole(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Durand").await;
    let company = house.company("AXA").await;
    let risk =
        [("plate".to_owned(), json!("AB-123-CD")), ("seats".to_owned(), json!(5)), ("garage".to_owned(), json!(true))];
    let input = PolicyInput {
        tacit_renewal: Some(true),
        payment_frequency: Some("monthly".into()),
        risk: Some(risk.into()),
        premium: Some(Money { amount_minor: 809_816, currency: Currency::XOF }),
        ..policy(client.id, company.id, "P-1")
    };
    let recorded = house.services.policies.create(who, input).await.unwrap();
    assert_eq!(house.services.policies.find(who, recorded.id, AsOf::default()).await.unwrap(), recorded);
    assert_eq!(recorded.state, PolicyState::Quote);
    assert_eq!(recorded.terms.premium, Money { amount_minor: 809_816, currency: Currency::XOF });
    assert_eq!(recorded.terms.risk["plate"], "AB-123-CD");
    assert_eq!(recorded.terms.risk["seats"], 5);
    assert!(recorded.terms.tacit_renewal);
    let facts = house.services.policies.facts(who, recorded.id).await.unwrap();
    assert_eq!(facts.len(), 1);
    assert_eq!((facts[0].kind, facts[0].effective_at.to_string().as_str()), (FactKind::Quoted, "2026-11-23T11:00:00"));
}

async fn a_quote_is_corrected_in_place(house: House) {
    let who = &house.one.user;
    let quote = house.quote(who, "P-1").await;
    let patch = json!({ "policy_number": "P-2", "effective_date": "2026-12-01", "expiry_date": "2027-12-01" });
    let corrected = house.services.policies.update(who, quote.id, Some(1), &patch).await.unwrap();
    assert_eq!((corrected.policy_number.as_str(), corrected.version), ("P-2", 2));
    assert_eq!(corrected.terms.effective_date.to_string(), "2026-12-01");
    assert_eq!(house.services.policies.versions(who, quote.id).await.unwrap().len(), 1);
}

async fn a_bound_policy_reads_back(house: House) {
    let who = &house.one.user;
    let bound = house.bound(who, "P-1").await;
    assert_eq!(bound.state, PolicyState::InForce);
    assert_eq!(bound.state_since.unwrap().to_string(), "2025-12-31T23:00:00Z");
    assert_eq!(bound.state_until.unwrap().to_string(), "2026-12-31T23:00:00Z");
    assert_eq!(house.services.policies.find(who, bound.id, AsOf::default()).await.unwrap(), bound);
    let facts = house.services.policies.facts(who, bound.id).await.unwrap();
    assert_eq!(facts.iter().map(|fact| fact.kind).collect::<Vec<_>>(), [FactKind::Quoted, FactKind::Bound]);
}

async fn a_bound_policy_changes_by_endorsement_only(house: House) {
    let who = &house.one.user;
    let bound = house.bound(who, "P-1").await;
    let answer = house.services.policies.update(who, bound.id, None, &json!({ "policy_number": "P-9" })).await;
    assert_eq!(refusal(answer), (422, Code::EndorsementNeeded));
}

async fn an_endorsement_counts_from_its_day_and_the_old_terms_stay(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    policies.endorse(who, bound.id, None, dearer("2026-12-10", 60_000)).await.unwrap();
    let premium = async |day: &str| {
        let seen = policies.find(who, bound.id, on(day)).await.unwrap();
        (seen.terms.premium.amount_minor, seen.current_version)
    };
    assert_eq!(premium("2026-12-09").await, (45_600, 1));
    assert_eq!(premium("2026-12-10").await, (60_000, 2));
    house.clock.set("2026-12-10T10:00:00Z");
    assert_eq!(house.policy_now(bound.id).await.terms.premium.amount_minor, 60_000);
    let versions = policies.versions(who, bound.id).await.unwrap();
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(versions[1].reason.as_deref(), Some("second driver"));
}

async fn a_late_endorsement_holds_in_later_versions_unless_they_changed_the_same(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    policies.renew(who, bound.id, None, RenewalInput::default()).await.unwrap();
    policies.endorse(who, bound.id, None, dearer("2026-12-10", 60_000)).await.unwrap();
    let new_product = EndorsementInput {
        effective_date: Some("2026-12-01".into()),
        reason: Some("late".into()),
        product_name: Some("Auto Plus".into()),
        premium: Some(Money { amount_minor: 50_000, currency: Currency::EUR }),
        ..EndorsementInput::default()
    };
    policies.endorse(who, bound.id, None, new_product).await.unwrap();
    let seen = async |day: &str| {
        let seen = policies.find(who, bound.id, on(day)).await.unwrap();
        (seen.terms.product_name, seen.terms.premium.amount_minor, seen.terms.expiry_date.to_string())
    };
    assert_eq!(seen("2026-11-30").await, ("Auto Confort".into(), 45_600, "2027-01-01".into()));
    assert_eq!(seen("2026-12-01").await, ("Auto Plus".into(), 50_000, "2027-01-01".into()));
    assert_eq!(seen("2026-12-10").await, ("Auto Plus".into(), 60_000, "2027-01-01".into()));
    assert_eq!(seen("2027-01-01").await, ("Auto Plus".into(), 60_000, "2028-01-01".into()));
    assert_eq!(house.policy_now(bound.id).await.state_until.unwrap().to_string(), "2027-12-31T23:00:00Z");
    policies.endorse(who, bound.id, None, dearer("2026-12-10", 61_000)).await.unwrap();
    assert_eq!(seen("2026-12-10").await.1, 61_000);
}

async fn a_late_cancellation_is_told_of_a_policy_that_expired(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    house.clock.set("2027-03-01T10:00:00Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::Expired);
    policies.cancel(who, bound.id, None, cancellation("2026-12-01")).await.unwrap();
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::Cancelled);
    assert_eq!(policies.find(who, bound.id, on("2026-11-30")).await.unwrap().state, PolicyState::InForce);
    let suspended = policies.suspend(who, bound.id, None, step(Some("2026-12-05"))).await;
    assert_eq!(refusal(suspended), (422, Code::PolicyStateForbids), "it had ended by then");
}

async fn a_fact_told_in_error_is_withdrawn_and_still_known_as_it_was(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let cancelled = policies.cancel(who, bound.id, None, cancellation("2026-12-01")).await.unwrap();
    assert_eq!(cancelled.state_until.unwrap().to_string(), "2026-11-30T23:00:00Z");
    house.clock.set("2026-11-24T10:00:00Z");
    let told = policies.facts(who, bound.id).await.unwrap();
    let cancellation = told.iter().find(|fact| fact.kind == FactKind::Cancelled).unwrap();
    let stale = policies.withdraw(who, bound.id, Some(1), withdrawal(cancellation)).await;
    assert_eq!(stale.unwrap_err().problem().status, 412);
    let whole = policies.withdraw(who, bound.id, Some(cancelled.version), withdrawal(cancellation)).await.unwrap();
    assert_eq!(whole.state_until.unwrap().to_string(), "2026-12-31T23:00:00Z");
    let again = policies.withdraw(who, bound.id, None, withdrawal(cancellation)).await;
    assert_eq!(refusal(again), (422, Code::FactStays));
    let seen = async |known: &str| {
        let as_of = AsOf::parse(Some("2026-12-15"), Some(known)).unwrap();
        policies.find(who, bound.id, as_of).await.unwrap().state
    };
    assert_eq!((seen("2026-11-23").await, seen("2026-11-24").await), (PolicyState::Cancelled, PolicyState::InForce));
    let (_, known) = policies.told(who, bound.id, AsOf::parse(None, Some("2026-11-23")).unwrap()).await.unwrap();
    assert_eq!(known.len(), 3);
}

async fn a_renewal_is_withdrawn_with_its_terms_and_not_while_others_rest_on_it(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    policies.renew(who, bound.id, None, RenewalInput::default()).await.unwrap();
    let fact = async |kind: FactKind| {
        let facts = policies.facts(who, bound.id).await.unwrap();
        facts.into_iter().rev().find(|fact| fact.kind == kind).unwrap()
    };
    let renewal = fact(FactKind::Renewed).await;
    policies.suspend(who, bound.id, None, step(Some("2027-02-01"))).await.unwrap();
    let answer = policies.withdraw(who, bound.id, None, withdrawal(&renewal)).await;
    assert_eq!(refusal(answer), (422, Code::FactNeeded));
    policies.withdraw(who, bound.id, None, withdrawal(&fact(FactKind::Suspended).await)).await.unwrap();
    policies.endorse(who, bound.id, None, dearer("2027-03-01", 70_000)).await.unwrap();
    let answer = policies.withdraw(who, bound.id, None, withdrawal(&renewal)).await;
    assert_eq!(refusal(answer), (422, Code::FactNeeded));
    policies.withdraw(who, bound.id, None, withdrawal(&fact(FactKind::Endorsed).await)).await.unwrap();
    policies.withdraw(who, bound.id, None, withdrawal(&renewal)).await.unwrap();
    house.clock.set("2027-06-01T10:00:00Z");
    let seen = house.policy_now(bound.id).await;
    assert_eq!((seen.state, seen.current_version), (PolicyState::Expired, 1));
    let rows = policies.list(who, &PageRequest::default(), &PolicyFilter::default()).await.unwrap().items;
    assert_eq!(
        (rows[0].state, rows[0].current_version, rows[0].due_date.to_string()),
        (PolicyState::Expired, 1, "2027-01-01".to_owned())
    );
    let renewed = policies.renew(who, bound.id, None, RenewalInput::default()).await.unwrap();
    assert_eq!((renewed.state, renewed.current_version), (PolicyState::InForce, 4));
}

async fn a_binding_is_withdrawn_only_while_nothing_rests_on_it(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let told = policies.facts(who, bound.id).await.unwrap();
    let suspended = policies.suspend(who, bound.id, None, step(None)).await.unwrap();
    assert_eq!(suspended.state, PolicyState::Suspended);
    assert_eq!(refusal(policies.withdraw(who, bound.id, None, withdrawal(&told[1])).await), (422, Code::FactNeeded));
    assert_eq!(refusal(policies.withdraw(who, bound.id, None, withdrawal(&told[0])).await), (422, Code::FactStays));
    let suspension = policies.facts(who, bound.id).await.unwrap().pop().unwrap();
    policies.withdraw(who, bound.id, None, withdrawal(&suspension)).await.unwrap();
    let quote = policies.withdraw(who, bound.id, None, withdrawal(&told[1])).await.unwrap();
    assert_eq!(quote.state, PolicyState::Quote);
    policies.update(who, bound.id, None, &json!({ "policy_number": "P-2" })).await.unwrap();
    policies.bind(who, bound.id, None, step(None)).await.unwrap();
    let elsewhere = house.bound(who, "P-3").await;
    let answer = policies.withdraw(who, elsewhere.id, None, withdrawal(&suspension)).await;
    assert_eq!(field_refusal(answer), ("/fact_id".into(), Code::UnknownReference));
}

async fn what_makes_a_policy_void_is_withdrawn_by_those_who_may_make_it_so(house: House) {
    let policies = &house.services.policies;
    let bound = house.bound(&house.one.user, "P-1").await;
    policies.make_void(&house.one.manager, bound.id, None, step(None)).await.unwrap();
    let void = policies.facts(&house.one.user, bound.id).await.unwrap().pop().unwrap();
    assert_eq!(refusal(policies.withdraw(&house.one.user, bound.id, None, withdrawal(&void)).await), FORBIDDEN);
    let back = policies.withdraw(&house.one.manager, bound.id, None, withdrawal(&void)).await.unwrap();
    assert_eq!(back.state, PolicyState::InForce);
}

async fn a_list_shows_the_terms_of_the_day(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    policies.endorse(who, bound.id, None, dearer("2026-12-10", 60_000)).await.unwrap();
    let listed = async || {
        let rows = policies.list(who, &PageRequest::default(), &PolicyFilter::default()).await.unwrap();
        (rows.items[0].premium.amount_minor, rows.items[0].current_version)
    };
    assert_eq!(listed().await, (45_600, 1));
    house.clock.set("2026-12-10T10:00:00Z");
    assert_eq!(listed().await, (60_000, 2));
}

async fn an_endorsement_cannot_end_the_term_before_its_own_day(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let ended = EndorsementInput {
        tacit_renewal: Some(false),
        expiry_date: Some("2026-12-01".into()),
        ..dearer("2026-12-10", 60_000)
    };
    let answer = policies.endorse(who, bound.id, None, ended).await;
    assert_eq!(field_refusal(answer), ("/expiry_date".into(), Code::DateNotAfter));
}

async fn a_policy_is_not_bound_in_the_future(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let quote = house.quote(who, "P-1").await;
    let answer = policies.bind(who, quote.id, None, step(Some("2027-02-01"))).await;
    assert_eq!(field_refusal(answer), ("/effective_date".into(), Code::DateInFuture));
}

async fn a_step_that_changes_nothing_is_refused(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    policies.cancel(who, bound.id, None, cancellation("2026-12-01")).await.unwrap();
    let later = policies.cancel(who, bound.id, None, cancellation("2026-12-15")).await;
    assert_eq!(refusal(later), (422, Code::PolicyStateForbids));
    let earlier = policies.cancel(who, bound.id, None, cancellation("2026-11-28")).await.unwrap();
    assert_eq!(earlier.state, PolicyState::InForce);
}

async fn a_tacitly_renewed_policy_is_not_renewed(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let tacit = EndorsementInput { tacit_renewal: Some(true), ..dearer("2026-11-23", 45_600) };
    policies.endorse(who, bound.id, None, tacit).await.unwrap();
    let answer = policies.renew(who, bound.id, None, RenewalInput::default()).await;
    assert_eq!(refusal(answer), (422, Code::RenewsTacitly));
}

async fn what_was_not_known_yet_is_not_shown(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    house.clock.set("2026-11-25T10:00:00Z");
    policies.endorse(who, bound.id, None, dearer("2026-11-01", 60_000)).await.unwrap();
    policies.cancel(who, bound.id, None, cancellation("2026-11-20")).await.unwrap();
    let seen = async |known: &str| {
        let as_of = AsOf::parse(Some("2026-11-21"), Some(known)).unwrap();
        let seen = policies.find(who, bound.id, as_of).await.unwrap();
        (seen.state, seen.terms.premium.amount_minor)
    };
    assert_eq!(seen("2026-11-24").await, (PolicyState::InForce, 45_600));
    assert_eq!(seen("2026-11-25T09:59:59Z").await, (PolicyState::InForce, 45_600));
    assert_eq!(seen("2026-11-25").await, (PolicyState::Cancelled, 60_000));
}

async fn a_cancelled_policy_covers_until_the_day_before(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let seen = policies.cancel(who, bound.id, Some(bound.version), cancellation("2026-12-01")).await.unwrap();
    assert_eq!(seen.state, PolicyState::InForce);
    assert_eq!(policies.find(who, bound.id, on("2026-11-30")).await.unwrap().state, PolicyState::InForce);
    assert_eq!(policies.find(who, bound.id, on("2026-12-01")).await.unwrap().state, PolicyState::Cancelled);
    house.clock.set("2026-11-30T22:59:59Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::InForce);
    house.clock.set("2026-11-30T23:00:00Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::Cancelled);
}

async fn a_cancellation_outside_the_cover_is_refused(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    for day in ["2025-12-31", "2027-01-02"] {
        let answer = policies.cancel(who, bound.id, None, cancellation(day)).await;
        assert_eq!(refusal(answer), (422, Code::OutsideCover), "{day}");
    }
}

async fn a_suspended_policy_comes_back_at_noon(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let suspended = policies.suspend(who, bound.id, None, step(None)).await.unwrap();
    assert_eq!(suspended.state, PolicyState::Suspended);
    policies.reinstate(who, bound.id, None, step(Some("2026-11-25"))).await.unwrap();
    house.clock.set("2026-11-25T10:59:59Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::Suspended);
    house.clock.set("2026-11-25T11:00:00Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::InForce);
}

async fn a_renewed_policy_goes_on(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    let renewed = policies.renew(who, bound.id, None, RenewalInput::default()).await.unwrap();
    assert_eq!(renewed.state_until.unwrap().to_string(), "2027-12-31T23:00:00Z");
    house.clock.set("2027-06-01T10:00:00Z");
    let seen = house.policy_now(bound.id).await;
    assert_eq!((seen.state, seen.terms.expiry_date.to_string().as_str()), (PolicyState::InForce, "2028-01-01"));
    house.clock.set("2028-01-01T00:00:00Z");
    assert_eq!(house.policy_now(bound.id).await.state, PolicyState::Expired);
}

async fn a_void_policy_never_was(house: House) {
    let (who, policies) = (&house.one.manager, &house.services.policies);
    let bound = house.bound(who, "P-1").await;
    assert_eq!(refusal(policies.make_void(&house.one.user, bound.id, None, step(None)).await), FORBIDDEN);
    assert_eq!(policies.make_void(who, bound.id, None, step(None)).await.unwrap().state, PolicyState::Void);
    assert_eq!(policies.find(who, bound.id, on("2026-02-01")).await.unwrap().state, PolicyState::Void);
}

async fn a_step_is_refused_in_the_wrong_state(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let quote = house.quote(who, "P-1").await;
    let forbidden = (422, Code::PolicyStateForbids);
    assert_eq!(refusal(policies.cancel(who, quote.id, None, cancellation("2026-12-01")).await), forbidden);
    assert_eq!(refusal(policies.endorse(who, quote.id, None, dearer("2026-12-01", 1)).await), forbidden);
    assert_eq!(refusal(policies.reinstate(who, quote.id, None, step(None)).await), forbidden);
    assert_eq!(refusal(policies.renew(who, quote.id, None, RenewalInput::default()).await), forbidden);
    policies.bind(who, quote.id, None, step(None)).await.unwrap();
    assert_eq!(refusal(policies.bind(who, quote.id, None, step(None)).await), forbidden);
    assert_eq!(policies.facts(who, quote.id).await.unwrap().len(), 2);
}

async fn a_company_never_has_two_policies_of_one_number(house: House) {
    let (who, policies) = (&house.one.user, &house.services.policies);
    let first = house.quote(who, "P-1").await;
    let second = policies.create(who, policy(first.client_id, first.company_id, "P-1")).await;
    assert_eq!(field_refusal(second), ("/policy_number".into(), Code::Duplicate));
    let other = house.quote_for(who, first.client_id, first.company_id, "P-2").await;
    let answer = policies.update(who, other.id, None, &json!({ "policy_number": "P-1" })).await;
    assert_eq!(refusal(answer), (409, Code::Duplicate));
    let elsewhere = house.company("MMA").await;
    house.quote_for(who, first.client_id, elsewhere.id, "P-1").await;
}

async fn a_policy_of_a_handed_over_client_follows_him(house: House) {
    let bound = house.bound(&house.one.user, "P-1").await;
    let patch = json!({ "owner_id": house.one.colleague.user_id().unwrap() });
    house.services.clients.update(&house.one.manager, bound.client_id, None, &patch).await.unwrap();
    let find = async |who| house.services.policies.find(who, bound.id, AsOf::default()).await.is_ok();
    assert!(!find(&house.one.user).await && find(&house.one.colleague).await);
}
