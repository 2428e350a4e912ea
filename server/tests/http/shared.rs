//! What instances share through Redis: limits and browsers' sessions; and what happens when it is not there.

use std::sync::Arc;
use std::time::{Duration, Instant};

use infrastructure::time::SystemChance;
use serde_json::json;
use server::wiring;
use services::ports::clock::Chance;
use services::ports::limits::{FIRST_WAIT_S, Rule};

use crate::kit::{Cable, Kind, PASSWORD, Place, Redis, Site, USER, alone, config};
use crate::lists::encoded;

const FORM: &str = "application/x-www-form-urlencoded";

/// An installation of two instances, with its own name in Redis.
async fn two_instances(kind: Kind, redis: &Redis, more: &[(&'static str, &str)]) -> [Site; 2] {
    let place = Place::new(kind).await;
    let (url, public_url) = (redis.url(), format!("http://{}.test", SystemChance.id().simple()));
    let mut settings = vec![("MONASSURANCE_REDIS_URL", url.as_str()), ("MONASSURANCE_PUBLIC_URL", &public_url)];
    settings.extend(more);
    let build = async || {
        let house = wiring::build_with(config(&place, &settings), Arc::new(rendering::DirectRenderer)).await;
        Site::of(house.unwrap())
    };
    let first = build().await;
    server::demo::fill(&first.house).await.unwrap();
    [first, build().await]
}

#[test]
fn wrong_passwords_count_together_on_all_instances() {
    alone(async {
        let redis = Redis::behind_a_cable().await;
        let sites = two_instances(Kind::Sqlite, &redis, &[(Rule::SignInPerAccount.setting(), "5/15m")]).await;
        let body = json!({ "email": USER, "password": "pas le bon" });
        for turn in 0..5 {
            let answer = sites[turn % 2].api("POST", "/auth/login").body(&body).send().await;
            answer.problem(401, "invalid_credentials");
        }
        for site in &sites {
            site.api("POST", "/auth/login").body(&body).send().await.problem(429, "rate_limited");
        }
    });
}

#[test]
fn redis_counts_as_the_memory_does() {
    alone(async {
        let redis = Redis::behind_a_cable().await;
        let quotas = [
            (Rule::SignInPerAccount.setting(), "3/15m"),
            (Rule::Downloads.setting(), "4/1h"),
            (Rule::Reports.setting(), "off"),
        ];
        let alone = Site::empty(Kind::Sqlite, &quotas).await;
        let [shared, _] = two_instances(Kind::Sqlite, &redis, &quotas).await;
        for site in [alone, shared] {
            let limits = &site.house.ports.limits;
            let waits = async |rule, tries: usize| {
                let mut waits = Vec::new();
                for _ in 0..tries {
                    waits.push(
                        limits.spend(rule, "somebody").await.err().map(|limited| (limited.wait_s, limited.first)),
                    );
                }
                waits
            };
            let wrong = waits(Rule::SignInPerAccount, 5).await;
            let [None, None, None, Some((wait, true)), Some((_, false))] = wrong[..] else { panic!("{wrong:?}") };
            assert!((FIRST_WAIT_S - 5..=FIRST_WAIT_S).contains(&wait), "{wait}");
            limits.give_back(Rule::SignInPerAccount, "somebody").await;
            assert_eq!(waits(Rule::SignInPerAccount, 1).await, [None]);
            assert_eq!(limits.spend(Rule::SignInPerAccount, "somebody else").await, Ok(()));
            limits.forget(Rule::SignInPerAccount, "somebody").await;
            assert_eq!(waits(Rule::SignInPerAccount, 3).await, [None; 3]);

            let downloads = waits(Rule::Downloads, 5).await;
            let [None, None, None, None, Some((wait, false))] = downloads[..] else { panic!("{downloads:?}") };
            assert!((880..=900).contains(&wait), "a quarter of an hour, {wait}");
            limits.give_back(Rule::Downloads, "somebody").await;
            assert_eq!(waits(Rule::Downloads, 1).await, [None]);
            assert_eq!(waits(Rule::Reports, 100).await, [None; 100]);
        }
    });
}

#[test]
fn a_connection_that_says_nothing_any_more_is_left_for_another() {
    alone(async {
        let redis = Redis::behind_a_cable().await;
        let [site, _] = two_instances(Kind::Sqlite, &redis, &[]).await;
        let cookie = signed_in(&site).await;
        let page = async || page_of(&site, &cookie).await;
        assert_eq!(page().await, 200);
        redis.set(Cable::Forgotten);
        assert_eq!(page().await, 503, "nobody can know yet");
        assert_eq!(soon_200(page).await, 200);
    });
}

#[test]
fn a_session_is_read_by_every_instance_and_survives_a_redis_that_was_gone() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        alone(async {
            let redis = Redis::behind_a_cable().await;
            let [first, second] = two_instances(kind, &redis, &[]).await;
            let cookie = signed_in(&first).await;
            let page = async |site: &Site| page_of(site, &cookie).await;
            assert_eq!((page(&first).await, page(&second).await), (200, 200));
            let token = second.sign_in(USER).await["access_token"].as_str().unwrap().to_owned();

            for broken in [Cable::Pulled, Cable::Pinched] {
                redis.set(broken);
                let began = stopwatch();
                assert_eq!(page(&second).await, 503, "{broken:?}");
                let me = second.api("GET", "/auth/me").header("cookie", &cookie).send().await;
                me.problem(503, "unavailable");
                // Somebody who signs in meanwhile is told the same, and not that we are at fault.
                let typed = format!("email={USER}&password={}", encoded(PASSWORD));
                let sign_in = second.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed);
                assert_eq!(sign_in.send().await.status, 503, "{broken:?}");
                // Programs need no session, and limits are counted by the instance alone.
                second.api("GET", "/auth/me").bearer(&token).send().await.expect(200);
                assert!(began.elapsed() < Duration::from_secs(15), "{broken:?}: {:?}", began.elapsed());
                for (path, status) in [("redis", 503), ("ready", 503), ("live", 200), ("db", 200), ("storage", 200)] {
                    let told = second.web("GET", &format!("/health/{path}")).send().await;
                    assert_eq!(told.status, status, "{told:?}");
                }
                assert_eq!(second.web("GET", "/health").send().await.expect(200)["redis"], "down");

                redis.set(Cable::Plugged);
                assert_eq!(soon_200(async || page(&second).await).await, 200, "{broken:?}");
                assert_eq!(second.web("GET", "/health/ready").send().await.status, 200);
                assert!(second.web("GET", "/health").send().await.expect(200).get("redis").is_none());
            }
        });
    }
}

#[test]
fn redis_brings_no_cookie_back_either() {
    alone(async {
        let redis = Redis::behind_a_cable().await;
        let [site, _] = two_instances(Kind::Sqlite, &redis, &[]).await;
        crate::cookies::a_stolen_cookie_is_worth_nothing_after_a_new_password(&site, USER).await;
    });
}

/// The cookie of a browser that signed in.
async fn signed_in(site: &Site) -> String {
    let typed = format!("email={USER}&password={}", encoded(PASSWORD));
    let answer = site.web("POST", "/forms/sign-in").raw(FORM, typed).send().await;
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// What the browser with this cookie is answered when it asks for a page.
async fn page_of(site: &Site, cookie: &str) -> u16 {
    let answer = site.web("GET", "/clients").header("accept", "text/html").header("cookie", cookie).send();
    answer.await.status
}

/// The status once it is 200, or what it still is after ten seconds.
async fn soon_200(status: impl AsyncFn() -> u16) -> u16 {
    let began = stopwatch();
    loop {
        let now = status().await;
        if now == 200 || began.elapsed() > Duration::from_secs(10) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "the test measures how long a user waits")]
fn stopwatch() -> Instant {
    Instant::now()
}
