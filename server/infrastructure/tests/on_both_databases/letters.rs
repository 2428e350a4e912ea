//! Letters, the links in them, and the people who choose their passwords by them.

use domain::letter::{LetterFailure, LetterKind, LetterState, LinkPurpose};
use domain::shared::problem::Code;
use domain::user::{UserInput, UserView};
use jiff::SignedDuration;
use services::access::Principal;
use services::ports::mail::{PostOffice, Settlement};

use crate::support::{FORBIDDEN, House, NOT_FOUND, PASSWORD, context, field_refusal, page, refusal, sign_in};

on_each_database! {
    an_invited_person_chooses_his_password_once,
    an_invitation_is_over_after_three_days,
    an_invitation_sent_again_replaces_the_one_before,
    a_forgotten_password_is_replaced_once_and_ends_every_session,
    a_reset_link_is_over_after_half_an_hour,
    a_password_changed_meanwhile_ends_the_links_to_choose_another,
    a_link_is_over_once_the_address_or_the_account_changed,
    asking_again_keeps_the_link_that_is_on_its_way,
    only_a_recent_sign_in_reads_a_letter,
    an_unknown_or_closed_account_gets_no_letter,
    a_letter_waits_while_the_mail_server_is_away_and_is_given_up_after_a_day,
    a_letter_refused_for_good_is_not_tried_again_by_itself,
    of_two_processes_one_sends_the_letter,
    a_late_process_cannot_settle_a_letter_it_lost,
    the_body_is_sealed_while_it_waits_and_erased_once_it_went,
    nobody_sees_another_firms_letters,
    who_lost_his_second_factors_to_an_administrator_is_told_by_letter,
    a_changed_password_is_told_by_letter,
    a_letter_that_went_is_forgotten_after_ninety_days_and_one_that_did_not_after_a_year,
}

const NEW: &str = "Tout-Autre-Chose-2026";
const OVER: (u16, Code) = (410, Code::PasswordLinkOver);

fn invited(email: &str) -> UserInput {
    UserInput {
        email: Some(email.into()),
        full_name: Some("Zoé Nouvelle".into()),
        role: Some("USER".into()),
        ..UserInput::default()
    }
}

async fn invite(house: &House, email: &str) -> UserView {
    let user = house.services.users.create(&house.one.admin, invited(email)).await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    user
}

async fn forget(house: &House, email: &str) -> usize {
    house.services.identity.ask_password_reset(Some(email), context()).await.unwrap();
    let written = house.services.identity.answer_password_requests().await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    written
}

async fn accept(house: &House, secret: &str) -> services::Result<()> {
    house.services.identity.accept_invitation(secret, "password", Some(NEW), context()).await
}

async fn reset(house: &House, secret: &str) -> services::Result<()> {
    reset_to(house, secret, NEW).await
}

async fn reset_to(house: &House, secret: &str, password: &str) -> services::Result<()> {
    house.services.identity.reset_password(secret, "new_password", Some(password), context()).await
}

async fn may_sign_in(house: &House, email: &str, password: &str) -> bool {
    house.services.identity.sign_in_program(&sign_in(email, password), context()).await.is_ok()
}

async fn signed_in(house: &House, who: &Principal) -> bool {
    let session = services::identity::Credential::Session(who.session().unwrap());
    house.services.identity.authenticate(&session, context()).await.is_ok()
}

async fn an_invited_person_chooses_his_password_once(house: House) {
    let user = invite(&house, "zoe@un.test").await;
    assert!(user.invited_at.is_some());
    let letter = house.mail.letters().pop().unwrap();
    assert_eq!((letter.recipient.as_str(), letter.recipient_name.as_str()), ("zoe@un.test", "Zoé Nouvelle"));
    assert!(letter.text.subject.contains("Cabinet Un"), "{}", letter.text.subject);
    for guess in ["", PASSWORD, "!", "null"] {
        assert!(!may_sign_in(&house, "zoe@un.test", guess).await, "{guess}");
    }
    let secret = house.mail.last_secret();
    assert_eq!(house.services.identity.password_link(LinkPurpose::Invitation, &secret).await.unwrap(), "zoe@un.test");
    let identity = &house.services.identity;
    let weak = identity.accept_invitation(&secret, "password", Some("court"), context()).await;
    assert_eq!(field_refusal(weak), ("/password".into(), Code::TooShort));
    assert_eq!(refusal(reset(&house, &secret).await), OVER, "an invitation resets nothing");
    accept(&house, &secret).await.unwrap();
    assert!(may_sign_in(&house, "zoe@un.test", NEW).await);
    assert_eq!(house.services.users.find(&house.one.admin, user.id).await.unwrap().invited_at, None);
    assert_eq!(refusal(accept(&house, &secret).await), OVER);
    assert_eq!(refusal(accept(&house, "made up").await), OVER);
    let again = house.services.users.invite_again(&house.one.admin, user.id).await;
    assert_eq!(refusal(again), (422, Code::InvitationAccepted));
}

