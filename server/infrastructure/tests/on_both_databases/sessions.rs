//! Signing in and out, and browsers' records.

use domain::audit::{Door, SystemActor};
use domain::session::TokenGrant;
use domain::shared::AgencyId;
use domain::shared::problem::Code;
use infrastructure::security::ArgonPasswords;
use jiff::SignedDuration;
use serde_json::json;
use services::access::Principal;
use services::identity::{Credential, RegistrationInput, SignInStep};
use services::ports::security::Passwords;

use crate::support::{House, NOT_FOUND, PASSWORD, context, field_refusal, person, refusal, sign_in};

on_each_database! {
    a_wrong_password_and_an_unknown_address_get_the_same_answer,
    an_access_token_works_for_fifteen_minutes,
    a_session_is_over_after_thirty_days,
    a_browser_left_alone_for_twelve_hours_is_out,
    a_device_that_is_signed_out_is_out_at_once,
    nobody_signs_out_anothers_device,
    a_changed_password_signs_the_other_devices_out,
    a_suspended_firm_signs_nobody_in,
    who_is_dismissed_while_his_request_is_under_way_changes_nothing,
    a_registered_firm_has_its_administrator,
    a_registration_that_fails_halfway_leaves_no_firm,
    one_of_many_registrations_at_once_opens_a_firm,
    a_browsers_record_is_kept_until_it_is_over,
}

const UNKNOWN: (u16, Code) = (401, Code::Unauthenticated);

async fn signed_in(house: &House) -> TokenGrant {
    house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap()
}

async fn principal(house: &House, grant: &TokenGrant) -> services::Result<Principal> {
    house.services.identity.authenticate(&Credential::Bearer(grant.access_token.clone()), context()).await
}

async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(house: House) {
    for (email, password) in [("anna@un.test", "wrong"), ("nobody@un.test", PASSWORD), ("' OR 1=1 --", PASSWORD)] {
        let answer = house.services.identity.sign_in_program(&sign_in(email, password), context()).await;
        assert_eq!(refusal(answer), (401, Code::InvalidCredentials), "{email}");
    }
    let answer = house.services.identity.sign_in_program(&sign_in("", ""), context()).await;
    assert_eq!(refusal(answer), (422, Code::Invalid));
}

async fn an_access_token_works_for_fifteen_minutes(house: House) {
    let grant = signed_in(&house).await;
    assert_eq!(grant.expires_in, 900);
    house.clock.advance(SignedDuration::from_secs(899));
    assert_eq!(principal(&house, &grant).await.unwrap().user_id(), house.one.user.user_id());
    house.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(refusal(principal(&house, &grant).await), UNKNOWN);
}

async fn browser(house: &House) -> (Credential, Principal) {
    let signed_in = house.services.identity.sign_in_browser(&sign_in("anna@un.test", PASSWORD), context()).await;
    let done = signed_in.unwrap();
    let SignInStep::Done { session, .. } = done else { panic!("{done:?}") };
    let session = Credential::Session(session);
    let who = house.services.identity.authenticate(&session, context()).await.unwrap();
    (session, who)
}

async fn a_session_is_over_after_thirty_days(house: House) {
    let (session, who) = browser(&house).await;
    assert_eq!(who.user_id(), house.one.user.user_id());
    let still = async || house.services.identity.authenticate(&session, context()).await;
    // In use all the time, it still ends.
    for _ in 0..90 {
        assert!(still().await.is_ok());
        house.clock.advance(SignedDuration::from_hours(8));
    }
    assert_eq!(refusal(still().await), UNKNOWN);
}

async fn a_browser_left_alone_for_twelve_hours_is_out(house: House) {
    let identity = &house.services.identity;
    let (session, _) = browser(&house).await;
    let program = signed_in(&house).await;
    let still = async || identity.authenticate(&session, context()).await;
    for _ in 0..3 {
        house.clock.advance(SignedDuration::from_mins(12 * 60 - 1));
        assert!(still().await.is_ok());
    }
    house.clock.advance(SignedDuration::from_hours(12));
    assert_eq!(refusal(still().await), UNKNOWN);
    // A program that works at night only is not thrown out, and the list of devices knows both.
    let again = identity.refresh(&program.refresh_token, context()).await.unwrap();
    let who = principal(&house, &again).await.unwrap();
    let devices = identity.devices(&who).await.unwrap();
    assert!(devices.iter().all(|device| Credential::Session(device.id) != session), "{devices:?}");
    assert!(devices.iter().any(|device| device.current));
}

