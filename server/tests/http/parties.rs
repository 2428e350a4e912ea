//! Who has a role in a policy, and what is insured, as a program and a browser without scripts tell it.

use jiff::ToSpan;
use serde_json::{Value, json};

use crate::kit::{Browser, Form, MANAGER, OTHER_ADMIN, Site, USER, day, digits, id, on_each_database, person};

on_each_database! {
    roles_are_given_changed_and_taken_over_json,
    a_role_reaches_no_further_than_its_reader,
    roles_follow_a_merge_and_its_undoing,
    roles_are_told_in_a_browser,
    a_certificate_names_whom_it_insures,
    the_days_of_a_role_hold_for_the_policy_seen_on_a_day,
    what_is_insured_is_checked_by_what_it_is,
    a_fleet_is_told_and_changed_in_a_browser,
}

async fn parties(site: &Site, policy: &Value) -> Vec<Value> {
    site.read(USER, &format!("/policies/{}/parties", id(policy))).await["items"].as_array().unwrap().clone()
}

async fn roles_are_given_changed_and_taken_over_json(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let payer = site.make(USER, "/clients", &person()).await;
    let path = format!("/policies/{}/parties", id(&policy));
    assert_eq!(parties(site, &policy).await, Vec::<Value>::new());
    let add = async |body: Value| site.as_user(USER, "POST", &path).await.body(&body).send().await;
    for (body, pointer, code) in [
        (json!({ "name": "Rose" }), "/role", "required"),
        (json!({ "role": "king", "name": "Rose" }), "/role", "not_a_choice"),
        (json!({ "role": "payer" }), "/name", "required"),
        (json!({ "role": "payer", "name": "x".repeat(5_000) }), "/name", "too_long"),
        (json!({ "role": "payer", "name": "a\u{0}" }), "/name", "control_characters"),
        (json!({ "role": "payer", "client_id": "x" }), "/client_id", "unknown_reference"),
        (json!({ "role": "payer", "client_id": payer["id"], "name": "Rose" }), "/name", "party_twice"),
        (json!({ "role": "payer", "name": "R", "since": "2026-02-30" }), "/since", "invalid_date"),
        (
            json!({ "role": "payer", "name": "R", "since": "2026-02-02", "until": "2026-02-01" }),
            "/until",
            "date_not_after",
        ),
        (json!({ "role": "payer", "name": "R", "share": 3 }), "/share", "unknown_field"),
    ] {
        assert_eq!(add(body).await.faults(422), [(pointer.to_owned(), code.to_owned())]);
    }
    assert_eq!(parties(site, &policy).await, Vec::<Value>::new());
    let driver = add(json!({ "role": "driver", "name": " Zoé ", "note": "Permis depuis 2019" })).await.expect(201);
    assert_eq!((&driver["name"], &driver["client_id"]), (&json!("Zoé"), &json!(null)));
    let given = add(json!({ "role": "payer", "client_id": payer["id"] })).await.expect(201);
    assert_eq!((&given["name"], &given["client_id"]), (&payer["display_name"], &payer["id"]));
    let roles: Vec<Value> = parties(site, &policy).await.into_iter().map(|party| party["role"].clone()).collect();
    assert_eq!(roles, ["payer", "driver"]);

    let one = format!("{path}/{}", id(&given));
    let change = async |tag: &str, body: Value| {
        site.as_user(USER, "PATCH", &one).await.header("if-match", tag).body(&body).send().await
    };
    change("\"1\"", json!({ "until": "2030-01-01" })).await.problem(412, "precondition_failed");
    let version = site.read(USER, &format!("/policies/{}", id(&policy))).await["version"].clone();
    let changed = change(&format!("\"{version}\""), json!({ "until": "2030-01-01" })).await.expect(200);
    assert_eq!((&changed["until"], &changed["name"]), (&json!("2030-01-01"), &payer["display_name"]));
    assert_eq!(change("*", json!({ "name": "Rose" })).await.faults(422), [("/name".into(), "party_twice".into())]);
    assert_eq!(change("*", json!({ "client_id": null, "name": "Rose" })).await.expect(200)["name"], "Rose");

    let nobodys = format!("{path}/0193c0de-0000-7000-8000-00000000dead");
    site.as_user(USER, "DELETE", &nobodys).await.send().await.problem(404, "not_found");
    assert_eq!(site.as_user(USER, "DELETE", &one).await.send().await.status, 204);
    site.as_user(USER, "DELETE", &one).await.send().await.problem(404, "not_found");
    assert_eq!(parties(site, &policy).await.len(), 1);
    let log = site.read(MANAGER, &format!("/audit-events?action=policy.set_parties&object_id={}", id(&policy))).await;
    let log = log["items"].as_array().unwrap();
    assert_eq!(log.len(), 5);
    assert_eq!(log[0]["changes"]["parties"][0].as_array().unwrap().len(), 2, "{}", log[0]);
}

