//! Tokens of programs: their exchange, and those that are none.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use infrastructure::security::MasterSecret;
use serde_json::{Value, json};
use sha2::{Sha256, Sha384};

use crate::kit::{ADMIN, Browser, Form, Site, USER, on_each_database};
use crate::sessions::{me, newcomer, refresh, text};

on_each_database! {
    a_refresh_token_is_exchanged_once,
    a_refresh_that_is_repeated_gets_the_same_successor,
    a_copied_refresh_token_ends_the_session_and_its_person_is_told,
    who_understood_is_not_told_again,
    a_token_of_another_make_is_no_token,
    a_token_forged_with_our_own_key_is_no_token,
}

async fn a_refresh_token_is_exchanged_once(site: &'static Site) {
    let first = site.sign_in(USER).await;
    let second = refresh(site, &first).await.expect(200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(second["user"], first["user"]);
    me(site, &second).await.expect(200);
    let third = refresh(site, &second).await.expect(200);
    me(site, &third).await.expect(200);
    let nothing = json!({ "refresh_token": "0".repeat(64) });
    site.api("POST", "/auth/refresh").body(&nothing).send().await.problem(401, "unauthenticated");
    let access = json!({ "refresh_token": third["access_token"] });
    site.api("POST", "/auth/refresh").body(&access).send().await.problem(401, "unauthenticated");
}

async fn a_refresh_that_is_repeated_gets_the_same_successor(site: &'static Site) {
    let first = site.sign_in(USER).await;
    let second = refresh(site, &first).await.expect(200);
    let again = refresh(site, &first).await.expect(200);
    assert_eq!(again["refresh_token"], second["refresh_token"]);
    for grant in [&second, &again, &refresh(site, &again).await.expect(200)] {
        me(site, grant).await.expect(200);
    }
}

async fn a_copied_refresh_token_ends_the_session_and_its_person_is_told(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    let other = site.sign_in(&email).await;
    let first = site.sign_in(&email).await;
    let second = refresh(site, &first).await.expect(200);
    let third = refresh(site, &second).await.expect(200);
    refresh(site, &first).await.problem(401, "unauthenticated");
    // Whoever holds the latest pair is signed out too: one of the two is a thief.
    me(site, &third).await.problem(401, "unauthenticated");
    refresh(site, &third).await.problem(401, "unauthenticated");
    let events = site.read(ADMIN, "/audit-events?action=session.revoke_reused&limit=1").await;
    assert_eq!(events["items"].as_array().map(Vec::len), Some(1));
    for page in ["/account", "/account/devices"] {
        let ask = site.web("GET", page).header("accept", "text/html").bearer(text(&other, "access_token"));
        let shown = ask.send().await;
        assert_eq!(shown.status, 200, "{shown:?}");
        assert!(shown.text().contains("Une copie d’un jeton a été utilisée"), "{page}: {}", shown.text());
    }
}

/// Somebody uses a copy of a token of a new session of this person.
pub(crate) async fn copied(site: &Site, email: &str) {
    let first = site.sign_in(email).await;
    refresh(site, &refresh(site, &first).await.expect(200)).await.expect(200);
    refresh(site, &first).await.problem(401, "unauthenticated");
}

async fn who_understood_is_not_told_again(site: &'static Site) {
    const ACTION: &str = "/forms/account/devices/understood";
    let (_, email) = newcomer(site).await;
    copied(site, &email).await;
    copied(site, &email).await;
    let browser = Browser::of(site, &email).await;
    let told =
        async |page: &str| Form::all(&browser.page(page).await.text()).into_iter().filter(|form| form.action == ACTION);
    assert_eq!(told("/account").await.count(), 2, "each is told by itself");
    let form = told("/account").await.next().unwrap();
    // Nobody else says so for him.
    let (_, other) = newcomer(site).await;
    let stranger = Browser::of(site, &other).await;
    stranger.send(&form).await;
    assert_eq!(stranger.page("/account").await.status, 422, "a session of his that ended so does not exist");
    assert_eq!(told("/account/devices").await.count(), 2);

    assert_eq!(browser.send(&form).await.header("location"), "/account");
    let page = browser.page("/account").await;
    assert!(page.status == 200 && page.text().contains("Noted."), "{page:?}");
    assert_eq!((told("/account").await.count(), told("/account/devices").await.count()), (1, 1));
    // The same page in another tab says so once more: that is no fault.
    let again = browser.send(&form.clone().with("form_key", "another-page")).await;
    assert_eq!(again.header("location"), "/account");
    assert_eq!(browser.page("/account").await.status, 200);
    let last = told("/account/devices").await.next().unwrap();
    assert_eq!(browser.send(&last).await.header("location"), "/account/devices");
    assert!(!browser.page("/account/devices").await.text().contains("A copy of a token was used"));
    // He is told by the server's memory, not the browser's.
    assert!(!Browser::of(site, &email).await.page("/account").await.text().contains("A copy of a token was used"));
    let events = site.read(ADMIN, "/audit-events?action=session.understand_reuse&limit=1").await;
    assert_eq!(events["items"].as_array().map(Vec::len), Some(1));
}

async fn refused(site: &Site, token: &str) {
    let answer = site.api("GET", "/auth/me").header("authorization", &format!("Bearer {token}")).send().await;
    answer.problem(401, "unauthenticated");
}

async fn a_token_of_another_make_is_no_token(site: &'static Site) {
    let grant = site.sign_in(USER).await;
    let good = text(&grant, "access_token");
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for token in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{head}.{claims}."),
        format!("{head}.{claims}x.{signature}"),
        text(&grant, "refresh_token").to_owned(),
        String::new(),
        "x".repeat(20_000),
        "x".repeat(1024 * 1024),
        format!("{head}.{}.{signature}", "x".repeat(1024 * 1024)),
    ] {
        refused(site, &token).await;
    }
    let basic = site.api("GET", "/auth/me").header("authorization", "Basic dXNlcjpwdw==").send().await;
    basic.problem(401, "unauthenticated");
    assert_eq!(basic.header("www-authenticate"), "Bearer");
}

