//! Sessions of programs, and their end.

use serde_json::{Value, json};

use crate::kit::{ADMIN, Answer, PASSWORD, Site, USER, digits, id, on_each_database};

on_each_database! {
    a_program_signs_in_and_knows_who_it_is,
    a_wrong_password_and_an_unknown_user_look_alike,
    signing_out_ends_access_at_once,
    a_device_can_be_signed_out_from_another,
    a_new_password_signs_the_other_devices_out,
    a_deactivated_user_and_a_changed_role_count_at_once,
    registration_is_closed,
}

pub(crate) fn text<'a>(grant: &'a Value, name: &str) -> &'a str {
    grant[name].as_str().unwrap_or_else(|| panic!("no {name} in {grant}"))
}

pub(crate) async fn me(site: &Site, grant: &Value) -> Answer {
    site.api("GET", "/auth/me").bearer(text(grant, "access_token")).send().await
}

pub(crate) async fn refresh(site: &Site, grant: &Value) -> Answer {
    let body = json!({ "refresh_token": grant["refresh_token"] });
    site.api("POST", "/auth/refresh").body(&body).send().await
}

/// A user of one's own, signed in.
pub(crate) async fn newcomer(site: &Site) -> (Value, String) {
    let email = format!("arrivant{}@demo.test", digits());
    let body = json!({ "email": email, "full_name": "Nouvel Arrivant", "role": "USER", "password": PASSWORD });
    (site.make(ADMIN, "/users", &body).await, email)
}

async fn a_program_signs_in_and_knows_who_it_is(site: &'static Site) {
    let grant = site.sign_in(USER).await;
    assert_eq!((text(&grant, "token_type"), &grant["expires_in"]), ("Bearer", &json!(900)));
    assert_eq!(grant["user"]["role"], "USER");
    assert_eq!(grant["user"]["email"], USER);
    assert_eq!(me(site, &grant).await.expect(200), grant["user"]);
    let capitals = site.sign_in("User@DEMO.test").await;
    assert_eq!(capitals["user"]["id"], grant["user"]["id"]);
}

async fn a_wrong_password_and_an_unknown_user_look_alike(site: &'static Site) {
    let ask = async |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        let mut problem = site.api("POST", "/auth/login").body(&body).send().await.problem(401, "invalid_credentials");
        problem["instance"] = Value::Null;
        problem
    };
    let wrong = ask(USER, "pas le bon mot").await;
    assert_eq!(wrong, ask("personne@demo.test", "pas le bon mot").await);
    assert_eq!(wrong, ask("' OR 1=1 --", "x").await);
    assert_eq!(wrong, ask(USER, &"y".repeat(100_000)).await);
}

async fn signing_out_ends_access_at_once(site: &'static Site) {
    let grant = site.sign_in(USER).await;
    let other = site.sign_in(USER).await;
    let body = json!({ "refresh_token": grant["refresh_token"] });
    for _ in 0..2 {
        assert_eq!(site.api("POST", "/auth/logout").body(&body).send().await.status, 204);
        me(site, &grant).await.problem(401, "unauthenticated");
    }
    refresh(site, &grant).await.problem(401, "unauthenticated");
    me(site, &other).await.expect(200);

    let (_, email) = newcomer(site).await;
    let (one, two) = (site.sign_in(&email).await, site.sign_in(&email).await);
    let everywhere = site.api("POST", "/auth/revoke-all").bearer(text(&one, "access_token"));
    assert_eq!(everywhere.send().await.status, 204);
    me(site, &one).await.problem(401, "unauthenticated");
    me(site, &two).await.problem(401, "unauthenticated");
}

async fn a_device_can_be_signed_out_from_another(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    let (here, there) = (site.sign_in(&email).await, site.sign_in(&email).await);
    let list = site.api("GET", "/auth/devices").bearer(text(&here, "access_token")).send().await.expect(200);
    let devices = list["items"].as_array().unwrap();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices.iter().filter(|device| device["current"] == true).count(), 1);
    let other = devices.iter().find(|device| device["current"] == false).unwrap();
    assert_eq!(other["device_label"], "épreuve");
    assert_eq!(other["ip_address"], "127.0.0.1");
    let path = format!("/auth/devices/{}", id(other));
    let theirs = site.as_user(USER, "DELETE", &path).await.send().await;
    theirs.problem(404, "not_found");
    let end = site.api("DELETE", &path).bearer(text(&here, "access_token")).send().await;
    assert_eq!(end.status, 204);
    me(site, &there).await.problem(401, "unauthenticated");
    me(site, &here).await.expect(200);
}

async fn a_new_password_signs_the_other_devices_out(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    let (here, there) = (site.sign_in(&email).await, site.sign_in(&email).await);
    let ask = async |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        site.api("POST", "/auth/password").bearer(text(&here, "access_token")).body(&body).send().await
    };
    assert!(matches!(ask("faux mot", "Un-nouveau-mot-9").await.status, 401 | 403 | 422));
    assert_eq!(ask(PASSWORD, "court").await.faults(422), [("/new_password".to_owned(), "too_short".to_owned())]);
    assert_eq!(ask(PASSWORD, "Un-nouveau-mot-9").await.status, 204);
    me(site, &here).await.expect(200);
    me(site, &there).await.problem(401, "unauthenticated");
    let old = json!({ "email": email, "password": PASSWORD });
    site.api("POST", "/auth/login").body(&old).send().await.problem(401, "invalid_credentials");
}

async fn a_deactivated_user_and_a_changed_role_count_at_once(site: &'static Site) {
    let (user, email) = newcomer(site).await;
    let grant = site.sign_in(&email).await;
    let path = format!("/users/{}", id(&user));
    let ask = || site.api("GET", "/users").bearer(text(&grant, "access_token")).send();
    ask().await.problem(403, "forbidden");
    // A new role is a new session: what was open under the old one is over.
    let raised = site.as_user(ADMIN, "PATCH", &path).await.body(&json!({ "role": "ADMIN" }));
    raised.send().await.expect(200);
    ask().await.problem(401, "unauthenticated");
    let grant = site.sign_in(&email).await;
    let ask = || site.api("GET", "/users").bearer(text(&grant, "access_token")).send();
    ask().await.expect(200);
    assert_eq!(site.as_user(ADMIN, "DELETE", &path).await.send().await.status, 204);
    me(site, &grant).await.problem(401, "unauthenticated");
    refresh(site, &grant).await.problem(401, "unauthenticated");
    let body = json!({ "email": email, "password": PASSWORD });
    site.api("POST", "/auth/login").body(&body).send().await.problem(401, "invalid_credentials");
}

async fn registration_is_closed(site: &'static Site) {
    let body = json!({
        "agency_name": "Cabinet Neuf", "full_name": "Chef", "email": "chef@neuf.test", "password": "Un-bon-mot-de-passe-9",
    });
    site.api("POST", "/auth/register").body(&body).send().await.problem(403, "registration_closed");
}
