//! What is sensitive asks for the password again, at both doors; and the reader's devices.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::kit::{ADMIN, Answer, Ask, PASSWORD, SUPERADMIN, Site, digits, id, on_each_database};
use crate::lists::encoded;
use crate::sessions::{me, newcomer, text};

on_each_database! {
    a_program_gives_its_password_again,
    a_browser_gives_its_password_again_and_goes_on_where_it_was,
    who_invites_again_or_shuts_out_gives_his_password_again,
    the_operator_gives_his_password_again_before_he_opens_or_shuts_a_firm,
    a_device_is_renamed_and_signed_out_at_both_doors,
    a_password_is_taken_exactly_as_typed,
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Makes the sessions of this device older than they are: tests do not wait a quarter of an hour.
pub(crate) async fn make_stale(site: &Site, user_agent: &str) {
    let statement = format!("UPDATE sessions SET authenticated_at = 0 WHERE user_agent = '{user_agent}'");
    assert!(changed(site, statement).await > 0, "no session of {user_agent}");
}

/// Does to the rows what a test cannot wait for; how many it met.
pub(crate) async fn changed(site: &Site, statement: String) -> u64 {
    let url = &site.house.config.database_url;
    if url.starts_with("sqlite") {
        let mut raw = SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap().rows_affected()
    } else {
        let mut raw = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap().rows_affected()
    }
}

/// An administrator of one's own.
async fn administrator(site: &Site) -> String {
    let email = format!("chef{}@demo.test", digits());
    let body = json!({ "email": email, "full_name": "Chef Nouveau", "role": "ADMIN", "password": PASSWORD });
    site.make(ADMIN, "/users", &body).await;
    email
}

fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// Signs a browser in by its form.
async fn browser(site: &Site, email: &str, user_agent: &str) -> String {
    let typed = format!("email={}&password={}", encoded(email), encoded(PASSWORD));
    let ask = site.web("POST", "/forms/sign-in").header("accept", "text/html").header("user-agent", user_agent);
    let answer = ask.raw(FORM, typed).send().await;
    assert!(matches!(answer.status, 302 | 303), "{answer:?}");
    cookie_of(&answer)
}

fn web<'a>(site: &'a Site, method: &str, path: &str, cookie: &str) -> Ask<'a> {
    site.web(method, path).header("accept", "text/html").header("cookie", cookie)
}

async fn a_program_gives_its_password_again(site: &'static Site) {
    let (email, agent) = (administrator(site).await, format!("program-{}", digits()));
    let login = json!({ "email": email, "password": PASSWORD });
    let ask = site.api("POST", "/auth/login").header("user-agent", &agent).body(&login);
    let grant = ask.send().await.expect(200);
    let token = text(&grant, "access_token");
    let create = async || {
        let email = format!("recrue{}@demo.test", digits());
        let body = json!({ "email": email, "full_name": "Recrue", "role": "USER", "password": PASSWORD });
        site.api("POST", "/users").bearer(token).body(&body).send().await
    };
    let user = create().await.expect(201);
    make_stale(site, &agent).await;
    let told = create().await.problem(403, "recent_sign_in_needed");
    assert!(told["detail"].as_str().unwrap().contains("mot de passe"), "{told}");
    let path = format!("/users/{}", id(&user));
    let raise = site.api("PATCH", &path).bearer(token).body(&json!({ "role": "ADMIN" }));
    raise.send().await.problem(403, "recent_sign_in_needed");
    let confirm = async |password: &Value| {
        let body = json!({ "password": password });
        site.api("POST", "/auth/confirm").bearer(token).body(&body).send().await
    };
    for wrong in [json!("faux"), json!(""), Value::Null] {
        let faults = confirm(&wrong).await.faults(422);
        assert_eq!(faults, [("/password".to_owned(), "invalid_credentials".to_owned())]);
    }
    create().await.problem(403, "recent_sign_in_needed");
    assert_eq!(confirm(&json!(PASSWORD)).await.status, 204);
    create().await.expect(201);
}

async fn the_operator_gives_his_password_again_before_he_opens_or_shuts_a_firm(site: &'static Site) {
    let agent = format!("operator-{}", digits());
    let login = json!({ "email": SUPERADMIN, "password": PASSWORD });
    let grant = site.api("POST", "/auth/login").header("user-agent", &agent).body(&login).send().await.expect(200);
    let token = text(&grant, "access_token");
    let firm = |name: &str| json!({ "name": format!("{name} {}", digits()) });
    let made = site.make(SUPERADMIN, "/admin/agencies", &firm("Cabinet ouvert")).await;
    make_stale(site, &agent).await;
    let ask = |path: &str| site.api("POST", path).bearer(token);
    ask("/admin/agencies").body(&firm("Cabinet de trop")).send().await.problem(403, "recent_sign_in_needed");
    let suspension = format!("/admin/agencies/{}/suspension", id(&made));
    ask(&suspension).send().await.problem(403, "recent_sign_in_needed");
    let firms = site.read(SUPERADMIN, "/admin/agencies?q=cabinet+de+trop").await;
    assert_eq!(firms["items"], json!([]));
}

