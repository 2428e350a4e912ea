//! A firm changes what its documents say of it.

use serde_json::{Value, json};

use crate::factors::{login, own_firm, registered, token};
use crate::kit::{ADMIN, Answer, Browser, FORM, Form, Kind, PASSWORD, Site, alone, company, id, person, policy};
use crate::step_up::make_stale;

/// Each test has houses of its own, because a firm's letterhead concerns all its people.
macro_rules! in_own_firm {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::alone(super::$name(super::Kind::Sqlite));
            }

            #[test]
            fn on_postgres() {
                super::alone(super::$name(super::Kind::Postgres));
            }
        }
    )*};
}

in_own_firm! {
    a_firm_that_moves_corrects_its_letters_and_what_it_issued_stays,
    law_and_currency_stay_once_a_policy_rests_on_them,
    what_is_wrong_is_told_at_its_field_and_nothing_is_saved,
    an_administrator_corrects_the_letterhead_without_scripts,
    who_was_slower_at_the_firm_sees_both_values,
    the_firm_is_its_administrators_affair,
}

const CHIEF: &str = "chef@prudent.test";
const PAGE: &str = "/admin/agency";
const ACTION: &str = "/forms/admin/agency/update";

fn moved_to(city: &str) -> Value {
    json!({ "lines": "1 quai Neuf", "postal_code": "69002", "city": city, "country": "FR" })
}

async fn own(site: &Site, admin: &str) -> Value {
    site.api("GET", "/agency").bearer(admin).send().await.expect(200)
}

async fn patch(site: &Site, admin: &str, body: &Value) -> Answer {
    site.api("PATCH", "/agency").bearer(admin).body(body).send().await
}

async fn made(site: &Site, admin: &str, path: &str, body: &Value) -> Value {
    site.api("POST", path).bearer(admin).body(body).send().await.expect(201)
}

async fn a_firm_that_moves_corrects_its_letters_and_what_it_issued_stays(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let before = own(&site, &admin).await;
    assert_eq!((&before["version"], &before["name"]), (&json!(1), &json!("Cabinet Prudent")));
    let first = json!({ "registration": "ORIAS 07 000 111", "address": moved_to("Lyon") });
    let answer = patch(&site, &admin, &first).await;
    assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""), "{answer:?}");

    let source = "<p>{{ agency.name }}, {{ agency.address.city }}, {{ agency.registration }}</p>";
    let template = json!({ "name": "Lettre", "kind": "letter", "format": "html", "language": "fr", "content": source });
    let template = made(&site, &admin, "/templates", &template).await;
    let client = made(&site, &admin, "/clients", &person()).await;
    let order = json!({ "template_id": template["id"], "client_id": client["id"], "format": "html" });
    let letter = made(&site, &admin, "/documents", &order).await;
    let read = async |document: &Value| {
        let path = format!("/files/documents/{}", id(document));
        site.web("GET", &path).bearer(&admin).send().await.text()
    };
    let said = read(&letter).await;
    assert!(said.contains("Cabinet Prudent, Lyon, ORIAS 07 000 111"), "{said}");

    let moved = json!({ "name": "Cabinet Prudent & Fils", "address": moved_to("Nantes") });
    let after = patch(&site, &admin, &moved).await.expect(200);
    assert_eq!(
        (&after["name"], &after["registration"]),
        (&json!("Cabinet Prudent & Fils"), &json!("ORIAS 07 000 111"))
    );
    assert_eq!(own(&site, &admin).await, after);
    assert_eq!(read(&letter).await, said, "what is issued keeps what it said");
    let again = site.api("GET", &format!("/documents/{}", id(&letter))).bearer(&admin).send().await.expect(200);
    assert_eq!(again["checksum_sha256"], letter["checksum_sha256"]);
    let next = read(&made(&site, &admin, "/documents", &order).await).await;
    assert!(next.contains("Fils, Nantes, ORIAS 07 000 111"), "{next}");

    let events = site.api("GET", "/audit-events?action=agency.update").bearer(&admin).send().await.expect(200);
    let told = &events["items"][0];
    assert_eq!(told["changes"]["name"], json!(["Cabinet Prudent", "Cabinet Prudent & Fils"]));
    assert_eq!(told["changes"]["address"][1]["city"], "Nantes");
    assert_eq!((&told["object_id"], told["changes"].as_object().unwrap().len()), (&before["id"], 2), "{told}");
    let menu = site.api("GET", "/auth/me").bearer(&admin).send().await.expect(200);
    assert_eq!(menu["agency_name"], "Cabinet Prudent & Fils");
}

