//! How often one may try: wrong passwords, downloads, requests, reports.

use serde_json::{Value, json};
use services::ports::limits::Rule;

use crate::kit::{ADMIN, Answer, Kind, MANAGER, PASSWORD, Site, USER, alone, id};
use crate::lists::encoded;

const FORM: &str = "application/x-www-form-urlencoded";
/// Where the tests come from, as far as the product knows: they stand behind a proxy of its own.
const BEHIND_A_PROXY: (&str, &str) = ("MONASSURANCE_TRUSTED_PROXIES", "127.0.0.1");
const HERE: &str = "203.0.113.9";
const ELSEWHERE: &str = "203.0.113.10";

/// A house of one's own with the demo in it and the usual limits on signing in.
async fn house(kind: Kind, more: &[(&'static str, &str)]) -> Site {
    let usual = [Rule::SignInPerAddress, Rule::SignInPerAccount].map(|rule| (rule.setting(), rule.usual()));
    let settings: Vec<_> = usual.into_iter().chain(more.iter().copied()).collect();
    let site = Site::empty(kind, &settings).await;
    server::demo::fill(&site.house).await.unwrap();
    site
}

async fn login(site: &Site, email: &str, password: &str, forwarded: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    site.api("POST", "/auth/login").header("x-forwarded-for", forwarded).body(&body).send().await
}

/// A refusal in full: the problem, when to come back, which limit, and what every answer carries.
#[track_caller]
fn refused(answer: &Answer, rule: Rule) -> Value {
    let problem = answer.problem(429, "rate_limited");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!(wait >= 1, "{wait}");
    assert_eq!(problem["args"]["wait_s"], wait.to_string());
    assert_eq!(answer.header("ratelimit"), format!("\"{}\";r=0;t={wait}", rule.word()));
    assert!(answer.header("ratelimit-policy").starts_with(&format!("\"{}\";q=", rule.word())));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    problem
}

#[test]
fn forty_wrong_passwords_have_to_wait_and_the_owner_does_not() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        alone(async {
            let site = house(kind, &[BEHIND_A_PROXY]).await;
            for email in [USER, "personne@demo.test"] {
                let mut statuses = Vec::new();
                for number in 0..40 {
                    // What stands further left, the caller wrote himself.
                    let forwarded = format!("198.51.100.{number}, {HERE}");
                    statuses.push(login(&site, email, "pas le bon mot", &forwarded).await.status);
                }
                assert_eq!(statuses[..11], [[401; 10].as_slice(), &[429]].concat(), "{email}: {statuses:?}");
                // A slow machine may pass the first wait meanwhile; the second is longer.
                assert!(statuses[11..].iter().filter(|status| **status == 401).count() <= 2, "{email}: {statuses:?}");
            }
            refused(&login(&site, USER, PASSWORD, HERE).await, Rule::SignInPerAccount);
            login(&site, USER, PASSWORD, ELSEWHERE).await.expect(200);
            // Whoever guesses from there too has three tries, and the owner's next one from a third address is still taken.
            for _ in 0..3 {
                login(&site, USER, "pas le bon mot", "203.0.113.11").await.problem(401, "invalid_credentials");
            }
            refused(&login(&site, USER, "pas le bon mot", "203.0.113.11").await, Rule::SignInPerAccount);
            login(&site, USER, PASSWORD, "2001:db8::1").await.expect(200);

            let events = site.read(ADMIN, "/audit-events?action=session.sign_in_limited&limit=200").await;
            let told = events["items"].as_array().unwrap();
            assert!((1..=3).contains(&told.len()), "a burst is told once: {told:?}");
            assert!(told.iter().any(|event| event["ip_address"] == HERE), "{told:?}");
        });
    }
}

#[test]
fn no_proxy_of_ours_no_word_on_the_address() {
    alone(async {
        let site = house(Kind::Sqlite, &[(Rule::SignInPerAddress.setting(), "4/15m")]).await;
        // Another account each time, and an address made up each time: it is still one caller.
        for number in 0..4 {
            let answer = login(&site, &format!("x{number}@demo.test"), "x", &format!("198.51.100.{number}")).await;
            answer.problem(401, "invalid_credentials");
        }
        refused(&login(&site, "y@demo.test", "x", "198.51.100.99").await, Rule::SignInPerAddress);
    });
}

