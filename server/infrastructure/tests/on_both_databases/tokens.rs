//! Refresh tokens: one chain, whoever asks twice, and an end for whoever copied one.

use domain::session::TokenGrant;
use domain::shared::problem::Code;
use jiff::SignedDuration;
use services::Result;
use services::access::Principal;
use services::identity::Credential;
use services::ports::clock::Clock;

use crate::support::{House, NOT_FOUND, PASSWORD, context, refusal, sign_in};

on_each_database! {
    a_refresh_token_is_exchanged_again_and_again,
    a_refresh_that_is_repeated_gets_the_same_successor,
    refreshes_at_once_make_one_chain,
    a_token_whose_successor_was_used_ends_the_session,
    a_token_that_comes_back_late_ends_its_session_and_no_other,
    who_understood_is_not_told_again,
    the_successor_is_nowhere_in_clear_and_forgotten_once_used,
    what_is_over_is_swept,
}

const UNKNOWN: (u16, Code) = (401, Code::Unauthenticated);

async fn signed_in(house: &House) -> TokenGrant {
    house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap()
}

async fn refresh(house: &House, token: &str) -> Result<TokenGrant> {
    house.services.identity.refresh(token, context()).await
}

async fn principal(house: &House, grant: &TokenGrant) -> Result<Principal> {
    house.services.identity.authenticate(&Credential::Bearer(grant.access_token.clone()), context()).await
}

async fn a_refresh_token_is_exchanged_again_and_again(house: House) {
    let mut grant = signed_in(&house).await;
    for _ in 0..5 {
        let next = refresh(&house, &grant.refresh_token).await.unwrap();
        assert_ne!(grant.refresh_token, next.refresh_token);
        assert!(principal(&house, &next).await.is_ok());
        grant = next;
    }
    assert_eq!(refusal(refresh(&house, "made up").await), UNKNOWN);
    assert_eq!(refusal(refresh(&house, &grant.access_token).await), UNKNOWN);
}

async fn a_refresh_that_is_repeated_gets_the_same_successor(house: House) {
    let first = signed_in(&house).await;
    let second = refresh(&house, &first.refresh_token).await.unwrap();
    for _ in 0..3 {
        house.clock.advance(SignedDuration::from_secs(10));
        let again = refresh(&house, &first.refresh_token).await.unwrap();
        assert_eq!(again.refresh_token, second.refresh_token);
        assert!(principal(&house, &again).await.is_ok());
    }
    assert!(refresh(&house, &second.refresh_token).await.is_ok());
}

async fn refreshes_at_once_make_one_chain(house: House) {
    let mut token = signed_in(&house).await.refresh_token;
    let tokens = "SELECT COUNT(*) FROM refresh_tokens";
    let before = house.raw().await.number(tokens).await;
    for _ in 0..3 {
        let asked = (0..8).map(|_| {
            let (identity, token) = (house.services.identity.clone(), token.clone());
            tokio::spawn(async move { identity.refresh(&token, context()).await.unwrap().refresh_token })
        });
        let mut got = Vec::new();
        for task in asked.collect::<Vec<_>>() {
            got.push(task.await.unwrap());
        }
        got.dedup();
        assert_eq!(got.len(), 1, "all get the same successor");
        token = got.remove(0);
    }
    assert_eq!(house.raw().await.number(tokens).await, before + 3);
}

async fn a_token_whose_successor_was_used_ends_the_session(house: House) {
    let first = signed_in(&house).await;
    let second = refresh(&house, &first.refresh_token).await.unwrap();
    let third = refresh(&house, &second.refresh_token).await.unwrap();
    // Within the grace, but two hands are at work: who holds the third token used the second.
    assert_eq!(refusal(refresh(&house, &first.refresh_token).await), UNKNOWN);
    assert_eq!(refusal(principal(&house, &third).await), UNKNOWN);
    assert_eq!(refusal(refresh(&house, &third.refresh_token).await), UNKNOWN);
}

