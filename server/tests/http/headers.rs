//! What keeps a browser safe: on every answer, with and without TLS.

use serde_json::json;

use crate::kit::{Answer, Kind, PASSWORD, Site, USER, alone, on, person};
use crate::lists::encoded;

const FORM: &str = "application/x-www-form-urlencoded";

async fn sign_in(site: &Site) -> Answer {
    let typed = format!("email={USER}&password={}", encoded(PASSWORD));
    site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await
}

#[test]
fn every_answer_carries_the_safe_headers() {
    on(Kind::Sqlite, async |site| {
        for path in [
            "/",
            "/sign-in",
            "/nothing",
            "/health",
            "/api/v1/clients",
            "/api/v1/openapi.json",
            "/robots.txt",
            "/assets/nothing",
            "/verify/x",
        ] {
            let answer = site.web("GET", path).header("accept", "text/html").send().await;
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
                "{path}: {policy}"
            );
            assert!(
                !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
                "{path}: {policy}"
            );
            assert_eq!(answer.header("strict-transport-security"), "", "no TLS here: {path}");
            assert!(!answer.header("x-request-id").is_empty(), "{path}");
            if !path.starts_with("/assets") && path != "/robots.txt" {
                assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            }
        }
    });
}

#[test]
fn a_page_runs_only_scripts_with_the_nonce_of_its_answer() {
    on(Kind::Sqlite, async |site| {
        let mut nonces = Vec::new();
        for (path, signed_in) in [
            ("/sign-in", false),
            ("/clients", true),
            ("/policies", true),
            ("/clients/new", true),
            ("/clients?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", true),
        ] {
            let mut ask = site.web("GET", path).header("accept", "text/html");
            if signed_in {
                ask = ask.bearer(&site.token(USER).await);
            }
            let answer = ask.send().await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let policy = answer.header("content-security-policy").to_owned();
            let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
            assert!(nonce.len() >= 16, "{nonce}");
            assert!(policy.contains("'wasm-unsafe-eval'") && policy.contains("object-src 'none'"), "{policy}");
            let page = answer.text();
            for script in page.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
            }
            for forbidden in [" onclick=", " onload=", " onerror=", " style=\"", "javascript:", "<script>alert"] {
                assert!(!page.contains(forbidden), "{path} holds {forbidden}");
            }
            nonces.push(nonce.to_owned());
        }
        let count = nonces.len();
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), count, "a nonce was used twice");
    });
}

#[test]
fn a_cookie_is_for_this_host_and_for_no_script() {
    on(Kind::Sqlite, async |site| {
        let answer = sign_in(site).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("monassurance="), "{cookie}");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        assert!(!cookie.contains("Domain"), "{cookie}");
        // A cookie that was planted before is worth nothing after.
        let planted = cookie.split(';').next().unwrap();
        let typed = format!("email={USER}&password={}", encoded(PASSWORD));
        let again = site.web("POST", "/forms/sign-in").header("cookie", planted).raw(FORM, typed).send().await;
        assert_ne!(again.header("set-cookie").split(';').next().unwrap(), planted);
    });
}

#[test]
fn over_tls_cookies_and_addresses_stay_on_tls() {
    alone(async {
        let site = Site::empty(Kind::Sqlite, &[("MONASSURANCE_PUBLIC_URL", "https://cabinet.test")]).await;
        server::demo::fill(&site.house).await.unwrap();
        let answer = sign_in(&site).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-monassurance="), "{cookie}");
        assert!(cookie.contains("Secure") && cookie.contains("HttpOnly") && cookie.contains("Path=/"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        for path in ["/sign-in", "/health", "/api/v1/clients"] {
            let answer = site.web("GET", path).send().await;
            assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"), "{path}");
        }
        let ours = site.web("POST", "/forms/sign-in").header("origin", "https://cabinet.test").raw(FORM, "email=x");
        assert_ne!(ours.send().await.status, 403);
    });
}

#[test]
fn another_sites_page_can_send_nothing() {
    on(Kind::Sqlite, async |site| {
        let cookie = sign_in(site).await.header("set-cookie").split(';').next().unwrap().to_owned();
        let foreign: [(&str, &str); 9] = [
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            // A sibling under the same name, the same machine at another port, and the same name without its scheme.
            ("origin", "http://evil.127.0.0.1:3000"),
            ("origin", "http://127.0.0.1:3001"),
            ("origin", "https://127.0.0.1:3000"),
            ("origin", "127.0.0.1:3000"),
            ("origin", "http://127.0.0.1.evil.test:3000"),
        ];
        for (name, value) in foreign {
            for path in [
                "/forms/sign-in",
                "/forms/sign-out",
                "/forms/clients/create",
                "/forms/preferences",
                "/api/v1/clients",
                "/api/v1/auth/login",
            ] {
                let ask =
                    site.web("POST", path).header(name, value).header("cookie", &cookie).raw(FORM, "last_name=Pirate");
                let answer = ask.send().await;
                assert_eq!(answer.status, 403, "{name}: {value}: {answer:?}");
            }
            let json =
                site.api("POST", "/clients").header(name, value).header("cookie", &cookie).body(&person()).send().await;
            json.problem(403, "cross_site");
            let patch = site
                .api("PATCH", "/clients/x")
                .header(name, value)
                .header("cookie", &cookie)
                .body(&json!({}))
                .send()
                .await;
            patch.problem(403, "cross_site");
        }
        // The session is still there: the foreign sign-out did nothing.
        site.api("GET", "/auth/me").header("cookie", &cookie).send().await.expect(200);
    });
}

#[test]
fn a_marked_file_is_kept_for_good_and_an_unmarked_one_is_not() {
    on(Kind::Sqlite, async |site| {
        let page = site.web("GET", "/sign-in").header("accept", "text/html").send().await.text();
        let marked: Vec<&str> =
            page.split('"').filter(|part| part.starts_with("/assets/") && part.contains("?v=")).collect();
        assert!(!marked.is_empty(), "no file of the site is built: `cargo xtask build` makes them");
        for address in marked {
            let answer = site.web("GET", address).send().await;
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
            let (plain, _) = address.split_once('?').unwrap();
            for other in [plain.to_owned(), format!("{plain}?v=0")] {
                assert_eq!(
                    site.web("GET", &other).send().await.header("cache-control"),
                    "public, max-age=300",
                    "{other}"
                );
            }
        }
        for absent in ["/assets/../Cargo.toml", "/assets/..%2f..%2fCargo.toml", "/assets/%2fetc%2fpasswd", "/assets/"] {
            let answer = site.web("GET", absent).send().await;
            assert_eq!(answer.status, 404, "{answer:?}");
        }
    });
}
