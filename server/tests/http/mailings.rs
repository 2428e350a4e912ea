//! Labels and envelopes, over both doors: the addresses as the post reads them, who is left out and why, and what is told of it.

use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kit::{Browser, Form, MANAGER, OTHER_ADMIN, SUPERADMIN, Site, USER, digits, id, on_each_database, person};

on_each_database! {
    labels_hold_the_addresses_as_the_post_reads_them,
    who_cannot_be_written_to_is_left_out_with_the_reason,
    policyholders_get_one_label_each,
    envelopes_have_the_firm_as_sender,
    what_is_wrong_is_told_at_its_field,
    a_mailing_has_its_most,
    another_firms_clients_and_a_colleagues_are_not_there,
    an_export_of_addresses_is_written_down,
    a_person_does_the_same_without_scripts,
}

/// A client with this address; his last name is unlike any other.
async fn client(site: &Site, email: &'static str, address: Value) -> Value {
    let mut body = person();
    (body["first_name"], body["last_name"]) = (json!("Zoé"), json!(format!("Œillet-{}", digits())));
    body["address"] = address;
    site.make(email, "/clients", &body).await
}

fn paris() -> Value {
    json!({ "lines": "12, rue de l’Église", "postal_code": "75011", "city": "Paris" })
}

fn name(client: &Value) -> &str {
    client["display_name"].as_str().unwrap()
}

async fn look(site: &Site, email: &'static str, body: &Value) -> Value {
    site.as_user(email, "POST", "/mailings/preview").await.body(body).send().await.expect(200)
}

/// What a program says about a PDF.
fn told(program: &str, arguments: &[&str], file: &[u8], after: &[&str]) -> String {
    let path = std::env::temp_dir().join(format!("{}.pdf", hex::encode(&Sha256::digest(file)[..8])));
    std::fs::write(&path, file).unwrap();
    let answer = Command::new(program).args(arguments).arg(&path).args(after).output().unwrap();
    let said = String::from_utf8_lossy(&answer.stdout).into_owned() + &String::from_utf8_lossy(&answer.stderr);
    let _ = std::fs::remove_file(&path);
    assert!(answer.status.success(), "{program}: {said}");
    said
}

async fn printed(site: &Site, email: &'static str, body: &Value) -> String {
    let file = site.as_user(email, "POST", "/mailings").await.body(body).send().await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"), "{file:?}");
    assert!(told("qpdf", &["--check"], &file.body, &[]).contains("No syntax or stream encoding errors found"));
    told("pdftotext", &["-layout"], &file.body, &["-"])
}

async fn labels_hold_the_addresses_as_the_post_reads_them(site: &'static Site) {
    let one = client(site, USER, paris()).await;
    let abroad = json!({ "lines": "01 BP 1234", "city": "Abidjan 01", "country": "CI" });
    let two = client(site, USER, abroad).await;
    let body = json!({ "format": "l7160", "clients": [two["id"], one["id"]], "order": "postal_code", "copies": 3 });
    let view = look(site, USER, &body).await;
    assert_eq!(
        (&view["selected"], &view["addressees"], &view["pieces"], &view["sheets"], &view["left_out"]),
        (&json!(2), &json!(2), &json!(6), &json!(1), &json!([]))
    );
    let text = printed(site, USER, &body).await;
    for expected in [name(&one), "12 RUE DE L EGLISE", "75011 PARIS", name(&two), "ABIDJAN 01", "CÔTE D'IVOIRE"] {
        assert_eq!(text.matches(expected).count(), 3, "{expected} in {text}");
    }
    let at_home = text.find(name(&one)).unwrap();
    assert!(at_home < text.find(name(&two)).unwrap(), "sorted mail begins at home");
    let file = site.as_user(USER, "POST", "/mailings").await.body(&body).send().await;
    let saved = file.header("content-disposition").to_owned();
    assert!(saved.starts_with("attachment; filename=\"l7160-20") && saved.ends_with(".pdf\""), "{saved}");
    assert_eq!(file.header("cache-control"), "private, no-store");
    // A key to repeat a request by does not turn the file into text.
    let repeated =
        site.as_user(USER, "POST", "/mailings").await.header("idempotency-key", &digits()).body(&body).send().await;
    assert!(repeated.body.starts_with(b"%PDF-1.7") && repeated.header("content-type") == "application/pdf");
    // All that match, as the list's own filters say it.
    let matching = json!({ "format": "70x37", "matching": { "q": name(&one), "kind": "person" }, "first_place": 24 });
    let view = look(site, USER, &matching).await;
    assert_eq!((&view["pieces"], &view["sheets"]), (&json!(1), &json!(1)), "the last label of a started sheet");
}