async fn who_invites_again_or_shuts_out_gives_his_password_again(site: &'static Site) {
    let (email, agent) = (administrator(site).await, format!("unattended-{}", digits()));
    let login = json!({ "email": email, "password": PASSWORD });
    let grant = site.api("POST", "/auth/login").header("user-agent", &agent).body(&login).send().await.expect(200);
    let token = text(&grant, "access_token");
    let cookie = browser(site, &email, &agent).await;
    let name = format!("Nadia Neuve {}", digits());
    let invited = json!({ "email": format!("nadia{}@demo.test", digits()), "full_name": name, "role": "USER" });
    let path = format!("/users/{}", id(&site.make(ADMIN, "/users", &invited).await));
    let page = format!("/admin{path}");
    make_stale(site, &agent).await;

    let ask = |method: &str, path: &str| site.api(method, path).bearer(token);
    ask("POST", &format!("{path}/invitation")).send().await.problem(403, "recent_sign_in_needed");
    ask("DELETE", &path).send().await.problem(403, "recent_sign_in_needed");
    let shut = ask("PATCH", &path).body(&json!({ "active": false }));
    shut.send().await.problem(403, "recent_sign_in_needed");
    let renamed = ask("PATCH", &path).body(&json!({ "full_name": format!("{name} Martin") }));
    renamed.send().await.expect(200);

    let user = path.rsplit('/').next().unwrap();
    let confirm = format!("/account/confirm?next={page}");
    for form in ["invite", "deactivate", "reset-factors"] {
        let action = format!("/forms/admin/users/{form}");
        let sent = web(site, "POST", &action, &cookie).raw(FORM, format!("id={user}&version=2")).send().await;
        assert_eq!(sent.header("location"), confirm, "{form}: {sent:?}");
    }
    let before = site.read(ADMIN, &path).await;
    assert_eq!((&before["active"], &before["version"]), (&json!(true), &json!(2)));
    let typed = format!("next={page}&password={}", encoded(PASSWORD));
    let done = web(site, "POST", "/forms/account/confirm", &cookie).raw(FORM, typed).send().await;
    assert_eq!(done.header("location"), page, "{done:?}");
    let cookie = cookie_of(&done);
    let form = web(site, "GET", &page, &cookie).send().await;
    assert!(form.status == 200 && form.text().contains(&format!("value=\"{name} Martin\"")), "{form:?}");
    for form in ["invite", "deactivate"] {
        let action = format!("/forms/admin/users/{form}");
        let version = site.read(ADMIN, &path).await["version"].clone();
        let sent = web(site, "POST", &action, &cookie).raw(FORM, format!("id={user}&version={version}")).send().await;
        assert_eq!(sent.header("location"), "/admin/users", "{form}: {sent:?}");
    }
    assert_eq!(site.read(ADMIN, &path).await["active"], json!(false));
    let back = ask("PATCH", &path).body(&json!({ "active": true }));
    back.send().await.problem(403, "recent_sign_in_needed");
}

