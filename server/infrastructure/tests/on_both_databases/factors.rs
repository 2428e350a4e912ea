//! Second factors: codes that work once, the second step of signing in, the firm's rule, and an administrator's reset.

use domain::factor::FactorRules;
use domain::session::SignInInput;
use domain::shared::problem::Code;
use domain::user::UserFilter;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use services::access::Principal;
use services::identity::{Credential, HalfSignIn, SignInStep};
use sha1::Sha1;

use crate::support::{FORBIDDEN, House, NOT_FOUND, PASSWORD, context, field_refusal, page, refusal, sign_in};

on_each_database! {
    a_code_of_the_app_works_once,
    of_many_uses_of_one_code_at_once_exactly_one_counts,
    nothing_is_told_of_a_factor_before_the_password_is_right,
    a_recovery_code_works_once_and_new_ones_replace_the_old,
    five_wrong_codes_make_an_account_wait_but_a_recovery_code_still_works,
    removing_the_app_takes_the_password_and_a_code,
    the_second_step_is_over_after_five_minutes_or_with_another_password,
    a_secret_and_its_recovery_codes_stand_nowhere_in_clear,
    a_firm_asks_a_second_factor_by_role,
    an_administrator_resets_the_factors_of_his_people_who_are_told,
    nobody_resets_his_own_factors,
    a_set_up_that_was_left_open_is_not_finished_by_whoever_comes_next,
    another_firms_factors_do_not_exist,
}

