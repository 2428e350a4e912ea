//! A form whose record somebody else changed meanwhile: both values are shown, nothing is overwritten unseen, and the reader
//! chooses. Without scripts.

use serde_json::{Value, json};

use crate::kit::{ADMIN, Browser, Form, MANAGER, PASSWORD, Site, USER, digits, id, on_each_database, person};

on_each_database! {
    who_was_slower_at_a_clients_file_sees_both_values_and_chooses,
    who_was_slower_may_take_the_record,
    who_was_slower_at_a_company_sees_both_values,
    who_was_slower_at_the_mandates_sees_both_values,
    who_was_slower_at_a_quote_sees_both_values,
    who_was_slower_at_an_endorsement_sees_both_values,
    who_was_slower_at_a_template_sees_both_values,
    who_was_slower_at_a_templates_source_sees_both_values,
    who_was_slower_at_a_user_sees_both_values,
    a_form_that_names_no_version_changes_nothing,
    mandates_carry_the_companys_version,
}

/// What the notice over a form says.
const CHANGED: &str = "This record changed since you opened it.";

/// Two people at one form: the browser's, and somebody else who is faster by the API.
struct Race<'a> {
    browser: Browser<'a>,
    /// The page of the form.
    page: String,
    action: &'static str,
}

impl Race<'_> {
    /// Sends the form late and returns the page that comes back, which says both values.
    async fn lost(&self, form: &Form, theirs: &str, mine: &str) -> Form {
        let answer = self.browser.send(form).await;
        assert_eq!((answer.status, answer.header("location")), (302, self.page.as_str()), "{answer:?}");
        let page = self.browser.page(&self.page).await;
        assert_eq!(page.status, 409, "{page:?}");
        let text = page.text();
        let notice =
            text.split("id=\"form-errors\"").nth(1).expect("a notice").split("type=\"submit\"").next().unwrap();
        for said in [CHANGED, theirs, mine] {
            assert!(notice.contains(said), "{said} is not in {notice}");
        }
        assert!(text.contains(&format!("href=\"{}\"", self.page)), "a way to the record's values");
        Form::on(&page, self.action)
    }

    /// Sends what came back: the reader keeps his own.
    async fn kept(&self, form: &Form) {
        let answer = self.browser.send(form).await;
        assert_eq!(answer.status, 302, "{answer:?}");
        assert_ne!(answer.header("location"), self.page, "it was refused again");
    }
}

async fn patched(site: &Site, email: &'static str, path: &str, body: &Value) {
    site.as_user(email, "PATCH", path).await.body(body).send().await.expect(200);
}

/// The client's file, open in a manager's browser.
async fn at_a_client(site: &'static Site) -> (Race<'static>, String, Form) {
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&client));
    let race = Race {
        browser: Browser::of(site, MANAGER).await,
        page: format!("{path}/edit"),
        action: "/forms/clients/update",
    };
    let form = race.browser.form(&race.page, race.action).await;
    (race, path, form)
}

async fn who_was_slower_at_a_clients_file_sees_both_values_and_chooses(site: &'static Site) {
    let (race, path, form) = at_a_client(site).await;
    patched(site, USER, &path, &json!({ "notes": "Theirs", "phone": "+33 1 11 11 11 11" })).await;
    let form = form.with("notes", "Mine").with("email", "mine@exemple.test");
    let back = race.lost(&form, "Theirs", "Mine").await;
    assert_eq!((back.value("notes"), back.value("email"), back.value("version")), ("Mine", "mine@exemple.test", "2"));
    assert_eq!(site.read(USER, &path).await["notes"], "Theirs", "nothing is overwritten yet");
    let who = site.read(USER, "/auth/me").await;
    let again = race.browser.send(&form).await;
    assert_eq!(again.header("location"), race.page, "the old version is refused however often it is sent");
    let page = race.browser.page(&race.page).await.text();
    assert!(page.contains(&format!("Changed by {}", who["full_name"].as_str().unwrap())), "{page}");
    // A third change in between: seen is seen only once.
    patched(site, USER, &path, &json!({ "notes": "Theirs again" })).await;
    let back = race.lost(&back, "Theirs again", "Mine").await;
    race.kept(&back).await;
    let now = site.read(USER, &path).await;
    assert_eq!(
        (&now["notes"], &now["email"], &now["version"]),
        (&json!("Mine"), &json!("mine@exemple.test"), &json!(4))
    );
}