async fn a_browser_gives_its_password_again_and_goes_on_where_it_was(site: &'static Site) {
    let (email, agent) = (administrator(site).await, format!("browser-{}", digits()));
    let cookie = browser(site, &email, &agent).await;
    assert_eq!(web(site, "GET", "/admin/users/new", &cookie).send().await.status, 200);
    make_stale(site, &agent).await;
    let asked = web(site, "GET", "/admin/users/new", &cookie).send().await;
    assert_eq!(asked.header("location"), "/account/confirm?next=/admin/users/new", "{asked:?}");

    // A form that was filled in before waits, with all but its password.
    let name = format!("Recrue Patiente {}", digits());
    let typed = format!(
        "full_name={}&email=patiente{}@demo.test&role=USER&password=Secret-qui-part-9",
        encoded(&name),
        digits()
    );
    let sent = web(site, "POST", "/forms/admin/users/create", &cookie).raw(FORM, typed).send().await;
    assert_eq!(sent.header("location"), "/account/confirm?next=/admin/users/new", "{sent:?}");
    let page = web(site, "GET", "/account/confirm?next=/admin/users/new", &cookie).send().await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text().contains("name=\"next\" value=\"/admin/users/new\""), "{}", page.text());

    let confirm = async |password: &str, next: &str| {
        let typed = format!("next={}&password={}", encoded(next), encoded(password));
        web(site, "POST", "/forms/account/confirm", &cookie).raw(FORM, typed).send().await
    };
    let refused = confirm("faux", "/admin/users/new").await;
    assert_eq!(refused.header("location"), "/account/confirm?next=/admin/users/new", "{refused:?}");
    let page = web(site, "GET", "/account/confirm?next=/admin/users/new", &cookie).send().await;
    assert_eq!(page.status, 422, "{page:?}");
    assert!(page.text().contains("E-mail ou mot de passe incorrect"), "{}", page.text());

    let done = confirm(PASSWORD, "/admin/users/new").await;
    assert_eq!(done.header("location"), "/admin/users/new", "{done:?}");
    let renewed = cookie_of(&done);
    assert_ne!(renewed, cookie, "the session has a new id");
    assert_ne!(web(site, "GET", "/account", &cookie).send().await.status, 200, "the old one is worth nothing");
    let form = web(site, "GET", "/admin/users/new", &renewed).send().await;
    assert_eq!(form.status, 200, "{form:?}");
    assert!(form.text().contains(&name) && !form.text().contains("Secret-qui-part"), "{}", form.text());

    // The page leads nowhere else.
    for elsewhere in ["//evil.test", "https://evil.test", "/\\evil.test"] {
        let typed = format!("next={}&password={}", encoded(elsewhere), encoded(PASSWORD));
        let cookie = browser(site, &email, &agent).await;
        let answer = web(site, "POST", "/forms/account/confirm", &cookie).raw(FORM, typed).send().await;
        assert_eq!(answer.header("location"), "/", "{elsewhere}");
    }
}

async fn a_device_is_renamed_and_signed_out_at_both_doors(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    let grant = site.sign_in(&email).await;
    let token = text(&grant, "access_token");
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    let cookie = browser(site, &email, firefox).await;
    let list = async || site.api("GET", "/auth/devices").bearer(token).send().await.expect(200)["items"].clone();
    let devices = list().await;
    assert_eq!(devices.as_array().unwrap().len(), 2, "browsers and programs in one list");
    let names: Vec<&String> = devices[0].as_object().unwrap().keys().collect();
    let mut expected =
        ["id", "device_label", "ip_address", "user_agent", "issued_at", "last_used_at", "expires_at", "current"]
            .to_vec();
    expected.sort_unstable();
    let mut found: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    let seen = devices.as_array().unwrap().iter().find(|device| device["user_agent"] == firefox).unwrap();

    let page = async || web(site, "GET", "/account/devices", &cookie).send().await.text();
    let before = page().await;
    assert!(
        before.contains("Firefox sur Linux") && before.contains("épreuve") && before.contains("Cet appareil"),
        "{before}"
    );
    let form = format!("id={}&device_label={}", id(seen), encoded("Bureau d’Anaïs"));
    let sent = web(site, "POST", "/forms/account/devices/rename", &cookie).raw(FORM, form).send().await;
    assert_eq!(sent.header("location"), "/account/devices", "{sent:?}");
    assert!(page().await.contains("Bureau d’Anaïs"));
    let path = format!("/auth/devices/{}", id(seen));
    let rename = site.api("PATCH", &path).bearer(token).body(&json!({ "device_label": "Accueil" }));
    assert_eq!(rename.send().await.status, 204);
    assert!(page().await.contains("Accueil"));
    let long = site.api("PATCH", &path).bearer(token).body(&json!({ "device_label": "x".repeat(121) }));
    assert_eq!(long.send().await.faults(422), [("/device_label".to_owned(), "too_long".to_owned())]);

    let others = web(site, "POST", "/forms/account/devices", &cookie).raw(FORM, "which=others").send().await;
    assert_eq!(others.header("location"), "/account/devices", "{others:?}");
    me(site, &grant).await.problem(401, "unauthenticated");
    assert!(page().await.contains("Les autres appareils sont déconnectés"));
}

async fn a_password_is_taken_exactly_as_typed(site: &'static Site) {
    let longest = "é".repeat(512);
    for password in ["        ", "  espace autour  ", "e\u{301}le\u{301}phant", &longest] {
        let email = format!("exact{}@demo.test", digits());
        let body = json!({ "email": email, "full_name": "Exact", "role": "USER", "password": password });
        site.make(ADMIN, "/users", &body).await;
        let login = async |password: &str| {
            let body = json!({ "email": email, "password": password });
            site.api("POST", "/auth/login").body(&body).send().await
        };
        login(password).await.expect(200);
        let typed = format!("email={}&password={}", encoded(&email), encoded(password));
        let form = site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await;
        assert_eq!(form.header("location"), "/", "{password:?}");
        for another in [password.trim().to_owned(), password.replace("e\u{301}", "é"), format!("{password} ")] {
            if another != *password && !another.is_empty() {
                login(&another).await.problem(401, "invalid_credentials");
            }
        }
    }
}
