//! What stands in a client's file and what happens to it, as a program and a browser without scripts see it.

use serde_json::{Value, json};

use crate::kit::{ADMIN, Browser, Form, MANAGER, OTHER_ADMIN, Site, USER, id, on_each_database, organisation, person};

on_each_database! {
    what_is_wrong_in_a_file_is_told_at_its_field,
    a_file_put_away_is_taken_out_again_over_json,
    a_client_put_away_in_a_browser_comes_back_with_one_press,
    people_around_a_client_are_written_without_a_script,
    a_client_is_handed_over_and_noted_on_in_a_browser,
}

async fn what_is_wrong_in_a_file_is_told_at_its_field(site: &'static Site) {
    let with = |name: &str, value: Value| {
        let mut body = organisation();
        body[name] = value;
        body
    };
    let contact = |field: &str, value: Value| {
        let mut contact = json!({ "name": "Zoé", "role": "accountant" });
        contact[field] = value;
        with("contacts", json!([contact]))
    };
    let long = "é".repeat(5_000);
    for (body, pointer, code) in [
        (with("tax_id", json!("732829321")), "/tax_id", "invalid_tax_id"),
        (with("tax_id", json!("BE0428759498")), "/tax_id", "invalid_tax_id"),
        (with("tax_id", json!(long)), "/tax_id", "too_long"),
        (with("phone", json!("+33 6 12")), "/phone", "invalid_phone"),
        (with("contacts", json!("Zoé")), "/contacts", "wrong_type"),
        (contact("colour", json!("red")), "/contacts/0/colour", "unknown_field"),
        (contact("name", json!(7)), "/contacts/0/name", "wrong_type"),
        (contact("name", json!(null)), "/contacts/0/role", ""),
        (contact("name", json!("a\u{0}")), "/contacts/0/name", "control_characters"),
        (contact("name", json!(long)), "/contacts/0/name", "too_long"),
        (contact("role", json!("king")), "/contacts/0/role", "not_a_choice"),
        (contact("email", json!("zoe")), "/contacts/0/email", "invalid_email"),
        (contact("phone", json!("call me")), "/contacts/0/phone", "invalid_phone"),
        (
            with("addresses", json!([{ "role": "risk", "address": { "city": long } }])),
            "/addresses/0/address/city",
            "too_long",
        ),
        (with("addresses", json!([{ "role": "moon" }])), "/addresses/0/role", "not_a_choice"),
        (with("contacts", json!(vec![json!({ "name": "x" }); 31])), "/contacts", "out_of_range"),
    ] {
        let answer = site.as_user(USER, "POST", "/clients").await.body(&body).send().await;
        if code.is_empty() {
            // A line with a role alone is none.
            assert_eq!(answer.expect(201)["contacts"], json!([]));
        } else {
            assert_eq!(answer.faults(422).first(), Some(&(pointer.to_owned(), code.to_owned())), "{answer:?}");
        }
    }
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}/notes", id(&client));
    for (body, pointer, code) in [
        (json!({}), "/text", "required"),
        (json!({ "text": 7 }), "/text", "wrong_type"),
        (json!({ "text": "x".repeat(5_001) }), "/text", "too_long"),
        (json!({ "text": "a\u{0}" }), "/text", "control_characters"),
        (json!({ "text": "x", "author_id": id(&client) }), "/author_id", "unknown_field"),
    ] {
        let answer = site.as_user(USER, "POST", &path).await.body(&body).send().await;
        assert_eq!(answer.faults(422), [(pointer.to_owned(), code.to_owned())], "{answer:?}");
    }
    let others = site.read(OTHER_ADMIN, "/users?limit=1").await;
    let path = format!("/clients/{}/hand-over", id(&client));
    let answer = site.as_user(MANAGER, "POST", &path).await.body(&json!({ "owner_id": id(&others["items"][0]) }));
    assert_eq!(answer.send().await.faults(404), [("/owner_id".to_owned(), "unknown_reference".to_owned())]);
}

async fn a_file_put_away_is_taken_out_again_over_json(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&client));
    let restore = async |tag: &str| {
        let ask = site.as_user(USER, "POST", &format!("{path}/restore")).await;
        ask.header("if-match", tag).send().await
    };
    restore("*").await.problem(404, "not_found");
    assert_eq!(site.as_user(USER, "DELETE", &path).await.send().await.status, 204);
    site.as_user(USER, "GET", &path).await.send().await.problem(404, "not_found");
    let q = client["last_name"].as_str().unwrap().rsplit(' ').next().unwrap();
    let away = site.read(USER, &format!("/clients?archived=true&q={q}&count=true")).await;
    assert_eq!((&away["total"], &away["items"][0]["version"]), (&json!(1), &json!(2)));
    restore("\"1\"").await.problem(412, "precondition_failed");
    let back = restore("\"2\"").await;
    assert_eq!(back.expect(200)["version"], 3);
    assert_eq!(back.header("etag"), "\"3\"");
    assert_eq!(site.read(USER, &path).await["last_name"], client["last_name"]);
}

