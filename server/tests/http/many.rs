//! Acts on many records: those ticked or all that match, told one by one, never beyond one's reach.

use serde_json::json;

use crate::kit::{Browser, MANAGER, OTHER_ADMIN, Site, USER, digits, id, on_each_database, person};

on_each_database! {
    all_matching_clients_are_handed_over_each_with_its_event,
    clients_with_policies_stay_and_it_is_told,
    nothing_ticked_does_nothing,
    a_bent_selection_does_nothing,
    programs_hand_over_and_put_away_as_people_do,
}

/// So many clients of the manager's with one mark in their names.
async fn clients(site: &Site, mark: &str, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        let mut body = person();
        body["last_name"] = json!(format!("{mark} {number}"));
        ids.push(id(&site.make(MANAGER, "/clients", &body).await));
    }
    ids
}

async fn all_matching_clients_are_handed_over_each_with_its_event(site: &'static Site) {
    let mark = format!("Cession{}", digits());
    let ids = clients(site, &mark, 105).await;
    let browser = Browser::of(site, MANAGER).await;
    let list = browser.page(&format!("/clients?q={mark}")).await.text();
    assert!(list.contains("All 105 records found"), "the box says how many");
    let path = format!("/clients/hand-over?q={mark}&all=1");
    let asked = browser.page(&path).await;
    assert!(asked.text().contains("Hand over 105 clients"));
    let mut form = browser.form(&path, "/forms/clients/hand-over-many").await;
    // Without a colleague it comes back, and nothing is done.
    let back = browser.send(&form).await;
    assert_eq!(back.header("location"), format!("/clients/hand-over?q={mark}&all=1"));
    let user = site.read(USER, "/auth/me").await;
    form.fields.insert("owner_id".into(), id(&user));
    let done = browser.send(&form).await;
    assert_eq!(done.header("location"), format!("/clients?q={mark}"));
    assert_eq!(site.read(USER, &format!("/clients?q={mark}&limit=1&count=true")).await["total"], 105);
    for one in [&ids[0], &ids[104]] {
        assert_eq!(site.read(USER, &format!("/clients/{one}")).await["owner_id"], user["id"]);
        let events = site.read(MANAGER, &format!("/audit-events?object_id={one}&action=client.hand_over")).await;
        assert_eq!(events["items"].as_array().unwrap().len(), 1);
        assert!(events["items"][0]["changes"]["owner_id"].is_array());
    }
}

async fn clients_with_policies_stay_and_it_is_told(site: &'static Site) {
    let mark = format!("Rangement{}", digits());
    let ids = clients(site, &mark, 3).await;
    let policy = crate::kit::policy(&json!(ids[1]), &json!(site.insurer(MANAGER).await));
    site.make(MANAGER, "/policies", &policy).await;
    let browser = Browser::of(site, MANAGER).await;
    let path = format!("/clients/archive?id={}&id={}&id={}", ids[0], ids[1], ids[2]);
    let form = browser.form(&path, "/forms/clients/archive-many").await;
    let done = browser.send(&form).await;
    assert_eq!(done.header("location"), "/clients/done");
    let report = browser.page("/clients/done").await.text();
    assert!(report.contains("2 of 3 done") && report.contains(&format!("{mark} 1")), "{report}");
    for (one, status) in ids.iter().zip([404, 200, 404]) {
        let answer = site.as_user(MANAGER, "GET", &format!("/clients/{one}")).await.send().await;
        assert_eq!(answer.status, status);
    }
}

async fn nothing_ticked_does_nothing(site: &'static Site) {
    let browser = Browser::of(site, MANAGER).await;
    let mark = format!("Coche{}", digits());
    let ids = clients(site, &mark, 2).await;
    let page = browser.page(&format!("/clients/archive?q={mark}")).await;
    assert_eq!((page.status, page.text().contains("/forms/clients/archive-many")), (422, false));
    for one in ids {
        assert_eq!(id(&site.read(MANAGER, &format!("/clients/{one}")).await), one, "still in use");
    }
}

