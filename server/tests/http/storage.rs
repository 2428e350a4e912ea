//! Where the platform keeps its files, at both doors: tried before it is saved, secrets never shown, and only for the operator.

use domain::storage::FilesMoving;
use serde_json::{Value, json};

#[path = "../../infrastructure/tests/support/bucket_server.rs"]
#[expect(dead_code, reason = "what is done behind the server's back is for the tests of the files themselves")]
pub(crate) mod bucket_server;

use bucket_server::{BUCKET, BucketServer, KEY, KEY_ID};

use crate::kit::{ADMIN, Browser, Form, Kind, MANAGER, OTHER_ADMIN, SUPERADMIN, Site, USER, alone};

const PAGE: &str = "/admin/storage";
const FORM: &str = "/forms/admin/storage";
const CONFIG: &str = "/admin/storage-config";

async fn site(settings: &[(&'static str, &str)]) -> Site {
    let site = Site::empty(Kind::Sqlite, settings).await;
    server::demo::fill(&site.house).await.unwrap();
    site
}

fn s3(server: &BucketServer, secret: &str) -> Value {
    json!({
        "backend": "s3", "endpoint": server.endpoint(), "bucket": BUCKET, "access_key_id": KEY_ID,
        "secret_access_key": secret,
    })
}

const OPEN: (&str, &str) = ("MONASSURANCE_STORAGE_NETWORKS", "127.0.0.0/8");

#[test]
fn a_storage_is_tried_before_it_is_saved_and_its_files_follow() {
    alone(async {
        let bucket = BucketServer::start().await;
        let site = site(&[OPEN]).await;
        let ask = async |method: &'static str, path: &str, body: &Value| {
            site.as_user(SUPERADMIN, method, path).await.body(body).send().await
        };
        // A document from before.
        let document = site.certificate(USER, MANAGER).await;
        let before = site.read(SUPERADMIN, CONFIG).await;
        assert_eq!((&before["backend"], &before["decided_by_environment"]), (&json!("local"), &json!(false)));

        let report = ask("POST", &format!("{CONFIG}/test"), &s3(&bucket, "wrong")).await.expect(200);
        assert_eq!(
            (&report["works"], &report["failed_step"], &report["trouble"]),
            (&json!(false), &json!("write"), &json!("keys_refused"))
        );
        let refused = ask("PUT", CONFIG, &s3(&bucket, "wrong")).await.problem(422, "storage_does_not_work");
        assert!(refused.to_string().contains("keys_refused"), "{refused}");
        assert_eq!(site.read(SUPERADMIN, CONFIG).await, before, "nothing was saved");

        let report = ask("POST", &format!("{CONFIG}/test"), &s3(&bucket, KEY)).await.expect(200);
        assert_eq!((&report["works"], &report["steps"]), (&json!(true), &json!(["write", "read", "delete"])));
        let late = site.as_user(SUPERADMIN, "PUT", CONFIG).await.header("if-match", "\"99\"");
        late.body(&s3(&bucket, KEY)).send().await.problem(412, "precondition_failed");
        let saved = ask("PUT", CONFIG, &s3(&bucket, KEY)).await.expect(200);
        assert_eq!((&saved["backend"], &saved["bucket"]), (&json!("s3"), &json!(BUCKET)));
        assert!(saved["secret"]["set_by"].is_string());
        // Without a secret the one kept stays, and goes to no other place.
        let mut again = s3(&bucket, "");
        again["secret_access_key"] = Value::Null;
        ask("PUT", CONFIG, &again).await.expect(200);
        again["bucket"] = json!("autre-cabinet");
        let expected = [("/secret_access_key".to_owned(), "required".to_owned())];
        assert_eq!(ask("PUT", CONFIG, &again).await.faults(422), expected);
        assert_eq!(ask("POST", &format!("{CONFIG}/test"), &json!({})).await.expect(200)["works"], json!(true));

        // What is new lies in the bucket; what is from before is read where it is, and moves.
        let fresh = site.certificate(USER, MANAGER).await;
        assert!(bucket.keys().iter().any(|key| key.contains(fresh["id"].as_str().unwrap())));
        let moving = moving(&site).await;
        assert!(moving.done >= 1 && moving.total > moving.done, "{moving:?}");
        for known in [&document, &fresh] {
            let path = format!("/files/documents/{}", known["id"].as_str().unwrap());
            assert_eq!(Browser::of(&site, USER).await.page(&path).await.status, 200);
        }

        let events = site.read(SUPERADMIN, CONFIG).await.to_string();
        assert!(!events.contains(KEY), "a secret never comes out");
        for somebody in [USER, MANAGER, ADMIN] {
            site.as_user(somebody, "GET", CONFIG).await.send().await.problem(403, "forbidden");
            site.as_user(somebody, "PUT", CONFIG).await.body(&s3(&bucket, KEY)).send().await.problem(403, "forbidden");
            let test = format!("{CONFIG}/test");
            site.as_user(somebody, "POST", &test).await.body(&json!({})).send().await.problem(403, "forbidden");
        }
    });
}

async fn moving(site: &Site) -> FilesMoving {
    serde_json::from_value(site.read(SUPERADMIN, CONFIG).await["files"].clone()).unwrap()
}

#[test]
fn the_page_of_the_storage_keeps_what_was_typed_but_no_secret() {
    alone(async {
        let bucket = BucketServer::start().await;
        let site = site(&[OPEN]).await;
        let browser = Browser::of(&site, SUPERADMIN).await;
        let fill = async |secret: &str, button: bool| {
            let form = browser.form(PAGE, FORM).await;
            let form = form.with("backend", "s3").with("endpoint", &bucket.endpoint()).with("bucket", BUCKET);
            let form = form.with("access_key_id", KEY_ID).with("secret_access_key", secret);
            let form = if button { form.with("try", "1") } else { form };
            assert_eq!(browser.send(&form).await.header("location"), PAGE);
            browser.page(PAGE).await
        };
        for button in [true, false] {
            let back = fill("wrong-secret", button).await;
            let text = back.text();
            assert!(text.contains("The keys are refused"), "{text}");
            assert!(!text.contains("wrong-secret"));
            assert_eq!(Form::on(&back, FORM).value("bucket"), BUCKET, "what was typed stays");
            assert_eq!(Form::on(&back, FORM).value("backend"), "s3");
        }
        assert_eq!(site.read(SUPERADMIN, CONFIG).await["backend"], "local");
        assert!(fill(KEY, true).await.text().contains("This storage works"));
        assert!(fill(KEY, false).await.text().contains("The storage is saved"));
        assert_eq!(site.read(SUPERADMIN, CONFIG).await["backend"], "s3");
        assert!(!browser.page(PAGE).await.text().contains(KEY));
        assert_eq!(Browser::of(&site, ADMIN).await.page(PAGE).await.status, 403);
    });
}

#[test]
fn no_private_address_is_called_that_the_operator_did_not_open() {
    alone(async {
        let site = site(&[]).await;
        for address in ["http://127.0.0.1:9000", "https://10.0.0.8", "https://169.254.169.254", "https://localhost"] {
            let body = json!({
                "backend": "s3", "endpoint": address, "bucket": BUCKET, "access_key_id": KEY_ID,
                "secret_access_key": KEY,
            });
            let expected = [("/endpoint".to_owned(), "private_address".to_owned())];
            for (method, path) in [("PUT", CONFIG.to_owned()), ("POST", format!("{CONFIG}/test"))] {
                let answer = site.as_user(SUPERADMIN, method, &path).await.body(&body).send().await;
                assert_eq!(answer.faults(422), expected, "{address}");
            }
        }
        let body = json!({ "backend": "s3", "endpoint": "http://s3.hebergeur.fr" });
        let answer = site.as_user(SUPERADMIN, "PUT", CONFIG).await.body(&body).send().await;
        assert!(answer.status == 422, "{}", answer.text());
    });
}

#[test]
fn a_bucket_hands_its_files_out_itself_where_the_operator_wants_it() {
    alone(async {
        let bucket = BucketServer::start().await;
        let site = site(&[OPEN]).await;
        let mut body = s3(&bucket, KEY);
        body["direct_downloads"] = json!(true);
        let saved = site.as_user(SUPERADMIN, "PUT", CONFIG).await.body(&body).send().await.expect(200);
        assert_eq!(saved["direct_downloads"], json!(true));
        let browser = Browser::of(&site, SUPERADMIN).await;
        assert_eq!(browser.form(PAGE, FORM).await.value("direct_downloads"), "on");
        let document = site.certificate(USER, MANAGER).await;
        let id = document["id"].as_str().unwrap();
        let path = format!("/files/documents/{id}");
        let sent = Browser::of(&site, USER).await.page(&path).await;
        assert_eq!((sent.status, sent.header("cache-control")), (302, "private, no-store"));
        let (head, file) = bucket.fetch(sent.header("location")).await;
        assert!(head.starts_with("HTTP/1.1 200") && file.starts_with(b"%PDF"), "{head}");
        // Who may have it is asked here and written down here.
        assert_eq!(Browser::of(&site, OTHER_ADMIN).await.page(&path).await.status, 404);
        let ask = json!({ "single_use": true });
        let link = site.make(USER, &format!("/documents/{id}/signed-url"), &ask).await;
        let link = link["url"].as_str().unwrap().split_once("/files/").unwrap().1.to_owned();
        let follow = async || site.web("GET", &format!("/files/{link}")).send().await.status;
        assert_eq!((follow().await, follow().await), (302, 410));
        let events = site.read(MANAGER, &format!("/audit-events?object_id={id}&action=document.download")).await;
        assert_eq!(events["items"].as_array().map(Vec::len), Some(2), "{events}");
    });
}

#[test]
fn what_the_environment_decides_cannot_be_changed_on_the_page() {
    alone(async {
        let bucket = BucketServer::start().await;
        let endpoint = bucket.endpoint();
        let settings = [
            OPEN,
            ("MONASSURANCE_STORAGE", "s3"),
            ("MONASSURANCE_S3_ENDPOINT", endpoint.as_str()),
            ("MONASSURANCE_S3_BUCKET", BUCKET),
            ("MONASSURANCE_S3_ACCESS_KEY_ID", KEY_ID),
            ("MONASSURANCE_S3_SECRET_ACCESS_KEY", KEY),
        ];
        let site = site(&settings).await;
        let view = site.read(SUPERADMIN, CONFIG).await;
        assert_eq!((&view["backend"], &view["decided_by_environment"]), (&json!("s3"), &json!(true)));
        let local = site.as_user(SUPERADMIN, "PUT", CONFIG).await.body(&json!({ "backend": "local" })).send().await;
        local.problem(422, "storage_set_by_environment");
        let page = Browser::of(&site, SUPERADMIN).await.page(PAGE).await;
        assert!(page.text().contains("MONASSURANCE_STORAGE") && !page.text().contains(FORM));
        let document = site.certificate(USER, MANAGER).await;
        assert!(bucket.keys().iter().any(|key| key.contains(document["id"].as_str().unwrap())));
        // Down in the middle of the day: a problem, soon, and the process goes on.
        bucket.always(Some(bucket_server::Fault::Status(503)));
        assert_eq!(site.web("GET", "/health/storage").send().await.status, 503);
        let path = format!("/files/documents/{}", document["id"].as_str().unwrap());
        let browser = Browser::of(&site, USER).await;
        assert_eq!(browser.page(&path).await.status, 503);
        bucket.always(Some(bucket_server::Fault::Silence));
        assert_eq!(site.web("GET", "/health/storage").send().await.status, 503, "who says nothing is not well");
        bucket.always(None);
        // A stumble is not even noticed.
        bucket.meet(&[bucket_server::Fault::Status(500), bucket_server::Fault::HangUp]);
        assert_eq!(browser.page(&path).await.status, 200);
    });
}