async fn a_client_put_away_in_a_browser_comes_back_with_one_press(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let client = site.make(USER, "/clients", &person()).await;
    let page = format!("/clients/{}", id(&client));
    let archive = browser.form(&page, "/forms/clients/archive").await;
    assert_eq!(browser.send(&archive).await.header("location"), "/clients");
    let list = browser.page("/clients").await;
    let undo = Form::on(&list, "/forms/clients/restore");
    // Said once; later the file itself offers it.
    assert!(!browser.page("/clients").await.text().contains("/forms/clients/restore"));
    let away = browser.page(&page).await;
    assert_eq!(away.status, 200);
    assert_eq!(Form::on(&away, "/forms/clients/restore").value("version"), undo.value("version"));
    assert_eq!(browser.send(&undo).await.header("location"), page);
    assert!(browser.page(&page).await.text().contains("/forms/clients/archive"));
    // Pressed again, it has nothing to take out.
    let mut again = undo.clone();
    again.fields.remove("form_key");
    assert_eq!(browser.send(&again).await.header("location"), page);
    assert_eq!(browser.page(&page).await.status, 422);
    let other = Browser::of(site, OTHER_ADMIN).await;
    assert_eq!(other.page(&page).await.status, 404);
}

async fn people_around_a_client_are_written_without_a_script(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let client = site.make(USER, "/clients", &organisation()).await;
    let path = format!("/clients/{}", id(&client));
    let page = format!("{path}/contacts");
    let form = browser.form(&page, "/forms/clients/contacts").await;
    let filled = form
        .with("contacts_1_role", "accountant")
        .with("contacts_1_name", "Paul Compte")
        .with("contacts_1_email", "paul")
        .with("addresses_0_role", "risk")
        .with("addresses_0_address_city", "Albi");
    assert_eq!(browser.send(&filled).await.header("location"), page);
    let refused = browser.page(&page).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Contact 2, Email"), "{refused:?}");
    let again = Form::on(&refused, "/forms/clients/contacts");
    assert_eq!((again.value("contacts_1_name"), again.value("addresses_0_address_city")), ("Paul Compte", "Albi"));
    assert_eq!(browser.send(&again.with("contacts_1_email", "paul@exemple.test")).await.header("location"), path);
    let now = site.read(USER, &path).await;
    let paul = json!({ "role": "accountant", "name": "Paul Compte", "email": "paul@exemple.test", "phone": null });
    assert_eq!(now["contacts"], json!([paul]));
    assert_eq!(now["addresses"][0]["address"]["city"], "Albi");
    // The form of the rest of the file leaves them as they are.
    let rest = browser.form(&format!("{path}/edit"), "/forms/clients/update").await;
    assert_eq!(browser.send(&rest.with("notes", "x")).await.header("location"), path);
    let now = site.read(USER, &path).await;
    assert_eq!((&now["notes"], &now["contacts"]), (&json!("x"), &json!([paul])));
}

async fn a_client_is_handed_over_and_noted_on_in_a_browser(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&client));
    let manager = Browser::of(site, MANAGER).await;
    let note = manager.form(&path, "/forms/clients/note").await;
    assert_eq!(manager.send(&note).await.header("location"), path);
    let refused = manager.page(&path).await;
    assert_eq!(refused.status, 422);
    let note = Form::on(&refused, "/forms/clients/note").with("text", "Préfère le matin <b>");
    assert!(manager.send(&note).await.header("location").starts_with(&format!("{path}#note-")));
    assert!(manager.page(&path).await.text().contains("Préfère le matin &lt;b&gt;"));
    let page = format!("{path}/hand-over");
    let form = manager.form(&page, "/forms/clients/hand-over").await;
    assert_eq!(manager.send(&form).await.header("location"), page);
    assert!(manager.page(&page).await.text().contains("To whom?"));
    let me = site.read(ADMIN, "/auth/me").await;
    let form = manager.form(&page, "/forms/clients/hand-over").await.with("reason", "Départ");
    assert_eq!(manager.send(&form.with("owner_id", &id(&me))).await.header("location"), path);
    site.as_user(USER, "GET", &path).await.send().await.problem(404, "not_found");
    assert_eq!(site.read(ADMIN, &path).await["owner_id"], me["id"]);
    assert_eq!(Browser::of(site, USER).await.page(&page).await.status, 403);
}