async fn a_device_that_is_signed_out_is_out_at_once(house: House) {
    let identity = &house.services.identity;
    let (grant, other) = (signed_in(&house).await, signed_in(&house).await);
    let who = principal(&house, &grant).await.unwrap();
    assert_eq!(identity.devices(&who).await.unwrap().len(), 3);
    assert_eq!(identity.devices(&who).await.unwrap().iter().filter(|device| device.current).count(), 1);
    identity.sign_out(&who, who.session().unwrap()).await.unwrap();
    assert_eq!(refusal(principal(&house, &grant).await), UNKNOWN);
    assert_eq!(refusal(identity.refresh(&grant.refresh_token, context()).await), UNKNOWN);
    let who = principal(&house, &other).await.unwrap();
    identity.sign_out_everywhere(&who).await.unwrap();
    assert_eq!(refusal(principal(&house, &other).await), UNKNOWN);
}

async fn nobody_signs_out_anothers_device(house: House) {
    let session = house.one.user.session().unwrap();
    for who in [&house.one.colleague, &house.one.admin, &house.two.admin] {
        assert_eq!(refusal(house.services.identity.sign_out(who, session).await), NOT_FOUND);
    }
    assert!(house.services.identity.authenticate(&Credential::Session(session), context()).await.is_ok());
}

async fn a_changed_password_signs_the_other_devices_out(house: House) {
    let identity = &house.services.identity;
    let (grant, other) = (signed_in(&house).await, signed_in(&house).await);
    let who = principal(&house, &grant).await.unwrap();
    let answer = identity.change_password(&who, Some("wrong"), Some("Tout-Autre-Chose")).await;
    assert_eq!(field_refusal(answer), ("/current_password".into(), Code::InvalidCredentials));
    identity.change_password(&who, Some(PASSWORD), Some("Tout-Autre-Chose")).await.unwrap();
    assert!(principal(&house, &grant).await.is_ok());
    assert_eq!(refusal(principal(&house, &other).await), UNKNOWN);
    assert!(identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.is_err());
    assert!(identity.sign_in_program(&sign_in("anna@un.test", "Tout-Autre-Chose"), context()).await.is_ok());
}

async fn a_suspended_firm_signs_nobody_in(house: House) {
    let grant = signed_in(&house).await;
    house.raw().await.run("UPDATE agencies SET active = FALSE WHERE name = 'Cabinet Un'").await;
    assert_eq!(refusal(principal(&house, &grant).await), UNKNOWN);
    let answer = house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await;
    assert_eq!(refusal(answer), (401, Code::InvalidCredentials));
    assert!(house.services.identity.sign_in_program(&sign_in("anna@deux.test", PASSWORD), context()).await.is_ok());
}

fn registration(email: &str) -> RegistrationInput {
    RegistrationInput {
        agency_name: Some("Cabinet Trois".into()),
        full_name: Some("Théo".into()),
        email: Some(email.into()),
        password: Some(PASSWORD.into()),
    }
}

/// What opening a firm writes, beside its people.
async fn written(house: &House) -> [i64; 3] {
    let mut raw = house.raw().await;
    let mut numbers = [0; 3];
    for (number, table) in numbers.iter_mut().zip(["agencies", "templates", "audit_events"]) {
        *number = raw.number(&format!("SELECT COUNT(*) FROM {table}")).await;
    }
    numbers
}

async fn a_registration_that_fails_halfway_leaves_no_firm(house: House) {
    let (refuse, take_again) = match house.place.kind {
        crate::support::Kind::Sqlite => (
            "CREATE TRIGGER nobody BEFORE INSERT ON users BEGIN SELECT RAISE(ABORT, 'nobody'); END",
            "DROP TRIGGER nobody",
        ),
        crate::support::Kind::Postgres => (
            "ALTER TABLE users ADD CONSTRAINT nobody CHECK (email_identity <> 'theo@trois.test')",
            "ALTER TABLE users DROP CONSTRAINT nobody",
        ),
    };
    let before = written(&house).await;
    house.raw().await.run(refuse).await;
    let halfway = house.services.identity.register(registration("theo@trois.test"), context()).await;
    assert!(halfway.unwrap_err().problem().status >= 500);
    assert_eq!(written(&house).await, before, "no firm without its administrator");
    house.raw().await.run(take_again).await;
    house.services.identity.register(registration("theo@trois.test"), context()).await.unwrap();
    assert_eq!(written(&house).await[0], before[0] + 1);
}