async fn an_invitation_is_over_after_three_days(house: House) {
    invite(&house, "zoe@un.test").await;
    let secret = house.mail.last_secret();
    house.clock.advance(SignedDuration::from_hours(72));
    assert_eq!(refusal(accept(&house, &secret).await), OVER);
}

async fn an_invitation_sent_again_replaces_the_one_before(house: House) {
    let user = invite(&house, "zoe@un.test").await;
    let first = house.mail.last_secret();
    house.services.users.invite_again(&house.one.admin, user.id).await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    let second = house.mail.last_secret();
    assert_ne!(first, second);
    assert_eq!(refusal(accept(&house, &first).await), OVER);
    accept(&house, &second).await.unwrap();
    for who in [&house.one.manager, &house.one.user] {
        assert_eq!(refusal(house.services.users.invite_again(who, user.id).await), FORBIDDEN);
    }
    assert_eq!(refusal(house.services.users.invite_again(&house.two.admin, user.id).await), NOT_FOUND);
}

async fn a_forgotten_password_is_replaced_once_and_ends_every_session(house: House) {
    assert_eq!(forget(&house, " ANNA@un.test ").await, 1);
    let secret = house.mail.last_secret();
    assert_eq!(refusal(accept(&house, &secret).await), OVER, "a reset link accepts no invitation");
    let (one, two) = tokio::join!(reset(&house, &secret), reset(&house, &secret));
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "a link works once, also at once");
    assert!(may_sign_in(&house, "anna@un.test", NEW).await);
    assert!(!may_sign_in(&house, "anna@un.test", PASSWORD).await);
    assert!(!signed_in(&house, &house.one.user).await);
    assert!(signed_in(&house, &house.one.colleague).await);
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.reset_password'";
    assert_eq!(house.raw().await.number(told).await, 1);
}

async fn a_reset_link_is_over_after_half_an_hour(house: House) {
    forget(&house, "anna@un.test").await;
    let first = house.mail.last_secret();
    assert_eq!(forget(&house, "anna@un.test").await, 0, "one letter a minute is enough");
    house.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(forget(&house, "anna@un.test").await, 1);
    house.clock.advance(SignedDuration::from_mins(28));
    assert_eq!(refusal(reset(&house, &first).await), OVER);
    house.clock.advance(SignedDuration::from_mins(2));
    assert_eq!(refusal(reset(&house, &house.mail.last_secret()).await), OVER);
}

async fn a_password_changed_meanwhile_ends_the_links_to_choose_another(house: House) {
    forget(&house, "anna@un.test").await;
    let secret = house.mail.last_secret();
    let chosen = Some("Choisi-Par-Elle-2026");
    house.services.identity.change_password(&house.one.user, Some(PASSWORD), chosen).await.unwrap();
    assert_eq!(refusal(reset(&house, &secret).await), OVER, "somebody else may read the letter");
    assert!(may_sign_in(&house, "anna@un.test", "Choisi-Par-Elle-2026").await);
}

async fn an_unknown_or_closed_account_gets_no_letter(house: House) {
    invite(&house, "zoe@un.test").await;
    let boris = house.one.colleague.user_id().unwrap();
    house.services.users.deactivate(&house.one.admin, boris, None, None).await.unwrap();
    for email in ["nobody@un.test", "zoe@un.test", "boris@un.test", "' OR 1=1 --"] {
        assert_eq!(forget(&house, email).await, 0, "{email}");
    }
    assert_eq!(house.mail.letters().len(), 1, "the invitation and nothing else");
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM password_requests").await, 0);
}

