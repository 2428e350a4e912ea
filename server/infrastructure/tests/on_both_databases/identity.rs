//! Who somebody is, proven once more: passwords of another program, sensitive acts, and the names of devices.

use domain::audit::SystemActor;
use std::sync::Arc;

use domain::session::DeviceInput;
use domain::shared::problem::Code;
use domain::user::UserInput;
use infrastructure::security::ArgonPasswords;
use jiff::SignedDuration;
use serde_json::json;
use services::access::Principal;
use services::identity::{Credential, SignInStep};
use services::{Ports, Services};

use crate::support::{House, NOT_FOUND, PASSWORD, context, field_refusal, refusal, sign_in};

on_each_database! {
    an_older_hash_is_known_and_replaced_at_sign_in,
    a_password_changed_meanwhile_is_not_overwritten,
    a_failed_sign_in_leaves_one_event_whoever_it_was,
    what_is_sensitive_asks_for_the_password_again,
    a_wrong_password_confirms_nothing,
    a_device_is_renamed_by_its_person_only,
    the_other_devices_are_signed_out_and_this_one_stays,
}

/// "Ancien-mot-de-passe-é" under bcrypt of cost 12, made by another implementation.
const OLDER: &str = "$2b$12$1ncUMjwINAW2ZWxfhJh6NunUWjAcuuwiwk3.5Og.iTKRlr8E9WbdW";
const RECENT_NEEDED: (u16, Code) = (403, Code::RecentSignInNeeded);

/// The same use-cases with the real hashes.
fn with_real_hashes(house: &House) -> Services {
    Services::new(&Ports { passwords: Arc::new(ArgonPasswords::new(2).unwrap()), ..house.ports.clone() })
}

async fn give_hash(house: &House, email: &str, hash: &str) {
    house.raw().await.run(&format!("UPDATE users SET password_hash = '{hash}' WHERE email = '{email}'")).await;
}

async fn hash_of(house: &House, email: &str) -> String {
    let found = house.raw().await.texts(&format!("SELECT password_hash FROM users WHERE email = '{email}'")).await;
    found.into_iter().next().unwrap()
}

async fn an_older_hash_is_known_and_replaced_at_sign_in(house: House) {
    let services = with_real_hashes(&house);
    give_hash(&house, "anna@un.test", OLDER).await;
    let ask = async |password| services.identity.sign_in_program(&sign_in("anna@un.test", password), context()).await;
    assert_eq!(refusal(ask("Ancien-mot-de-passe-e").await), (401, Code::InvalidCredentials));
    assert_eq!(hash_of(&house, "anna@un.test").await, OLDER, "only the right password replaces it");
    ask("Ancien-mot-de-passe-é").await.unwrap();
    let hash = hash_of(&house, "anna@un.test").await;
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    ask("Ancien-mot-de-passe-é").await.unwrap();
    assert_eq!(hash_of(&house, "anna@un.test").await, hash, "and only once");
    let events = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.upgrade_password'";
    assert_eq!(house.raw().await.number(events).await, 1);
    assert!(house.services.audit.verify(&house.one.manager).await.unwrap().intact);
}

async fn a_password_changed_meanwhile_is_not_overwritten(house: House) {
    let user = house.one.user.user_id().unwrap();
    give_hash(&house, "anna@un.test", "another").await;
    let who = Principal::system(SystemActor::CommandLine, house.one.agency, domain::audit::Door::CommandLine);
    let mut unit = house.ports.database.open(&who, services::ports::unit::Mode::Write).await.unwrap();
    let permit = unit.permit().unwrap();
    assert!(!unit.users().upgrade_password(&permit, user, OLDER, "new").await.unwrap());
    assert!(unit.users().upgrade_password(&permit, user, "another", "new").await.unwrap());
    drop(unit);
    assert_eq!(hash_of(&house, "anna@un.test").await, "another", "no event, no change");
}

async fn a_failed_sign_in_leaves_one_event_whoever_it_was(house: House) {
    let failed = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.sign_in_failed'";
    let boris = house.one.colleague.user_id().unwrap();
    house.services.users.deactivate(&house.one.admin, boris, None, None).await.unwrap();
    let asked = [
        ("anna@un.test", "wrong"),
        ("boris@un.test", PASSWORD),
        ("nobody@un.test", PASSWORD),
        ("MonMotDePasseTapéIci", "x"),
    ];
    for (count, (email, password)) in (1..).zip(asked) {
        let answer = house.services.identity.sign_in_program(&sign_in(email, password), context()).await;
        assert_eq!(refusal(answer), (401, Code::InvalidCredentials), "{email}");
        assert_eq!(house.raw().await.number(failed).await, count, "{email}");
    }
    let typed = "SELECT COUNT(*) FROM audit_events WHERE object_label LIKE '%Tap%' OR object_id LIKE '%Tap%' OR changes LIKE '%Tap%'";
    assert_eq!(house.raw().await.number(typed).await, 0, "what was typed is not kept: it may be a password");
}

fn newcomer(email: &str) -> UserInput {
    UserInput {
        email: Some(email.into()),
        full_name: Some("Zoé Nouvelle".into()),
        role: Some("USER".into()),
        active: None,
        password: Some(PASSWORD.into()),
        ..UserInput::default()
    }
}

