//! The exchange with a company, against a real server: what a test finds, what is sent there, and what is shown of it.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use serde_json::{Value, json};
use server::listener::{Tls, TlsFiles};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::kit::{ADMIN, Browser, Form, Kind, MANAGER, Place, Site, USER, alone, company, id, on_each_database};
use crate::wire::Server;

on_each_database! {
    no_private_address_is_called_at_either_door,
    a_secret_typed_in_a_browser_is_never_shown_again,
    a_key_for_the_companys_calls_is_shown_once,
    what_is_wrong_is_told_at_its_field,
}

const PASSWORD: &str = "mot de passe & clé";

async fn new_company(site: &Site) -> String {
    format!("/companies/{}", id(&site.make(MANAGER, "/companies", &company()).await))
}

async fn tried(site: &Site, path: &str, body: &Value) -> Value {
    site.as_user(ADMIN, "POST", &format!("{path}/integration/test")).await.body(body).send().await.expect(200)
}

/// What a company's server heard.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn note(&self, what: &str, headers: &HeaderMap) {
        let proof = headers.get(header::AUTHORIZATION).or_else(|| headers.get("x-api-key"));
        let proof = proof.map(|proof| String::from_utf8_lossy(proof.as_bytes()).into_owned()).unwrap_or_default();
        self.0.lock().unwrap().push(format!("{what} {proof}"));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A company: an interface that answers as its addresses say.
fn insurer(heard: Heard) -> Router {
    let status = |code: u16| StatusCode::from_u16(code).unwrap();
    Router::new()
        .route(
            "/ok",
            get(async |State(heard): State<Heard>, headers: HeaderMap| {
                heard.note("ok", &headers);
                "well"
            }),
        )
        .route("/moved", get(async || (StatusCode::FOUND, [(header::LOCATION, "/ok")])))
        .route("/closed", get(async || StatusCode::UNAUTHORIZED))
        .route("/busy", get(async move || status(429)))
        .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route("/slow", get(async || tokio::time::sleep(Duration::from_mins(1)).await))
        .route(
            "/token",
            post(async |State(heard): State<Heard>, headers: HeaderMap, body: String| {
                heard.note(&format!("token {body}"), &headers);
                json!({ "access_token": "jeton-1", "token_type": "Bearer" }).to_string()
            }),
        )
        .route("/huge", post(async || "x".repeat(1_000_000)))
        .with_state(heard)
}

fn put(folder: &std::path::Path, name: &str, pair: &CertifiedKey<KeyPair>) -> TlsFiles {
    let files = TlsFiles { certificate: folder.join(format!("{name}.crt")), key: folder.join(format!("{name}.key")) };
    fs::write(&files.certificate, pair.cert.pem()).unwrap();
    fs::write(&files.key, pair.signing_key.serialize_pem()).unwrap();
    files
}