async fn a_letter_waits_while_the_mail_server_is_away_and_is_given_up_after_a_day(house: House) {
    house.mail.refuse(Some(LetterFailure::Unreachable));
    invite(&house, "zoe@un.test").await;
    let letters = &house.services.letters;
    let mut waits = Vec::new();
    for _ in 0..12 {
        let letter = letters.list(&house.one.admin, &page(50), None).await.unwrap().items.pop().unwrap();
        assert_eq!(letter.last_error, Some(LetterFailure::Unreachable));
        if letter.state != LetterState::Waiting {
            break;
        }
        let wait = letter.next_try_at.duration_since(services::ports::clock::Clock::now(&house.clock));
        waits.push(wait.as_mins());
        house.clock.advance(wait - SignedDuration::from_secs(1));
        assert_eq!(letters.deliver_due().await.unwrap(), 0, "not before its time");
        house.clock.advance(SignedDuration::from_secs(1));
        letters.deliver_due().await.unwrap();
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
    let failed =
        letters.list(&house.one.admin, &page(50), Some(LetterState::Failed)).await.unwrap().items.pop().unwrap();
    house.mail.refuse(None);
    assert_eq!(letters.deliver_due().await.unwrap(), 0);
    letters.send_again(&house.one.admin, failed.id).await.unwrap();
    assert_eq!(letters.deliver_due().await.unwrap(), 1);
    accept(&house, &house.mail.last_secret()).await.unwrap();
    assert_eq!(refusal(letters.send_again(&house.one.admin, failed.id).await), (422, Code::LetterSent));
}

async fn a_letter_refused_for_good_is_not_tried_again_by_itself(house: House) {
    house.mail.refuse(Some(LetterFailure::Refused));
    invite(&house, "zoe@un.test").await;
    let letter = house.services.letters.list(&house.one.admin, &page(50), None).await.unwrap().items.pop().unwrap();
    assert_eq!((letter.state, letter.attempts), (LetterState::Failed, 1));
}

async fn of_two_processes_one_sends_the_letter(house: House) {
    for number in 0..10 {
        house.services.users.create(&house.one.admin, invited(&format!("z{number}@un.test"))).await.unwrap();
    }
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let letters = house.services.letters.clone();
        tasks.push(tokio::spawn(async move { letters.deliver_due().await }));
    }
    let mut sent = 0;
    for task in tasks {
        sent += task.await.unwrap().unwrap();
    }
    while house.services.letters.deliver_due().await.unwrap() > 0 {
        sent += 1;
    }
    assert_eq!(sent, 10);
    let mut recipients: Vec<String> = house.mail.letters().into_iter().map(|letter| letter.recipient).collect();
    recipients.sort();
    recipients.dedup();
    assert_eq!((recipients.len(), house.mail.letters().len()), (10, 10));
}

async fn a_late_process_cannot_settle_a_letter_it_lost(house: House) {
    house.services.users.create(&house.one.admin, invited("zoe@un.test")).await.unwrap();
    let (post, minute) = (&house.database, SignedDuration::from_mins(1));
    let now = services::ports::clock::Clock::now(&house.clock);
    let slow = post.take_due(now, now + minute).await.unwrap().unwrap();
    assert!(post.take_due(now, now + minute).await.unwrap().is_none(), "it is taken");
    let quick = post.take_due(now + minute, now + minute + minute).await.unwrap().unwrap();
    assert_eq!((quick.id, quick.attempt), (slow.id, slow.attempt + 1));
    assert!(!post.settle(&slow, Settlement::GivenUp(LetterFailure::Unreachable), now).await.unwrap());
    assert!(post.settle(&quick, Settlement::Sent, now).await.unwrap());
    assert!(!post.settle(&slow, Settlement::Sent, now).await.unwrap());
}