async fn what_is_sensitive_asks_for_the_password_again(house: House) {
    let (identity, users) = (&house.services.identity, &house.services.users);
    let done = identity.sign_in_browser(&sign_in("adrien@un.test", PASSWORD), context()).await.unwrap();
    let SignInStep::Done { session, .. } = done else { panic!("{done:?}") };
    let now = async || identity.authenticate(&Credential::Session(session), context()).await.unwrap();
    let zoe = users.create(&now().await, newcomer("zoe@un.test")).await.unwrap().id;
    house.clock.advance(SignedDuration::from_mins(15));
    users.create(&now().await, newcomer("zoe2@un.test")).await.unwrap();
    house.clock.advance(SignedDuration::from_secs(1));
    let who = now().await;
    assert_eq!(refusal(users.create(&who, newcomer("zoe3@un.test")).await), RECENT_NEEDED);
    for patch in [json!({ "role": "ADMIN" }), json!({ "email": "mine@un.test" })] {
        assert_eq!(refusal(users.update(&who, zoe, None, &patch).await), RECENT_NEEDED, "{patch}");
    }
    assert_eq!(refusal(users.deactivate(&who, zoe, None, None).await), RECENT_NEEDED);
    assert_eq!(refusal(users.invite_again(&who, zoe).await), RECENT_NEEDED);
    let firm = &house.services.agencies;
    assert_eq!(refusal(firm.update(&who, None, &json!({ "name": "Mine" })).await), RECENT_NEEDED);
    assert_eq!(refusal(firm.settings(&who).await), RECENT_NEEDED);
    // What is not sensitive goes on.
    users.update(&who, zoe, None, &json!({ "full_name": "Zoé" })).await.unwrap();
    assert!(firm.own(&who).await.is_ok());
    identity.confirm(&who, Some(PASSWORD)).await.unwrap();
    assert_eq!(refusal(users.invite_again(&now().await, zoe).await), (422, Code::InvitationAccepted));
    users.deactivate(&now().await, zoe, None, None).await.unwrap();
    assert!(users.create(&now().await, newcomer("zoe3@un.test")).await.is_ok());
    let events = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.confirm'";
    assert_eq!(house.raw().await.number(events).await, 1);
    // Another device of the same person proved nothing.
    assert_eq!(refusal(identity.recent(&house.one.admin)), RECENT_NEEDED);
}

async fn a_wrong_password_confirms_nothing(house: House) {
    let identity = &house.services.identity;
    let who = &house.one.admin;
    house.clock.advance(SignedDuration::from_hours(1));
    for password in [None, Some(""), Some("wrong")] {
        assert_eq!(
            field_refusal(identity.confirm(who, password).await),
            ("/password".into(), Code::InvalidCredentials)
        );
    }
    let again = identity.authenticate(&Credential::Session(who.session().unwrap()), context()).await.unwrap();
    assert_eq!(refusal(identity.recent(&again)), RECENT_NEEDED);
    let events = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.sign_in_failed'";
    assert_eq!(house.raw().await.number(events).await, 3);
}

async fn a_device_is_renamed_by_its_person_only(house: House) {
    let identity = &house.services.identity;
    let who = &house.one.user;
    let session = who.session().unwrap();
    let name = |text: &str| DeviceInput { device_label: Some(text.into()) };
    identity.rename_device(who, session, &name("  Ordinateur du bureau ")).await.unwrap();
    let label = async || identity.devices(who).await.unwrap()[0].device_label.clone();
    assert_eq!(label().await.as_deref(), Some("Ordinateur du bureau"));
    for other in [&house.one.colleague, &house.one.admin, &house.two.admin] {
        assert_eq!(refusal(identity.rename_device(other, session, &name("à moi")).await), NOT_FOUND);
    }
    let long = identity.rename_device(who, session, &name(&"x".repeat(121))).await;
    assert_eq!(field_refusal(long), ("/device_label".into(), Code::TooLong));
    identity.rename_device(who, session, &DeviceInput::default()).await.unwrap();
    assert_eq!(label().await, None);
    identity.sign_out(who, session).await.unwrap();
    assert_eq!(refusal(identity.rename_device(who, session, &name("trop tard")).await), (401, Code::Unauthenticated));
}

async fn the_other_devices_are_signed_out_and_this_one_stays(house: House) {
    let identity = &house.services.identity;
    let who = &house.one.user;
    let other = identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap();
    let done = identity.sign_in_browser(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap();
    let SignInStep::Done { session: browser, .. } = done else { panic!("{done:?}") };
    assert_eq!(identity.devices(who).await.unwrap().len(), 3, "browsers and programs in one list");
    identity.sign_out_others(who).await.unwrap();
    let left = identity.devices(who).await.unwrap();
    assert!(left.len() == 1 && left[0].current, "{left:?}");
    for ended in [Credential::Bearer(other.access_token), Credential::Session(browser)] {
        assert!(identity.authenticate(&ended, context()).await.is_err());
    }
    let colleague = Credential::Session(house.one.colleague.session().unwrap());
    assert!(identity.authenticate(&colleague, context()).await.is_ok(), "nobody else's");
}
