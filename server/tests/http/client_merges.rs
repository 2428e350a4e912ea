//! One client recorded twice, as a program and a browser without scripts see it.

use serde_json::json;

use crate::kit::{Browser, Form, MANAGER, OTHER_ADMIN, Site, USER, digits, id, on_each_database, person};

on_each_database! {
    two_files_are_merged_and_taken_apart_over_json,
    two_files_are_merged_and_taken_apart_in_a_browser,
    a_client_recorded_already_is_told_before_he_is_created,
    what_happened_to_a_client_is_told_over_json_and_on_his_page,
}

async fn two_files_are_merged_and_taken_apart_over_json(site: &'static Site) {
    let (gone, _) = site.quote(USER).await;
    let stays = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&gone));
    let merge = async |tag: &str, body: serde_json::Value| {
        site.as_user(USER, "POST", &format!("{path}/merge")).await.header("if-match", tag).body(&body).send().await
    };
    for (body, pointer, code) in [
        (json!({}), "/into", "required"),
        (json!({ "into": 7 }), "/into", "wrong_type"),
        (json!({ "into": "a\u{0}" }), "/into", "unknown_reference"),
        (json!({ "into": "x".repeat(5_000) }), "/into", "unknown_reference"),
        (json!({ "into": gone["id"] }), "/into", "merge_with_itself"),
        (json!({ "into": stays["id"], "force": true }), "/force", "unknown_field"),
    ] {
        assert_eq!(merge("*", body).await.faults(422), [(pointer.to_owned(), code.to_owned())]);
    }
    merge("\"9\"", json!({ "into": stays["id"] })).await.problem(412, "precondition_failed");
    merge("*", json!({ "into": stays["id"], "into_version": 9 })).await.problem(412, "precondition_failed");
    let merged = merge("\"1\"", json!({ "into": stays["id"], "into_version": 1 })).await;
    assert_eq!(merged.header("etag"), "\"2\"");
    let merged = merged.expect(200);
    assert_eq!((&merged["id"], &merged["policy_count"]), (&stays["id"], &json!(1)));
    let old = site.as_user(USER, "GET", &path).await.send().await.problem(404, "client_merged");
    assert_eq!(old["args"]["merged_into"], stays["id"]);
    site.as_user(OTHER_ADMIN, "GET", &path).await.send().await.problem(404, "not_found");
    site.as_user(USER, "PATCH", &path).await.body(&json!({})).send().await.problem(404, "client_merged");
    let unmerge = async |tag: &str| {
        site.as_user(USER, "POST", &format!("{path}/unmerge")).await.header("if-match", tag).send().await
    };
    unmerge("\"1\"").await.problem(412, "precondition_failed");
    assert_eq!(unmerge("\"2\"").await.expect(200)["policy_count"], 1);
    unmerge("*").await.problem(404, "not_found");
    assert_eq!(site.read(USER, &format!("/clients/{}", id(&stays))).await["policy_count"], 0);
}

async fn two_files_are_merged_and_taken_apart_in_a_browser(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let (gone, policy) = site.quote(USER).await;
    let stays = site.make(USER, "/clients", &person()).await;
    let (old, new) = (format!("/clients/{}", id(&gone)), format!("/clients/{}", id(&stays)));
    let last = stays["last_name"].as_str().unwrap();
    let number = last.rsplit(' ').next().unwrap();
    let found = browser.page(&format!("{old}/merge?q={number}")).await.text();
    assert!(found.contains(&format!("{old}/merge?into={}", id(&stays))), "{found}");
    let page = format!("{old}/merge?into={}", id(&stays));
    let form = browser.form(&page, "/forms/clients/merge").await;
    let mut stale = form.clone().with("into_version", "9");
    stale.fields.remove("form_key");
    assert_eq!(browser.send(&stale).await.header("location"), page);
    assert_eq!(browser.page(&page).await.status, 422);
    assert_eq!(browser.send(&form).await.header("location"), new);
    let file = browser.page(&new).await;
    assert!(file.text().contains(policy["policy_number"].as_str().unwrap()));
    // The old address leads to the file that stays.
    for address in [old.clone(), format!("{old}/edit")] {
        assert_eq!(browser.page(&address).await.header("location"), new);
    }
    let undo = Form::on(&file, "/forms/clients/unmerge");
    assert_eq!(browser.send(&undo).await.header("location"), old);
    let back = browser.page(&old).await;
    assert_eq!(back.status, 200);
    assert!(back.text().contains(policy["policy_number"].as_str().unwrap()));
    assert!(!browser.page(&new).await.text().contains("/forms/clients/unmerge"));
}

