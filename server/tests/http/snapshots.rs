//! Whole bodies, as programs read them. The same on both databases.

use serde_json::{Value, json};

use crate::kit::{MANAGER, Site, USER, id, on_each_database, policy};

on_each_database! {
    bodies_keep_their_shape,
}

/// The body with what differs from run to run replaced by what it is.
fn tidy(mut value: Value) -> Value {
    fn walk(name: &str, value: &mut Value) {
        let replaced = match (name, &*value) {
            (_, Value::Null) => None,
            (name, Value::String(_)) if name == "id" || name.ends_with("_id") || name == "instance" => Some("[id]"),
            (name, Value::String(_))
                if name.ends_with("_at") || name.ends_with("_since") || name.ends_with("_until") =>
            {
                Some("[time]")
            }
            (name, Value::String(_))
                if name.ends_with("_date") && name != "birth_date"
                    || ["period_from", "issued_on", "covered_from", "covered_to"].contains(&name) =>
            {
                Some("[day]")
            }
            (
                "access_token" | "refresh_token" | "verification_code" | "checksum_sha256" | "template_sha256"
                | "snapshot_sha256" | "url" | "hash" | "next_cursor",
                _,
            ) => Some("[secret]"),
            ("number" | "title" | "size_bytes" | "sequence", _) if !value.is_null() => Some("[counted]"),
            _ => None,
        };
        if let Some(text) = replaced {
            *value = json!(text);
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    walk(name, value);
                }
            }
            Value::Array(items) => {
                for item in items {
                    walk(name, item);
                }
            }
            _ => {}
        }
    }
    walk("", &mut value);
    value
}

async fn bodies_keep_their_shape(site: &'static Site) {
    let grant = site.sign_in(USER).await;
    insta::assert_json_snapshot!("login", tidy(grant));

    let body = json!({
        "kind": "person", "first_name": "Anaïs", "last_name": "Instantané", "email": "anais@instantane.test",
        "phone": "+33 6 12 34 56 78", "birth_date": "1984-02-29", "iban": "FR14 2004 1010 0505 0001 3M02 606",
        "address": "3 rue des Écoles", "notes": "Deux\nlignes",
    });
    let client = site.make(USER, "/clients", &body).await;
    insta::assert_json_snapshot!("client", tidy(client.clone()));

    let mut body = policy(&client["id"], &json!(site.insurer(USER).await));
    body["policy_number"] = json!("INSTANTANE-1");
    let quote = site.make(USER, "/policies", &body).await;
    insta::assert_json_snapshot!("quote", tidy(quote.clone()));
    let bound = site.make(USER, &format!("/policies/{}/bind", id(&quote)), &json!({})).await;
    insta::assert_json_snapshot!("policy_in_force", tidy(bound.clone()));
    let list = site.read(USER, &format!("/policies?client_id={}&count=true", id(&client))).await;
    insta::assert_json_snapshot!("policies", tidy(list));

    let template = site.certificate_template(MANAGER).await;
    let order = json!({ "template_id": template, "policy_id": bound["id"] });
    let document = site.make(USER, "/documents", &order).await;
    let code = document["verification_code"].as_str().unwrap().to_owned();
    insta::assert_json_snapshot!("document", tidy(document));
    let verify = site.web("GET", &format!("/verify/{code}")).header("accept", "application/json").send().await;
    insta::assert_json_snapshot!("verification", tidy(verify.expect(200)));

    let events = site.read(MANAGER, &format!("/audit-events?object_id={}", id(&client))).await;
    insta::assert_json_snapshot!("audit_events", tidy(events));

    let wrong = json!({ "kind": "person", "email": "nobody", "iban": "FR00" });
    let refused =
        site.as_user(USER, "POST", "/clients").await.header("accept-language", "fr").body(&wrong).send().await;
    insta::assert_json_snapshot!("problem_of_fields", tidy(refused.problem(422, "invalid")));
    let nobody = site.api("GET", "/clients").header("accept-language", "en").send().await;
    insta::assert_json_snapshot!("problem_without_a_session", tidy(nobody.problem(401, "unauthenticated")));
}