async fn a_role_reaches_no_further_than_its_reader(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let path = format!("/policies/{}/parties", id(&policy));
    let theirs = site.make(MANAGER, "/clients", &person()).await;
    let foreign = site.make(OTHER_ADMIN, "/clients", &person()).await;
    // A broker names no client whom he may not see, and nobody one of another firm.
    for (who, client) in [(USER, &theirs), (USER, &foreign), (MANAGER, &foreign)] {
        let body = json!({ "role": "insured", "client_id": client["id"] });
        let refused = site.as_user(who, "POST", &path).await.body(&body).send().await;
        assert_eq!(refused.faults(404), [("/client_id".into(), "unknown_reference".into())]);
    }
    // Whom his manager named, he reads by name; the file stays closed, and the role can still be given its last day.
    let named = site.make(MANAGER, &path, &json!({ "role": "insured", "client_id": theirs["id"] })).await;
    assert_eq!(named["client_id"], theirs["id"]);
    let seen = parties(site, &policy).await.remove(0);
    assert_eq!((&seen["name"], &seen["client_id"]), (&theirs["display_name"], &json!(null)));
    let one = format!("{path}/{}", id(&named));
    let ended =
        site.as_user(USER, "PATCH", &one).await.body(&json!({ "until": "2030-01-01" })).send().await.expect(200);
    assert_eq!(ended["name"], theirs["display_name"]);
    let browser = Browser::of(site, USER).await;
    let form = browser.form(&one, "/forms/policies/parties/save").await;
    assert_eq!(browser.send(&form.with("note", "Par chèque")).await.header("location"), path, "in a browser too");
    assert_eq!(parties(site, &policy).await[0]["note"], "Par chèque");
    assert_eq!(site.read(MANAGER, &path).await["items"][0]["client_id"], theirs["id"]);
    // Nor is a role of one's own client in a colleague's policy told to a broker.
    let (own, colleagues) = (site.make(USER, "/clients", &person()).await, site.bound(MANAGER).await.1);
    let payer = json!({ "role": "payer", "client_id": own["id"] });
    site.make(MANAGER, &format!("/policies/{}/parties", id(&colleagues)), &payer).await;
    let roles = async |who: &'static str| {
        let told = site.read(who, &format!("/clients/{}/timeline", id(&own))).await;
        told["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "policy_party").count()
    };
    assert_eq!((roles(USER).await, roles(MANAGER).await), (0, 1));
    let file = Browser::of(site, USER).await.page(&format!("/clients/{}", id(&own))).await.text();
    assert!(!file.contains(colleagues["policy_number"].as_str().unwrap()), "{file}");
    // A role of another policy is not found here, whoever asks.
    let (_, other) = site.bound(USER).await;
    let crossed = format!("/policies/{}/parties/{}", id(&other), id(&named));
    site.as_user(USER, "DELETE", &crossed).await.send().await.problem(404, "not_found");
    site.as_user(OTHER_ADMIN, "GET", &path).await.send().await.problem(404, "not_found");
}

async fn roles_follow_a_merge_and_its_undoing(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let (gone, stays) = (site.make(USER, "/clients", &person()).await, site.make(USER, "/clients", &person()).await);
    let path = format!("/policies/{}/parties", id(&policy));
    site.make(USER, &path, &json!({ "role": "payer", "client_id": gone["id"] })).await;
    let merge = site.as_user(USER, "POST", &format!("/clients/{}/merge", id(&gone))).await;
    merge.body(&json!({ "into": stays["id"] })).send().await.expect(200);
    assert_eq!(parties(site, &policy).await[0]["client_id"], stays["id"]);
    let page = Browser::of(site, USER).await.page(&format!("/clients/{}", id(&stays))).await.text();
    assert!(page.contains("Roles in other policies") && page.contains(policy["policy_number"].as_str().unwrap()));
    let told = site.read(USER, &format!("/clients/{}/timeline", id(&stays))).await;
    let told = told["items"].as_array().unwrap().iter().find(|one| one["kind"] == "policy_party").unwrap();
    assert_eq!((&told["subject_id"], &told["label"]), (&policy["id"], &policy["policy_number"]));
    site.as_user(USER, "POST", &format!("/clients/{}/unmerge", id(&gone))).await.send().await.expect(200);
    assert_eq!(parties(site, &policy).await[0]["client_id"], gone["id"]);
}