#[test]
fn forty_at_once_do_not_slip_through() {
    alone(async {
        let site = house(Kind::Sqlite, &[]).await;
        let tries = (0..40).map(|_| login(&site, USER, "pas le bon mot", ""));
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 10);
    });
}

#[test]
fn a_browser_on_which_the_owner_signed_in_is_not_slowed_down() {
    alone(async {
        let site = house(Kind::Sqlite, &[(Rule::SignInPerAccount.setting(), "4/15m")]).await;
        let send = async |password: &str, cookie: &str| {
            let typed = format!("email={USER}&password={}", encoded(password));
            site.web("POST", "/forms/sign-in").header("cookie", cookie).raw(FORM, typed).send().await
        };
        let cookies = |answer: &Answer| -> Vec<String> {
            let all = answer.headers.get_all("set-cookie").iter();
            all.map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned()).collect()
        };
        let signed_in = send(PASSWORD, "").await;
        let [session, device] = &cookies(&signed_in)[..] else { panic!("{signed_in:?}") };
        assert!(session.starts_with("monassurance=") && device.starts_with("monassurance-device="), "{device}");
        let kept = signed_in.headers.get_all("set-cookie").iter().next_back().unwrap().to_str().unwrap();
        assert!(kept.contains("HttpOnly") && kept.contains("SameSite=Lax") && kept.contains("Max-Age="), "{kept}");

        for _ in 0..4 {
            login(&site, USER, "pas le bon mot", "").await.problem(401, "invalid_credentials");
        }
        refused(&login(&site, USER, PASSWORD, "").await, Rule::SignInPerAccount);
        // The form says so with the wait, and keeps the address; the password is not kept.
        let refusal = send(PASSWORD, "").await;
        let page = site.web("GET", "/sign-in").header("accept", "text/html").header("accept-language", "en");
        let page = page.header("cookie", &cookies(&refusal)[0]).send().await;
        assert_eq!(page.status, 429, "{page:?}");
        let text = page.text();
        assert!(text.contains("Too many tries in a short time. Wait ") && text.contains(USER), "{text}");
        assert!(!text.contains(PASSWORD));
        // The same caller, with the mark of the browser on which he signed in.
        let again = send(PASSWORD, device).await;
        assert_eq!(again.header("location"), "/", "{again:?}");
        // A mark of another's making, or another account's, is none.
        for mark in [format!("{device}x"), device.replace("monassurance-device=", "monassurance-device=0")] {
            assert_eq!(send(PASSWORD, &mark).await.header("location"), "/sign-in", "{mark}");
        }
        // Who stole the browser has no more tries than anybody.
        let mut refusals = 0;
        for _ in 0..6 {
            let answer = send("pas le bon mot", device).await;
            let cookie = cookies(&answer).first().cloned().unwrap_or_default();
            let page = site.web("GET", "/sign-in").header("accept", "text/html").header("cookie", &cookie).send().await;
            refusals += usize::from(page.status == 429);
        }
        assert_eq!(refusals, 2);
    });
}

#[test]
fn a_forgotten_password_is_asked_for_so_often() {
    alone(async {
        let more = [BEHIND_A_PROXY, (Rule::PasswordResets.setting(), "3/1h")];
        let site = house(Kind::Sqlite, &more).await;
        let ask = async |email: &str, from: &str| {
            let body = json!({ "email": email });
            site.api("POST", "/auth/password-reset").header("x-forwarded-for", from).body(&body).send().await
        };
        for number in 0..3 {
            ask(&format!("personne{number}@demo.test"), HERE).await.expect(202);
        }
        refused(&ask(USER, HERE).await, Rule::PasswordResets);
        // From everywhere at once, for one person: nobody is told, and his box is not filled.
        for number in 0..9 {
            ask(USER, &format!("198.51.100.{number}")).await.expect(202);
        }
        let waiting = site.house.ports.post.password_requests().await.unwrap();
        assert_eq!(waiting.iter().filter(|request| request.email_identity == USER).count(), 3);
        assert_eq!(waiting.len(), 6);
    });
}

