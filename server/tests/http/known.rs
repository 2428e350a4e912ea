//! What nobody knew of yet is not there, and both doors say so.

use jiff::ToSpan;

use crate::kit::{Browser, OTHER_ADMIN, Site, USER, day, id, on_each_database};

on_each_database! {
    a_policy_is_not_known_before_it_was_recorded,
}

async fn a_policy_is_not_known_before_it_was_recorded(site: &'static Site) {
    let (_, policy) = site.bound(USER).await;
    let path = format!("/policies/{}", id(&policy));
    let before = format!("{path}?as_known_at={}", day((-1).days()));
    let answer = site.as_user(USER, "GET", &before).await.send().await;
    let told = answer.problem(404, "not_known_yet");
    assert!(told["recorded_at"].is_string() || told.to_string().contains("recorded_at"), "{told}");
    // What was true then is another question, and another firm is told of nothing.
    assert_eq!(site.read(USER, &format!("{path}?as_of={}", day((-400).days()))).await["id"], policy["id"]);
    site.as_user(OTHER_ADMIN, "GET", &before).await.send().await.problem(404, "not_found");
    assert_eq!(site.read(USER, &format!("{path}?as_known_at={}", day(0.days()))).await["state"], "in_force");

    let page = Browser::of(site, USER).await.page(&before).await;
    let html = page.text();
    assert_eq!(page.status, 200);
    assert!(html.contains("This policy was not known yet") && html.contains("name=\"as_known_at\""), "{html}");
    assert!(!html.contains("Bound") && !html.contains("Confort"), "nothing of it is shown");
}