async fn law_and_currency_stay_once_a_policy_rests_on_them(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let cima = json!({ "jurisdiction": "CIMA", "currency": "XOF", "time_zone": "Africa/Dakar" });
    let there = patch(&site, &admin, &cima).await.expect(200);
    assert_eq!((&there["jurisdiction"], &there["currency"]), (&json!("CIMA"), &json!("XOF")));
    let asked = Browser::of(&site, CHIEF).await.form(PAGE, ACTION).await;
    assert_eq!((asked.value("jurisdiction"), asked.value("currency")), ("CIMA", "XOF"));

    let client = made(&site, &admin, "/clients", &person()).await;
    let insurer = made(&site, &admin, "/companies", &company()).await;
    made(&site, &admin, "/policies", &policy(&client["id"], &insurer["id"])).await;
    let back = patch(&site, &admin, &json!({ "jurisdiction": "FR", "currency": "EUR", "name": "Autre" })).await;
    let fixed = |field: &str| (format!("/{field}"), "fixed_by_policies".to_owned());
    assert_eq!(back.faults(422), [fixed("jurisdiction"), fixed("currency")]);
    assert_eq!(own(&site, &admin).await, there, "nothing is half-saved");
    // The same values are no change, and the wall clock of the firm is what its administrator says.
    let same = json!({ "jurisdiction": "CIMA", "currency": "XOF", "time_zone": "Africa/Libreville" });
    assert_eq!(patch(&site, &admin, &same).await.expect(200)["time_zone"], "Africa/Libreville");

    // The form no longer asks, and does not change them either.
    let browser = Browser::of(&site, CHIEF).await;
    let form = browser.form(PAGE, ACTION).await;
    assert!(!form.fields.contains_key("jurisdiction") && !form.fields.contains_key("currency"), "{form:?}");
    assert!(browser.page(PAGE).await.text().contains("CIMA zone"));
    assert_eq!(browser.send(&form.clone().with("phone", "+221 33 800 00 00")).await.header("location"), PAGE);
    let now = own(&site, &admin).await;
    assert_eq!((&now["jurisdiction"], &now["phone"]), (&json!("CIMA"), &json!("+221 33 800 00 00")));
    let bent = form.with("version", now["version"].to_string().as_str()).with("currency", "EUR");
    browser.send(&bent).await;
    assert!(browser.page(PAGE).await.text().contains("The firm has policies already"));
    assert_eq!(own(&site, &admin).await, now);
}