async fn the_body_is_sealed_while_it_waits_and_erased_once_it_went(house: House) {
    house.services.users.create(&house.one.admin, invited("zoe@un.test")).await.unwrap();
    let now = services::ports::clock::Clock::now(&house.clock);
    let due = house.database.take_due(now, now).await.unwrap().unwrap();
    assert!(!due.body.windows(10).any(|part| part == b"invitation"), "nobody reads it in the database");
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM letters WHERE body IS NOT NULL").await, 1);
    house.services.letters.deliver_due().await.unwrap();
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM letters WHERE body IS NOT NULL").await, 0);
    let hashed = "SELECT COUNT(*) FROM password_links WHERE length(hash) = 32";
    assert_eq!(house.raw().await.number(hashed).await, 1);
}

async fn nobody_sees_another_firms_letters(house: House) {
    invite(&house, "zoe@un.test").await;
    let letters = &house.services.letters;
    let letter = letters.list(&house.one.admin, &page(50), None).await.unwrap().items.pop().unwrap();
    assert!(letters.list(&house.two.admin, &page(50), None).await.unwrap().items.is_empty());
    assert_eq!(refusal(letters.find(&house.two.admin, letter.id).await), NOT_FOUND);
    assert_eq!(refusal(letters.open(&house.two.admin, letter.id).await), NOT_FOUND);
    assert_eq!(refusal(letters.send_again(&house.two.admin, letter.id).await), NOT_FOUND);
    for who in [&house.one.user, &house.one.manager] {
        assert_eq!(refusal(letters.list(who, &page(50), None).await), FORBIDDEN);
        assert_eq!(refusal(letters.find(who, letter.id).await), FORBIDDEN);
        assert_eq!(refusal(letters.open(who, letter.id).await), FORBIDDEN);
        assert_eq!(refusal(letters.send_again(who, letter.id).await), FORBIDDEN);
    }
    let read = letters.open(&house.one.admin, letter.id).await.unwrap().expect("it is kept");
    assert!(read.contains("https://assurance.test/invitation/"), "{read}");
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'letter.open'";
    assert_eq!(house.raw().await.number(told).await, 1, "reading is audited");
}

async fn a_link_is_over_once_the_address_or_the_account_changed(house: House) {
    let user = invite(&house, "typo@un.test").await;
    let first = house.mail.last_secret();
    let change = async |patch: serde_json::Value| {
        house.services.users.update(&house.one.admin, user.id, None, &patch).await.unwrap();
        house.services.letters.deliver_due().await.unwrap();
    };
    change(serde_json::json!({ "email": "zoe@un.test" })).await;
    assert_eq!(refusal(accept(&house, &first).await), OVER, "whoever owns the wrong address");
    let letter = house.mail.letters().pop().unwrap();
    assert_eq!(letter.recipient, "zoe@un.test", "the right one is invited at once");
    let second = house.mail.last_secret();
    change(serde_json::json!({ "active": false })).await;
    assert_eq!(refusal(accept(&house, &second).await), OVER);
    change(serde_json::json!({ "active": true })).await;
    assert_eq!(refusal(accept(&house, &second).await), OVER, "the old letter does not come back to life");
    accept(&house, &house.mail.last_secret()).await.unwrap();

    assert_eq!(forget(&house, "zoe@un.test").await, 1);
    let reset_link = house.mail.last_secret();
    change(serde_json::json!({ "email": "zoe.nouvelle@un.test" })).await;
    assert_eq!(refusal(reset(&house, &reset_link).await), OVER);
    assert!(may_sign_in(&house, "zoe.nouvelle@un.test", NEW).await);
}

async fn asking_again_keeps_the_link_that_is_on_its_way(house: House) {
    assert_eq!(forget(&house, "anna@un.test").await, 1);
    let first = house.mail.last_secret();
    house.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(forget(&house, "anna@un.test").await, 1);
    let second = house.mail.last_secret();
    reset(&house, &first).await.unwrap();
    assert_eq!(refusal(reset(&house, &second).await), OVER, "all end when one is used");
}

async fn only_a_recent_sign_in_reads_a_letter(house: House) {
    invite(&house, "zoe@un.test").await;
    let letters = house.services.letters.list(&house.one.admin, &page(5), None).await.unwrap();
    let id = letters.items[0].id;
    house.services.letters.open(&house.one.admin, id).await.unwrap();
    house.clock.advance(SignedDuration::from_mins(16));
    let read = house.services.letters.open(&house.one.admin, id).await;
    assert_eq!(refusal(read), (403, Code::RecentSignInNeeded));
}

