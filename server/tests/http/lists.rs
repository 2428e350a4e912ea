//! Lists: pages that neither skip nor repeat, search, sort and filters.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::kit::{ADMIN, Browser, MANAGER, Site, USER, digits, id, links, on_each_database, organisation, person};

on_each_database! {
    every_row_stands_on_exactly_one_page,
    a_search_ignores_accents_and_case,
    lists_are_sorted_both_ways,
    filters_narrow_and_a_wrong_filter_is_told,
    a_wrong_address_of_a_list_is_told_on_the_screen_and_breaks_nothing,
    a_records_page_leads_back_to_the_same_place,
    the_search_tells_what_it_found_by_kind,
}

fn rows(list: &Value) -> &Vec<Value> {
    list["items"].as_array().unwrap_or_else(|| panic!("no items in {list}"))
}

/// A document, which the demo has none of.
async fn a_document(site: &Site) {
    let (_, policy) = site.bound(MANAGER).await;
    let template = site.certificate_template(MANAGER).await;
    let order = json!({ "template_id": template, "policy_id": policy["id"], "format": "html" });
    site.make(MANAGER, "/documents", &order).await;
}

async fn every_row_stands_on_exactly_one_page(site: &'static Site) {
    for _ in 0..9 {
        a_document(site).await;
    }
    // Each list with a filter that other tests do not disturb, or none where nobody else writes.
    for (email, path) in [
        (MANAGER, "/clients?q=exemple.test&sort=display_name"),
        (MANAGER, "/clients?kind=organisation&sort=-created_at"),
        (MANAGER, "/policies?state=expired"),
        (MANAGER, "/policies?product_line=health&sort=-expiry_date"),
        (ADMIN, "/users?q=demo"),
        (MANAGER, "/templates?language=fr"),
        (MANAGER, "/companies?q=at"),
        (MANAGER, "/audit-events?action=company.create"),
        (MANAGER, "/documents?sort=number"),
        (MANAGER, "/documents?kind=certificate"),
        (ADMIN, "/users?role=USER&standing=active&sort=-created_at"),
    ] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        for _ in 0..200 {
            let page = site.read(email, &format!("{path}&limit=7{cursor}")).await;
            assert!(rows(&page).len() <= 7);
            assert!(page.get("total").is_none(), "{page}");
            seen.extend(rows(&page).iter().map(id));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let unique: BTreeSet<&String> = seen.iter().collect();
        assert_eq!(unique.len(), seen.len(), "{path} shows a row twice");
        let whole = site.read(email, &format!("{path}&limit=200&count=true")).await;
        assert!(!seen.is_empty(), "{path} is empty");
        // Others may record meanwhile, so what was there at first must be there.
        if whole["next_cursor"].is_null() {
            let all: BTreeSet<String> = rows(&whole).iter().map(id).collect();
            assert!(seen.iter().all(|id| all.contains(id)), "{path} lost a row");
            assert_eq!(whole["total"], json!(all.len()));
        }
    }
}

async fn a_search_ignores_accents_and_case(site: &'static Site) {
    let mut body = person();
    let name = format!("Ébène-Ñandú {}", digits());
    body["last_name"] = json!(name);
    let client = site.make(USER, "/clients", &body).await;
    let plain = name.to_lowercase().replace(['é', 'è'], "e").replace('ñ', "n").replace('ú', "u");
    for text in [&name, &plain, &plain.to_uppercase(), &format!("anais {plain}")] {
        let found = site.read(USER, &format!("/clients?count=true&q={}", encoded(text))).await;
        assert_eq!(rows(&found).iter().map(id).collect::<Vec<_>>(), [id(&client)], "{text}");
        assert_eq!(found["total"], 1);
    }
    for nothing in ["%", "_", "\\", "'", "\"", "zzz%zzz", "*"] {
        let found = site.read(USER, &format!("/clients?q={}", encoded(&format!("{nothing}qqqq{nothing}")))).await;
        assert_eq!(rows(&found).len(), 0, "{nothing}");
    }
}