async fn one_of_many_registrations_at_once_opens_a_firm(house: House) {
    let before = written(&house).await;
    let asked = (0..6).map(|_| {
        let identity = house.services.identity.clone();
        tokio::spawn(async move { identity.register(registration("theo@trois.test"), context()).await })
    });
    let mut opened = 0;
    for task in asked.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => opened += 1,
            other => assert_eq!(refusal(other), (409, Code::Duplicate)),
        }
    }
    assert_eq!((opened, written(&house).await[0]), (1, before[0] + 1));
}

async fn a_registered_firm_has_its_administrator(house: House) {
    let input = registration;
    let account = house.services.identity.register(input("theo@trois.test"), context()).await.unwrap();
    let grant =
        house.services.identity.sign_in_program(&sign_in("theo@trois.test", PASSWORD), context()).await.unwrap();
    assert_eq!(grant.user, account);
    assert_eq!(
        refusal(house.services.identity.register(input("Anna@un.test"), context()).await),
        (409, Code::Duplicate)
    );
    let firms = "SELECT COUNT(*) FROM agencies WHERE name = 'Cabinet Trois'";
    assert_eq!(house.raw().await.number(firms).await, 1, "no empty firm is left behind");
}

async fn a_browsers_record_is_kept_until_it_is_over(house: House) {
    let store = &house.database;
    assert!(!store.save_web_session("a", "0", 100).await.unwrap(), "what is not there is not brought back");
    assert_eq!(store.load_web_session("a", 0).await.unwrap(), None);
    assert!(store.create_web_session("a", "1", 100, 0).await.unwrap());
    assert!(!store.create_web_session("a", "another's", 100, 99).await.unwrap(), "the id is taken");
    assert!(store.save_web_session("a", "2", 200).await.unwrap());
    assert!(store.create_web_session("b", "over", 50, 0).await.unwrap());
    assert!(store.create_web_session("b", "3", 100, 50).await.unwrap(), "the one before is over");
    assert_eq!(store.load_web_session("a", 199).await.unwrap().as_deref(), Some("2"));
    assert_eq!(store.load_web_session("a", 200).await.unwrap(), None);
    store.sweep_web_sessions(150).await.unwrap();
    assert_eq!(store.load_web_session("b", 0).await.unwrap(), None);
    store.delete_web_session("a").await.unwrap();
    assert!(!store.save_web_session("a", "4", 300).await.unwrap());
    assert_eq!(store.load_web_session("a", 0).await.unwrap(), None);
}

#[tokio::test]
async fn the_real_hash_knows_its_password_and_no_other() {
    let passwords = ArgonPasswords::new(2).unwrap();
    let hash = passwords.hash(PASSWORD).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert!(passwords.verify(PASSWORD, Some(&hash)).await.unwrap());
    assert!(!passwords.verify("wrong", Some(&hash)).await.unwrap());
    assert!(!passwords.verify("nobody has this password", None).await.unwrap());
}

async fn who_is_dismissed_while_his_request_is_under_way_changes_nothing(house: House) {
    // Recognised before; the rest of his request arrives when everything about him is different.
    let (users, clients, admin) = (&house.services.users, &house.services.clients, &house.one.admin);
    let write = async |who: &Principal| clients.create(who, person("Sursis")).await.map(drop);
    let role = async |role: &str| {
        let id = house.one.colleague.user_id().unwrap();
        users.update(admin, id, None, &json!({ "role": role })).await.unwrap();
    };
    write(&house.one.colleague).await.unwrap();
    role("MANAGER").await;
    assert_eq!(refusal(write(&house.one.colleague).await), UNKNOWN, "another role");

    users.deactivate(admin, house.one.user.user_id().unwrap(), None, None).await.unwrap();
    assert_eq!(refusal(write(&house.one.user).await), UNKNOWN, "dismissed");

    let manager = &house.one.manager;
    house.services.identity.sign_out_everywhere(manager).await.unwrap();
    assert_eq!(refusal(write(manager).await), UNKNOWN, "signed out");

    let operator = Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine);
    house.services.agencies.suspend(&operator, house.one.agency).await.unwrap();
    assert_eq!(refusal(write(admin).await), UNKNOWN, "his firm is suspended");
}
