//! What a browser's cookie opens, for whom, and until when.

use futures::future::join_all;
use serde_json::json;
use tokio::sync::oneshot;

use crate::factors::{code, cookie, enrolled, post, shown};
use crate::kit::{Answer, FORM, Form, PASSWORD, Site, USER, on_each_database};
use crate::lists::encoded;
use crate::password_links::{invite, link, path_of, secret};
use crate::sessions::newcomer;

on_each_database! {
    a_request_under_way_brings_no_cookie_back,
    what_one_person_typed_is_not_shown_to_the_next,
    the_half_way_in_has_a_cookie_of_its_own,
    a_second_step_sent_twice_lets_in,
    a_second_step_whose_answer_nobody_waited_for_lets_in,
    strangers_fill_no_store,
    a_link_is_not_kept_with_the_form_that_it_leads_to,
    who_signs_out_twice_at_once_is_signed_out,
}

fn credentials(email: &str) -> String {
    format!("email={}&password={}&return_to=/clients", encoded(email), encoded(PASSWORD))
}

/// The cookie of a browser that signed in.
async fn signed_in(site: &Site, email: &str) -> String {
    cookie(&post(site, "", "/forms/sign-in", &credentials(email)).await)
}

/// What is kept for a cookie.
async fn kept(site: &Site, cookie: &str) -> String {
    let id = cookie.split_once('=').unwrap().1;
    site.house.database.load_web_session(id, 0).await.unwrap().unwrap_or_default()
}

fn leads_to_the_sign_in(answer: &Answer) -> bool {
    answer.header("location").starts_with("/sign-in")
}

async fn a_request_under_way_brings_no_cookie_back(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    a_stolen_cookie_is_worth_nothing_after_a_new_password(site, &email).await;
}

/// Somebody holds a copy of a cookie and begins a request with it before its owner changes the password.
pub(crate) async fn a_stolen_cookie_is_worth_nothing_after_a_new_password(site: &Site, email: &str) {
    let stolen = signed_in(site, email).await;
    let (waited_for, is_waited_for) = oneshot::channel();
    let (now, told) = oneshot::channel();
    let ask = site.web("POST", "/forms/clients/create").header("accept", "text/html").header("cookie", &stolen);
    let under_way = ask.raw(FORM, "kind=person&last_name=").send_when(waited_for, told);
    let owner = async {
        is_waited_for.await.unwrap();
        let typed = format!("current_password={}&new_password=Un-tout-autre-mot-9", encoded(PASSWORD));
        let changed = post(site, &stolen, "/forms/account/password", &typed).await;
        assert_eq!(changed.header("location"), "/account");
        assert!(leads_to_the_sign_in(&shown(site, &stolen, "/account").await));
        now.send(()).unwrap();
        cookie(&changed)
    };
    let (late, own) = tokio::join!(under_way, owner);
    assert!(late.status < 500, "{late:?}");
    assert!(!late.header("set-cookie").contains(&stolen), "a cookie that is over is not set again: {:?}", late.headers);
    assert!(leads_to_the_sign_in(&shown(site, &stolen, "/account").await), "the stolen cookie is back");
    assert_eq!(shown(site, &own, "/account").await.status, 200);
}