/// What an authenticator app would show (RFC 6238), for the base 32 secret it was given.
fn code_of(secret: &str, second: i64) -> String {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == letter).unwrap();
        held = (held << 5 | u32::try_from(value).unwrap()) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 255).unwrap());
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).unwrap();
    mac.update(&(second / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let place = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[place..place + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn now(house: &House) -> i64 {
    house.ports.clock.now().as_second()
}

fn with(totp: &str) -> SignInInput {
    SignInInput { totp: Some(totp.into()), ..sign_in("anna@un.test", PASSWORD) }
}

async fn try_with(house: &House, totp: &str) -> services::Result<()> {
    house.services.identity.sign_in_program(&with(totp), context()).await.map(drop)
}

/// Sets up an app for Anna: its secret and her recovery codes. A new step has begun afterwards.
async fn enrolled(house: &House) -> (String, Vec<String>) {
    let (who, factors) = (&house.one.user, &house.services.factors);
    let secret = factors.begin_totp(who).await.unwrap().secret;
    let codes = factors.confirm_totp(who, &code_of(&secret, now(house))).await.unwrap().recovery_codes;
    house.clock.advance(SignedDuration::from_secs(30));
    (secret, codes)
}

async fn half(house: &House) -> HalfSignIn {
    match house.services.identity.sign_in_browser(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap() {
        SignInStep::SecondFactor(half) => half,
        done @ SignInStep::Done { .. } => panic!("no second step: {done:?}"),
    }
}

const REQUIRED: (u16, Code) = (401, Code::SecondFactorRequired);
const WRONG: (u16, Code) = (401, Code::InvalidSecondFactor);
const WAIT: (u16, Code) = (401, Code::TooManyCodes);
const OVER: (u16, Code) = (401, Code::SignInStepOver);

async fn a_code_of_the_app_works_once(house: House) {
    let (who, factors) = (&house.one.user, &house.services.factors);
    let enrolment = factors.begin_totp(who).await.unwrap();
    assert!(enrolment.uri.contains(&format!("anna@un.test?secret={}&issuer=", enrolment.secret)), "{enrolment:?}");
    assert_eq!(factors.pending_totp(who).await.unwrap(), Some(enrolment.clone()));
    assert!(try_with(&house, "").await.is_ok(), "a secret that no code confirmed counts for nothing");
    let wrong = factors.confirm_totp(who, "000000").await;
    assert_eq!(field_refusal(wrong), ("/code".into(), Code::InvalidSecondFactor));
    let first = code_of(&enrolment.secret, now(&house));
    assert_eq!(factors.confirm_totp(who, &first).await.unwrap().recovery_codes.len(), 10);
    assert_eq!(factors.pending_totp(who).await.unwrap(), None);
    assert_eq!(refusal(factors.begin_totp(who).await), (422, Code::TotpEnrolled));

    assert_eq!(refusal(try_with(&house, " ").await), REQUIRED);
    assert_eq!(refusal(try_with(&house, &first).await), WRONG, "the first code was used to confirm");
    house.clock.advance(SignedDuration::from_secs(30));
    let second = code_of(&enrolment.secret, now(&house));
    assert!(try_with(&house, &format!(" {} {} ", &second[..3], &second[3..])).await.is_ok());
    assert_eq!(refusal(try_with(&house, &second).await), WRONG);
    let early = code_of(&enrolment.secret, now(&house) + 30);
    assert!(try_with(&house, &early).await.is_ok(), "a clock may be half a minute ahead");
    house.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(refusal(try_with(&house, &early).await), WRONG, "but its code does not work again");
}

async fn of_many_uses_of_one_code_at_once_exactly_one_counts(house: House) {
    let (secret, _) = enrolled(&house).await;
    let code = code_of(&secret, now(&house));
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let (identity, input) = (house.services.identity.clone(), with(&code));
        tasks.push(tokio::spawn(async move { identity.sign_in_program(&input, context()).await }));
    }
    let mut won = 0;
    for task in tasks {
        won += u8::from(task.await.unwrap().is_ok());
    }
    assert_eq!(won, 1);
}

async fn nothing_is_told_of_a_factor_before_the_password_is_right(house: House) {
    enrolled(&house).await;
    for totp in [None, Some("000000".to_owned()), Some("ABCDE-FGHJK".to_owned())] {
        let input = SignInInput { totp, ..sign_in("anna@un.test", "wrong") };
        let answer = house.services.identity.sign_in_program(&input, context()).await;
        assert_eq!(refusal(answer), (401, Code::InvalidCredentials));
        let answer = house.services.identity.sign_in_browser(&input, context()).await;
        assert_eq!(refusal(answer), (401, Code::InvalidCredentials));
    }
}

async fn a_recovery_code_works_once_and_new_ones_replace_the_old(house: House) {
    let (who, factors) = (&house.one.user, &house.services.factors);
    let (secret, codes) = enrolled(&house).await;
    assert!(try_with(&house, &codes[0].to_lowercase()).await.is_ok());
    assert_eq!(refusal(try_with(&house, &codes[0]).await), WRONG);
    assert_eq!(factors.own(who).await.unwrap().recovery_codes_left, 9);
    assert!(!factors.own(who).await.unwrap().recovery_codes_low());
    for code in &codes[1..7] {
        assert!(try_with(&house, code).await.is_ok());
    }
    assert!(factors.own(who).await.unwrap().recovery_codes_low());
    let refused = factors.renew_recovery_codes(who, "000000").await;
    assert_eq!(field_refusal(refused), ("/code".into(), Code::InvalidSecondFactor));
    let fresh = factors.renew_recovery_codes(who, &code_of(&secret, now(&house))).await.unwrap().recovery_codes;
    assert_eq!(fresh.len(), 10);
    assert_eq!(refusal(try_with(&house, &codes[9]).await), WRONG);
    assert!(try_with(&house, &fresh[0]).await.is_ok());
}

async fn five_wrong_codes_make_an_account_wait_but_a_recovery_code_still_works(house: House) {
    let (secret, codes) = enrolled(&house).await;
    for _ in 0..4 {
        assert_eq!(refusal(try_with(&house, "000000").await), WRONG);
    }
    assert_eq!(refusal(try_with(&house, "000000").await), WAIT);
    let right = code_of(&secret, now(&house));
    assert_eq!(refusal(try_with(&house, &right).await), WAIT, "even the right one");
    house.clock.advance(SignedDuration::from_mins(14));
    assert_eq!(refusal(try_with(&house, &code_of(&secret, now(&house))).await), WAIT);
    house.clock.advance(SignedDuration::from_mins(1));
    assert!(try_with(&house, &code_of(&secret, now(&house))).await.is_ok(), "who goes on guessing prolongs nothing");
    for _ in 0..6 {
        assert!(try_with(&house, "000000").await.is_err());
    }
    assert!(try_with(&house, &codes[0]).await.is_ok());
    house.clock.advance(SignedDuration::from_mins(1));
    assert!(try_with(&house, &code_of(&secret, now(&house))).await.is_ok(), "a right one forgets the wrong ones");
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'factor.failed' AND actor = 'second factor'";
    assert!(house.raw().await.number(told).await >= 10);
}

async fn removing_the_app_takes_the_password_and_a_code(house: House) {
    let (who, factors) = (&house.one.user, &house.services.factors);
    let (secret, _) = enrolled(&house).await;
    let code = || code_of(&secret, now(&house));
    let refused = factors.remove_totp(who, "wrong", &code()).await;
    assert_eq!(field_refusal(refused), ("/current_password".into(), Code::InvalidCredentials));
    let refused = factors.remove_totp(who, PASSWORD, "000000").await;
    assert_eq!(field_refusal(refused), ("/code".into(), Code::InvalidSecondFactor));
    factors.remove_totp(who, PASSWORD, &code()).await.unwrap();
    let own = factors.own(who).await.unwrap();
    assert_eq!((own.any(), own.recovery_codes_left), (false, 0));
    assert!(try_with(&house, "").await.is_ok());
    assert_eq!(refusal(factors.remove_totp(who, PASSWORD, &code()).await), NOT_FOUND);
}

async fn the_second_step_is_over_after_five_minutes_or_with_another_password(house: House) {
    let identity = &house.services.identity;
    let (secret, codes) = enrolled(&house).await;
    let first = half(&house).await;
    house.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(refusal(identity.second_step(&first, &codes[0], context()).await), OVER);
    let second = half(&house).await;
    assert_eq!(refusal(identity.second_step(&second, "000000", context()).await), WRONG);
    let done = identity.second_step(&second, &code_of(&secret, now(&house)), context()).await.unwrap();
    let SignInStep::Done { session, account, factors_reset_at: None } = done else { panic!("{done:?}") };
    assert_eq!(Some(account.id), house.one.user.user_id());
    assert!(identity.authenticate(&Credential::Session(session), context()).await.is_ok());
    let third = half(&house).await;
    identity.change_password(&house.one.user, Some(PASSWORD), Some("Tout-Autre-Chose")).await.unwrap();
    assert_eq!(refusal(identity.second_step(&third, &codes[0], context()).await), OVER);
}

async fn a_secret_and_its_recovery_codes_stand_nowhere_in_clear(house: House) {
    let (secret, codes) = enrolled(&house).await;
    let mut raw = house.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM one_time_secrets WHERE length(sealed) > 40").await, 1);
    assert_eq!(raw.number("SELECT COUNT(*) FROM recovery_codes WHERE length(hash) = 32").await, 10);
    let events = raw.texts("SELECT changes || object_label || object_id FROM audit_events").await.join(" ");
    assert!(!events.contains(&secret) && !codes.iter().any(|code| events.contains(code)));
}

async fn a_firm_asks_a_second_factor_by_role(house: House) {
    let (admin, factors) = (&house.one.admin, &house.services.factors);
    for who in [&house.one.user, &house.one.manager] {
        assert_eq!(refusal(factors.rules(who).await), FORBIDDEN);
        assert_eq!(refusal(factors.set_rules(who, &FactorRules::default()).await), FORBIDDEN);
    }
    let wrong = factors.set_rules(admin, &FactorRules { roles: vec!["CHEF".into()] }).await;
    assert_eq!(field_refusal(wrong), ("/roles/0".into(), Code::NotAChoice));
    let platform = factors.set_rules(admin, &FactorRules { roles: vec!["SUPERADMIN".into()] }).await;
    assert_eq!(field_refusal(platform), ("/roles".into(), Code::RoleAboveOwn));
    let rules = FactorRules { roles: vec!["USER".into()] };
    assert_eq!(factors.set_rules(admin, &rules).await.unwrap(), rules);
    assert_eq!(factors.rules(admin).await.unwrap(), rules);
    assert_eq!(factors.rules(&house.two.admin).await.unwrap(), FactorRules::default());

    // The sessions that are open already count too.
    let again = async |who: &Principal| {
        let session = Credential::Session(who.session().unwrap());
        house.services.identity.authenticate(&session, context()).await.unwrap()
    };
    let anna = again(&house.one.user).await;
    assert!(anna.lacks_factor() && !again(&house.one.manager).await.lacks_factor());
    assert!(!again(&house.two.user).await.lacks_factor());
    let list = async |who: &Principal| house.services.clients.owners(who).await;
    assert_eq!(refusal(list(&anna).await), (403, Code::SecondFactorMissing));
    assert_eq!(
        refusal(house.services.users.list(&anna, &page(5), &UserFilter::default()).await),
        FORBIDDEN,
        "the role comes first"
    );
    assert!(factors.own(&anna).await.unwrap().required);
    let secret = factors.begin_totp(&anna).await.unwrap().secret;
    factors.confirm_totp(&anna, &code_of(&secret, now(&house))).await.unwrap();
    let anna = again(&house.one.user).await;
    assert!(list(&anna).await.is_ok());
    house.clock.advance(SignedDuration::from_secs(30));
    let last = factors.remove_totp(&anna, PASSWORD, &code_of(&secret, now(&house))).await;
    assert_eq!(refusal(last), (422, Code::LastFactor));
}

async fn an_administrator_resets_the_factors_of_his_people_who_are_told(house: House) {
    let (identity, factors) = (&house.services.identity, &house.services.factors);
    let anna = house.one.user.user_id().unwrap();
    enrolled(&house).await;
    assert_eq!(refusal(factors.reset(&house.one.manager, anna).await), FORBIDDEN);
    factors.reset(&house.one.admin, anna).await.unwrap();
    let session = Credential::Session(house.one.user.session().unwrap());
    assert!(identity.authenticate(&session, context()).await.is_err());
    let told = async || match identity.sign_in_browser(&sign_in("anna@un.test", PASSWORD), context()).await.unwrap() {
        SignInStep::Done { factors_reset_at, .. } => factors_reset_at,
        SignInStep::SecondFactor(_) => panic!("a factor is left"),
    };
    assert_eq!(told().await, Some(house.ports.clock.now()));
    assert_eq!(told().await, None, "once");
    let event = "SELECT COUNT(*) FROM audit_events WHERE action = 'user.reset_factors' AND actor = 'adrien un'";
    assert_eq!(house.raw().await.number(event).await, 1);
}

async fn another_firms_factors_do_not_exist(house: House) {
    enrolled(&house).await;
    let anna = house.one.user.user_id().unwrap();
    assert_eq!(refusal(house.services.factors.reset(&house.two.admin, anna).await), NOT_FOUND);
    assert!(!house.services.factors.own(&house.two.user).await.unwrap().any());
    assert!(house.services.factors.own(&house.one.user).await.unwrap().any());
    let foreign = domain::shared::PasskeyId::from_uuid(house.ports.chance.id());
    assert_eq!(refusal(house.services.factors.remove_passkey(&house.two.user, foreign).await), NOT_FOUND);
}

async fn nobody_resets_his_own_factors(house: House) {
    let admin = &house.one.admin;
    let own = house.services.factors.reset(admin, admin.user_id().unwrap()).await;
    assert_eq!(refusal(own), (422, Code::OwnFactors));
}

async fn a_set_up_that_was_left_open_is_not_finished_by_whoever_comes_next(house: House) {
    let (who, factors) = (&house.one.user, &house.services.factors);
    let secret = factors.begin_totp(who).await.unwrap().secret;
    house.clock.advance(SignedDuration::from_mins(16));
    let recent_needed = (403, Code::RecentSignInNeeded);
    assert_eq!(refusal(factors.pending_totp(who).await), recent_needed);
    assert_eq!(refusal(factors.confirm_totp(who, &code_of(&secret, now(&house))).await), recent_needed);
}
