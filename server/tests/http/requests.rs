//! What every request may count on: versions, repeated keys, partial changes, ids.

use domain::audit::Door;
use infrastructure::sql::idempotency::Claim;
use infrastructure::time::SystemClock;
use serde_json::{Value, json};
use services::access::{Principal, RequestContext};
use services::identity::Credential;
use services::ports::clock::Clock;
use sha2::{Digest, Sha256};

use crate::kit::{MANAGER, SUPERADMIN, Site, USER, digits, id, on_each_database, person, policy};

on_each_database! {
    a_record_carries_its_version_and_a_stale_one_is_refused,
    two_changes_at_once_do_not_overwrite_each_other,
    a_partial_change_leaves_the_rest,
    the_same_key_records_once,
    the_same_key_at_once_records_once,
    a_kept_answer_is_sealed,
    an_answer_that_cannot_be_opened_is_a_conflict,
    a_policy_number_exists_once_at_a_company,
    a_request_keeps_its_id,
    a_firm_lives_in_a_time_zone_that_there_is,
}

async fn a_record_carries_its_version_and_a_stale_one_is_refused(site: &'static Site) {
    let made = site.as_user(USER, "POST", "/clients").await.body(&person()).send().await;
    let path = format!("/clients/{}", id(&made.expect(201)));
    assert_eq!(made.header("etag"), "\"1\"");
    let seen = site.as_user(USER, "GET", &path).await.send().await;
    assert_eq!(seen.header("etag"), "\"1\"");
    let change = json!({ "notes": "Préfère le téléphone" });
    let patched = site.as_user(USER, "PATCH", &path).await.header("if-match", "\"1\"").body(&change).send().await;
    assert_eq!((patched.status, patched.header("etag")), (200, "\"2\""));
    for stale in ["\"1\"", "\"99\"", "nonsense", "\"\""] {
        let late = site.as_user(USER, "PATCH", &path).await.header("if-match", stale).body(&json!({ "notes": "tard" }));
        late.send().await.problem(412, "precondition_failed");
        let end = site.as_user(USER, "DELETE", &path).await.header("if-match", stale).send().await;
        end.problem(412, "precondition_failed");
    }
    assert_eq!(site.read(USER, &path).await["notes"], "Préfère le téléphone");
    assert_eq!(site.as_user(USER, "DELETE", &path).await.header("if-match", "\"2\"").send().await.status, 204);
    site.as_user(USER, "GET", &path).await.send().await.problem(404, "not_found");
}

async fn two_changes_at_once_do_not_overwrite_each_other(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&client));
    let ask = async |notes: &'static str| {
        let ask = site.as_user(USER, "PATCH", &path).await.header("if-match", "\"1\"");
        ask.body(&json!({ "notes": notes })).send().await
    };
    let answers = tokio::join!(ask("un"), ask("deux"), ask("trois"), ask("quatre"));
    let answers = [answers.0, answers.1, answers.2, answers.3];
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 409 | 412)), "{answers:?}");
    assert_eq!(site.read(USER, &path).await["version"], 2);
}

async fn a_partial_change_leaves_the_rest(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let path = format!("/clients/{}", id(&client));
    let change = json!({ "phone": null, "address": { "city": "Lyon" }, "first_name": "Zoë" });
    let after = site.as_user(USER, "PATCH", &path).await.body(&change).send().await.expect(200);
    assert_eq!(after["phone"], Value::Null);
    assert_eq!(after["first_name"], "Zoë");
    assert_eq!(after["address"]["city"], "Lyon");
    assert_eq!(after["address"]["postal_code"], "75005");
    assert_eq!((&after["last_name"], &after["email"]), (&client["last_name"], &client["email"]));
    let wrong =
        site.as_user(USER, "PATCH", &path).await.body(&json!({ "last_name": null, "colour": "red" })).send().await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    assert_eq!(site.read(USER, &path).await["version"], 2);
}

async fn the_same_key_records_once(site: &'static Site) {
    let key = format!("clé-{}", digits()).replace('é', "e");
    let body = person();
    let ask = async |body: &Value| {
        site.as_user(USER, "POST", "/clients").await.header("idempotency-key", &key).body(body).send().await
    };
    let first = ask(&body).await;
    let second = ask(&body).await;
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotent-replayed"), "true");
    assert_eq!(second.header("etag"), first.header("etag"), "the same answer");
    ask(&person()).await.problem(422, "idempotency_key_reused");
    let found = site.read(USER, &format!("/clients?q={}", digits_of(&body))).await;
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    // Another user's key is another key.
    let theirs = site.as_user(MANAGER, "POST", "/clients").await.header("idempotency-key", &key).body(&person());
    assert_eq!(theirs.send().await.status, 201);
    // A refusal is not kept: the request may be mended.
    let key = format!("refus-{}", digits());
    let mut wrong = person();
    wrong["email"] = json!("nobody");
    let ask = async |body: &Value| {
        site.as_user(USER, "POST", "/clients").await.header("idempotency-key", &key).body(body).send().await
    };
    ask(&wrong).await.problem(422, "invalid");
    assert_eq!(ask(&person()).await.status, 201);
}