async fn what_one_person_typed_is_not_shown_to_the_next(site: &'static Site) {
    let refused = "kind=person&first_name=Confidentiel&last_name=&notes=Secret-de-famille";
    let typed_by_one = async || {
        let before = signed_in(site, USER).await;
        let answer = post(site, &before, "/forms/clients/create", refused).await;
        assert_eq!(answer.header("location"), "/clients/new");
        before
    };
    let sees = async |cookie: &str| {
        let page = shown(site, cookie, "/clients/new").await;
        assert!(matches!(page.status, 200 | 422), "{page:?}");
        page.text().contains("Confidentiel") || page.text().contains("Secret-de-famille")
    };
    let (_, next) = newcomer(site).await;
    let (prudent, secret, _) = enrolled(site).await;

    assert!(sees(&typed_by_one().await).await, "the form comes back to who typed it");

    // The next person signs in over the first.
    let over = post(site, &typed_by_one().await, "/forms/sign-in", &credentials(&next)).await;
    assert!(!sees(&cookie(&over)).await);

    // After the first signed out.
    let out = post(site, &typed_by_one().await, "/forms/sign-out", "").await;
    assert!(!kept(site, &cookie(&out)).await.contains("Secret-de-famille"));
    let after = post(site, &cookie(&out), "/forms/sign-in", &credentials(&next)).await;
    assert!(!sees(&cookie(&after)).await);

    // After the first signed all his devices out.
    let (_, first) = newcomer(site).await;
    let before = signed_in(site, &first).await;
    post(site, &before, "/forms/clients/create", refused).await;
    let out = post(site, &before, "/forms/account/devices", "which=all").await;
    let now = if out.header("set-cookie").is_empty() { before } else { cookie(&out) };
    assert!(!kept(site, &now).await.contains("Secret-de-famille"));
    let after = post(site, &now, "/forms/sign-in", &credentials(&next)).await;
    assert!(!sees(&cookie(&after)).await);

    // In two steps.
    let half = post(site, &typed_by_one().await, "/forms/sign-in", &credentials(&prudent)).await;
    assert_eq!(half.header("location"), "/sign-in/second-factor");
    let half = cookie(&half);
    assert!(!kept(site, &half).await.contains("Secret-de-famille"));
    let whole = post(site, &half, "/forms/sign-in/second-factor", &format!("code={}", code(&secret, 0))).await;
    assert_eq!(whole.header("location"), "/clients");
    assert!(!sees(&cookie(&whole)).await);
}

async fn the_half_way_in_has_a_cookie_of_its_own(site: &'static Site) {
    let (email, ..) = enrolled(site).await;
    let wrong = post(site, "", "/forms/sign-in", &format!("email={}&password=faux", encoded(&email))).await;
    let planted = cookie(&wrong);
    let half = post(site, &planted, "/forms/sign-in", &credentials(&email)).await;
    assert_eq!(half.header("location"), "/sign-in/second-factor");
    assert_ne!(cookie(&half), planted);
    assert_eq!(shown(site, &planted, "/sign-in/second-factor").await.header("location"), "/sign-in");
    assert_eq!(shown(site, &cookie(&half), "/sign-in/second-factor").await.status, 200);
}

/// A browser before the second step: its cookie, and the form as a script would send it.
async fn before_the_second_step(site: &Site, email: &str, code: &str) -> (String, String) {
    let half = signed_in(site, email).await;
    let form = Form::on(&shown(site, &half, "/sign-in/second-factor").await, "/forms/sign-in/second-factor");
    (half, format!("form_key={}&code={code}", encoded(form.value("form_key"))))
}

async fn a_second_step_sent_twice_lets_in(site: &'static Site) {
    let (email, _, codes) = enrolled(site).await;
    for typed in &codes[..4] {
        let (half, typed) = before_the_second_step(site, &email, typed).await;
        let send = || post(site, &half, "/forms/sign-in/second-factor", &typed);
        let (one, two) = tokio::join!(send(), send());
        for answer in [one, two, send().await] {
            assert_eq!(answer.header("location"), "/clients", "{:?}", answer.headers);
            // A browser keeps the cookie of the answer that it waited for.
            assert_eq!(shown(site, &cookie(&answer), "/clients").await.status, 200, "{:?}", answer.headers);
        }
        assert!(leads_to_the_sign_in(&shown(site, &half, "/clients").await), "the half cookie is over");
        // What leads in is the very same form with its cookie, and nothing less.
        let other = typed.replace("form_key=", "form_key=x");
        assert_eq!(post(site, &half, "/forms/sign-in/second-factor", &other).await.header("location"), "/sign-in");
        let stranger = post(site, "monassurance=AAAAAAAAAAAAAAAAAAAAAA", "/forms/sign-in/second-factor", &typed).await;
        assert_eq!(stranger.header("location"), "/sign-in");
    }
}