async fn who_was_slower_may_take_the_record(site: &'static Site) {
    let (race, path, form) = at_a_client(site).await;
    patched(site, USER, &path, &json!({ "notes": "Theirs" })).await;
    race.lost(&form.with("notes", "Mine"), "Theirs", "Mine").await;
    let fresh = race.browser.form(&race.page, race.action).await;
    assert_eq!((fresh.value("notes"), fresh.value("version")), ("Theirs", "2"));
}

async fn who_was_slower_at_a_company_sees_both_values(site: &'static Site) {
    let path = format!("/companies/{}", id(&site.make(MANAGER, "/companies", &crate::kit::company()).await));
    let race = Race {
        browser: Browser::of(site, MANAGER).await,
        page: format!("{path}/edit"),
        action: "/forms/companies/update",
    };
    let form = race.browser.form(&race.page, race.action).await.with("broker_code", "MINE-1");
    patched(site, ADMIN, &path, &json!({ "broker_code": "THEIRS-1" })).await;
    let back = race.lost(&form, "THEIRS-1", "MINE-1").await;
    race.kept(&back).await;
    assert_eq!(site.read(MANAGER, &path).await["broker_code"], "MINE-1");
}

async fn who_was_slower_at_the_mandates_sees_both_values(site: &'static Site) {
    let path = format!("/companies/{}", id(&site.make(MANAGER, "/companies", &crate::kit::company()).await));
    let race = Race {
        browser: Browser::of(site, MANAGER).await,
        page: format!("{path}/mandates"),
        action: "/forms/companies/mandates",
    };
    let form = race.browser.form(&race.page, race.action).await;
    let form = form.with("given_issue_certificates_1", "on").with("issue_certificates_1_valid_from", "2026-01-31");
    let given = |from: &str| json!({ "kind": "issue_certificates", "product_lines": ["motor"], "valid_from": from });
    let theirs = json!({ "items": [given("2026-02-01"), given("2026-03-01")] });
    site.as_user(ADMIN, "PUT", &race.page).await.body(&theirs).send().await.expect(200);
    let back = race.lost(&form, "01/02/2026", "31/01/2026").await;
    assert_eq!(site.read(MANAGER, &race.page).await["items"].as_array().map(Vec::len), Some(2));
    race.kept(&back).await;
    let now = site.read(MANAGER, &race.page).await;
    assert_eq!(now["items"][0]["valid_from"], "2026-01-31");
}

async fn who_was_slower_at_a_quote_sees_both_values(site: &'static Site) {
    let (_, quote) = site.quote(USER).await;
    let path = format!("/policies/{}", id(&quote));
    let race =
        Race { browser: Browser::of(site, USER).await, page: format!("{path}/edit"), action: "/forms/policies/update" };
    let form = race.browser.form(&race.page, race.action).await;
    patched(site, MANAGER, &path, &json!({ "product_name": "Theirs", "payment_frequency": "monthly" })).await;
    let back = race.lost(&form.with("product_name", "Mine"), "Monthly", "Mine").await;
    race.kept(&back).await;
    assert_eq!(site.read(USER, &path).await["product_name"], "Mine");
}

async fn who_was_slower_at_an_endorsement_sees_both_values(site: &'static Site) {
    let (_, bound) = site.bound(USER).await;
    let path = format!("/policies/{}", id(&bound));
    let race = Race {
        browser: Browser::of(site, USER).await,
        page: format!("{path}/endorse"),
        action: "/forms/policies/endorse",
    };
    let today = crate::kit::day(jiff::Span::new()).to_string();
    let form = race.browser.form(&race.page, race.action).await;
    let form = form.with("effective_date", &today).with("reason", "Mine").with("product_name", "Mine");
    let theirs = json!({ "effective_date": today, "reason": "x", "product_name": "Theirs" });
    site.make(MANAGER, &format!("{path}/endorsements"), &theirs).await;
    let back = race.lost(&form, "Theirs", "Mine").await;
    assert_eq!((back.value("reason"), back.value("effective_date")), ("Mine", today.as_str()));
    race.kept(&back).await;
    assert_eq!(site.read(USER, &path).await["product_name"], "Mine");
}

/// A template with one version, and its path.
async fn template(site: &Site) -> String {
    let name = format!("Template {}", digits());
    let body = json!({ "name": name, "kind": "letter", "format": "pdf", "language": "fr", "content": "<p>First</p>" });
    format!("/templates/{}", id(&site.make(MANAGER, "/templates", &body).await))
}

