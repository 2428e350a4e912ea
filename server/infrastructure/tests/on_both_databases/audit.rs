//! The audit log: one event for each change, in a chain that shows every tampering.

use domain::audit::{AuditEventView, AuditFilter, AuditVerification};
use domain::list::Moment;
use domain::shared::page::PageRequest;
use serde_json::json;

use crate::support::{FORBIDDEN, House, PASSWORD, context, page, person, refusal, sign_in, step};

on_each_database! {
    each_change_is_told_once_with_before_and_after,
    an_event_is_dated_as_the_change_it_tells_of,
    each_step_of_a_policy_is_told,
    a_refused_change_tells_nothing,
    a_failed_sign_in_is_told,
    an_untouched_chain_is_whole,
    a_changed_event_is_named,
    a_deleted_event_is_named,
    a_swapped_pair_is_named,
    a_cut_tail_is_named,
    a_chain_without_its_events_is_not_whole,
    twenty_writers_at_once_make_one_chain_without_a_gap,
    a_chain_is_whole_while_others_write,
    each_firm_has_a_chain_of_its_own,
    events_are_filtered,
    events_are_found_without_case_and_accents,
    a_broker_does_not_read_the_log,
}

/// The newest events, newest first.
async fn newest(house: &House, count: u32) -> Vec<AuditEventView> {
    house.services.audit.list(&house.one.manager, &page(count), &AuditFilter::default()).await.unwrap().items
}

async fn verified(house: &House) -> AuditVerification {
    house.services.audit.verify(&house.one.manager).await.unwrap()
}

/// Writes five events, and answers the place of the last.
async fn five_events(house: &House) -> i64 {
    for name in ["A", "B", "C", "D", "E"] {
        house.client(&house.one.user, name).await;
    }
    newest(house, 1).await[0].sequence
}

/// The condition of one event of the first firm.
async fn event(house: &House, sequence: i64) -> String {
    format!("agency_id = {} AND sequence = {sequence}", house.raw().await.id(house.one.agency.uuid()))
}

async fn each_change_is_told_once_with_before_and_after(house: House) {
    let who = &house.one.user;
    let start = newest(&house, 1).await[0].sequence;
    let client = house.client(who, "Durand").await;
    house.services.clients.update(who, client.id, None, &json!({ "email": "a@b.fr" })).await.unwrap();
    house.services.clients.archive(who, client.id, None).await.unwrap();
    let events = newest(&house, 10).await;
    let told: Vec<&AuditEventView> = events.iter().filter(|event| event.sequence > start).collect();
    assert_eq!(
        told.iter().map(|event| event.action.as_str()).collect::<Vec<_>>(),
        ["client.archive", "client.update", "client.create"]
    );
    let update = told[1];
    assert_eq!(update.changes, json!({ "email": [null, "a@b.fr"] }));
    assert_eq!((update.object_type.as_str(), &update.object_id), ("client", &client.id.to_string()));
    assert_eq!((update.user_id, update.actor.as_str()), (who.user_id(), "anna un"));
    assert_eq!((update.request_id.as_str(), update.ip_address.as_deref()), ("test-request", Some("192.0.2.1")));
    assert_eq!(told[2].changes["last_name"], json!([null, "Durand"]));
}

async fn an_event_is_dated_as_the_change_it_tells_of(house: House) {
    house.clock.set("2031-02-03T04:05:06.789012Z");
    let client = house.client(&house.one.user, "Durand").await;
    let event = &newest(&house, 1).await[0];
    assert_eq!(event.occurred_at, client.created_at);
    let filter = AuditFilter { from: Some(Moment::Instant(event.occurred_at)), ..AuditFilter::default() };
    let since = house.services.audit.list(&house.one.manager, &page(10), &filter).await.unwrap();
    assert_eq!(since.items.len(), 1);
}

