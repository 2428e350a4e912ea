//! The main job as an external program does it: sign in, client, policy, certificate, link.

use jiff::ToSpan;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::kit::{MANAGER, OTHER_USER, Site, USER, day, id, on_each_database, person, policy};

on_each_database! {
    a_program_hands_a_third_party_a_signed_certificate,
    a_policy_lives_from_quote_to_cancellation,
    a_company_without_the_mandate_lets_nobody_issue,
}

async fn a_program_hands_a_third_party_a_signed_certificate(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    assert_eq!(client["display_name"], format!("Anaïs {}", client["last_name"].as_str().unwrap()));
    let body = policy(&client["id"], &json!(site.insurer(USER).await));
    let quote = site.make(USER, "/policies", &body).await;
    assert_eq!(quote["state"], "quote");
    let bound = site.make(USER, &format!("/policies/{}/bind", id(&quote)), &json!({})).await;
    assert_eq!(bound["state"], "in_force");

    let template = site.certificate_template(MANAGER).await;
    let order = json!({ "template_id": template, "policy_id": bound["id"], "format": "pdf" });
    let document = site.make(USER, "/documents", &order).await;
    assert_eq!(document["status"], "issued");
    assert_eq!(document["mime_type"], "application/pdf");
    assert_eq!(document["client_id"], client["id"]);

    let share = format!("/documents/{}/signed-url", id(&document));
    let link = site.make(USER, &share, &json!({ "expires_in_seconds": 300 })).await;
    let got = site.web("GET", local(link["url"].as_str().unwrap())).send().await;
    assert_eq!(got.status, 200, "{got:?}");
    assert!(got.body.starts_with(b"%PDF-"));
    assert_eq!(hex::encode(Sha256::digest(&got.body)), document["checksum_sha256"]);
    assert_eq!(json!(got.body.len()), document["size_bytes"]);
    assert_eq!(got.header("content-type"), "application/pdf");
    assert!(got.header("content-disposition").starts_with("attachment; filename=\""));

    let code = document["verification_code"].as_str().unwrap();
    let verify = site.web("GET", &format!("/verify/{code}")).header("accept", "application/json");
    let told = verify.send().await.expect(200);
    assert_eq!((&told["genuine"], &told["still_true"]), (&json!(true), &json!(true)));
    assert_eq!(told["checksum_sha256"], document["checksum_sha256"]);
    assert_eq!(told["policy_number"], body["policy_number"]);
    assert!(!told.to_string().contains("Essai-Zoé"), "the public check tells who the client is: {told}");
    let page = site.web("GET", &format!("/verify/{code}")).header("accept", "text/html").send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(body["policy_number"].as_str().unwrap()));

    // The manager sees his firm's records; another firm sees none, also when it names them in a body.
    for path in [
        format!("/clients/{}", id(&client)),
        format!("/policies/{}", id(&bound)),
        format!("/documents/{}", id(&document)),
    ] {
        site.read(MANAGER, &path).await;
        site.as_user(OTHER_USER, "GET", &path).await.send().await.problem(404, "not_found");
        site.api("GET", &path).send().await.problem(401, "unauthenticated");
    }
    let theirs = policy(&client["id"], &json!(site.insurer(OTHER_USER).await));
    let refused = site.as_user(OTHER_USER, "POST", "/policies").await.body(&theirs).send().await;
    assert_eq!(refused.faults(404), [("/client_id".to_owned(), "unknown_reference".to_owned())]);

    let row = &site.read(MANAGER, &format!("/clients/{}", id(&client))).await;
    assert_eq!(row["policy_count"], 1);
}