async fn roles_are_told_in_a_browser(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let (_, policy) = site.bound(USER).await;
    let payer = site.make(USER, "/clients", &person()).await;
    let own = format!("/policies/{}/parties", id(&policy));
    let name = payer["last_name"].as_str().unwrap();
    let found = browser.page(&format!("{own}?client_q={}", name.rsplit(' ').next().unwrap())).await.text();
    let new = format!("{own}/new?client_id={}", id(&payer));
    assert!(found.contains(&new), "{found}");
    let form = browser.form(&new, "/forms/policies/parties/save").await;
    let wrong = form.clone().with("since", "hier");
    assert_eq!(browser.send(&wrong).await.header("location"), new);
    let told = browser.page(&new).await;
    assert_eq!(told.status, 422);
    assert_eq!(Form::on(&told, "/forms/policies/parties/save").value("since"), "hier");
    assert_eq!(browser.send(&form.with("role", "payer")).await.header("location"), own);
    let page = browser.page(&format!("/policies/{}", id(&policy))).await.text();
    assert!(page.contains("Payer") && page.contains(&format!("/clients/{}", id(&payer))), "{page}");

    let party = parties(site, &policy).await.remove(0);
    let one = format!("{own}/{}", id(&party));
    let form = browser.form(&one, "/forms/policies/parties/save").await;
    assert_eq!(browser.send(&form.with("note", "Par virement")).await.header("location"), own);
    assert_eq!(parties(site, &policy).await[0]["note"], "Par virement");
    assert_eq!(parties(site, &policy).await[0]["client_id"], payer["id"]);
    let remove = browser.form(&one, "/forms/policies/parties/remove").await;
    assert_eq!(browser.send(&remove).await.header("location"), own);
    assert_eq!(browser.page(&one).await.status, 404);

    let plain = browser.form(&format!("{own}/new"), "/forms/policies/parties/save").await;
    browser.send(&plain.with("name", "Zoé Sans-Fiche").with("role", "driver")).await;
    assert!(browser.page(&own).await.text().contains("Zoé Sans-Fiche"));
}

async fn a_certificate_names_whom_it_insures(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let template = site.certificate_template(MANAGER).await;
    let path = format!("/policies/{}/parties", id(&policy));
    let fleet = json!([{ "reference": "EF-456-GH", "description": "Utilitaire" }]);
    let change = json!({ "effective_date": day(-1.days()), "reason": "Flotte", "risk_objects": fleet });
    site.as_user(USER, "POST", &format!("/policies/{}/endorsements", id(&policy)))
        .await
        .body(&change)
        .send()
        .await
        .expect(200);
    for (role, name) in [("insured", "Zoé Assurée"), ("insured", "Léo Assuré"), ("payer", "Banque Discrète")] {
        site.make(USER, &path, &json!({ "role": role, "name": name })).await;
    }
    site.make(USER, &path, &json!({ "role": "insured", "name": "Une Ancienne", "until": day(0.days()) })).await;
    let order = json!({ "template_id": template, "policy_id": policy["id"], "format": "html" });
    let document = site.make(USER, "/documents", &order).await;
    let file = site.web("GET", &format!("/files/documents/{}", id(&document))).bearer(&site.token(USER).await);
    let text = file.send().await.text();
    assert!(text.contains("Zoé Assurée, Léo Assuré") && text.contains("EF-456-GH – Utilitaire"), "{text}");
    assert!(!text.contains("Banque Discrète") && !text.contains("Une Ancienne"), "{text}");
}

