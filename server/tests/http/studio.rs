//! The studio of templates: looks before anything is issued, versions side by side, and what a save refuses.

use serde_json::{Value, json};

use sha2::{Digest, Sha256};

use crate::kit::{Browser, MANAGER, OTHER_ADMIN, Site, USER, company, digits, id, on_each_database};

on_each_database! {
    a_preview_says_on_each_page_that_it_is_none_and_stores_nothing,
    a_preview_of_a_policy_says_what_stands_in_it,
    a_preview_asks_for_a_manager_and_reaches_no_other_firm,
    a_name_that_does_not_exist_is_refused_at_its_place_when_a_version_is_saved,
    an_older_version_is_brought_back_or_put_to_use,
    a_companys_own_template_serves_its_policies_only,
    a_template_put_away_is_listed_apart_and_comes_back,
    what_is_typed_in_the_studio_is_looked_at_and_kept_until_it_is_saved,
    a_file_from_elsewhere_is_the_next_version,
}

/// A template with one version: its path.
pub(crate) async fn template(site: &Site, content: &str) -> String {
    let body =
        json!({ "name": format!("Modèle {}", digits()), "kind": "letter", "language": "fr", "content": content });
    format!("/templates/{}", id(&site.make(MANAGER, "/templates", &body).await))
}