async fn what_is_wrong_is_told_at_its_field_and_nothing_is_saved(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let before = own(&site, &admin).await;
    let fault = |field: &str, code: &str| (format!("/{field}"), code.to_owned());
    for (body, field, code) in [
        (json!({ "name": null }), "name", "required"),
        (json!({ "name": "x".repeat(201) }), "name", "too_long"),
        (json!({ "name": 5 }), "name", "wrong_type"),
        (json!({ "jurisdiction": "UK" }), "jurisdiction", "not_a_choice"),
        (json!({ "jurisdiction": null }), "jurisdiction", "required"),
        (json!({ "currency": "eur" }), "currency", "invalid_currency"),
        (json!({ "currency": null }), "currency", "required"),
        (json!({ "time_zone": "Mars/Olympus" }), "time_zone", "not_a_choice"),
        (json!({ "time_zone": "" }), "time_zone", "not_a_choice"),
        (json!({ "time_zone": null }), "time_zone", "required"),
        (json!({ "email": "no address" }), "email", "invalid_email"),
        (json!({ "phone": "call me" }), "phone", "invalid_phone"),
        (json!({ "address": { "city": "x".repeat(500) } }), "address/city", "too_long"),
        (json!({ "legal_mentions": ["x".repeat(2_001)] }), "legal_mentions", "too_long"),
        (json!({ "legal_mentions": "a sentence" }), "legal_mentions", "wrong_type"),
        (json!({ "registration": "a\u{0}b" }), "registration", "control_characters"),
        (json!({ "administrator": { "email": "x@y.test" } }), "administrator", "unknown_field"),
        (json!({ "active": false }), "active", "unknown_field"),
        (json!({ "id": before["id"] }), "id", "unknown_field"),
    ] {
        let answer = patch(&site, &admin, &body).await;
        assert_eq!(answer.faults(422), [fault(field, code)], "{body}");
    }
    let all = json!({ "name": "", "email": "x", "time_zone": "x", "currency": "x" });
    assert_eq!(patch(&site, &admin, &all).await.faults(422).len(), 4, "all that is wrong is told at once");
    assert_eq!(own(&site, &admin).await, before);
}

async fn an_administrator_corrects_the_letterhead_without_scripts(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let browser = Browser::of(&site, CHIEF).await;
    assert!(browser.page("/admin").await.text().contains("href=\"/admin/agency\""));
    let form = browser.form(PAGE, ACTION).await;
    assert_eq!((form.value("name"), form.value("time_zone")), ("Cabinet Prudent", "Europe/Paris"));
    let typed = form.with("address_lines", "1 quai Neuf").with("address_city", "Nantes").with("email", "no address");
    let typed = typed.with("legal_mentions", "First sentence.\r\n\r\nSecond sentence.");
    assert_eq!(browser.send(&typed).await.header("location"), PAGE);
    let page = browser.page(PAGE).await;
    assert_eq!(page.status, 422, "{page:?}");
    assert!(page.text().contains("id=\"field-email-error\""), "{}", page.text());
    let back = Form::on(&page, ACTION);
    assert_eq!((back.value("address_city"), back.value("email")), ("Nantes", "no address"));
    assert_eq!(own(&site, &admin).await["version"], 1);

    browser.send(&back.with("email", "accueil@prudent.test")).await;
    let page = browser.page(PAGE).await;
    assert!(page.status == 200 && page.text().contains("Documents issued before do not change"), "{page:?}");
    let now = own(&site, &admin).await;
    assert_eq!(now["legal_mentions"], json!(["First sentence.", "Second sentence."]));
    assert_eq!((&now["address"]["city"], &now["email"]), (&json!("Nantes"), &json!("accueil@prudent.test")));
}

