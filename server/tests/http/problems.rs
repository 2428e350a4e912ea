//! Every refusal is a problem (RFC 9457) that says where and why.

use serde_json::{Value, json};

use crate::kit::{Site, USER, on_each_database, person, policy};

on_each_database! {
    a_body_that_cannot_be_read_is_told_as_such,
    a_wrong_field_is_named,
    every_missing_field_is_told_at_once,
    unknown_addresses_and_methods_are_problems,
    a_problem_speaks_the_readers_language,
}

async fn a_body_that_cannot_be_read_is_told_as_such(site: &'static Site) {
    for unreadable in ["", "{", "{\"kind\":}", "[1,", "{\"a\":\"\u{1}\"}", "null null", "\u{feff}{}"] {
        let ask = site.as_user(USER, "POST", "/clients").await.raw("application/json", unreadable);
        ask.send().await.problem(400, "unreadable");
    }
    let not_utf8 =
        site.as_user(USER, "POST", "/clients").await.raw("application/json", b"{\"kind\":\"\xff\"}".to_vec());
    not_utf8.send().await.problem(400, "unreadable");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        let ask = site.as_user(USER, "POST", "/clients").await.raw(kind, person().to_string());
        ask.send().await.problem(415, "unsupported_media_type");
    }
    let huge = format!("{{\"notes\":\"{}\"}}", "x".repeat(11 * 1024 * 1024));
    let ask = site.as_user(USER, "POST", "/clients").await.raw("application/json", huge.clone());
    ask.send().await.problem(413, "too_large");
    let keyed = site.as_user(USER, "POST", "/clients").await.header("idempotency-key", "trop-grand");
    keyed.raw("application/json", huge).send().await.problem(413, "too_large");
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let ask = site.as_user(USER, "POST", "/clients").await.raw("application/json", deep);
    assert!(matches!(ask.send().await.status, 400 | 422));
}

async fn a_wrong_field_is_named(site: &'static Site) {
    let insurer = site.insurer(USER).await;
    let with = |name: &str, value: Value| {
        let mut body = person();
        body[name] = value;
        body
    };
    let on_policy = |name: &str, value: Value| {
        let mut body = policy(&json!("x"), &json!(insurer));
        body[name] = value;
        body
    };
    for (path, body, pointer, code) in [
        ("/clients", with("last_name", json!(7)), "/last_name", "wrong_type"),
        ("/clients", with("address", json!(7)), "/address", "wrong_type"),
        ("/clients", with("address", json!({ "street": "x" })), "/address/street", "unknown_field"),
        ("/clients", with("colour", json!("red")), "/colour", "unknown_field"),
        ("/clients", with("kind", json!("robot")), "/kind", "not_a_choice"),
        ("/clients", with("email", json!("nobody")), "/email", "invalid_email"),
        ("/clients", with("iban", json!("FR00")), "/iban", "invalid_iban"),
        ("/clients", with("notes", json!("x".repeat(10_001))), "/notes", "too_long"),
        ("/clients", json!([]), "", "wrong_type"),
        (
            "/policies",
            on_policy("premium", json!({ "amount_minor": "1", "currency": "EUR" })),
            "/premium/amount_minor",
            "wrong_type",
        ),
        (
            "/policies",
            on_policy("premium", json!({ "amount_minor": 1.5, "currency": "EUR" })),
            "/premium/amount_minor",
            "wrong_type",
        ),
        (
            "/policies",
            on_policy("premium", json!({ "amount_minor": 1, "currency": "EUR", "vat": 2 })),
            "/premium/vat",
            "unknown_field",
        ),
        ("/policies", on_policy("tacit_renewal", json!("yes")), "/tacit_renewal", "wrong_type"),
    ] {
        let answer = site.as_user(USER, "POST", path).await.body(&body).send().await;
        assert_eq!(answer.faults(422).first(), Some(&(pointer.to_owned(), code.to_owned())), "{answer:?}");
    }
}

async fn every_missing_field_is_told_at_once(site: &'static Site) {
    let answer = site.as_user(USER, "POST", "/policies").await.body(&json!({})).send().await;
    let faults = answer.faults(422);
    for field in [
        "client_id",
        "company_id",
        "policy_number",
        "product_line",
        "product_name",
        "premium",
        "effective_date",
        "expiry_date",
    ] {
        assert!(faults.contains(&(format!("/{field}"), "required".to_owned())), "{field}: {faults:?}");
    }
    let mut wrong = policy(&json!("not-an-id"), &json!(""));
    wrong["premium"]["amount_minor"] = json!(-5);
    wrong["expiry_date"] = json!("2026-02-30");
    let faults = site.as_user(USER, "POST", "/policies").await.body(&wrong).send().await.faults(422);
    let told: Vec<(&str, &str)> = faults.iter().map(|(at, code)| (at.as_str(), code.as_str())).collect();
    assert_eq!(
        told,
        [
            ("/client_id", "unknown_reference"),
            ("/company_id", "required"),
            ("/premium", "negative_amount"),
            ("/expiry_date", "invalid_date"),
        ]
    );
}

async fn unknown_addresses_and_methods_are_problems(site: &'static Site) {
    for path in ["/nothing", "/clients/x/y/z", "/policies/0/bind/again", ""] {
        site.as_user(USER, "GET", path).await.send().await.problem(404, "not_found");
    }
    site.web("GET", "/api/v2/clients").send().await.problem(404, "not_found");
    for (method, path) in [("PUT", "/clients"), ("DELETE", "/clients"), ("PATCH", "/documents"), ("GET", "/auth/login")]
    {
        let answer = site.as_user(USER, method, path).await.send().await;
        answer.problem(405, "method_not_allowed");
        assert!(!answer.header("allow").is_empty(), "{answer:?}");
    }
}

async fn a_problem_speaks_the_readers_language(site: &'static Site) {
    let detail = async |language: &str| {
        let ask = site.api("GET", "/auth/me").header("accept-language", language);
        ask.send().await.problem(401, "unauthenticated")["detail"].as_str().unwrap().to_owned()
    };
    let (french, english) = (detail("fr-FR,fr;q=0.9").await, detail("en-GB").await);
    assert_ne!(french, english);
    assert_eq!(detail("xx").await, french);
}
