//! Units of work: all or nothing, nothing without its event, and nobody overwrites what he did not see.

use domain::client::ClientFilter;
use domain::shared::ClientId;
use domain::shared::identifiers::Country;
use domain::shared::problem::Code;
use serde_json::json;
use services::Error;
use services::access::CreateClient;
use services::ports::unit::{ClientRecord, Mode, Subject, Unit};

use crate::support::{House, Kind, NOT_FOUND, mandate, page, person, policy, refusal, step};

on_each_database! {
    a_unit_dropped_without_commit_leaves_nothing,
    a_change_without_its_event_is_refused_at_commit,
    a_change_with_its_event_is_kept,
    an_event_for_another_record_does_not_count,
    a_unit_that_reads_writes_nothing,
    a_step_that_fails_in_the_middle_saves_nothing,
    the_second_writer_with_the_old_version_is_refused,
    of_two_writers_at_once_one_is_refused,
    a_refused_writer_leaves_no_trace,
    a_client_put_away_and_insured_at_once_is_one_or_the_other,
    a_writer_that_waits_too_long_is_told_that_the_database_does_not_answer,
}

async fn inserted(house: &House, mode: Mode) -> (Box<dyn Unit>, ClientId, services::Result<()>) {
    let who = &house.one.user;
    let mut unit = house.ports.database.open(who, mode).await.unwrap();
    let permit = unit.permit::<CreateClient>().unwrap();
    let id = ClientId::from_uuid(house.ports.chance.id());
    let client = person("Durand").parse("2026-11-23".parse().unwrap(), Country::France).unwrap();
    let record = ClientRecord { id, owner: who.user_id().unwrap(), client, at: house.ports.clock.now() };
    let stored = unit.clients().insert(&permit, &record).await;
    (unit, id, stored)
}

async fn clients(house: &House) -> usize {
    let list = house.services.clients.list(&house.one.manager, &page(50), &ClientFilter::default()).await.unwrap();
    list.items.len()
}

async fn a_unit_dropped_without_commit_leaves_nothing(house: House) {
    let (mut unit, id, stored) = inserted(&house, Mode::Write).await;
    stored.unwrap();
    let permit = unit.permit::<CreateClient>().unwrap();
    unit.record_act(&permit, Subject::new("client", id, "Durand"));
    drop(unit);
    assert_eq!(clients(&house).await, 0);
    house.client(&house.one.user, "Dupont").await;
    assert_eq!(clients(&house).await, 1);
}

async fn a_change_without_its_event_is_refused_at_commit(house: House) {
    let (unit, _, stored) = inserted(&house, Mode::Write).await;
    stored.unwrap();
    assert!(matches!(unit.commit().await, Err(Error::Internal(_))));
    assert_eq!(clients(&house).await, 0);
}

async fn a_change_with_its_event_is_kept(house: House) {
    let (mut unit, id, stored) = inserted(&house, Mode::Write).await;
    stored.unwrap();
    let permit = unit.permit::<CreateClient>().unwrap();
    unit.record_act(&permit, Subject::new("client", id, "Durand"));
    unit.commit().await.unwrap();
    assert_eq!(clients(&house).await, 1);
}

async fn an_event_for_another_record_does_not_count(house: House) {
    let (mut unit, _, stored) = inserted(&house, Mode::Write).await;
    stored.unwrap();
    let permit = unit.permit::<CreateClient>().unwrap();
    unit.record_act(&permit, Subject::new("client", house.ports.chance.id(), "Durand"));
    assert!(unit.commit().await.is_err());
    assert_eq!(clients(&house).await, 0);
}

async fn a_unit_that_reads_writes_nothing(house: House) {
    let (unit, _, stored) = inserted(&house, Mode::Read).await;
    assert!(stored.is_err(), "a unit opened for reading must not write");
    drop(unit);
    assert_eq!(clients(&house).await, 0);
}

async fn a_step_that_fails_in_the_middle_saves_nothing(house: House) {
    let who = &house.one.user;
    let quote = house.quote(who, "P-1").await;
    let mut raw = house.raw().await;
    let events = raw.number("SELECT COUNT(*) FROM audit_events").await;
    raw.run("ALTER TABLE policy_states RENAME TO policy_states_away").await;
    let answer = house.services.policies.bind(who, quote.id, None, step(None)).await;
    assert_eq!(refusal(answer), (500, Code::Internal));
    raw.run("ALTER TABLE policy_states_away RENAME TO policy_states").await;
    assert_eq!(house.policy_now(quote.id).await, quote);
    assert_eq!(raw.number("SELECT COUNT(*) FROM policy_facts").await, 1);
    assert_eq!(raw.number("SELECT COUNT(*) FROM audit_events").await, events);
}