async fn who_cannot_be_written_to_is_left_out_with_the_reason(site: &'static Site) {
    let good = client(site, USER, paris()).await;
    let none = client(site, USER, Value::Null).await;
    let half = client(site, USER, json!({ "lines": "1 rue Haute", "city": "Paris" })).await;
    let long = client(site, USER, json!({ "lines": "a\nb\nc\nd\ne", "postal_code": "75011", "city": "Paris" })).await;
    let foreign = client(
        site,
        USER,
        json!({ "lines": "中山路 1", "postal_code": "200000", "city": "Shanghai", "country": "CN" }),
    );
    let foreign = foreign.await;
    let archived = client(site, USER, paris()).await;
    site.as_user(USER, "DELETE", &format!("/clients/{}", id(&archived))).await.send().await;
    let all: Vec<&Value> = [&good, &none, &half, &long, &foreign, &archived].map(|one| &one["id"]).into();
    let body = json!({ "format": "l7163", "clients": all });
    let view = look(site, USER, &body).await;
    assert_eq!((&view["selected"], &view["addressees"], &view["pieces"]), (&json!(6), &json!(1), &json!(1)), "{view}");
    let reason = |client: &Value| {
        let left = view["left_out"].as_array().unwrap().iter().find(|left| left["id"] == client["id"]);
        let left = left.unwrap_or_else(|| panic!("{client} in {view}"));
        assert_eq!(left["name"], client["display_name"]);
        (left["code"].as_str().unwrap().to_owned(), left["facts"].clone())
    };
    let told = |code: &str, facts: Value| (code.to_owned(), facts);
    assert_eq!(reason(&none), told("address_missing", json!({})));
    assert_eq!(reason(&half), told("address_incomplete", json!({ "part": "postal_code" })));
    assert_eq!(reason(&long), told("address_too_long", json!({ "lines": "6", "characters": "38" })));
    assert_eq!(reason(&foreign), told("glyph_missing", json!({ "letter": "U+4E2D", "line": "2" })));
    assert_eq!(reason(&archived), told("client_archived", json!({})));
    let text = printed(site, USER, &body).await;
    assert!(text.contains(name(&good)) && !text.contains(name(&half)), "{text}");
    // Nobody of them can be written to: there is no empty sheet.
    let nobody = json!({ "format": "l7163", "clients": [none["id"], half["id"]] });
    assert_eq!(look(site, USER, &nobody).await["sheets"], 0);
    let refused = site.as_user(USER, "POST", "/mailings").await.body(&nobody).send().await;
    refused.problem(422, "nobody_to_write_to");
}

async fn policyholders_get_one_label_each(site: &'static Site) {
    let holder = client(site, USER, paris()).await;
    let insurer = json!(site.insurer(USER).await);
    let mut policies = Vec::new();
    for _ in 0..2 {
        policies.push(site.make(USER, "/policies", &crate::kit::policy(&holder["id"], &insurer)).await["id"].clone());
    }
    let view = look(site, USER, &json!({ "format": "l7159", "policies": policies })).await;
    assert_eq!((&view["selected"], &view["pieces"]), (&json!(1), &json!(1)));
    let matching = json!({ "format": "l7159", "list": "policies", "matching": { "client_id": holder["id"] } });
    let text = printed(site, USER, &matching).await;
    assert_eq!(text.matches(name(&holder)).count(), 1, "{text}");
    // Letters go where the holder wants them.
    let postal = json!({ "addresses": [{ "role": "postal", "address": { "lines": "BP 7", "postal_code": "29200", "city": "Brest" } }] });
    let path = format!("/clients/{}", id(&holder));
    site.as_user(USER, "PATCH", &path).await.header("if-match", "\"1\"").body(&postal).send().await.expect(200);
    let text = printed(site, USER, &matching).await;
    assert!(text.contains("29200 BREST") && !text.contains("PARIS"), "{text}");
}