async fn a_second_step_whose_answer_nobody_waited_for_lets_in(site: &'static Site) {
    let (email, _, codes) = enrolled(site).await;
    for (typed, patience_ms) in codes.iter().zip([0, 1, 2, 4, 8, 16]) {
        let (half, typed) = before_the_second_step(site, &email, typed).await;
        let send = || post(site, &half, "/forms/sign-in/second-factor", &typed);
        // The second click breaks the first request off.
        let patience = std::time::Duration::from_millis(patience_ms);
        let _broken_off = tokio::time::timeout(patience, send()).await;
        let answer = send().await;
        assert_eq!(answer.header("location"), "/clients", "after {patience_ms} ms: {:?}", answer.headers);
        assert_eq!(shown(site, &cookie(&answer), "/clients").await.status, 200, "after {patience_ms} ms");
    }
}

async fn strangers_fill_no_store(site: &'static Site) {
    let long = "a".repeat(100_000);
    let bodies = [
        format!("password_token={long}&password=abc"),
        format!("password_token={}&password=abc", "é".repeat(30_000)),
        format!("password_token=x&password=abc&{long}=1"),
        format!("email={long}&password=abc&return_to=/{long}"),
    ];
    for form in ["password-reset/choose", "password-reset/ask", "invitation", "sign-in", "sign-in/second-factor"] {
        for body in &bodies {
            let answer = post(site, "", &format!("/forms/{form}"), body).await;
            assert!(answer.header("location").len() < 2_500, "{form}: {}", answer.header("location").len());
            let kept = kept(site, &cookie(&answer)).await;
            assert!((1..8_000).contains(&kept.len()), "{form} keeps {} bytes", kept.len());
        }
    }
    // Who got half way in is no better known.
    let (email, ..) = enrolled(site).await;
    let typed = format!("email={}&password={}&return_to=/{long}", encoded(&email), encoded(PASSWORD));
    let half = cookie(&post(site, "", "/forms/sign-in", &typed).await);
    assert!((1..8_000).contains(&kept(site, &half).await.len()));
}

async fn a_link_is_not_kept_with_the_form_that_it_leads_to(site: &'static Site) {
    let (_, email) = invite(site).await;
    let link = link(site, &email).await;
    let typed = format!("password_token={}&password=court", secret(&link));
    let answer = post(site, "", "/forms/invitation", &typed).await;
    assert_eq!(answer.header("location"), path_of(&link));
    assert!(!kept(site, &cookie(&answer)).await.contains(secret(&link)));
    let page = shown(site, &cookie(&answer), &path_of(&link)).await;
    assert!(page.status == 422 && page.text().contains("role=\"alert\""), "{page:?}");
    // What is no link of ours leads to a page that says so.
    for (form, page) in [("password-reset/choose", "/password-reset"), ("invitation", "/sign-in")] {
        let answer = post(site, "", &format!("/forms/{form}"), "password_token=..%2Fadmin&password=Tout-Autre-9").await;
        assert_eq!(answer.header("location"), page);
        assert!(shown(site, &cookie(&answer), page).await.text().contains("role=\"alert\""), "{form}");
    }
}

async fn who_signs_out_twice_at_once_is_signed_out(site: &'static Site) {
    let (_, email) = newcomer(site).await;
    for _ in 0..4 {
        let cookie = signed_in(site, &email).await;
        for answer in join_all((0..6).map(|_| post(site, &cookie, "/forms/sign-out", ""))).await {
            assert_eq!(answer.header("location"), "/sign-in", "{answer:?}");
        }
        assert!(leads_to_the_sign_in(&shown(site, &cookie, "/clients").await));
        let body = json!({ "refresh_token": site.sign_in(&email).await["refresh_token"] });
        for answer in join_all((0..6).map(|_| site.api("POST", "/auth/logout").body(&body).send())).await {
            assert_eq!(answer.status, 204, "{answer:?}");
        }
    }
}
