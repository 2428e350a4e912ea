//! Saved views: one's own, the firm's, and nobody else's.

use serde_json::{Value, json};

use crate::kit::{ADMIN, Browser, MANAGER, OTHER_ADMIN, Site, USER, digits, id, links, on_each_database};

on_each_database! {
    a_view_is_ones_own_until_it_is_shared,
    only_managers_share_and_look_after_what_is_shared,
    a_view_keeps_only_what_its_list_knows,
    a_view_that_no_longer_fits_breaks_no_list,
    a_list_is_saved_opened_renamed_and_removed_on_the_screens,
}

fn view(name: &str, query: &str, shared: bool) -> Value {
    json!({ "list": "policies", "name": name, "query": query, "shared": shared })
}

async fn sees(site: &Site, email: &'static str, view: &Value) -> bool {
    let views = site.read(email, "/views?list=policies").await;
    views["items"].as_array().unwrap().iter().any(|known| known["id"] == view["id"])
}

async fn a_view_is_ones_own_until_it_is_shared(site: &'static Site) {
    let name = format!("Vue {}", digits());
    let mine = site.make(MANAGER, "/views", &view(&name, "state=in_force", false)).await;
    assert_eq!((mine["query"].as_str(), mine["shared"].as_bool()), (Some("state=in_force"), Some(false)));
    let path = format!("/views/{}", id(&mine));
    for stranger in [USER, ADMIN, OTHER_ADMIN] {
        assert!(!sees(site, stranger, &mine).await, "{stranger}");
        site.as_user(stranger, "GET", &path).await.send().await.problem(404, "not_found");
        site.as_user(stranger, "DELETE", &path).await.send().await.problem(404, "not_found");
    }
    let shared = site.as_user(MANAGER, "PATCH", &path).await.body(&json!({ "shared": true })).send().await.expect(200);
    assert_eq!(shared["version"], 2);
    assert!(sees(site, USER, &mine).await && !sees(site, OTHER_ADMIN, &mine).await);
    let again = site.as_user(MANAGER, "POST", "/views").await.body(&view(&name, "", false)).send().await;
    assert_eq!(again.faults(409), [("/name".to_owned(), "duplicate".to_owned())]);
    let stale = site.as_user(MANAGER, "PATCH", &path).await.header("if-match", "\"1\"").body(&json!({ "name": "x" }));
    stale.send().await.problem(412, "precondition_failed");
    assert_eq!(site.as_user(MANAGER, "DELETE", &path).await.send().await.status, 204);
    assert!(!sees(site, USER, &mine).await);
}

async fn only_managers_share_and_look_after_what_is_shared(site: &'static Site) {
    let name = format!("Vue {}", digits());
    let refused = site.as_user(USER, "POST", "/views").await.body(&view(&name, "", true)).send().await;
    refused.problem(403, "forbidden");
    let own = site.make(USER, "/views", &view(&name, "", false)).await;
    let share = site.as_user(USER, "PATCH", &format!("/views/{}", id(&own))).await.body(&json!({ "shared": true }));
    share.send().await.problem(403, "forbidden");
    let firms = site.make(MANAGER, "/views", &view(&name, "", true)).await;
    let path = format!("/views/{}", id(&firms));
    site.as_user(USER, "DELETE", &path).await.send().await.problem(403, "forbidden");
    // Another manager looks after it too.
    assert_eq!(site.as_user(ADMIN, "DELETE", &path).await.send().await.status, 204);
}

async fn a_view_keeps_only_what_its_list_knows(site: &'static Site) {
    let name = || format!("Vue {}", digits());
    for (body, pointer) in [
        (view(&name(), "state=asleep", false), "/query"),
        (view(&name(), "sort=iban", false), "/query"),
        (view("", "", false), "/name"),
        (view(&"x".repeat(61), "", false), "/name"),
        (view(&name(), &"q=x".repeat(1_000), false), "/query"),
        (json!({ "list": "letters", "name": name() }), "/list"),
        (json!({ "list": "clients", "name": name(), "path": "//evil.test" }), "/path"),
    ] {
        let answer = site.as_user(MANAGER, "POST", "/views").await.body(&body).send().await;
        assert_eq!(answer.faults(422)[0].0, pointer, "{body}");
    }
    site.as_user(MANAGER, "GET", "/views").await.send().await.faults(422);
    let kept =
        site.make(MANAGER, "/views", &view(&name(), "?cursor=ab&limit=5&q=Dupont%20%26&sort=-due_date", false)).await;
    assert_eq!(kept["query"], "q=Dupont%20%26&sort=-due_date");
}

async fn a_view_that_no_longer_fits_breaks_no_list(site: &'static Site) {
    let browser = Browser::of(site, MANAGER).await;
    // As if a later version of the program knew this state no more.
    let page = browser.page("/policies?state=retired&sort=due_date").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("row-link") && page.text().contains("do not understand"));
}

async fn a_list_is_saved_opened_renamed_and_removed_on_the_screens(site: &'static Site) {
    let browser = Browser::of(site, MANAGER).await;
    let name = format!("À relancer {}", digits());
    let mut form = browser.form("/clients?kind=organisation", "/forms/views/save").await;
    assert_eq!(form.fields["query"], "kind=organisation");
    // Without a name it comes back with what is wrong.
    let back = browser.send(&form).await;
    assert_eq!(back.header("location"), "/clients?kind=organisation");
    assert!(browser.page(back.header("location")).await.text().contains("aria-invalid=\"true\""));
    form.fields.insert("name".into(), name.clone());
    let done = browser.send(&form).await;
    assert_eq!(done.header("location"), "/clients?kind=organisation");
    let list = browser.page("/clients").await.text();
    assert!(list.contains(&name) && links(&list).any(|href| href == "/clients?kind=organisation"));
    let mut rename = browser.form("/views?list=clients", "/forms/views/update").await;
    assert!(rename.fields.contains_key("id"));
    rename.fields.insert("name".into(), format!("{name} bis"));
    browser.send(&rename).await;
    assert!(browser.page("/clients").await.text().contains(" bis"));
    for _ in 0..20 {
        let page = browser.page("/views?list=clients").await.text();
        if !page.contains("/forms/views/delete") {
            break;
        }
        let delete = browser.form("/views?list=clients", "/forms/views/delete").await;
        browser.send(&delete).await;
    }
    assert!(!browser.page("/clients").await.text().contains(&name));
    assert_eq!(browser.page("/views?list=letters").await.status, 404);
    assert_eq!(browser.page("/views?list=users").await.status, 403);
}