async fn lists_are_sorted_both_ways(site: &'static Site) {
    for (path, sort) in [("/clients", "created_at"), ("/policies", "policy_number"), ("/companies", "name")] {
        let words = async |sort: &str| {
            let list = site.read(MANAGER, &format!("{path}?limit=200&sort={sort}")).await;
            let name = sort.trim_start_matches('-').to_owned();
            rows(&list).iter().map(|row| row[&name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let up = words(sort).await;
        assert!(up.is_sorted(), "{path} by {sort}: {up:?}");
        let down = words(&format!("-{sort}")).await;
        assert!(down.iter().rev().is_sorted(), "{path} by -{sort}: {down:?}");
    }
    let wrong = site.as_user(USER, "GET", "/clients?sort=password").await.send().await;
    assert_eq!(wrong.faults(422)[0].0, "/sort");
}

async fn filters_narrow_and_a_wrong_filter_is_told(site: &'static Site) {
    let client = site.make(USER, "/clients", &organisation()).await;
    let list = site.read(USER, "/clients?kind=organisation&limit=200").await;
    assert!(rows(&list).iter().any(|row| row["id"] == client["id"]));
    assert!(rows(&list).iter().all(|row| row["kind"] == "organisation"));
    let mine =
        site.read(MANAGER, &format!("/clients?limit=200&owner_id={}", client["owner_id"].as_str().unwrap())).await;
    assert!(rows(&mine).iter().all(|row| row["owner_id"] == client["owner_id"]));

    let due = site.read(MANAGER, "/policies?expiring_before=2026-06-01&limit=200").await;
    assert!(rows(&due).iter().all(|row| row["expiry_date"].as_str().unwrap() < "2026-06-01"));
    let running = site.read(MANAGER, "/policies?state=in_force&product_line=motor&limit=200").await;
    assert!(!rows(&running).is_empty());
    assert!(rows(&running).iter().all(|row| row["state"] == "in_force" && row["product_line"] == "motor"));

    for (query, pointer) in [
        ("/clients?kind=robot", "/kind"),
        ("/clients?owner_id=1", "/owner_id"),
        ("/policies?state=sleeping", "/state"),
        ("/policies?expiring_before=soon", "/expiring_before"),
        ("/clients?limit=0", "/limit"),
        ("/clients?limit=201", "/limit"),
        ("/clients?limit=-1", "/limit"),
        ("/clients?limit=many", "/limit"),
        ("/clients?cursor=%7Bnonsense", "/cursor"),
        ("/documents?status=lost", "/status"),
        ("/documents?from=soon", "/from"),
        ("/templates?format=doc", "/format"),
        ("/audit-events?to=2026-13-01", "/to"),
        ("/audit-events?user_id=me", "/user_id"),
        ("/audit-events?sort=sequence", "/sort"),
    ] {
        let answer = site.as_user(MANAGER, "GET", query).await.send().await;
        assert_eq!(answer.faults(422).first().map(|(at, _)| at.as_str()), Some(pointer), "{answer:?}");
    }
}

/// A text as it stands in a query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |out, byte| out + &format!("%{byte:02X}"))
}

async fn a_wrong_address_of_a_list_is_told_on_the_screen_and_breaks_nothing(site: &'static Site) {
    a_document(site).await;
    let browser = Browser::of(site, MANAGER).await;
    for path in [
        "/policies?state=sleeping",
        "/policies?sort=iban",
        "/policies?columns=iban",
        "/policies?expiring_before=soon",
        "/policies?premium_min=10",
        "/policies?premium_min=1e9&currency=EUR",
        "/policies?company_id=1",
        "/policies?cursor=%7Bnonsense",
        "/clients?kind=robot",
        "/clients?insured=perhaps",
        "/clients?q=%00",
        "/companies?sort=-nothing",
        "/templates?kind=robot",
        "/templates?sort=nothing",
        "/templates?columns=content",
        "/documents?status=lost",
        "/documents?to=soon",
        "/documents?client_id=1",
        "/documents?cursor=00",
    ] {
        let page = browser.page(path).await;
        assert_eq!(page.status, 200, "{path}");
        let html = page.text();
        assert!(html.contains("asks for something we do not understand"), "{path} is not told");
        assert!(html.contains("class=\"row-link\""), "{path} shows no rows");
    }
    // A filter that names what is not there shows nothing, and says no more.
    let nobodys = "/policies?client_id=0193c0de-0000-7000-8000-00000000dead";
    let page = browser.page(nobodys).await;
    assert_eq!((page.status, page.text().contains("row-link")), (200, false));
    assert!(!browser.page("/policies?state=in_force&columns=premium").await.text().contains("do not understand"));
}

async fn a_records_page_leads_back_to_the_same_place(site: &'static Site) {
    let browser = Browser::of(site, MANAGER).await;
    let first = browser.page("/policies?sort=-created_at&columns=premium").await.text();
    let next = links(&first).find(|href| href.contains("cursor=")).expect("a second page").replace("&amp;", "&");
    let second = browser.page(&next).await.text();
    let record = links(&second).find(|href| href.contains("?back=")).expect("a record").replace("&amp;", "&");
    let page = browser.page(&record).await.text();
    let back = links(&page).find(|href| href.contains("cursor=")).expect("a way back").replace("&amp;", "&");
    assert_eq!(back, next);
    // The way back leads to this list only, whatever somebody writes into it.
    let (record, _) = record.split_once('?').unwrap();
    for evil in
        ["//evil.test", "https://evil.test", "javascript:alert(1)", "state=%2F%2Fevil.test", "cursor=//evil.test"]
    {
        let page = browser.page(&format!("{record}?back={}", encoded(evil))).await.text();
        assert!(!links(&page).any(|href| href.starts_with("//") || href.contains("javascript:")), "{evil}");
        assert!(links(&page).any(|href| href == "/policies"), "{evil}");
    }
}

async fn the_search_tells_what_it_found_by_kind(site: &'static Site) {
    let mut body = person();
    let name = format!("Ébène-Zoé {}", digits());
    body["last_name"] = json!(name);
    body["phone"] = json!("+33 6 99 88 77 66");
    let client = site.make(USER, "/clients", &body).await;
    let q = name.to_uppercase().replace('É', "E").replace(' ', "%20");
    for email in [USER, MANAGER] {
        let found = site.read(email, &format!("/search?q={q}")).await;
        let hit = &found["groups"][0]["hits"][0];
        assert_eq!((&found["groups"][0]["kind"], &hit["id"]), (&json!("client"), &client["id"]), "{found}");
        let marked =
            hit["title"].as_array().unwrap().iter().any(|part| part["found"] == true && part["text"] == "Ébène-Zoé");
        assert!(marked, "{hit}");
    }
    assert_eq!(site.read(MANAGER, "/search?q=%20").await["groups"], json!([]));
    assert_eq!(site.read(MANAGER, "/search?q=e").await["groups"], json!([]));
    let found = site.read(MANAGER, "/search?q=assur&limit=1").await;
    assert!(found["groups"].as_array().unwrap().iter().all(|group| group["hits"].as_array().unwrap().len() == 1));
    for limit in ["0", "51", "x", "-1"] {
        let answer = site.as_user(MANAGER, "GET", &format!("/search?q=assur&limit={limit}")).await.send().await;
        assert_eq!(answer.faults(422), [("/limit".to_owned(), "out_of_range".to_owned())], "{limit}");
    }
    site.as_user(MANAGER, "GET", "/search?q=a%00b").await.send().await.any_problem(422);
    let elsewhere = site.read(crate::kit::OTHER_ADMIN, &format!("/search?q={q}")).await;
    assert_eq!(elsewhere["groups"], json!([]));
}