async fn a_token_that_comes_back_late_ends_its_session_and_no_other(house: House) {
    let (first, other) = (signed_in(&house).await, signed_in(&house).await);
    let second = refresh(&house, &first.refresh_token).await.unwrap();
    house.clock.advance(SignedDuration::from_secs(31));
    assert_eq!(refusal(refresh(&house, &first.refresh_token).await), UNKNOWN);
    assert_eq!(refusal(principal(&house, &second).await), UNKNOWN);
    assert_eq!(refusal(refresh(&house, &second.refresh_token).await), UNKNOWN);
    assert!(refresh(&house, &other.refresh_token).await.is_ok());

    // The person is told, and nobody else is.
    let who = principal(&house, &other).await.unwrap();
    let told = house.services.identity.copied_devices(&who).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].reused_at, told[0].user_agent.as_deref()), (house.clock.now(), Some("tests")));
    assert!(house.services.identity.devices(&who).await.unwrap().iter().all(|device| device.id != told[0].id));
    assert!(house.services.identity.copied_devices(&house.one.colleague).await.unwrap().is_empty());
    let events = "SELECT COUNT(*) FROM audit_events WHERE action = 'session.revoke_reused'";
    assert_eq!(house.raw().await.number(events).await, 1);
    house.clock.advance(SignedDuration::from_hours(31 * 24));
    assert!(house.services.identity.copied_devices(&who).await.unwrap().is_empty(), "not for ever");
}

async fn who_understood_is_not_told_again(house: House) {
    let (first, other) = (signed_in(&house).await, signed_in(&house).await);
    refresh(&house, &first.refresh_token).await.unwrap();
    house.clock.advance(SignedDuration::from_secs(31));
    assert_eq!(refusal(refresh(&house, &first.refresh_token).await), UNKNOWN);
    let (identity, who) = (&house.services.identity, principal(&house, &other).await.unwrap());
    let copied = identity.copied_devices(&who).await.unwrap().remove(0).id;
    for stranger in [&house.one.colleague, &house.one.admin, &house.two.user] {
        assert_eq!(refusal(identity.understand_reuse(stranger, copied).await), NOT_FOUND);
    }
    assert_eq!(refusal(identity.understand_reuse(&who, who.session().unwrap()).await), NOT_FOUND, "it is alive");
    assert_eq!(identity.copied_devices(&who).await.unwrap().len(), 1);
    for _ in 0..2 {
        identity.understand_reuse(&who, copied).await.unwrap();
        assert!(identity.copied_devices(&who).await.unwrap().is_empty());
    }
}

async fn the_successor_is_nowhere_in_clear_and_forgotten_once_used(house: House) {
    let first = signed_in(&house).await;
    let second = refresh(&house, &first.refresh_token).await.unwrap();
    let mut raw = house.raw().await;
    let kept = "SELECT COUNT(*) FROM refresh_tokens WHERE successor IS NOT NULL";
    assert_eq!(raw.number(kept).await, 1);
    let hex = match house.place.kind {
        crate::support::Kind::Sqlite => "SELECT hex(successor) FROM refresh_tokens WHERE successor IS NOT NULL",
        crate::support::Kind::Postgres => {
            "SELECT encode(successor, 'hex') FROM refresh_tokens WHERE successor IS NOT NULL"
        }
    };
    let sealed = hex::decode(raw.texts(hex).await.remove(0)).unwrap();
    assert!(!sealed.windows(16).any(|part| second.refresh_token.as_bytes().starts_with(part)));
    refresh(&house, &second.refresh_token).await.unwrap();
    assert_eq!(raw.number(kept).await, 1, "the first token's successor is forgotten, the second's is kept");
    house.clock.advance(SignedDuration::from_secs(31));
    house.database.sweep_sessions(house.clock.now()).await.unwrap();
    assert_eq!(raw.number(kept).await, 0);
}

async fn what_is_over_is_swept(house: House) {
    let grant = signed_in(&house).await;
    refresh(&house, &grant.refresh_token).await.unwrap();
    let mut raw = house.raw().await;
    let (sessions, tokens) = ("SELECT COUNT(*) FROM sessions", "SELECT COUNT(*) FROM refresh_tokens");
    let there = (raw.number(sessions).await, raw.number(tokens).await);
    house.database.sweep_sessions(house.clock.now()).await.unwrap();
    assert_eq!((raw.number(sessions).await, raw.number(tokens).await), there, "what lives stays");
    house.clock.advance(SignedDuration::from_hours(30 * 24));
    house.database.sweep_sessions(house.clock.now()).await.unwrap();
    assert_eq!(raw.number(tokens).await, 0);
    assert_eq!(raw.number(sessions).await, there.0, "kept as long as their person may be told what ended them");
    house.clock.advance(SignedDuration::from_hours(31 * 24));
    house.database.sweep_sessions(house.clock.now()).await.unwrap();
    assert_eq!(raw.number(sessions).await, 0);
}