async fn a_client_recorded_already_is_told_before_he_is_created(site: &'static Site) {
    let email = format!("double{}@exemple.test", digits());
    let mut body = person();
    body["email"] = json!(email);
    body["phone"] = json!(null);
    let known = site.make(USER, "/clients", &body).await;
    let ask = async |who: &'static str| {
        let ask = site.as_user(who, "POST", "/clients/duplicates").await;
        ask.body(&json!({ "email": email.to_uppercase() })).send().await.expect(200)["items"].clone()
    };
    let told = ask(USER).await;
    assert_eq!(told[0]["client"]["id"], known["id"]);
    assert_eq!((&told[0]["reasons"], &told[0]["archived"]), (&json!(["email"]), &json!(false)));
    assert_eq!(ask(OTHER_ADMIN).await, json!([]));
    let theirs = site.make(MANAGER, "/clients", &json!({ "kind": "person", "last_name": format!("Autre {}", digits()), "iban": "FR7630006000011234567890189" })).await;
    let ask = site.as_user(USER, "POST", "/clients/duplicates").await;
    let told = ask.body(&json!({ "iban": "FR76 3000 6000 0112 3456 7890 189" })).send().await;
    assert_eq!(told.expect(200)["items"][0]["client"], json!(null));
    assert!(!told.text().contains(theirs["display_name"].as_str().unwrap()));
    // A program that knows what it does is not stopped.
    assert_eq!(site.as_user(USER, "POST", "/clients").await.body(&body).send().await.status, 201);
    // A browser is, once.
    let browser = Browser::of(site, USER).await;
    let form = browser.form("/clients/new", "/forms/clients/create").await;
    let name = format!("Neuf {}", digits());
    let filled = form.with("last_name", &name).with("email", &email);
    let filled =
        Form { fields: filled.fields.into_iter().filter(|(name, _)| name != "duplicates_seen").collect(), ..filled };
    assert_eq!(browser.send(&filled).await.header("location"), "/clients/new");
    let stopped = browser.page("/clients/new").await;
    assert_eq!(stopped.status, 422);
    assert!(stopped.text().contains(&format!("/clients/{}", id(&known))) && stopped.text().contains("Create anyway"));
    let again = Form::on(&stopped, "/forms/clients/create");
    assert_eq!((again.value("last_name"), again.value("email")), (name.as_str(), email.as_str()));
    let sent = browser.send(&again.with("duplicates_seen", "yes")).await;
    assert!(sent.header("location").starts_with("/clients/0"), "{sent:?}");
}

async fn what_happened_to_a_client_is_told_over_json_and_on_his_page(site: &'static Site) {
    let (client, policy) = site.bound(USER).await;
    let path = format!("/clients/{}", id(&client));
    site.make(USER, &format!("{path}/notes"), &json!({ "text": "Rappeler" })).await;
    let told = site.read(USER, &format!("{path}/timeline")).await;
    let kinds: Vec<&str> = told["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["note", "policy_fact", "policy_fact", "client.create"]);
    assert_eq!(told["items"][1]["fact"], "bound");
    assert_eq!(told["items"][1]["subject_id"], policy["id"]);
    for wrong in ["cursor=zz", "cursor=00", "sort=iban", "limit=0"] {
        site.as_user(USER, "GET", &format!("{path}/timeline?{wrong}")).await.send().await.any_problem(422);
    }
    let browser = Browser::of(site, USER).await;
    for page in [path.clone(), format!("{path}/timeline"), format!("{path}/timeline?cursor=zz")] {
        let text = browser.page(&page).await.text();
        assert!(text.contains("Rappeler") && text.contains(&format!("/policies/{}", id(&policy))), "{page}");
    }
}