async fn who_was_slower_at_a_template_sees_both_values(site: &'static Site) {
    let path = template(site).await;
    let race = Race {
        browser: Browser::of(site, MANAGER).await,
        page: format!("{path}/edit"),
        action: "/forms/templates/update",
    };
    let mine = format!("Mine {}", digits());
    let form = race.browser.form(&race.page, race.action).await.with("name", &mine);
    patched(site, ADMIN, &path, &json!({ "kind": "notice", "name": format!("Theirs {}", digits()) })).await;
    let back = race.lost(&form, "Theirs", &mine).await;
    race.kept(&back).await;
    assert_eq!(site.read(MANAGER, &path).await["name"], mine.as_str());
}

async fn who_was_slower_at_a_templates_source_sees_both_values(site: &'static Site) {
    let path = template(site).await;
    let race = Race {
        browser: Browser::of(site, MANAGER).await,
        page: format!("{path}/studio"),
        action: "/forms/templates/add-version",
    };
    let form = race.browser.form(&race.page, race.action).await.with("content", "<p>Mine</p>");
    site.make(ADMIN, &format!("{path}/versions"), &json!({ "content": "<p>Theirs</p>" })).await;
    let back = race.lost(&form, "Theirs", "Mine").await;
    assert_eq!(back.value("content"), "<p>Mine</p>");
    race.kept(&back).await;
    assert_eq!(site.read(MANAGER, &format!("{path}/versions/3")).await["content"], "<p>Mine</p>");
}

async fn who_was_slower_at_a_user_sees_both_values(site: &'static Site) {
    let email = format!("course-{}@demo.test", digits());
    let body = json!({ "email": email, "full_name": "Before", "role": "USER", "password": PASSWORD });
    let path = format!("/users/{}", id(&site.make(ADMIN, "/users", &body).await));
    let race = Race {
        browser: Browser::of(site, ADMIN).await,
        page: format!("/admin{path}"),
        action: "/forms/admin/users/update",
    };
    let form = race.browser.form(&race.page, race.action).await.with("full_name", "Mine");
    patched(site, ADMIN, &path, &json!({ "full_name": "Theirs", "role": "MANAGER", "active": false })).await;
    let back = race.lost(&form, "Theirs", "Mine").await;
    race.kept(&back).await;
    let now = site.read(ADMIN, &path).await;
    // Closing an account is no field of this form, so it stays as the other one left it.
    assert_eq!((&now["full_name"], &now["role"], &now["active"]), (&json!("Mine"), &json!("USER"), &json!(false)));
}

async fn a_form_that_names_no_version_changes_nothing(site: &'static Site) {
    let (race, path, form) = at_a_client(site).await;
    for version in ["", "nonsense"] {
        let form = form.clone().with("notes", "Unseen").with("version", version);
        assert_eq!(race.browser.send(&form).await.header("location"), race.page);
    }
    let mut form = form.with("notes", "Unseen");
    form.fields.remove("version");
    assert_eq!(race.browser.send(&form).await.header("location"), race.page);
    assert_eq!(site.read(USER, &path).await["version"], 1);
}

async fn mandates_carry_the_companys_version(site: &'static Site) {
    let company = site.make(MANAGER, "/companies", &crate::kit::company()).await;
    let path = format!("/companies/{}/mandates", id(&company));
    assert_eq!(site.as_user(MANAGER, "GET", &path).await.send().await.header("etag"), "\"1\"");
    let put = async |seen: &str, from: &str| {
        let body = json!({ "items": [{ "kind": "collect_premiums", "valid_from": from }] });
        site.as_user(MANAGER, "PUT", &path).await.header("if-match", seen).body(&body).send().await
    };
    let first = put("\"1\"", "2026-01-01").await;
    assert_eq!((first.status, first.header("etag")), (200, "\"2\""));
    put("\"1\"", "2026-02-01").await.problem(412, "precondition_failed");
    let read = site.as_user(MANAGER, "GET", &path).await.send().await;
    assert_eq!((read.header("etag"), &read.json()["items"][0]["valid_from"]), ("\"2\"", &json!("2026-01-01")));
    let at_once = tokio::join!(put("\"2\"", "2026-03-01"), put("\"2\"", "2026-04-01"));
    let mut statuses = [at_once.0.status, at_once.1.status];
    statuses.sort_unstable();
    assert!(statuses == [200, 409] || statuses == [200, 412], "{statuses:?}");
}