/// What a token says, changed by the test, and signed with the installation's own key.
fn forged(site: &Site, good: &str, header: &Value, claims: &Value) -> String {
    let part = |index: usize, changes: &Value| {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(good.split('.').nth(index).unwrap()).unwrap();
        let mut part: Value = serde_json::from_slice(&bytes).unwrap();
        for (name, value) in changes.as_object().unwrap() {
            part[name] = value.clone();
        }
        (BASE64_URL_SAFE_NO_PAD.encode(part.to_string()), part)
    };
    let ((head, header), (body, _)) = (part(0, header), part(1, claims));
    let key = MasterSecret::read_or_make(&site.house.config.secret_file, [0; 32]).unwrap().derive("access token");
    let message = format!("{head}.{body}");
    let signature = if header["alg"] == "HS384" {
        let mut mac = Hmac::<Sha384>::new_from_slice(&key).unwrap();
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    } else {
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

async fn a_token_forged_with_our_own_key_is_no_token(site: &'static Site) {
    let grant = site.sign_in(USER).await;
    let good = text(&grant, "access_token");
    let nothing = json!({});
    // The forger's tools work: what he changes is what is refused.
    let same = forged(site, good, &nothing, &nothing);
    site.api("GET", "/auth/me").bearer(&same).send().await.expect(200);
    for header in [
        json!({ "alg": "none" }),
        json!({ "alg": "HS384" }),
        json!({ "alg": "RS256" }),
        json!({ "alg": 5 }),
        json!({ "typ": "JWT" }),
        json!({ "kid": "00000000" }),
        json!({ "kid": null }),
        json!({ "kid": "../../etc/passwd" }),
        json!({ "kid": ["x"] }),
    ] {
        refused(site, &forged(site, good, &header, &nothing)).await;
    }
    for claims in [
        json!({ "exp": 1_000_000 }),
        json!({ "exp": "9999999999" }),
        json!({ "exp": null }),
        json!({ "exp": 1e300 }),
        json!({ "exp": -1 }),
        json!({ "nbf": 9_999_999_999_i64 }),
        json!({ "aud": "another-api" }),
        json!({ "aud": null }),
        json!({ "iss": "somebody" }),
        json!({ "sub": "me" }),
        json!({ "sid": "0193c0de-0000-7000-8000-00000000dead" }),
        json!({ "sid": "' OR 1=1 --" }),
        json!({ "sid": null }),
    ] {
        refused(site, &forged(site, good, &nothing, &claims)).await;
    }
}
