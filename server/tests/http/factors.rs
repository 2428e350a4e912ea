//! The second factor through both doors, and the firm's rule.

use hmac::{Hmac, KeyInit, Mac};
use infrastructure::time::SystemClock;
use serde_json::{Value, json};
use services::ports::clock::Clock;
use sha1::Sha1;

use crate::kit::{ADMIN, Answer, Kind, PASSWORD, Site, alone, digits, id, on_each_database};
use crate::lists::encoded;

on_each_database! {
    a_program_signs_in_with_a_code_of_the_app,
    a_person_signs_in_in_two_steps,
    wrong_codes_lead_back_to_the_password,
}

const FORM: &str = "application/x-www-form-urlencoded";

/// What an authenticator app shows so many steps from now (RFC 6238).
pub(crate) fn code(secret: &str, steps: i64) -> String {
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
    mac.update(&(SystemClock.now().as_second() / 30 + steps).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let place = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[place..place + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

pub(crate) fn token(grant: &Value) -> String {
    grant["access_token"].as_str().unwrap().to_owned()
}

pub(crate) async fn login(site: &Site, email: &str, totp: Option<&str>) -> Answer {
    let mut body = json!({ "email": email, "password": PASSWORD });
    if let Some(totp) = totp {
        body["totp"] = json!(totp);
    }
    site.api("POST", "/auth/login").body(&body).send().await
}

/// A broker with an app whose last used code was that of the step before this one: his address, the secret, his codes.
pub(crate) async fn enrolled(site: &Site) -> (String, String, Vec<String>) {
    let email = format!("prudent{}@demo.test", digits());
    let body = json!({ "email": email, "full_name": "Paul Prudent", "role": "USER", "password": PASSWORD });
    site.make(ADMIN, "/users", &body).await;
    let bearer = token(&login(site, &email, None).await.expect(200));
    let begun = site.api("POST", "/auth/factors/totp").bearer(&bearer).send().await.expect(200);
    let secret = begun["secret"].as_str().unwrap().to_owned();
    let confirm = |code: String| site.api("POST", "/auth/factors/totp/confirmation").body(&json!({ "code": code }));
    let wrong = confirm("12345".into()).bearer(&bearer).send().await;
    assert_eq!(wrong.faults(422), [("/code".to_owned(), "invalid_second_factor".to_owned())]);
    let codes = confirm(code(&secret, -1)).bearer(&bearer).send().await.expect(200);
    let codes = codes["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
    (email, secret, codes.collect())
}

async fn a_program_signs_in_with_a_code_of_the_app(site: &'static Site) {
    let (email, secret, codes) = enrolled(site).await;
    login(site, &email, None).await.problem(401, "second_factor_required");
    login(site, &email, Some("000000")).await.problem(401, "invalid_second_factor");
    let good = code(&secret, 0);
    let grant = login(site, &email, Some(&good)).await.expect(200);
    login(site, &email, Some(&good)).await.problem(401, "invalid_second_factor");
    login(site, &email, Some(&codes[0])).await.expect(200);
    let own = site.api("GET", "/auth/factors").bearer(&token(&grant)).send().await.expect(200);
    assert_eq!((&own["recovery_codes_left"], &own["required"]), (&json!(9), &json!(false)));
    let body = json!({ "current_password": PASSWORD, "code": codes[1] });
    let removed = site.api("POST", "/auth/factors/totp/removal").bearer(&token(&grant)).body(&body).send().await;
    assert_eq!(removed.status, 204, "{removed:?}");
    login(site, &email, None).await.expect(200);
}

/// A browser: what it sends, with the cookie it has.
pub(crate) async fn post(site: &Site, cookie: &str, path: &str, typed: &str) -> Answer {
    let ask = site.web("POST", path).header("accept", "text/html").header("cookie", cookie);
    let answer = ask.raw(FORM, typed.to_owned()).send().await;
    assert!(matches!(answer.status, 302 | 303), "{answer:?}");
    answer
}

pub(crate) fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// The first step: the browser's cookie after the right password.
async fn password_typed(site: &Site, email: &str) -> String {
    let typed = format!("email={}&password={}&return_to=/clients", encoded(email), encoded(PASSWORD));
    let answer = post(site, "", "/forms/sign-in", &typed).await;
    assert_eq!(answer.header("location"), "/sign-in/second-factor");
    cookie(&answer)
}

pub(crate) async fn shown(site: &Site, cookie: &str, path: &str) -> Answer {
    site.web("GET", path).header("accept", "text/html").header("cookie", cookie).send().await
}

async fn a_person_signs_in_in_two_steps(site: &'static Site) {
    let (email, secret, _) = enrolled(site).await;
    let half = password_typed(site, &email).await;
    // Half signed in is not signed in, at neither door.
    assert!(shown(site, &half, "/clients").await.header("location").starts_with("/sign-in"));
    site.api("GET", "/auth/me").header("cookie", &half).send().await.problem(401, "unauthenticated");
    let page = shown(site, &half, "/sign-in/second-factor").await;
    assert!(page.status == 200 && page.text().contains("one-time-code"), "{page:?}");
    let wrong = post(site, &half, "/forms/sign-in/second-factor", "code=000000").await;
    assert_eq!(wrong.header("location"), "/sign-in/second-factor");
    let page = shown(site, &half, "/sign-in/second-factor").await;
    assert!(page.status == 422 && page.text().contains("role=\"alert\""), "{page:?}");
    let done = post(site, &half, "/forms/sign-in/second-factor", &format!("code={}", code(&secret, 0))).await;
    assert_eq!(done.header("location"), "/clients");
    let whole = cookie(&done);
    assert_ne!(whole, half, "a new session id");
    assert_eq!(shown(site, &whole, "/clients").await.status, 200);
    assert!(shown(site, &half, "/clients").await.header("location").starts_with("/sign-in"));
    // Without a password typed just before there is no second step.
    assert_eq!(shown(site, "", "/sign-in/second-factor").await.header("location"), "/sign-in");
    let stray = post(site, "", "/forms/sign-in/second-factor", &format!("code={}", code(&secret, 1))).await;
    assert_eq!(stray.header("location"), "/sign-in");
    // What the product says of second factors is shown without a script.
    for path in ["/account/security", "/account/security/totp", "/account/security/recovery-codes"] {
        assert_eq!(shown(site, &whole, path).await.status, 200, "{path}");
    }
}

async fn wrong_codes_lead_back_to_the_password(site: &'static Site) {
    let (email, secret, codes) = enrolled(site).await;
    let half = password_typed(site, &email).await;
    for wrong in 1..=5 {
        let answer = post(site, &half, "/forms/sign-in/second-factor", "code=000000").await;
        let to = if wrong == 5 { "/sign-in" } else { "/sign-in/second-factor" };
        assert_eq!(answer.header("location"), to, "wrong code {wrong}");
    }
    assert_eq!(shown(site, &half, "/sign-in/second-factor").await.header("location"), "/sign-in");
    let waits = login(site, &email, Some(&code(&secret, 0))).await;
    let told = waits.problem(401, "too_many_codes");
    let wait_s: u64 = waits.header("retry-after").parse().expect("when to come back");
    assert!((800..=900).contains(&wait_s), "{told}");
    assert_eq!(told["args"]["wait_s"], wait_s.to_string());
    login(site, &email, Some(&codes[0])).await.expect(200);
    let told = site.read(ADMIN, "/audit-events?action=factor.failed&limit=50").await;
    assert!(told["items"].as_array().unwrap().len() >= 5, "{told}");
}

/// A firm of one's own, because its rule concerns all its people: the site and its administrator's token.
pub(crate) async fn own_firm(kind: Kind) -> (Site, String) {
    let site = Site::empty(kind, &[("MONASSURANCE_REGISTRATION", "open")]).await;
    let bearer = registered(&site).await;
    (site, bearer)
}

/// A firm that somebody opens himself: its administrator's token.
pub(crate) async fn registered(site: &Site) -> String {
    let body = json!({
        "agency_name": "Cabinet Prudent", "full_name": "Chef", "email": "chef@prudent.test", "password": PASSWORD,
    });
    site.api("POST", "/auth/register").body(&body).send().await.expect(201);
    token(&login(site, "chef@prudent.test", None).await.expect(200))
}

async fn a_firm_asks_a_second_factor(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let rule = |roles: Value| site.api("PUT", "/agency/factor-rules").bearer(&admin).body(&json!({ "roles": roles }));
    assert_eq!(rule(json!(["CHEF"])).send().await.faults(422), [("/roles/0".to_owned(), "not_a_choice".to_owned())]);
    rule(json!(["USER"])).send().await.expect(200);
    let body = json!({ "email": "zoe@prudent.test", "full_name": "Zoé", "role": "USER", "password": PASSWORD });
    let zoe = site.api("POST", "/users").bearer(&admin).body(&body).send().await.expect(201);
    let bearer = token(&login(&site, "zoe@prudent.test", None).await.expect(200));
    let ask = |path: &str| site.api("GET", path).bearer(&bearer);
    for path in ["/clients", "/policies", "/companies", "/documents"] {
        ask(path).send().await.problem(403, "second_factor_missing");
    }
    ask("/users").send().await.problem(403, "forbidden");
    ask("/auth/me").send().await.expect(200);

    let typed = format!("email=zoe%40prudent.test&password={}&return_to=/clients", encoded(PASSWORD));
    let browser = cookie(&post(&site, "", "/forms/sign-in", &typed).await);
    for path in ["/", "/clients", "/account"] {
        assert_eq!(shown(&site, &browser, path).await.header("location"), "/account/security", "{path}");
    }
    assert!(shown(&site, &browser, "/account/security").await.text().contains("data-tone=\"warning\""));
    assert_eq!(post(&site, &browser, "/forms/clients/create", "kind=person&last_name=X").await.status, 302);
    let begun = site.api("POST", "/auth/factors/totp").bearer(&bearer).send().await.expect(200);
    let secret = begun["secret"].as_str().unwrap();
    let done =
        post(&site, &browser, "/forms/account/security/totp/confirm", &format!("code={}", code(secret, 0))).await;
    assert_eq!(done.header("location"), "/account/security/recovery-codes");
    let codes = shown(&site, &browser, "/account/security/recovery-codes").await.text();
    assert_eq!(codes.matches("<li><code>").count(), 10);
    assert!(!shown(&site, &browser, "/account/security/recovery-codes").await.text().contains("<li><code>"), "once");
    assert_eq!(shown(&site, &browser, "/clients").await.status, 200);
    assert_eq!(ask("/clients").send().await.expect(200)["items"], json!([]), "the refused form left nothing");

    // Who lost his phone is helped by his administrator, and led to set up a new one.
    let reset = site.api("DELETE", &format!("/users/{}/factors", id(&zoe))).bearer(&admin).send().await;
    assert_eq!(reset.status, 204, "{reset:?}");
    ask("/auth/me").send().await.problem(401, "unauthenticated");
    let browser = cookie(&post(&site, "", "/forms/sign-in", &typed).await);
    assert_eq!(shown(&site, &browser, "/clients").await.header("location"), "/account/security");
    assert!(shown(&site, &browser, "/account/security").await.text().contains("administrateur"));
}

#[test]
fn a_firm_asks_a_second_factor_on_sqlite() {
    alone(a_firm_asks_a_second_factor(Kind::Sqlite));
}

#[test]
fn a_firm_asks_a_second_factor_on_postgres() {
    alone(a_firm_asks_a_second_factor(Kind::Postgres));
}