async fn envelopes_have_the_firm_as_sender(site: &'static Site) {
    let one = client(site, USER, paris()).await;
    let firm = site.read(USER, "/agency").await;
    let firm = firm["name"].as_str().unwrap();
    for format in ["envelope_dl", "envelope_c5", "envelope_c4"] {
        let body = json!({ "format": format, "clients": [one["id"]] });
        let text = printed(site, USER, &body).await;
        assert!(text.find(firm).unwrap() < text.find(name(&one)).unwrap(), "{format}: {text}");
        let mut without = body.clone();
        without["sender"] = json!(false);
        assert!(!printed(site, USER, &without).await.contains(firm), "{format}");
    }
    let label = json!({ "format": "l7173", "clients": [one["id"]], "sender": true });
    assert!(printed(site, USER, &label).await.contains(&format!("Exp. {firm}")));
}

async fn what_is_wrong_is_told_at_its_field(site: &'static Site) {
    let one = client(site, USER, paris()).await;
    let clients = json!([one["id"]]);
    for (body, pointer, code) in [
        (json!({ "clients": clients }), "/format", "required"),
        (json!({ "format": "l7161", "clients": clients }), "/format", "not_a_choice"),
        (json!({ "format": "l7160" }), "/clients", "required"),
        (json!({ "format": "l7160", "clients": ["x"] }), "/clients", "unknown_reference"),
        (json!({ "format": "l7160", "clients": clients, "first_place": 22 }), "/first_place", "out_of_range"),
        (json!({ "format": "l7160", "clients": clients, "copies": 0 }), "/copies", "out_of_range"),
        (json!({ "format": "l7160", "clients": clients, "order": "age" }), "/order", "not_a_choice"),
        (json!({ "format": "l7160", "clients": clients, "policies": clients }), "/clients", "unknown_field"),
        (json!({ "format": "l7160", "matching": { "state": "in_force" } }), "/matching/state", "unknown_field"),
        (json!({ "format": "l7160", "clients": clients, "window": true }), "/window", "unknown_field"),
        (json!({ "format": "l7160", "clients": clients, "copies": "two" }), "/copies", "wrong_type"),
    ] {
        for path in ["/mailings", "/mailings/preview"] {
            let faults = site.as_user(USER, "POST", path).await.body(&body).send().await.faults(422);
            assert_eq!(faults[0], (pointer.to_owned(), code.to_owned()), "{body}");
        }
    }
}

async fn a_mailing_has_its_most(site: &'static Site) {
    client(site, MANAGER, paris()).await;
    let body = json!({ "format": "70x37", "matching": {}, "copies": 100 });
    let refused = site.as_user(MANAGER, "POST", "/mailings").await.body(&body).send().await;
    let problem = refused.problem(422, "invalid");
    let wrong = &problem["errors"][0];
    assert_eq!((&wrong["pointer"], &wrong["code"]), (&json!("/copies"), &json!("out_of_range")), "{problem}");
    let most: u64 = wrong["args"]["max"].as_str().unwrap().parse().unwrap();
    let body = json!({ "format": "70x37", "matching": {}, "copies": most });
    let view = look(site, MANAGER, &body).await;
    assert!(view["pieces"].as_u64().unwrap() <= 5_000, "{view}");
}

async fn another_firms_clients_and_a_colleagues_are_not_there(site: &'static Site) {
    let own = client(site, USER, paris()).await;
    let colleagues = client(site, MANAGER, paris()).await;
    let theirs = client(site, OTHER_ADMIN, paris()).await;
    let nobodys = json!("0193c0de-0000-7000-8000-00000000dead");
    for foreign in [&colleagues["id"], &theirs["id"], &nobodys] {
        let alone = json!({ "format": "l7160", "clients": [foreign] });
        for path in ["/mailings", "/mailings/preview"] {
            let faults = site.as_user(USER, "POST", path).await.body(&alone).send().await.faults(422);
            assert_eq!(faults, [("/clients".to_owned(), "out_of_range".to_owned())], "{foreign}");
        }
        let beside = json!({ "format": "l7160", "clients": [foreign, own["id"]] });
        assert_eq!(look(site, USER, &beside).await["selected"], 1);
    }
    let both = json!({ "format": "l7160", "clients": [colleagues["id"], own["id"]] });
    assert_eq!(look(site, MANAGER, &both).await["selected"], 2);
    let (_, bound) = site.bound(MANAGER).await;
    let policies = json!({ "format": "l7160", "policies": [bound["id"]] });
    let faults = site.as_user(USER, "POST", "/mailings").await.body(&policies).send().await.faults(422);
    assert_eq!(faults, [("/policies".to_owned(), "out_of_range".to_owned())]);
    site.as_user(SUPERADMIN, "POST", "/mailings").await.body(&both).send().await.problem(403, "forbidden");
    site.api("POST", "/mailings").body(&both).send().await.problem(401, "unauthenticated");
}