#[test]
fn a_test_tells_in_plain_words_what_became_of_the_call() {
    alone(async {
        let papers = Place::new(Kind::Sqlite).await;
        let pair = || generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (trusted, strange) = (put(&papers.folder, "trusted", &pair()), put(&papers.folder, "strange", &pair()));
        let heard = Heard::default();
        let there = Server::of(insurer(heard.clone()), Some(Tls::watching(trusted.clone()).unwrap())).await;
        let stranger = Server::of(insurer(heard.clone()), Some(Tls::watching(strange).unwrap())).await;
        let plain = Server::of(insurer(heard.clone()), None).await;
        let authorities = trusted.certificate.display().to_string();
        let settings = [
            ("MONASSURANCE_INTEGRATION_NETWORKS", "127.0.0.0/8, ::1"),
            ("MONASSURANCE_INTEGRATION_AUTHORITIES", authorities.as_str()),
            ("MONASSURANCE_RATE_LIMIT_INTEGRATION_TESTS", "20/10m"),
        ];
        let site = Site::empty(Kind::Sqlite, &settings).await;
        server::demo::fill(&site.house).await.unwrap();
        let path = new_company(&site).await;
        let at = |server: &Server, page: &str| format!("https://localhost:{}{page}", server.address.port());
        let api = |url: String, authentication: &str| {
            json!({
                "mode": "api", "base_url": url, "authentication": authentication, "username": "cabinet",
                "header_name": "X-Api-Key", "token_url": at(&there, "/token"), "scope": "bordereaux",
                "secret": PASSWORD, "timeout_s": 2,
            })
        };
        let closed = {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            format!("https://127.0.0.1:{}/", listener.local_addr().unwrap().port())
        };
        for (url, outcome, status) in [
            (at(&there, "/ok"), "works", Some(200)),
            (at(&there, "/moved"), "redirected", Some(302)),
            (at(&there, "/closed"), "credentials_refused", Some(401)),
            (at(&there, "/nowhere"), "nothing_there", Some(404)),
            (at(&there, "/busy"), "too_many_calls", Some(429)),
            (at(&there, "/broken"), "faulty", Some(500)),
            (at(&there, "/slow"), "timed_out", None),
            (at(&stranger, "/ok"), "certificate_refused", None),
            (at(&plain, "/ok"), "not_secured", None),
            (closed, "not_reached", None),
            ("https://compagnie.invalid/".to_owned(), "name_not_found", None),
        ] {
            let report = tried(&site, &path, &api(url.clone(), "basic")).await;
            assert_eq!((&report["outcome"], &report["status"]), (&json!(outcome), &json!(status)), "{url}: {report}");
        }
        let report = tried(&site, &path, &api(at(&there, "/ok"), "none")).await;
        assert_eq!(report["steps"], json!(["resolved", "connected", "secured", "answered"]));

        // What was sent there, and that a redirect was not followed: one call of each that reached `/ok`.
        let basic = "Basic Y2FiaW5ldDptb3QgZGUgcGFzc2UgJiBjbMOp";
        assert_eq!(heard.take(), [format!("ok {basic}"), "ok ".to_owned()]);
        tried(&site, &path, &api(at(&there, "/ok"), "bearer")).await;
        tried(&site, &path, &api(at(&there, "/ok"), "api_key")).await;
        let report = tried(&site, &path, &api(at(&there, "/ok"), "oauth2")).await;
        assert_eq!(report["steps"], json!(["resolved", "connected", "secured", "authorised", "answered"]));
        let heard = heard.take();
        assert_eq!(heard.len(), 4, "{heard:?}");
        assert!(heard[0].starts_with("ok Bearer mot de passe") && heard[1].starts_with("ok mot de passe"), "{heard:?}");
        assert!(heard[2].starts_with("token grant_type=client_credentials&scope=bordereaux Basic "), "{heard:?}");
        assert_eq!(heard[3], "ok Bearer jeton-1");
        let mut huge = api(at(&there, "/ok"), "oauth2");
        huge["token_url"] = json!(at(&there, "/huge"));
        assert_eq!(tried(&site, &path, &huge).await["outcome"], "not_understood");

        // An SFTP server greets; what does not greet is none.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n").await.unwrap();
            }
        });
        let sftp = |port: u16| {
            let url = format!("sftp://127.0.0.1:{port}/depot");
            json!({ "mode": "sftp", "base_url": url, "username": "cabinet", "secret": "x", "timeout_s": 1 })
        };
        assert_eq!(tried(&site, &path, &sftp(port)).await["outcome"], "works");
        let report = tried(&site, &path, &sftp(plain.address.port())).await;
        assert!(["timed_out", "not_understood"].contains(&report["outcome"].as_str().unwrap()), "{report}");

        // Somebody who tries for ever is slowed down, and each test is in the log without its secret.
        let ask = async || {
            let body = api(at(&there, "/ok"), "none");
            site.as_user(ADMIN, "POST", &format!("{path}/integration/test")).await.body(&body).send().await
        };
        let mut limited = ask().await;
        for _ in 0..6 {
            limited = ask().await;
        }
        limited.problem(429, "rate_limited");
        let events = site.read(ADMIN, "/audit-events?action=company.test_integration&limit=200").await;
        assert!(events["items"].as_array().unwrap().len() >= 17);
        assert!(!events.to_string().contains("mot de passe"), "{events}");
    });
}

async fn no_private_address_is_called_at_either_door(site: &'static Site) {
    let path = new_company(site).await;
    let page = format!("{path}/integration");
    for address in [
        "https://127.0.0.1:3000/",
        "https://localhost/",
        "https://[::1]/",
        "https://169.254.169.254/",
        "https://0177.0.0.1",
    ] {
        let body = json!({ "mode": "api", "base_url": address });
        let expected = [("/base_url".to_owned(), "private_address".to_owned())];
        assert_eq!(site.as_user(ADMIN, "PUT", &page).await.body(&body).send().await.faults(422), expected);
        let answer = site.as_user(ADMIN, "POST", &format!("{page}/test")).await.body(&body).send().await;
        assert_eq!(answer.faults(422), expected);
        let browser = Browser::of(site, ADMIN).await;
        for button in [None, Some("1")] {
            let form = browser.form(&page, "/forms/companies/integration").await;
            let mut form = form.with("mode", "api").with("base_url", address);
            if let Some(value) = button {
                form = form.with("try", value);
            }
            assert_eq!(browser.send(&form).await.header("location"), page);
            let back = browser.page(&page).await;
            assert_eq!(back.status, 422);
            assert!(back.text().contains("leads into a private network"), "{address}");
            assert_eq!(
                Form::on(&back, "/forms/companies/integration").value("base_url"),
                address,
                "what was typed stays"
            );
        }
    }
    assert_eq!(site.read(ADMIN, &page).await["version"], 0);
}