async fn a_bent_selection_does_nothing(site: &'static Site) {
    let mark = format!("Tordu{}", digits());
    let ids = clients(site, &mark, 1).await;
    let browser = Browser::of(site, MANAGER).await;
    for path in ["/clients/archive?all=1&kind=robot", "/clients/archive?id=1", "/clients/archive?all=1&insured=perhaps"]
    {
        assert_eq!(browser.page(path).await.status, 422, "{path}");
    }
    let mut form = browser.form(&format!("/clients/archive?id={}", ids[0]), "/forms/clients/archive-many").await;
    for bent in ["all=1&kind=robot", "", "id=1", "kind=person"] {
        form.fields.insert("selection".into(), bent.into());
        form.fields.insert("form_key".into(), digits());
        let refused = browser.send(&form).await;
        assert!(refused.header("location").starts_with("/clients/archive?"), "{bent}: {refused:?}");
    }
    assert_eq!(site.read(MANAGER, &format!("/clients/{}", ids[0])).await["id"], json!(ids[0]));
    // A colleague's client is not reached by naming it.
    let colleague = Browser::of(site, USER).await;
    let form = colleague.form(&format!("/clients/archive?id={}", ids[0]), "/forms/clients/archive-many").await;
    colleague.send(&form).await;
    assert_eq!(site.read(MANAGER, &format!("/clients/{}", ids[0])).await["id"], json!(ids[0]));
    assert_eq!(colleague.page("/clients/hand-over?all=1").await.status, 403);
}

async fn programs_hand_over_and_put_away_as_people_do(site: &'static Site) {
    let mark = format!("Programme{}", digits());
    let ids = clients(site, &mark, 3).await;
    let policy = crate::kit::policy(&json!(ids[2]), &json!(site.insurer(MANAGER).await));
    site.make(MANAGER, "/policies", &policy).await;
    let user = id(&site.read(USER, "/auth/me").await);
    let post = async |email: &'static str, path: &str, body: serde_json::Value| {
        site.as_user(email, "POST", path).await.body(&body).send().await
    };
    // What is wrong is told at its field, and nothing is done.
    for (body, pointer) in [
        (json!({ "owner_id": user }), "/clients"),
        (json!({ "owner_id": user, "clients": [] }), "/clients"),
        (json!({ "owner_id": user, "clients": ["1"] }), "/clients"),
        (json!({ "owner_id": user, "clients": [ids[0]], "matching": {} }), "/matching"),
        (json!({ "owner_id": user, "matching": { "kind": "robot" } }), "/matching/kind"),
        (json!({ "owner_id": user, "matching": { "kin": "person" } }), "/matching/kin"),
        (json!({ "clients": [ids[0]] }), "/owner_id"),
    ] {
        assert_eq!(post(MANAGER, "/clients/hand-over", body.clone()).await.faults(422)[0].0, pointer, "{body}");
    }
    assert_eq!(site.read(USER, &format!("/clients?q={mark}")).await["items"], json!([]));
    let matching = json!({ "owner_id": user, "matching": { "q": mark, "kind": "person" } });
    post(USER, "/clients/hand-over", matching.clone()).await.problem(403, "forbidden");
    let report = post(MANAGER, "/clients/hand-over", matching).await.expect(200);
    assert_eq!(report, json!({ "selected": 3, "done": 3, "left": 0, "reasons": [] }));
    let events = site.read(MANAGER, &format!("/audit-events?object_id={}&action=client.hand_over", ids[0])).await;
    assert_eq!((events["items"].as_array().unwrap().len(), &events["items"][0]["door"]), (1, &json!("api")));

    // Another firm's administrator reaches none of them, whether he names or describes them.
    for body in [json!({ "clients": ids }), json!({ "matching": { "q": mark } })] {
        let report = post(OTHER_ADMIN, "/clients/archive", body).await.expect(200);
        assert_eq!((&report["selected"], &report["done"]), (&json!(0), &json!(0)));
    }
    let report = post(USER, "/clients/archive", json!({ "clients": ids })).await.expect(200);
    assert_eq!((&report["done"], &report["left"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&report["reasons"][0]["id"], &report["reasons"][0]["code"]),
        (&json!(ids[2]), &json!("client_has_policies"))
    );
    for (one, status) in ids.iter().zip([404, 404, 200]) {
        assert_eq!(site.as_user(USER, "GET", &format!("/clients/{one}")).await.send().await.status, status);
    }
}