async fn the_days_of_a_role_hold_for_the_policy_seen_on_a_day(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let path = format!("/policies/{}", id(&policy));
    let until = day(10.days());
    let body = json!({ "role": "driver", "name": "Conductrice d’essai", "until": until });
    site.make(USER, &format!("{path}/parties"), &body).await;
    let browser = Browser::of(site, USER).await;
    let shown = async |query: String| browser.page(&format!("{path}{query}")).await.text().contains("Conductrice");
    assert!(shown(String::new()).await);
    assert!(shown(format!("?as_of={}", day(9.days()))).await);
    assert!(!shown(format!("?as_of={until}")).await);
    assert!(!shown(format!("?as_known_at={}", day(-1.days()))).await, "nobody knew of her yesterday");
}

async fn what_is_insured_is_checked_by_what_it_is(site: &'static Site) {
    let (client, _) = site.quote(USER).await;
    let insurer = json!(site.insurer(USER).await);
    let make = async |risk: Value, objects: Value| {
        let mut body = crate::kit::policy(&client["id"], &insurer);
        (body["risk"], body["risk_objects"]) = (risk, objects);
        site.as_user(USER, "POST", "/policies").await.body(&body).send().await
    };
    for (risk, objects, pointer, code) in [
        (json!({ "plate": "AB_12" }), json!([]), "/risk/plate", "invalid_plate"),
        (json!({ "vin": "VF1BB0A0F1234567O" }), json!([]), "/risk/vin", "invalid_vin"),
        (json!({ "surface_m2": "grand" }), json!([]), "/risk/surface_m2", "invalid_number"),
        (json!({ "built_in": 3000 }), json!([]), "/risk/built_in", "out_of_range"),
        (json!({}), json!([{ "reference": "AB_12" }]), "/risk_objects/0/reference", "invalid_plate"),
        (json!({}), json!([{ "kind": "boat", "reference": "x" }]), "/risk_objects/0/kind", "not_a_choice"),
        (json!({}), json!([{ "reference": "x", "wheels": 4 }]), "/risk_objects/0/wheels", "unknown_field"),
    ] {
        assert_eq!(make(risk, objects).await.faults(422), [(pointer.to_owned(), code.to_owned())]);
    }
    let many = vec![json!({ "reference": "x" }); 301];
    assert_eq!(make(json!({}), json!(many)).await.faults(422)[0], ("/risk_objects".into(), "out_of_range".into()));
    let kept =
        make(json!({ "plate": "ab123cd", "surface_m2": "80,5", "gps": true }), json!([{ "reference": "ef 456 gh" }]));
    let kept = kept.await.expect(201);
    assert_eq!(kept["risk"], json!({ "plate": "AB-123-CD", "surface_m2": 80.5, "gps": true }));
    assert_eq!(kept["risk_objects"], json!([{ "kind": "vehicle", "reference": "EF-456-GH", "description": null }]));
}

async fn a_fleet_is_told_and_changed_in_a_browser(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let (_, policy) = site.bound(USER).await;
    let path = format!("/policies/{}", id(&policy));
    let plate = format!("ZZ-{}-QX", &digits()[2..]);
    let form = browser.form(&format!("{path}/endorse"), "/forms/policies/endorse").await;
    let today = day(0.days()).to_string();
    let filled = form.with("effective_date", &today).with("reason", "Second véhicule");
    let wrong = filled.clone().with("risk_objects_0_reference", "__");
    assert_eq!(browser.send(&wrong).await.header("location"), format!("{path}/endorse"));
    let told = browser.page(&format!("{path}/endorse")).await;
    assert_eq!(Form::on(&told, "/forms/policies/endorse").value("risk_objects_0_reference"), "__");
    let right = filled.with("risk_objects_0_reference", &plate).with("risk_objects_0_description", "Utilitaire");
    assert_eq!(browser.send(&right).await.header("location"), path);
    let now = site.read(USER, &path).await;
    assert_eq!(now["risk_objects"][0]["reference"], plate);
    assert_eq!(now["risk"]["plate"], "AB-123-CD");
    let page = browser.page(&path).await.text();
    assert!(page.contains(&plate) && page.contains("Further insured objects"), "{page}");
    // It is found by the second plate, with its signs or without.
    let found = site.read(USER, &format!("/policies?q={}", plate.replace('-', "").to_lowercase())).await;
    assert_eq!(found["items"][0]["id"], policy["id"]);
    // The next form shows it, and one line more.
    let next = browser.form(&format!("{path}/endorse"), "/forms/policies/endorse").await;
    assert_eq!(next.value("risk_objects_0_reference"), plate);
    assert!(next.fields.contains_key("risk_objects_1_reference"));
}
