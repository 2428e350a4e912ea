//! Renewing many policies: worked out, confirmed, carried out once however often it is begun again, and undone.

use domain::policy::{CancellationInput, PolicyFilter, PolicyInput, PolicyState, RenewalInput};
use domain::renewal::{ItemState, RenewalRunInput, RenewalRunView, RunState};
use domain::shared::PolicyId;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use serde_json::json;
use services::access::Principal;

use crate::support::{House, page, policy, refusal, step};

on_each_database! {
    many_policies_are_worked_out_confirmed_renewed_and_undone,
    what_changed_since_it_was_worked_out_is_left_out,
    a_renewal_on_which_something_rests_is_kept,
    two_workers_renew_each_policy_once,
    a_renewal_stops_when_its_author_may_no_longer,
    a_user_renews_and_sees_only_what_is_his,
    only_what_waits_is_confirmed_and_only_what_is_done_is_undone,
}

fn all_in_force() -> RenewalRunInput {
    let matching = [("state".to_owned(), "in_force".to_owned())].into();
    RenewalRunInput { matching: Some(matching), ..RenewalRunInput::default() }
}

/// Three policies of a firm that end on the first of January, one of them with tacit renewal.
async fn portfolio(house: &House, who: &Principal) -> Vec<PolicyId> {
    let client = house.client(who, "Durand").await.id;
    let company = house.company("AXA").await.id;
    let mut ids = Vec::new();
    for (number, tacit) in [("A", false), ("B", false), ("T", true)] {
        let input = PolicyInput { tacit_renewal: Some(tacit), ..policy(client, company, number) };
        let quote = house.services.policies.create(who, input).await.unwrap();
        ids.push(house.services.policies.bind(who, quote.id, None, step(None)).await.unwrap().id);
    }
    ids
}

/// Works until nothing is left to do.
async fn work(house: &House, who: &Principal, run: &RenewalRunView) -> RenewalRunView {
    while house.services.renewals.go_on().await.unwrap() {}
    house.services.renewals.find(who, run.id).await.unwrap()
}

async fn told(house: &House, who: &Principal, run: &RenewalRunView) -> Vec<(String, ItemState, Option<Code>)> {
    let items = house.services.renewals.items(who, run.id, None, &PageRequest::default()).await.unwrap().items;
    let mut told: Vec<_> = items.into_iter().map(|item| (item.policy_number, item.state, item.code)).collect();
    told.sort();
    told
}

async fn many_policies_are_worked_out_confirmed_renewed_and_undone(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    let ids = portfolio(&house, who).await;
    let dearer = RenewalRunInput { premium_change_per_million: Some(35_000), ..all_in_force() };
    let run = renewals.start(who, dearer).await.unwrap();
    assert_eq!((run.state, run.total, run.waiting), (RunState::Preparing, 3, 3));
    let ready = work(&house, who, &run).await;
    assert_eq!((ready.state, ready.planned, ready.refused), (RunState::Ready, 3, 0));
    assert_eq!(
        house.policy_now(ids[0]).await.state_until.unwrap().to_string(),
        "2026-12-31T23:00:00Z",
        "nothing changed"
    );
    let items = renewals.items(who, run.id, Some(ItemState::Planned), &page(2)).await.unwrap();
    assert_eq!((items.items.len(), items.next_cursor.is_some()), (2, true));
    let first = &items.items[0];
    assert_eq!(first.from.unwrap().to_string(), "2027-01-01");
    assert_eq!(first.until.unwrap().to_string(), "2028-01-01");
    assert_eq!(
        (first.premium_before.unwrap().amount_minor, first.premium_after.unwrap().amount_minor),
        (45_600, 47_196)
    );

    renewals.confirm(who, run.id).await.unwrap();
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done), (RunState::Done, 3));
    for id in &ids {
        house.clock.set("2027-06-01T10:00:00Z");
        let seen = house.policy_now(*id).await;
        assert_eq!((seen.state, seen.terms.premium.amount_minor), (PolicyState::InForce, 47_196));
        house.clock.set(crate::support::NOW);
        assert_eq!(house.policy_now(*id).await.terms.premium.amount_minor, 45_600, "until then the old terms hold");
        let facts = house.services.policies.facts(who, *id).await.unwrap();
        assert_eq!(Some(facts.last().unwrap().author_id), who.user_id());
    }
    let again =
        renewals.start(who, RenewalRunInput { premium_change_per_million: Some(1), ..all_in_force() }).await.unwrap();
    let again = work(&house, who, &again).await;
    assert_eq!((again.planned, again.refused), (0, 3), "nobody is renewed twice for one term");
    assert_eq!(told(&house, who, &again).await[0].2, Some(Code::AlreadyRenewed));

    renewals.undo(who, run.id).await.unwrap();
    let undone = work(&house, who, &run).await;
    assert_eq!((undone.state, undone.undone, undone.kept), (RunState::Undone, 3, 0));
    house.clock.set("2027-06-01T10:00:00Z");
    assert_eq!(house.policy_now(ids[0]).await.state, PolicyState::Expired);
    let tacit = house.policy_now(ids[2]).await;
    assert_eq!((tacit.state, tacit.terms.premium.amount_minor), (PolicyState::InForce, 45_600));
    assert!(house.services.audit.verify(&house.one.admin).await.unwrap().intact);
}