#[test]
fn one_route_is_asked_so_often_by_one_user() {
    alone(async {
        let site = house(Kind::Sqlite, &[(Rule::Requests.setting(), "5/1m"), BEHIND_A_PROXY]).await;
        let list = async |email| site.as_user(email, "GET", "/clients").await.send().await;
        for _ in 0..5 {
            list(USER).await.expect(200);
        }
        let problem = refused(&list(USER).await, Rule::Requests);
        assert!(problem["detail"].as_str().unwrap().contains("Patientez"), "{problem}");
        list(MANAGER).await.expect(200);
        site.as_user(USER, "GET", "/policies").await.send().await.expect(200);
        // Made-up records are one route.
        for number in 0..5 {
            let path = format!("/clients/0193c0de-0000-7000-8000-00000000000{number}");
            site.as_user(USER, "GET", &path).await.send().await.problem(404, "not_found");
        }
        let path = "/clients/0193c0de-0000-7000-8000-000000000009";
        refused(&site.as_user(USER, "GET", path).await.send().await, Rule::Requests);
        // Who is not signed in counts by address; a reader gets a page.
        let page = async |address: &str| {
            let ask = site.web("GET", "/verify/AAAAA-AAAAA").header("accept", "text/html");
            ask.header("x-forwarded-for", address).send().await
        };
        for _ in 0..5 {
            assert_ne!(page(HERE).await.status, 429);
        }
        let answer = page(HERE).await;
        assert_eq!(answer.status, 429);
        assert!(answer.text().contains("<h1") && !answer.header("retry-after").is_empty(), "{answer:?}");
        assert_ne!(page(ELSEWHERE).await.status, 429);
    });
}

#[test]
fn documents_are_fetched_so_often() {
    alone(async {
        let site = house(Kind::Sqlite, &[(Rule::Downloads.setting(), "2/10m"), BEHIND_A_PROXY]).await;
        let document = site.certificate(USER, MANAGER).await;
        let path = format!("/documents/{}/signed-url", id(&document));
        let link = site.make(USER, &path, &json!({})).await;
        let link = crate::journey::local(link["url"].as_str().unwrap()).to_owned();
        let by_link = async |address: &str| site.web("GET", &link).header("x-forwarded-for", address).send().await;
        assert_eq!((by_link(HERE).await.status, by_link(HERE).await.status), (200, 200));
        refused(&by_link(HERE).await, Rule::Downloads);
        assert_eq!(by_link(ELSEWHERE).await.status, 200);
        let file = format!("/files/documents/{}", id(&document));
        let token = site.token(USER).await;
        let own = async || site.web("GET", &file).bearer(&token).header("x-forwarded-for", HERE).send().await;
        assert_eq!((own().await.status, own().await.status), (200, 200));
        refused(&own().await, Rule::Downloads);
    });
}

#[test]
fn a_limit_can_be_lifted() {
    alone(async {
        let lifted = [Rule::SignInPerAddress, Rule::SignInPerAccount].map(|rule| (rule.setting(), "off"));
        let site = house(Kind::Sqlite, &lifted).await;
        for _ in 0..12 {
            login(&site, USER, "x", "").await.problem(401, "invalid_credentials");
        }
        login(&site, USER, PASSWORD, "").await.expect(200);
    });
}

#[test]
fn a_broken_policy_is_reported_so_often() {
    alone(async {
        let site = Site::empty(Kind::Sqlite, &[(Rule::Reports.setting(), "4/1m")]).await;
        let page = site.web("GET", "/sign-in").header("accept", "text/html").send().await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("report-uri /reports/csp") && policy.contains("report-to csp"), "{policy}");
        assert_eq!(page.header("reporting-endpoints"), "csp=\"/reports/csp\"");
        let report =
            async |kind: &str, body: &str| site.web("POST", "/reports/csp").raw(kind, body.to_owned()).send().await;
        assert_eq!(site.web("GET", "/reports/csp").send().await.status, 405);
        let old = r#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"data"}}"#;
        assert_eq!(report("application/csp-report", old).await.status, 204);
        assert_eq!(report("application/reports+json", "[]").await.status, 204);
        assert_eq!(report("application/reports+json", &"x".repeat(20_000)).await.status, 413);
        refused(&report("application/csp-report", old).await, Rule::Reports);
    });
}
