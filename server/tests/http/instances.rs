//! Two instances of the program on one PostgreSQL: what one decides holds in the other at the next request.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::kit::{ADMIN, Kind, PASSWORD, Place, Process, USER, alone, digits, id, process};
use crate::lists::encoded;

const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// Both instances, and the place they share.
struct Pair {
    one: Process,
    two: Process,
    place: Place,
}

impl Pair {
    async fn start() -> Self {
        let place = Place::new(Kind::Postgres).await;
        let one = Process::start(&place, true).await;
        let two = Process::start(&place, false).await;
        Self { one, two, place }
    }
}

async fn call(program: &Process, method: &str, path: &str, token: Option<&str>, body: Option<&Value>) -> (u16, Value) {
    let (status, text) = program.ask(method, &format!("/api/v1{path}"), token, body).await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

async fn sign_in(program: &Process, email: &str, password: &str) -> Value {
    let body = json!({ "email": email, "password": password });
    let (status, grant) = call(program, "POST", "/auth/login", None, Some(&body)).await;
    assert_eq!(status, 200, "{grant}");
    grant
}

async fn refresh(program: &Process, token: &str) -> (u16, Value) {
    call(program, "POST", "/auth/refresh", None, Some(&json!({ "refresh_token": token }))).await
}

async fn me(program: &Process, grant: &Value) -> u16 {
    call(program, "GET", "/auth/me", Some(text(grant, "access_token")), None).await.0
}

/// The cookie of a browser that signed in by the form.
async fn browser(program: &Process, email: &str, password: &str) -> String {
    let typed = format!("email={}&password={}", encoded(email), encoded(password));
    let heard = process::talk(program.address(), "POST", "/forms/sign-in", &[FORM, "accept: text/html"], &typed).await;
    let heard = heard.unwrap();
    let cookie = heard.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_else(|| panic!("{heard}"));
    format!("cookie: {}", cookie.split(';').next().unwrap())
}

/// The status of a page, as a browser with this cookie gets it.
async fn page(program: &Process, cookie: &str) -> u16 {
    let heard = process::talk(program.address(), "GET", "/account", &[cookie, "accept: text/html"], "").await.unwrap();
    heard.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn twenty_parallel_refreshes_make_one_chain_and_nobody_is_thrown_out() {
    alone(async {
        let pair = Pair::start().await;
        let other = sign_in(&pair.one, USER, PASSWORD).await;
        let mut token = text(&sign_in(&pair.one, USER, PASSWORD).await, "refresh_token").to_owned();
        let first = token.clone();
        let mut last = Value::Null;
        for round in 0..30 {
            let mut asked = Vec::new();
            for caller in 0..20 {
                let address = if caller % 2 == 0 { pair.one.address() } else { pair.two.address() };
                let body = json!({ "refresh_token": token });
                asked.push(tokio::spawn(async move {
                    process::ask(address, "POST", "/api/v1/auth/refresh", None, Some(&body)).await.unwrap()
                }));
            }
            let mut successors = BTreeSet::new();
            for answer in asked {
                let (status, text) = answer.await.unwrap();
                assert_eq!(status, 200, "round {round}: {text}");
                last = serde_json::from_str(&text).unwrap();
                successors.insert(last["refresh_token"].as_str().unwrap().to_owned());
            }
            assert_eq!(successors.len(), 1, "round {round}: one chain");
            token = successors.pop_first().unwrap();
            for program in [&pair.one, &pair.two] {
                assert_eq!(me(program, &last).await, 200, "round {round}");
            }
        }
        // The very first token again, a good many exchanges later: this family is dead, in both instances, and no other.
        assert_eq!(refresh(&pair.two, &first).await.0, 401);
        assert_eq!(refresh(&pair.one, &token).await.0, 401);
        for program in [&pair.one, &pair.two] {
            assert_eq!(me(program, &last).await, 401);
            assert_eq!(me(program, &other).await, 200);
        }
        assert_eq!(refresh(&pair.two, text(&other, "refresh_token")).await.0, 200);
    });
}

#[test]
fn what_ends_a_session_in_one_instance_ends_it_in_the_other() {
    alone(async {
        let pair = Pair::start().await;
        let (one, two) = (&pair.one, &pair.two);
        let admin = sign_in(one, ADMIN, PASSWORD).await;
        let admin = Some(text(&admin, "access_token"));
        let email = format!("arrivant{}@demo.test", digits());
        let body = json!({ "email": email, "full_name": "Nouvel Arrivant", "role": "USER", "password": PASSWORD });
        let (status, user) = call(one, "POST", "/users", admin, Some(&body)).await;
        assert_eq!(status, 201, "{user}");
        let path = format!("/users/{}", id(&user));

        // Each act in the first instance; what was signed in before is out in the second, at both of its doors.
        let mut password = PASSWORD.to_owned();
        for act in ["sign out", "sign out everywhere", "password", "role", "disabled"] {
            let grant = sign_in(two, &email, &password).await;
            let cookie = browser(two, &email, &password).await;
            let acting = sign_in(one, &email, &password).await;
            let own = Some(text(&acting, "access_token"));
            assert_eq!((me(two, &grant).await, page(two, &cookie).await), (200, 200), "{act}");
            let done = match act {
                "sign out" => {
                    let (_, devices) = call(one, "GET", "/auth/devices", own, None).await;
                    for device in devices["items"].as_array().unwrap().iter().filter(|one| one["current"] == false) {
                        let path = format!("/auth/devices/{}", id(device));
                        assert_eq!(call(one, "DELETE", &path, own, None).await.0, 204);
                    }
                    (204, Value::Null)
                }
                "sign out everywhere" => call(one, "POST", "/auth/revoke-all", own, None).await,
                "password" => {
                    let next = "Un-tout-autre-mot-9";
                    let body = json!({ "current_password": password, "new_password": next });
                    password = next.to_owned();
                    call(one, "POST", "/auth/password", own, Some(&body)).await
                }
                "role" => call(one, "PATCH", &path, admin, Some(&json!({ "role": "MANAGER" }))).await,
                _ => call(one, "DELETE", &path, admin, None).await,
            };
            assert!(matches!(done.0, 200 | 204), "{act}: {done:?}");
            assert_eq!(me(two, &grant).await, 401, "{act}");
            assert_eq!(refresh(two, text(&grant, "refresh_token")).await.0, 401, "{act}");
            assert!(matches!(page(two, &cookie).await, 302 | 303), "{act}: the page should lead to the sign-in");
        }
        let body = json!({ "email": email, "password": password });
        assert_eq!(call(two, "POST", "/auth/login", None, Some(&body)).await.0, 401);
    });
}

#[test]
fn a_new_key_is_in_use_everywhere_and_nobody_is_thrown_out() {
    alone(async {
        let pair = Pair::start().await;
        let before = sign_in(&pair.one, USER, PASSWORD).await;
        let kid = |grant: &Value| {
            let head = text(grant, "access_token").split('.').next().unwrap().to_owned();
            serde_json::from_slice::<Value>(&BASE64_URL_SAFE_NO_PAD.decode(head).unwrap()).unwrap()["kid"].clone()
        };
        let (code, said) = process::run(&pair.place, &["admin", "rotate-keys"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
        let old_id = said.lines().nth(1).unwrap().split(' ').next().unwrap().to_owned();
        // At once, before either process has looked at its file by itself.
        let mut after = Vec::new();
        for program in [&pair.one, &pair.two] {
            assert_eq!(me(program, &before).await, 200);
            tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
            let grant = sign_in(program, USER, PASSWORD).await;
            assert_ne!(kid(&grant), kid(&before));
            after.push(grant);
        }
        for program in [&pair.one, &pair.two] {
            for grant in after.iter().chain([&before]) {
                assert_eq!(me(program, grant).await, 200);
            }
        }
        // Exchanged under the new key, in the other instance; and what the old key sealed still opens.
        let (status, exchanged) = refresh(&pair.two, text(&before, "refresh_token")).await;
        assert_eq!(status, 200, "{exchanged}");
        let (code, said) = process::run(&pair.place, &["admin", "rotate-keys", "--forget", &old_id]);
        assert_eq!(code, 0, "{said}");
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        for program in [&pair.one, &pair.two] {
            assert_eq!(me(program, &before).await, 401, "a key that was taken out verifies nothing");
            assert_eq!(me(program, &after[0]).await, 200);
        }
        let (code, said) = process::run(&pair.place, &["admin", "rotate-keys", "--forget", "00000000"]);
        assert_eq!(code, 1, "{said}");
    });
}