async fn the_same_key_at_once_records_once(site: &'static Site) {
    let (key, body) = (format!("ensemble-{}", digits()), person());
    let ask =
        async || site.as_user(USER, "POST", "/clients").await.header("idempotency-key", &key).body(&body).send().await;
    let answers = tokio::join!(ask(), ask(), ask());
    let statuses = [answers.0.status, answers.1.status, answers.2.status];
    assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
    let found = site.read(USER, &format!("/clients?q={}", digits_of(&body))).await;
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
}

async fn a_policy_number_exists_once_at_a_company(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let body = policy(&client["id"], &json!(site.insurer(USER).await));
    site.make(USER, "/policies", &body).await;
    let again = site.as_user(USER, "POST", "/policies").await.body(&body).send().await;
    assert_eq!(again.faults(409), [("/policy_number".to_owned(), "duplicate".to_owned())]);
}

async fn a_request_keeps_its_id(site: &'static Site) {
    let named = format!("demande-{}", digits());
    let client =
        site.as_user(USER, "POST", "/clients").await.header("x-request-id", &named).body(&person()).send().await;
    assert_eq!(client.header("x-request-id"), named);
    let events = site.read(MANAGER, &format!("/audit-events?request_id={named}")).await;
    assert_eq!(events["items"][0]["object_id"], client.json()["id"]);
    assert_eq!(events["items"].as_array().map(Vec::len), Some(1));
    for refused in ["a b", "<script>", &"x".repeat(65), "a;b"] {
        let answer = site.web("GET", "/health").header("x-request-id", refused).send().await;
        let made = answer.header("x-request-id");
        assert!(made != refused && made.len() >= 16, "{refused:?} → {made:?}");
    }
    let one = site.web("GET", "/health").send().await;
    let two = site.web("GET", "/health").send().await;
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

async fn a_firm_lives_in_a_time_zone_that_there_is(site: &'static Site) {
    let open = async |body: Value| site.as_user(SUPERADMIN, "POST", "/admin/agencies").await.body(&body).send().await;
    for zone in ["Mars/Olympus", "Europe/Pariss", "+02:00", "Etc/Unknown", "../../etc/passwd", "x\u{0}y"] {
        let refused = open(json!({ "name": "Cabinet", "time_zone": zone })).await;
        assert_eq!(refused.faults(422), [("/time_zone".to_owned(), "not_a_choice".to_owned())], "{zone}");
    }
    let both = open(json!({ "time_zone": "Mars/Olympus" })).await;
    assert_eq!(both.faults(422).len(), 2, "all that is wrong is told at once: {both:?}");
    let opened = open(json!({ "name": "Cabinet du Fuseau", "time_zone": "europe/brussels" })).await.expect(201);
    assert_eq!(opened["time_zone"], "Europe/Brussels");
    let mentions = json!({ "name": "Cabinet", "legal_mentions": ["x".repeat(1_500), "y".repeat(1_500)] });
    assert_eq!(open(mentions).await.faults(422), [("/legal_mentions".to_owned(), "too_long".to_owned())]);
}

/// A signed link under a key: the principal, the key, the hash of the request, and the link as it was answered.
async fn link_under_a_key(site: &'static Site) -> (Principal, String, String, String) {
    let document = site.certificate(USER, MANAGER).await;
    let path = format!("/documents/{}/signed-url", id(&document));
    let key = format!("link-{}", digits());
    let ask = site.as_user(USER, "POST", &path).await.header("idempotency-key", &key);
    let link = ask.body(&json!({})).send().await.json();
    let credential = Credential::Bearer(site.token(USER).await);
    let context = RequestContext {
        request_id: "r".into(),
        ip_address: None,
        user_agent: None,
        device_mark: None,
        door: Door::Api,
    };
    let who = site.house.services.identity.authenticate(&credential, context).await.unwrap();
    let mut hash = Sha256::new();
    hash.update(format!("/api/v1{path}\0{}", json!({})));
    (who, key, hex::encode(hash.finalize()), link["url"].as_str().unwrap().to_owned())
}

async fn a_kept_answer_is_sealed(site: &'static Site) {
    let (who, key, hash, link) = link_under_a_key(site).await;
    let now = SystemClock.now().as_second();
    let kept = site.house.database.claim_idempotency_key(&who, &key, &hash, now).await.unwrap();
    let Claim::Answered { body, .. } = kept else { panic!("not answered: {kept:?}") };
    let signature = link.split("sig=").nth(1).unwrap();
    for clear in [body.clone(), String::from_utf8_lossy(&hex::decode(&body).unwrap()).into_owned()] {
        assert!(!clear.contains(signature) && !clear.contains("url"), "{clear}");
    }
}

async fn an_answer_that_cannot_be_opened_is_a_conflict(site: &'static Site) {
    let (who, key, _, link) = link_under_a_key(site).await;
    let document = link.split("/documents/").nth(1).unwrap().split('?').next().unwrap();
    for unreadable in ["", "{\"url\":\"in clear\"}", "00ff", &"ab".repeat(100)] {
        site.house.database.answer_idempotency_key(&who, &key, 200, unreadable).await.unwrap();
        let ask = site.as_user(USER, "POST", &format!("/documents/{document}/signed-url")).await;
        let answer = ask.header("idempotency-key", &key).body(&json!({})).send().await;
        answer.problem(409, "idempotency_answer_lost");
    }
}

/// The number in a person's last name, which no other person has.
fn digits_of(person: &Value) -> String {
    person["last_name"].as_str().unwrap().rsplit(' ').next().map(|number| format!("zoe%20{number}")).unwrap()
}