async fn an_export_of_addresses_is_written_down(site: &'static Site) {
    let one = client(site, USER, paris()).await;
    let body = json!({ "format": "envelope_c5", "clients": [one["id"]] });
    let events = async || {
        let events = site.read(MANAGER, "/audit-events?action=list.export&limit=200").await;
        let mine =
            events["items"].as_array().unwrap().iter().filter(|event| event["changes"].to_string().contains(&id(&one)));
        mine.cloned().collect::<Vec<Value>>()
    };
    look(site, USER, &body).await;
    assert_eq!(events().await.len(), 0, "a look takes nothing out");
    printed(site, USER, &body).await;
    let told = events().await;
    assert_eq!((told.len(), &told[0]["object_id"]), (1, &json!("clients")));
    let changes = told[0]["changes"].to_string();
    assert!(changes.contains("envelope_c5") && changes.contains("\"count\""), "{changes}");
    assert_eq!(told[0]["user_id"], site.read(USER, "/auth/me").await["id"]);
}

async fn a_person_does_the_same_without_scripts(site: &'static Site) {
    let one = client(site, USER, paris()).await;
    let none = client(site, USER, Value::Null).await;
    let browser = Browser::of(site, USER).await;
    let list = browser.page("/clients").await.text();
    assert!(list.contains("formaction=\"/clients/mailing\"") && list.contains("Print the addresses"), "{list}");
    assert!(browser.page("/policies").await.text().contains("formaction=\"/policies/mailing\""));
    let chosen = format!("/clients/mailing?id={}&id={}&sort=display_name", id(&one), id(&none));
    let page = browser.page(&chosen).await;
    assert_eq!(page.status, 200, "{page:?}");
    let text = page.text();
    for expected in [
        "1 label on 1 sheet",
        "12 RUE DE L EGLISE",
        "1 addressee left out",
        "No postal address is recorded.",
        name(&none),
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let form = Form::on(&page, "/clients/mailing");
    assert_eq!((form.method.as_str(), form.value("format"), form.value("sender")), ("get", "l7160", "auto"));
    // What is wrong stands at its field, with what was typed.
    let wrong = browser.page(&format!("{chosen}&format=l7173&first_place=11&copies=trois")).await;
    assert_eq!(wrong.status, 422);
    let form = Form::on(&wrong, "/clients/mailing");
    assert_eq!((form.value("first_place"), form.value("copies"), form.value("format")), ("11", "trois", "l7173"));
    assert!(wrong.text().contains("Write a number."), "{wrong:?}");
    // The file is what the page's link leads to.
    let right = browser.page(&format!("{chosen}&format=envelope_dl")).await.text();
    let link = crate::kit::links(&right).find(|link| link.starts_with("/files/mailings/clients?")).unwrap();
    let file = browser.page(&link).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
    assert!(told("pdftotext", &[], &file.body, &["-"]).contains(name(&one)));
    assert!(told("pdfinfo", &[], &file.body, &[]).contains("623.622 x 311.811 pts"));
    // Nothing ticked, a bent address, a list that has no addresses, a stranger.
    for nothing in
        ["/clients/mailing", "/clients/mailing?all=1&stat=x", "/clients/mailing?id=x", "/policies/mailing?id=x"]
    {
        let page = browser.page(nothing).await;
        assert!(page.status == 422 && page.text().contains("Nothing is selected"), "{nothing}: {page:?}");
    }
    assert_eq!(browser.page("/files/mailings/companies?all=1").await.status, 404);
    assert_eq!(site.web("GET", &link).send().await.status, 401);
}