async fn a_policy_lives_from_quote_to_cancellation(site: &'static Site) {
    let (_, quote) = site.quote(USER).await;
    let path = format!("/policies/{}", id(&quote));
    let corrected = site.as_user(USER, "PATCH", &path).await.body(&json!({ "product_name": "Auto Tous Risques" }));
    assert_eq!(corrected.send().await.expect(200)["product_name"], "Auto Tous Risques");
    let from = day((-100).days());
    let bound = site.make(USER, &format!("{path}/bind"), &json!({ "effective_date": from })).await;
    assert_eq!((&bound["state"], &bound["current_version"]), (&json!("in_force"), &json!(1)));

    // From now on only an endorsement changes the terms.
    let late = site.as_user(USER, "PATCH", &path).await.body(&json!({ "product_name": "Autre" }));
    late.send().await.problem(422, "endorsement_needed");
    let raise = json!({
        "effective_date": day((-10).days()), "reason": "Conducteur secondaire",
        "premium": { "amount_minor": 70_000, "currency": "EUR" },
    });
    let endorsed = site.make(USER, &format!("{path}/endorsements"), &raise).await;
    assert_eq!((&endorsed["current_version"], &endorsed["premium"]["amount_minor"]), (&json!(2), &json!(70_000)));
    let before = site.read(USER, &format!("{path}?as_of={}", day((-20).days()))).await;
    assert_eq!((&before["current_version"], &before["premium"]["amount_minor"]), (&json!(1), &json!(64_250)));
    let versions = site.read(USER, &format!("{path}/versions")).await;
    assert_eq!(versions["items"].as_array().map(Vec::len), Some(2));

    let end = json!({ "effective_date": day((-1).days()), "reason": "Véhicule vendu" });
    let cancelled = site.make(USER, &format!("{path}/cancellation"), &end).await;
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(site.read(USER, &format!("{path}?as_of={}", day((-5).days()))).await["state"], "in_force");
    let known = bound["updated_at"].as_str().unwrap().replace('+', "%2B");
    assert_eq!(site.read(USER, &format!("{path}?as_known_at={known}")).await["state"], "in_force");
    let facts = site.read(USER, &format!("{path}/facts")).await;
    let kinds: Vec<&str> = facts["items"].as_array().unwrap().iter().filter_map(|fact| fact["kind"].as_str()).collect();
    assert_eq!(kinds, ["quoted", "bound", "endorsed", "cancelled"]);
    let again = site.as_user(USER, "POST", &format!("{path}/cancellation")).await.body(&end).send().await;
    again.problem(422, "policy_state_forbids");

    // Each step left its event, with who did it and through which door.
    let events = site.read(MANAGER, &format!("/audit-events?object_id={}", id(&quote))).await;
    let mut actions: Vec<&str> =
        events["items"].as_array().unwrap().iter().filter_map(|event| event["action"].as_str()).collect();
    actions.reverse();
    assert_eq!(actions, ["policy.create", "policy.update", "policy.bind", "policy.endorse", "policy.cancel"]);
    assert!(events["items"].as_array().unwrap().iter().all(|event| event["door"] == "api"));
}

async fn a_company_without_the_mandate_lets_nobody_issue(site: &'static Site) {
    let companies = site.read(USER, "/companies").await;
    let silent = companies["items"].as_array().unwrap().iter().find(|company| company["code"] == "ZEN").unwrap();
    let client = site.make(USER, "/clients", &person()).await;
    let quote = site.make(USER, "/policies", &policy(&client["id"], &silent["id"])).await;
    site.make(USER, &format!("/policies/{}/bind", id(&quote)), &json!({})).await;
    let order = json!({ "template_id": site.certificate_template(MANAGER).await, "policy_id": quote["id"] });
    let refused = site.as_user(USER, "POST", "/documents").await.body(&order).send().await;
    let problem = refused.problem(422, "mandate_missing");
    assert!(problem["detail"].as_str().unwrap().contains("Zénith IARD"), "{problem}");
    let issued = site.read(USER, &format!("/documents?policy_id={}", id(&quote))).await;
    assert_eq!(issued["items"], json!([]));
}

/// The address behind the host.
pub(crate) fn local(url: &str) -> &str {
    let host = url.find("://").map_or(0, |place| place + 3);
    &url[url[host..].find('/').map_or(0, |place| place + host)..]
}