async fn a_preview_says_on_each_page_that_it_is_none_and_stores_nothing(site: &'static Site) {
    let rows = "<h1>{{ document.number }}</h1>{% for item in policy.risk %}<p>{{ item.label }}</p>{% endfor %}";
    let path = format!("{}/versions/1/preview", template(site, rows).await);
    let before = site.count(MANAGER, "/documents").await;
    let html = site.as_user(MANAGER, "GET", &format!("{path}?format=html")).await.send().await;
    assert_eq!((html.status, html.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(html.text().contains("APERÇU – SANS VALEUR") && html.text().contains("BROUILLON"), "{}", html.text());
    assert!(html.header("content-disposition").starts_with("attachment"));
    let pdf = site.as_user(MANAGER, "GET", &path).await.send().await;
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF"), "{pdf:?}");
    let picture = site.as_user(MANAGER, "GET", &format!("{path}?format=png&data=longest&page=3")).await.send().await;
    assert!(picture.status == 200 && picture.body.starts_with(b"\x89PNG"), "{picture:?}");
    let pages: u32 = picture.header("x-pages").parse().unwrap();
    assert!((3..=10).contains(&pages), "200 rows are {pages} pages");
    let past = site.as_user(MANAGER, "GET", &format!("{path}?format=png&data=longest&page=999")).await.send().await;
    assert_eq!(past.header("x-pages"), picture.header("x-pages"));
    assert_eq!(site.count(MANAGER, "/documents").await, before);
    for (query, field, code) in [
        ("format=docx", "/format", "not_a_choice"),
        ("data=worst", "/data", "not_a_choice"),
        ("page=0", "/page", "out_of_range"),
        ("policy_id=x", "/policy_id", "unknown_reference"),
        ("policy=x", "/policy", "unknown_field"),
    ] {
        let answer = site.as_user(MANAGER, "GET", &format!("{path}?{query}")).await.send().await;
        assert_eq!(answer.faults(422), [(field.into(), code.into())], "{query}");
    }
}

async fn a_preview_of_a_policy_says_what_stands_in_it(site: &'static Site) {
    let path = template(site, "<p>{{ policy.policy_number }} {{ document.verification_code }}</p>").await;
    let (_, policy) = site.bound(MANAGER).await;
    let address = format!("{path}/versions/1/preview?format=html&policy_id={}", id(&policy));
    let text = site.as_user(MANAGER, "GET", &address).await.send().await.text();
    assert!(text.contains(policy["policy_number"].as_str().unwrap()), "{text}");
    assert!(text.contains("UUUUU-UUUUU-UUUUU-UUUUU"), "{text}");
}

async fn a_preview_asks_for_a_manager_and_reaches_no_other_firm(site: &'static Site) {
    let path = format!("{}/versions/1/preview", template(site, "<p>x</p>").await);
    site.as_user(USER, "GET", &path).await.send().await.problem(403, "forbidden");
    site.as_user(OTHER_ADMIN, "GET", &path).await.send().await.problem(404, "not_found");
    let unknown = path.replace("/1/", "/7/");
    site.as_user(MANAGER, "GET", &unknown).await.send().await.problem(404, "not_found");
    let theirs = site.bound(OTHER_ADMIN).await.1;
    let address = format!("{path}?policy_id={}", id(&theirs));
    site.as_user(MANAGER, "GET", &address).await.send().await.any_problem(404);
}

async fn a_name_that_does_not_exist_is_refused_at_its_place_when_a_version_is_saved(site: &'static Site) {
    let path = format!("{}/versions", template(site, "<p>x</p>").await);
    let told = |answer: &Value| -> Vec<(String, String, String, String)> {
        let arg = |error: &Value, name: &str| error["args"][name].as_str().unwrap_or_default().to_owned();
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        let one =
            |error: &Value| (arg(error, "problem"), arg(error, "line"), arg(error, "column"), arg(error, "subject"));
        errors.iter().map(one).collect()
    };
    for (content, expected) in [
        // Plainly, behind a condition that no sample meets, and in an attribute of what is known.
        ("<p>a</p>\n<p>{{ policy.nmae }}</p>", ("unknown_name", "2", "14", "policy.nmae")),
        (
            "{% if client.email == 'never' %}<p>{{ polycy.payer }}</p>{% endif %}",
            ("unknown_name", "1", "39", "polycy.payer"),
        ),
        ("{% for one in policy.risk %}\n<p>{{ one.lable }}</p>{% endfor %}", ("unknown_name", "2", "7", "one.lable")),
        // What may be empty is known, but a part of it need not be there.
        ("<p>{{ client.address.city }}</p>", ("may_be_empty", "1", "7", "client.address.city")),
    ] {
        let answer = site.as_user(MANAGER, "POST", &path).await.body(&json!({ "content": content })).send().await;
        let (code, line, column, subject) = expected;
        let expected = [(code.to_owned(), line.to_owned(), column.to_owned(), subject.to_owned())];
        assert_eq!(told(&answer.problem(422, "template_invalid")), expected, "{content}");
    }
    for content in [
        "<p>{{ client.email|required }}</p>",
        "<p>{% if client.address %}{{ client.address.city }}{% endif %}</p>",
        "<p>{{ data.subject }}</p>",
    ] {
        site.make(MANAGER, &path, &json!({ "content": content })).await;
    }
}

async fn an_older_version_is_brought_back_or_put_to_use(site: &'static Site) {
    let path = template(site, "<p>1</p>").await;
    site.make(MANAGER, &format!("{path}/versions"), &json!({ "content": "<p>2</p>" })).await;
    let used =
        site.as_user(MANAGER, "PATCH", &path).await.body(&json!({ "current_version": 1 })).send().await.expect(200);
    assert_eq!(used["current_version"], 1);
    // Numbers go on from the newest version, not from the one in use.
    let back = site.as_user(MANAGER, "POST", &format!("{path}/versions/1/restore")).await.send().await.expect(201);
    let told = (&back["number"], &back["restored_from"], &back["content"]);
    assert_eq!(told, (&json!(3), &json!(1), &json!("<p>1</p>")));
    assert_eq!(site.read(MANAGER, &path).await["current_version"], 3);
    for (body, code) in
        [(json!({ "current_version": 9 }), "unknown_reference"), (json!({ "current_version": null }), "required")]
    {
        let answer = site.as_user(MANAGER, "PATCH", &path).await.body(&body).send().await;
        assert_eq!(answer.faults(422), [("/current_version".into(), code.into())]);
    }
    let none = site.as_user(MANAGER, "POST", &format!("{path}/versions/9/restore")).await.send().await;
    none.problem(404, "not_found");
    let stale = site.as_user(MANAGER, "POST", &format!("{path}/versions/1/restore")).await.header("if-match", "\"1\"");
    stale.send().await.problem(412, "precondition_failed");
}

async fn a_companys_own_template_serves_its_policies_only(site: &'static Site) {
    let (_, policy) = site.bound(MANAGER).await;
    let (own, other) = (policy["company_id"].clone(), site.make(MANAGER, "/companies", &company()).await["id"].clone());
    let path = template(site, "<p>{{ policy.policy_number }}</p>").await;
    let order = json!({
        "template_id": path.trim_start_matches("/templates/"), "policy_id": policy["id"], "format": "html",
        "data": { "subject": "Objet", "body": "Texte" },
    });
    let reserved = |company: &Value| json!({ "company_id": company });
    site.as_user(MANAGER, "PATCH", &path).await.body(&reserved(&other)).send().await.expect(200);
    let refused = site.as_user(MANAGER, "POST", "/documents").await.body(&order).send().await;
    refused.problem(422, "template_not_usable");
    let told = site.as_user(MANAGER, "PATCH", &path).await.body(&reserved(&own)).send().await.expect(200);
    assert_eq!(told["company_id"], own);
    site.make(MANAGER, "/documents", &order).await;
    let theirs = site.make(OTHER_ADMIN, "/companies", &company()).await["id"].clone();
    let answer = site.as_user(MANAGER, "PATCH", &path).await.body(&reserved(&theirs)).send().await;
    assert_eq!(answer.faults(404), [("/company_id".into(), "unknown_reference".into())]);
    let free = site.as_user(MANAGER, "PATCH", &path).await.body(&reserved(&Value::Null)).send().await.expect(200);
    assert_eq!(free["company_id"], Value::Null);
}

async fn a_template_put_away_is_listed_apart_and_comes_back(site: &'static Site) {
    let path = template(site, "<p>1</p>").await;
    let name = site.read(MANAGER, &path).await["name"].clone();
    let restore = format!("{path}/restore");
    site.as_user(MANAGER, "POST", &restore).await.send().await.problem(404, "not_found");
    assert_eq!(site.as_user(MANAGER, "DELETE", &path).await.send().await.status, 204);
    let q = format!("/templates?q={}", name.as_str().unwrap().replace(' ', "%20").replace('è', "%C3%A8"));
    assert_eq!(site.read(MANAGER, &q).await["items"], json!([]));
    assert_eq!(site.read(MANAGER, &format!("{q}&archived=true")).await["items"][0]["name"], name);
    site.as_user(OTHER_ADMIN, "POST", &restore).await.send().await.problem(404, "not_found");
    site.as_user(MANAGER, "POST", &restore).await.send().await.expect(200);
    assert_eq!(site.read(MANAGER, &path).await["name"], name);
}

async fn what_is_typed_in_the_studio_is_looked_at_and_kept_until_it_is_saved(site: &'static Site) {
    let path = template(site, "<p>Publié</p>").await;
    let browser = Browser::of(site, MANAGER).await;
    let (page, action) = (format!("{path}/studio"), "/forms/templates/add-version");
    let first = browser.page(&page).await.text();
    assert!(first.contains("data:image/png;base64,iVBOR") && first.contains("client.display_name"), "{first}");
    let form = browser.form(&page, action).await;
    let look = form.clone().with("content", "<p>\n{{ client.nom }}</p>").with("preview", "1");
    assert_eq!(browser.send(&look).await.header("location"), page);
    let told = browser.page(&page).await.text();
    assert!(told.contains("Line 2, column 11") && told.contains("data-line=\"2\""), "{told}");
    assert!(!told.contains("data:image/png"), "a text that makes no page shows none");
    // Looked at again and again, it stays in the form; nothing is published.
    assert_eq!(browser.form(&page, action).await.value("content"), "<p>\n{{ client.nom }}</p>");
    assert_eq!(site.read(MANAGER, &format!("{path}/versions")).await["items"].as_array().map(Vec::len), Some(1));
    let look = form.clone().with("content", "<p>Essai</p>").with("preview", "1");
    browser.send(&look).await;
    let file = browser.page(&format!("/files{path}/preview")).await;
    assert!(file.status == 200 && file.body.starts_with(b"%PDF"), "{file:?}");
    let saved = browser.send(&browser.form(&page, action).await).await;
    assert_eq!(saved.header("location"), path);
    assert_eq!(site.read(MANAGER, &format!("{path}/versions/2")).await["content"], "<p>Essai</p>");
    assert!(!browser.page(&page).await.text().contains("/forms/templates/discard"));
}

async fn a_file_from_elsewhere_is_the_next_version(site: &'static Site) {
    let path = template(site, "<p>1</p>").await;
    let source = "<p>Reçu</p>";
    let send = async |checksum: String| {
        let boundary = "----frontiere";
        let part = |head: &str, body: &str| {
            format!("--{boundary}\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n")
        };
        let body = [
            part("name=\"checksum\"", &checksum),
            part("name=\"file\"; filename=\"../../lettre.html\"", source),
            format!("--{boundary}--\r\n"),
        ];
        let ask = site.as_user(MANAGER, "POST", &format!("{path}/versions")).await;
        ask.raw(&format!("multipart/form-data; boundary={boundary}"), body.concat()).send().await
    };
    let wrong = send("0".repeat(64)).await;
    assert_eq!(wrong.faults(422), [("/checksum".into(), "checksum_mismatch".into())]);
    let checksum = hex::encode(Sha256::digest(source));
    let version = send(checksum.clone()).await.expect(201);
    assert_eq!((&version["number"], &version["checksum_sha256"]), (&json!(2), &json!(checksum)));
    let browser = Browser::of(site, MANAGER).await;
    let file = browser.page(&format!("/files{path}/versions/2")).await;
    assert_eq!((file.text().as_str(), file.header("content-type")), (source, "text/plain; charset=utf-8"));
    assert!(file.header("content-disposition").starts_with("attachment"));
}