async fn who_lost_his_second_factors_to_an_administrator_is_told_by_letter(house: House) {
    let anna = house.one.user.user_id().unwrap();
    for who in [&house.one.manager, &house.two.admin] {
        assert!(house.services.factors.reset(who, anna).await.is_err());
    }
    house.services.letters.deliver_due().await.unwrap();
    assert!(house.mail.letters().is_empty(), "what was refused is not told");
    house.services.factors.reset(&house.one.admin, anna).await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    let letter = house.mail.letters().pop().unwrap();
    assert_eq!(letter.recipient, "anna@un.test");
    assert!(letter.text.text.contains("Cabinet Un"), "{}", letter.text.text);
    assert!(letter.text.text.contains("\nhttps://assurance.test/sign-in\n"), "{}", letter.text.text);
    let kept = house.services.letters.list(&house.one.admin, &page(50), None).await.unwrap().items.pop().unwrap();
    assert_eq!((kept.kind, kept.state), (LetterKind::FactorsReset, LetterState::Sent));
    // Who may not sign in is not written to.
    let boris = house.one.colleague.user_id().unwrap();
    house.services.users.deactivate(&house.one.admin, boris, None, None).await.unwrap();
    house.services.factors.reset(&house.one.admin, boris).await.unwrap();
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM letters").await, 1);
}

async fn a_changed_password_is_told_by_letter(house: House) {
    let told = async || {
        house.services.letters.deliver_due().await.unwrap();
        let kinds = house.services.letters.list(&house.one.admin, &page(50), None).await.unwrap().items;
        let told = kinds.iter().filter(|letter| letter.kind == LetterKind::PasswordChanged);
        told.map(|letter| letter.recipient.clone()).collect::<Vec<_>>()
    };
    let identity = &house.services.identity;
    assert!(identity.change_password(&house.one.user, Some("not this one"), Some(NEW)).await.is_err());
    invite(&house, "zoe@un.test").await;
    accept(&house, &house.mail.last_secret()).await.unwrap();
    assert!(told().await.is_empty(), "neither a refused change nor a first password is news");

    identity.change_password(&house.one.user, Some(PASSWORD), Some(NEW)).await.unwrap();
    assert_eq!(told().await, ["anna@un.test"]);
    forget(&house, "zoe@un.test").await;
    let secret = house.mail.last_secret();
    assert_eq!(field_refusal(reset_to(&house, &secret, "court").await), ("/new_password".into(), Code::TooShort));
    assert_eq!(told().await.len(), 1);
    reset(&house, &secret).await.unwrap();
    assert_eq!(told().await, ["zoe@un.test", "anna@un.test"]);
    let letter = house.mail.letters().pop().unwrap();
    assert!(letter.text.text.contains("\nhttps://assurance.test/sign-in\n"), "{}", letter.text.text);
    assert!(!letter.text.text.contains("password-reset/"), "it holds no link that opens anything");
}

async fn a_letter_that_went_is_forgotten_after_ninety_days_and_one_that_did_not_after_a_year(house: House) {
    let days = |number: i64| SignedDuration::from_hours(24 * number);
    let kept = async || {
        let now = services::ports::clock::Clock::now(&house.clock);
        house.database.sweep_letters(now).await.unwrap();
        house.raw().await.texts("SELECT recipient FROM letters ORDER BY recipient").await
    };
    invite(&house, "sent@un.test").await;
    house.services.users.create(&house.two.admin, invited("sent@deux.test")).await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    house.mail.refuse(Some(LetterFailure::Refused));
    invite(&house, "failed@un.test").await;
    house.mail.refuse(Some(LetterFailure::Unreachable));
    invite(&house, "waiting@un.test").await;
    let all = ["failed@un.test", "sent@deux.test", "sent@un.test", "waiting@un.test"];

    house.clock.advance(days(90));
    assert_eq!(kept().await, all);
    house.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(kept().await, ["failed@un.test", "waiting@un.test"], "those of every firm went");
    house.clock.advance(days(275));
    assert_eq!(kept().await, ["waiting@un.test"]);
    let event = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.create' AND object_label = 'Zoé Nouvelle'";
    assert_eq!(house.raw().await.number(event).await, 4, "the log forgets nothing");
}
