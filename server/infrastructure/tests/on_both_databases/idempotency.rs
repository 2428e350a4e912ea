//! Idempotency keys: a request sent again is answered again, not done again.

use infrastructure::sql::idempotency::Claim;

use crate::support::House;

on_each_database! {
    a_repeated_request_gets_the_first_answer,
    a_request_still_being_worked_on_is_not_begun_again,
    a_key_belongs_to_one_request,
    a_key_belongs_to_one_person,
    a_key_given_back_is_new,
    an_abandoned_request_is_taken_over_by_one,
    an_answer_is_forgotten_after_a_day,
    of_ten_claims_at_once_one_is_new,
}

async fn a_repeated_request_gets_the_first_answer(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    assert_eq!(store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap(), Claim::New);
    store.answer_idempotency_key(who, "k", 201, "{\"é\":1}").await.unwrap();
    let answered = Claim::Answered { status: 201, body: "{\"é\":1}".into() };
    assert_eq!(store.claim_idempotency_key(who, "k", "h", 1001).await.unwrap(), answered);
}

async fn a_request_still_being_worked_on_is_not_begun_again(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap();
    assert_eq!(store.claim_idempotency_key(who, "k", "h", 1060).await.unwrap(), Claim::InProgress);
}

async fn a_key_belongs_to_one_request(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap();
    assert_eq!(store.claim_idempotency_key(who, "k", "other", 1001).await.unwrap(), Claim::OtherRequest);
}

async fn a_key_belongs_to_one_person(house: House) {
    for who in [&house.one.user, &house.one.colleague, &house.two.user] {
        assert_eq!(house.database.claim_idempotency_key(who, "k", "h", 1000).await.unwrap(), Claim::New);
    }
}

async fn a_key_given_back_is_new(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap();
    store.forget_idempotency_key(who, "k").await.unwrap();
    assert_eq!(store.claim_idempotency_key(who, "k", "h", 1001).await.unwrap(), Claim::New);
}

async fn an_abandoned_request_is_taken_over_by_one(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap();
    let (a, b) = tokio::join!(
        store.claim_idempotency_key(who, "k", "h", 1061),
        store.claim_idempotency_key(who, "k", "h", 1061)
    );
    let mut claims = [a.unwrap(), b.unwrap()];
    claims.sort_by_key(|claim| *claim != Claim::New);
    assert_eq!(claims, [Claim::New, Claim::InProgress]);
}

async fn an_answer_is_forgotten_after_a_day(house: House) {
    let (store, who) = (&house.database, &house.one.user);
    store.claim_idempotency_key(who, "k", "h", 1000).await.unwrap();
    store.answer_idempotency_key(who, "k", 201, "").await.unwrap();
    assert_ne!(store.claim_idempotency_key(who, "k", "h", 1000 + 86_400).await.unwrap(), Claim::New);
    assert_eq!(store.claim_idempotency_key(who, "k", "h", 1001 + 86_400).await.unwrap(), Claim::New);
}

async fn of_ten_claims_at_once_one_is_new(house: House) {
    let claims = (0..10).map(|_| house.database.claim_idempotency_key(&house.one.user, "k", "h", 1000));
    let claims = futures::future::join_all(claims).await;
    assert_eq!(claims.into_iter().filter(|claim| *claim.as_ref().unwrap() == Claim::New).count(), 1);
}