async fn a_secret_typed_in_a_browser_is_never_shown_again(site: &'static Site) {
    let path = new_company(site).await;
    let page = format!("{path}/integration");
    let browser = Browser::of(site, ADMIN).await;
    let form = browser.form(&page, "/forms/companies/integration").await;
    let form =
        form.with("mode", "api").with("base_url", "https://api.compagnie.test/v1").with("authentication", "basic");
    let typed = form.with("username", "cabinet").with("secret", PASSWORD);
    // Refused for another field: what was typed stays, but for the secret.
    let refused = typed.clone().with("timeout_s", "99");
    assert_eq!(browser.send(&refused).await.header("location"), page);
    let back = browser.page(&page).await;
    let form = Form::on(&back, "/forms/companies/integration");
    assert_eq!((form.value("username"), form.value("secret"), form.value("timeout_s")), ("cabinet", "", "99"));
    assert!(!back.text().contains("mot de passe &amp;"), "{back:?}");

    assert_eq!(browser.send(&typed).await.header("location"), path);
    let (own, form) = (browser.page(&path).await, browser.page(&page).await);
    for shown in [&own, &form] {
        assert!(!shown.text().contains("mot de passe &amp;") && !shown.text().contains(PASSWORD));
    }
    assert!(own.text().contains("Set on ") && own.text().contains("https://api.compagnie.test/v1"), "{own:?}");
    let read = site.read(ADMIN, &page).await;
    assert!(read["secret"]["set_by"].is_string() && !read.to_string().contains("mot de passe"), "{read}");
    // Saved again with the field left empty, it stays; ticked away, it goes.
    let form = browser.form(&page, "/forms/companies/integration").await;
    assert_eq!(browser.send(&form.clone().with("timeout_s", "12")).await.header("location"), path);
    assert_eq!(site.read(ADMIN, &page).await["secret"], read["secret"]);
    let form = browser.form(&page, "/forms/companies/integration").await;
    assert_eq!(browser.send(&form.with("remove_secret", "on")).await.header("location"), path);
    assert_eq!(site.read(ADMIN, &page).await["secret"], Value::Null);
    // A manager sees how the exchange goes, and has no form; a broker sees nothing of it.
    let manager = Browser::of(site, MANAGER).await;
    assert!(manager.page(&path).await.text().contains("https://api.compagnie.test/v1"));
    assert_eq!(manager.page(&page).await.status, 403);
    let broker = Browser::of(site, USER).await;
    assert!(!broker.page(&path).await.text().contains("https://api.compagnie.test/v1"));
}

async fn a_key_for_the_companys_calls_is_shown_once(site: &'static Site) {
    let path = new_company(site).await;
    let page = format!("{path}/integration");
    let browser = Browser::of(site, ADMIN).await;
    let form = browser.form(&page, "/forms/companies/integration/callback").await;
    assert_eq!(browser.send(&form).await.header("location"), page);
    let shown = browser.page(&page).await.text();
    let marked = shown.split("data-secret").nth(1).and_then(|rest| rest.split('>').nth(1)).expect("the key");
    let key = marked.split('<').next().unwrap().to_owned();
    assert_eq!(key.len(), 64);
    assert!(!browser.page(&page).await.text().contains(&key), "it is shown once");
    let by_api = site.as_user(ADMIN, "POST", &format!("{page}/callback-secret")).await.send().await.expect(200);
    assert_ne!(by_api["callback_secret"], key.as_str());
    let events = site.read(ADMIN, &format!("/audit-events?object_id={}", path.rsplit('/').next().unwrap())).await;
    assert!(!events.to_string().contains(&key));
}

async fn what_is_wrong_is_told_at_its_field(site: &'static Site) {
    let page = format!("{}/integration", new_company(site).await);
    let long = "é".repeat(5_000);
    for (body, pointer, code) in [
        (json!({}), "/mode", "required"),
        (json!({ "mode": "pigeon" }), "/mode", "not_a_choice"),
        (json!({ "mode": "email" }), "/email", "required"),
        (json!({ "mode": "email", "email": "x" }), "/email", "invalid_email"),
        (json!({ "mode": "api" }), "/base_url", "required"),
        (json!({ "mode": "api", "base_url": "https://" }), "/base_url", "invalid_url"),
        (json!({ "mode": "api", "base_url": long }), "/base_url", "too_long"),
        (json!({ "mode": "api", "base_url": "https://a.fr\u{0}" }), "/base_url", "control_characters"),
        (json!({ "mode": "api", "base_url": "http://a.fr" }), "/base_url", "insecure_url"),
        (
            json!({ "mode": "api", "base_url": "https://a.fr", "authentication": "magic" }),
            "/authentication",
            "not_a_choice",
        ),
        (json!({ "mode": "none", "secret": long }), "/secret", "too_long"),
        (json!({ "mode": "none", "timeout_s": 0 }), "/timeout_s", "out_of_range"),
        (json!({ "mode": "none", "timeout_s": "1" }), "/timeout_s", "wrong_type"),
        (json!({ "mode": "none", "report_format": "pdf" }), "/report_format", "not_a_choice"),
        (json!({ "mode": "none", "colour": "red" }), "/colour", "unknown_field"),
    ] {
        let answer = site.as_user(ADMIN, "PUT", &page).await.body(&body).send().await;
        assert_eq!(answer.faults(422).first(), Some(&(pointer.to_owned(), code.to_owned())), "{body}");
    }
    let stale = site.as_user(ADMIN, "PUT", &page).await.header("if-match", "\"7\"").body(&json!({ "mode": "none" }));
    stale.send().await.problem(412, "precondition_failed");
}