async fn each_step_of_a_policy_is_told(house: House) {
    let who = &house.one.user;
    let bound = house.bound(who, "P-1").await;
    house.services.policies.suspend(who, bound.id, None, step(None)).await.unwrap();
    let filter = AuditFilter { object_id: Some(bound.id.to_string()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.manager, &page(10), &filter).await.unwrap().items;
    assert_eq!(
        events.iter().map(|event| event.action.as_str()).collect::<Vec<_>>(),
        ["policy.suspend", "policy.bind", "policy.create"]
    );
    assert_eq!(events[0].changes["fact"][1]["kind"], "suspended");
}

async fn a_refused_change_tells_nothing(house: House) {
    let start = newest(&house, 1).await[0].sequence;
    let mut wrong = person("Durand");
    wrong.email = Some("nobody".into());
    assert!(house.services.clients.create(&house.one.user, wrong).await.is_err());
    let other = house.services.clients.create(&house.two.user, person("Durand")).await.unwrap();
    assert!(house.services.clients.archive(&house.one.admin, other.id, None).await.is_err());
    assert_eq!(newest(&house, 1).await[0].sequence, start);
}

async fn a_failed_sign_in_is_told(house: House) {
    let answer = house.services.identity.sign_in_program(&sign_in("anna@un.test", "wrong"), context()).await;
    assert!(answer.is_err());
    let event = &newest(&house, 1).await[0];
    assert_eq!((event.action.as_str(), event.user_id), ("session.sign_in_failed", None));
    assert_eq!(event.object_id, house.one.user.user_id().unwrap().to_string());
    house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap();
    assert_eq!(newest(&house, 1).await[0].action, "session.sign_in");
}

async fn an_untouched_chain_is_whole(house: House) {
    let last = five_events(&house).await;
    assert_eq!(verified(&house).await, AuditVerification { intact: true, events: last, first_bad_sequence: None });
}

async fn a_changed_event_is_named(house: House) {
    let last = five_events(&house).await;
    let place = event(&house, last - 2).await;
    house.raw().await.run(&format!("UPDATE audit_events SET actor = 'nobody' WHERE {place}")).await;
    let verdict = verified(&house).await;
    assert_eq!((verdict.intact, verdict.first_bad_sequence), (false, Some(last - 2)));
}

async fn a_deleted_event_is_named(house: House) {
    let last = five_events(&house).await;
    let place = event(&house, last - 2).await;
    house.raw().await.run(&format!("DELETE FROM audit_events WHERE {place}")).await;
    assert_eq!(verified(&house).await.first_bad_sequence, Some(last - 2));
}

async fn a_swapped_pair_is_named(house: House) {
    let last = five_events(&house).await;
    let (first, second) = (event(&house, last - 2).await, event(&house, last - 1).await);
    let spare = event(&house, 1_000_000).await;
    let mut raw = house.raw().await;
    raw.run(&format!("UPDATE audit_events SET sequence = 1000000 WHERE {first}")).await;
    raw.run(&format!("UPDATE audit_events SET sequence = {} WHERE {second}", last - 2)).await;
    raw.run(&format!("UPDATE audit_events SET sequence = {} WHERE {spare}", last - 1)).await;
    assert_eq!(verified(&house).await.first_bad_sequence, Some(last - 2));
}

async fn a_cut_tail_is_named(house: House) {
    let last = five_events(&house).await;
    let (a, b) = (event(&house, last).await, event(&house, last - 1).await);
    house.raw().await.run(&format!("DELETE FROM audit_events WHERE ({a}) OR ({b})")).await;
    assert_eq!(verified(&house).await.first_bad_sequence, Some(last - 1));
}

async fn a_chain_without_its_events_is_not_whole(house: House) {
    five_events(&house).await;
    house.raw().await.run("DELETE FROM audit_events").await;
    assert_eq!(verified(&house).await.first_bad_sequence, Some(1));
}

async fn twenty_writers_at_once_make_one_chain_without_a_gap(house: House) {
    let start = newest(&house, 1).await[0].sequence;
    write_at_once(&house, 20).await;
    let events = newest(&house, 20).await;
    let places: Vec<i64> = events.iter().rev().map(|event| event.sequence).collect();
    assert_eq!(places, (start + 1..=start + 20).collect::<Vec<_>>());
    assert_eq!(
        verified(&house).await,
        AuditVerification { intact: true, events: start + 20, first_bad_sequence: None }
    );
}

async fn a_chain_is_whole_while_others_write(house: House) {
    let reading = async {
        for _ in 0..15 {
            let verdict = verified(&house).await;
            assert!(verdict.intact, "{verdict:?}");
        }
    };
    tokio::join!(write_at_once(&house, 20), reading);
}

async fn write_at_once(house: &House, writers: usize) {
    let tasks: Vec<_> = (0..writers)
        .map(|number| {
            let (clients, who) = (house.services.clients.clone(), house.one.user.clone());
            tokio::spawn(async move { clients.create(&who, person(&format!("N{number}"))).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

async fn each_firm_has_a_chain_of_its_own(house: House) {
    five_events(&house).await;
    house.raw().await.run("UPDATE audit_events SET actor = 'nobody' WHERE actor = 'anna un'").await;
    assert!(!verified(&house).await.intact);
    assert!(house.services.audit.verify(&house.two.manager).await.unwrap().intact);
}

async fn events_are_filtered(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Durand").await;
    house.company("AXA").await;
    let count = async |filter: AuditFilter| {
        house.services.audit.list(&house.one.manager, &page(100), &filter).await.unwrap().items.len()
    };
    let all = AuditFilter::default;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(count(AuditFilter { action: text("client.create"), ..all() }).await, 1);
    assert_eq!(count(AuditFilter { action_contains: text("sign_in"), ..all() }).await, 4);
    assert_eq!(count(AuditFilter { action_contains: text("%"), ..all() }).await, 0);
    assert_eq!(count(AuditFilter { object_type: text("company"), ..all() }).await, 1);
    assert_eq!(count(AuditFilter { object_id: text(&client.id.to_string()), ..all() }).await, 1);
    assert_eq!(count(AuditFilter { user_id: who.user_id(), ..all() }).await, 2);
    assert_eq!(count(AuditFilter { ip: text("198.51.100.1"), ..all() }).await, 0);
    let last = newest(&house, 1).await[0].occurred_at;
    assert_eq!(
        count(AuditFilter { to: Some(Moment::Instant(last)), from: Some(Moment::Instant(last)), ..all() }).await,
        0
    );
}

async fn events_are_found_without_case_and_accents(house: House) {
    house.client(&house.one.user, "Hébrard-Œuvré").await;
    house.client(&house.one.user, "Hardy").await;
    for asked in ["Hébrard", "HEBRARD oeuvre", "hébrard-œuvré"] {
        let request = PageRequest { q: Some(asked.to_owned()), ..page(10) };
        let found = house.services.audit.list(&house.one.manager, &request, &AuditFilter::default()).await.unwrap();
        assert_eq!(found.items.len(), 1, "{asked}");
        assert!(found.items[0].object_label.contains("Hébrard"), "{asked}");
    }
}

async fn a_broker_does_not_read_the_log(house: House) {
    let answer = house.services.audit.list(&house.one.user, &page(1), &AuditFilter::default()).await;
    assert_eq!(refusal(answer), FORBIDDEN);
    assert_eq!(refusal(house.services.audit.verify(&house.one.user).await), FORBIDDEN);
}