async fn what_changed_since_it_was_worked_out_is_left_out(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    let ids = portfolio(&house, who).await;
    let run = renewals.start(who, all_in_force()).await.unwrap();
    let ready = work(&house, who, &run).await;
    assert_eq!((ready.planned, ready.refused), (2, 1));
    let renewed = RenewalInput { expiry_date: Some("2027-07-01".into()), ..RenewalInput::default() };
    house.services.policies.renew(who, ids[0], None, renewed).await.unwrap();
    let end = CancellationInput { effective_date: Some("2026-12-01".into()), reason: Some("sold".into()) };
    house.services.policies.cancel(who, ids[1], None, end).await.unwrap();
    renewals.confirm(who, run.id).await.unwrap();
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done, done.refused), (RunState::Done, 0, 3));
    let expected = [
        ("A".to_owned(), ItemState::Refused, Some(Code::AlreadyRenewed)),
        ("B".to_owned(), ItemState::Refused, Some(Code::PolicyStateForbids)),
        ("T".to_owned(), ItemState::Refused, Some(Code::RenewsTacitly)),
    ];
    assert_eq!(told(&house, who, &run).await, expected);
}

async fn a_renewal_on_which_something_rests_is_kept(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    let ids = portfolio(&house, who).await;
    let run = renewals.start(who, all_in_force()).await.unwrap();
    work(&house, who, &run).await;
    renewals.confirm(who, run.id).await.unwrap();
    work(&house, who, &run).await;
    house.services.policies.suspend(who, ids[0], None, step(Some("2027-02-01"))).await.unwrap();
    renewals.undo(who, run.id).await.unwrap();
    let undone = work(&house, who, &run).await;
    assert_eq!((undone.undone, undone.kept), (1, 1));
    assert_eq!(told(&house, who, &run).await[0], ("A".to_owned(), ItemState::Kept, Some(Code::FactNeeded)));
}

async fn two_workers_renew_each_policy_once(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    let ids = portfolio(&house, who).await;
    let run = renewals.start(who, all_in_force()).await.unwrap();
    work(&house, who, &run).await;
    renewals.confirm(who, run.id).await.unwrap();
    let (one, two) = tokio::join!(renewals.go_on(), renewals.go_on());
    // Who lost a race for a row leaves it for the next round.
    drop((one, two));
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done), (RunState::Done, 2));
    for id in &ids[..2] {
        let facts = house.services.policies.facts(who, *id).await.unwrap();
        assert_eq!(facts.iter().filter(|fact| fact.kind.code() == "renewed").count(), 1);
    }
}

async fn a_renewal_stops_when_its_author_may_no_longer(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    portfolio(&house, who).await;
    let run = renewals.start(who, all_in_force()).await.unwrap();
    work(&house, who, &run).await;
    renewals.confirm(who, run.id).await.unwrap();
    let gone = json!({ "active": false, "hand_over_to": house.one.colleague.user_id().unwrap() });
    house.services.users.update(&house.one.admin, who.user_id().unwrap(), None, &gone).await.unwrap();
    let stopped = work(&house, &house.one.admin, &run).await;
    assert_eq!((stopped.state, stopped.done, stopped.planned), (RunState::Stopped, 0, 2));
}

async fn a_user_renews_and_sees_only_what_is_his(house: House) {
    let (user, manager, renewals) = (&house.one.user, &house.one.manager, &house.services.renewals);
    portfolio(&house, user).await;
    let theirs = house.bound(&house.one.colleague, "C").await;
    let run = renewals.start(user, all_in_force()).await.unwrap();
    assert_eq!(run.total, 3);
    let ticked = RenewalRunInput { policies: Some(vec![theirs.id.to_string()]), ..RenewalRunInput::default() };
    assert!(renewals.start(user, ticked).await.is_err());
    assert_eq!(renewals.start(manager, all_in_force()).await.unwrap().total, 4);
    assert_eq!(renewals.list(user, &page(10)).await.unwrap().items.len(), 1);
    assert_eq!(renewals.list(manager, &page(10)).await.unwrap().items.len(), 2);
    assert_eq!(renewals.list(&house.two.admin, &page(10)).await.unwrap().items.len(), 0);
    assert!(renewals.find(&house.two.admin, run.id).await.is_err());
    assert!(renewals.find(&house.one.colleague, run.id).await.is_err());
    // A client handed over meanwhile is no longer his to renew.
    work(&house, user, &run).await;
    let rows = house.services.policies.list(user, &page(1), &PolicyFilter::default()).await.unwrap().items;
    let patch = json!({ "owner_id": house.one.colleague.user_id().unwrap() });
    house.services.clients.update(manager, rows[0].client_id, None, &patch).await.unwrap();
    renewals.confirm(user, run.id).await.unwrap();
    let done = work(&house, user, &run).await;
    assert_eq!((done.done, done.refused), (0, 3));
    assert_eq!(told(&house, user, &run).await, [], "and he reads no more of it");
}

async fn only_what_waits_is_confirmed_and_only_what_is_done_is_undone(house: House) {
    let (who, renewals) = (&house.one.manager, &house.services.renewals);
    portfolio(&house, who).await;
    let run = renewals.start(who, all_in_force()).await.unwrap();
    let forbidden = (422, Code::RunStateForbids);
    assert_eq!(refusal(renewals.confirm(who, run.id).await), forbidden);
    work(&house, who, &run).await;
    assert_eq!(refusal(renewals.undo(who, run.id).await), forbidden);
    renewals.discard(who, run.id).await.unwrap();
    assert_eq!(refusal(renewals.confirm(who, run.id).await), forbidden);
    let nothing = [("state".to_owned(), "void".to_owned())].into();
    let nothing = RenewalRunInput { matching: Some(nothing), ..RenewalRunInput::default() };
    assert!(renewals.start(who, nothing).await.is_err(), "a renewal of nothing is a mistake");
}