async fn the_second_writer_with_the_old_version_is_refused(house: House) {
    let (one, services) = (&house.one, &house.services);
    let bound = house.bound(&one.user, "P-1").await;
    let stale = (412, Code::PreconditionFailed);
    let patch = json!({ "notes": "seen" });
    services.clients.update(&one.user, bound.client_id, Some(1), &patch).await.unwrap();
    assert_eq!(refusal(services.clients.update(&one.user, bound.client_id, Some(1), &patch).await), stale);
    assert_eq!(refusal(services.clients.archive(&one.user, bound.client_id, Some(1)).await), stale);
    let patch = json!({ "name": "AXA" });
    services.companies.update(&one.manager, bound.company_id, Some(1), &patch).await.unwrap();
    assert_eq!(refusal(services.companies.update(&one.manager, bound.company_id, Some(1), &patch).await), stale);
    assert_eq!(refusal(services.companies.delete(&one.manager, bound.company_id, Some(1)).await), stale);
    assert_eq!(refusal(services.policies.suspend(&one.user, bound.id, Some(1), step(None)).await), stale);
    let boris = one.colleague.user_id().unwrap();
    let patch = json!({ "full_name": "Boris Neuf" });
    services.users.update(&one.admin, boris, Some(1), &patch).await.unwrap();
    assert_eq!(refusal(services.users.update(&one.admin, boris, Some(1), &patch).await), stale);
    let template = house.template("letter", "x").await;
    let patch = json!({ "name": "Lettre" });
    services.templates.update(&one.manager, template.id, Some(template.version), &patch).await.unwrap();
    let answer = services.templates.update(&one.manager, template.id, Some(template.version), &patch).await;
    assert_eq!(refusal(answer), stale);
    assert_eq!(refusal(services.templates.archive(&one.manager, template.id, Some(template.version)).await), stale);
}

async fn of_two_writers_at_once_one_is_refused(house: House) {
    let (who, services) = (&house.one.user, &house.services);
    for round in 0..5 {
        let client = house.client(who, &format!("Durand {round}")).await;
        let (left, right) = (json!({ "notes": "left" }), json!({ "notes": "right" }));
        let (a, b) = tokio::join!(
            services.clients.update(who, client.id, Some(1), &left),
            services.clients.update(who, client.id, Some(1), &right),
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
        let (winner, loser) = if a.is_ok() { ("left", b) } else { ("right", a) };
        let (status, code) = refusal(loser);
        assert!(matches!((status, code), (409, Code::StaleVersion) | (412, Code::PreconditionFailed)), "{code:?}");
        let kept = services.clients.find(who, client.id).await.unwrap();
        assert_eq!((kept.notes.as_deref(), kept.version), (Some(winner), 2));
    }
}

async fn a_client_put_away_and_insured_at_once_is_one_or_the_other(house: House) {
    let (who, services) = (&house.one.user, &house.services);
    let company = house.company("AXA").await.id;
    for round in 0..10 {
        let client = house.client(who, "Durand").await.id;
        let number = format!("P-{round}");
        let (put_away, insured) = tokio::join!(
            services.clients.archive(who, client, None),
            services.policies.create(who, policy(client, company, &number)),
        );
        assert_eq!(u8::from(put_away.is_ok()) + u8::from(insured.is_ok()), 1, "{put_away:?} {insured:?}");
        if insured.is_err() {
            assert_eq!(refusal(insured), NOT_FOUND);
        } else {
            let (_, code) = refusal(put_away);
            assert!(matches!(code, Code::ClientHasPolicies | Code::StaleVersion), "{code:?}");
        }
    }
}

async fn a_refused_writer_leaves_no_trace(house: House) {
    let company = house.company("AXA").await;
    house.give_mandate(company.id).await;
    let given = vec![mandate("collect_premiums"), mandate("nonsense")];
    assert!(house.services.companies.set_mandates(&house.one.manager, company.id, None, given).await.is_err());
    let kept = house.services.companies.mandates(&house.one.manager, company.id).await.unwrap();
    assert_eq!(kept.items.len(), 1);
}

async fn a_writer_that_waits_too_long_is_told_that_the_database_does_not_answer(house: House) {
    let mut raw = house.raw().await;
    let lock = match house.place.kind {
        Kind::Sqlite => "BEGIN IMMEDIATE",
        Kind::Postgres => "BEGIN; UPDATE audit_heads SET hash = hash",
    };
    raw.run(lock).await;
    let answer = house.services.clients.create(&house.one.user, person("Durand")).await;
    assert_eq!(refusal(answer), (503, Code::Unavailable));
    assert_eq!(clients(&house).await, 0, "and reading goes on");
    raw.run("ROLLBACK").await;
    house.client(&house.one.user, "Durand").await;
}