async fn who_was_slower_at_the_firm_sees_both_values(kind: Kind) {
    let (site, admin) = own_firm(kind).await;
    let browser = Browser::of(&site, CHIEF).await;
    let form = browser.form(PAGE, ACTION).await.with("registration", "ORIAS Mine");
    patch(&site, &admin, &json!({ "registration": "ORIAS Theirs", "jurisdiction": "BE" })).await.expect(200);
    assert_eq!(browser.send(&form).await.header("location"), PAGE);
    let page = browser.page(PAGE).await;
    assert_eq!(page.status, 409, "{page:?}");
    for said in ["ORIAS Mine", "ORIAS Theirs", "Belgium (FSMA)", "France (ORIAS)", "Changed by Chef"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert_eq!(own(&site, &admin).await["registration"], "ORIAS Theirs");
    assert_eq!(browser.send(&Form::on(&page, ACTION)).await.header("location"), PAGE);
    assert_eq!(own(&site, &admin).await["registration"], "ORIAS Mine");

    let with = |seen: &'static str| site.api("PATCH", "/agency").bearer(&admin).header("if-match", seen);
    with("\"1\"").body(&json!({ "name": "Unseen" })).send().await.problem(412, "precondition_failed");
    with("\"3\"").body(&json!({ "name": "Seen" })).send().await.expect(200);
    let (a, b) = (json!({ "name": "A" }), json!({ "name": "B" }));
    let at_once = tokio::join!(patch(&site, &admin, &a), with("\"4\"").body(&b).send());
    assert!([at_once.0.status, at_once.1.status].contains(&200), "{at_once:?}");
    let version = own(&site, &admin).await["version"].as_i64().unwrap();
    let done = [at_once.0.status, at_once.1.status].iter().filter(|status| **status == 200).count();
    assert_eq!(version, 4 + i64::try_from(done).unwrap(), "no change is lost unseen");
}

async fn the_firm_is_its_administrators_affair(kind: Kind) {
    let site = Site::empty(kind, &[("MONASSURANCE_REGISTRATION", "open")]).await;
    server::demo::fill(&site.house).await.unwrap();
    let admin = registered(&site).await;
    let demo = site.read(ADMIN, "/agency").await;
    // A colleague reads what his letters say, and changes nothing.
    for role in ["USER", "MANAGER"] {
        let email = format!("{}@prudent.test", role.to_lowercase());
        let body = json!({ "email": email, "full_name": role, "role": role, "password": PASSWORD });
        made(&site, &admin, "/users", &body).await;
        let colleague = token(&login(&site, &email, None).await.expect(200));
        assert_eq!(own(&site, &colleague).await, own(&site, &admin).await);
        patch(&site, &colleague, &json!({ "name": "Theirs" })).await.problem(403, "forbidden");
        let browser = Browser::of(&site, &email).await;
        assert_eq!(browser.page(PAGE).await.status, 403);
        let firm = own(&site, &admin).await;
        let typed = format!("id={}&version=1&name=Theirs&time_zone=Europe/Paris", id(&firm));
        let ask = site.web("POST", ACTION).header("accept", "text/html").bearer(&colleague);
        ask.raw(FORM, typed).send().await;
        assert_eq!(own(&site, &admin).await, firm);
    }
    // Whoever changes his own firm changes no other; a form of one firm is none of another.
    patch(&site, &admin, &json!({ "name": "Cabinet Renommé" })).await.expect(200);
    assert_eq!(site.read(ADMIN, "/agency").await, demo);
    let form = Browser::of(&site, CHIEF).await.form(PAGE, ACTION).await.with("name", "Cabinet Pirate");
    let stranger = Browser::of(&site, ADMIN).await;
    stranger.send(&form.with("version", demo["version"].to_string().as_str())).await;
    assert_eq!(site.read(ADMIN, "/agency").await, demo);

    // A session left open is not enough, at either door; what was typed waits.
    let body = json!({ "email": CHIEF, "password": PASSWORD });
    let grant =
        site.api("POST", "/auth/login").header("user-agent", "old program").body(&body).send().await.expect(200);
    make_stale(&site, "old program").await;
    patch(&site, &token(&grant), &json!({ "name": "Left open" })).await.problem(403, "recent_sign_in_needed");
    let typed = format!("email={CHIEF}&password={}", crate::lists::encoded(PASSWORD));
    let ask = site.web("POST", "/forms/sign-in").header("accept", "text/html").header("user-agent", "old browser");
    let signed_in = ask.raw(FORM, typed).send().await;
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    make_stale(&site, "old browser").await;
    let page = site.web("GET", PAGE).header("accept", "text/html").header("cookie", &cookie).send().await;
    assert_eq!(page.header("location"), "/account/confirm?next=/admin/agency", "{page:?}");
    let typed = format!("id={}&version=2&name=Left+open", id(&own(&site, &admin).await));
    let ask = site.web("POST", ACTION).header("accept", "text/html").header("cookie", &cookie);
    let sent = ask.raw(FORM, typed).send().await;
    assert_eq!(sent.header("location"), "/account/confirm?next=/admin/agency", "{sent:?}");
    assert_eq!(own(&site, &admin).await["name"], "Cabinet Renommé");
}
