//! Signed links: what they open, and what they never open.

use domain::document::DocumentView;
use infrastructure::time::SystemClock;
use serde_json::{Value, json};
use services::ports::clock::Clock;
use services::ports::security::Purpose;

use crate::journey::local;
use crate::kit::{MANAGER, OTHER_ADMIN, Site, USER, id, on_each_database};

on_each_database! {
    a_link_changed_in_any_part_opens_nothing,
    a_link_that_is_over_is_gone,
    a_link_for_one_use_works_once,
    a_revoked_document_takes_its_links_with_it,
    a_file_without_a_link_asks_for_a_session,
    links_are_listed_and_taken_back,
    anybody_checks_a_file_by_its_checksum,
    the_keys_of_seals_are_public,
}

async fn link(site: &Site, document: &Value, order: &Value) -> String {
    let link = site.make(USER, &format!("/documents/{}/signed-url", id(document)), order).await;
    local(link["url"].as_str().unwrap()).to_owned()
}

async fn a_link_changed_in_any_part_opens_nothing(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let other = site.certificate(USER, MANAGER).await;
    let url = link(site, &document, &json!({ "expires_in_seconds": 300 })).await;
    let theirs = site.read(OTHER_ADMIN, "/auth/me").await["agency_id"].as_str().unwrap().to_owned();
    let mut forged = vec![
        url.replace("sig=", "sig=A"),
        url.replace(&id(&document), &id(&other)),
        url.replace(document["agency_id"].as_str().unwrap(), &theirs),
        url.replace("expires=", "expires=9"),
        url.replace("key=", "key=x"),
        url.replace("link=", "link=0"),
        url.split("&sig=").next().unwrap().to_owned() + "&sig=",
        url.split('?').next().unwrap().to_owned() + "?sig=00",
        url.clone() + "00",
    ];
    let last = url.chars().last().unwrap();
    forged.push(url[..url.len() - 1].to_owned() + if last == '0' { "1" } else { "0" });
    for address in forged {
        let answer = site.web("GET", &address).send().await;
        assert!(matches!(answer.status, 403 | 404 | 410), "{answer:?}");
        assert!(!answer.body.starts_with(b"%PDF-"), "{address}");
    }
    assert_eq!(site.web("GET", &url).send().await.status, 200);
    // For nothing but reading.
    assert_eq!(site.web("POST", &url).send().await.status, 405);
}

async fn a_link_that_is_over_is_gone(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let url = link(site, &document, &json!({})).await;
    let view: DocumentView = serde_json::from_value(document).unwrap();
    let part = |name: &str| url.split(&format!("{name}=")).nth(1).unwrap().split('&').next().unwrap().to_owned();
    let expires = SystemClock.now().as_second() - 1;
    let key = part("key");
    let message = format!("GET\n/files/documents/{}\n{}\n{}\n{expires}\n{key}", view.id, view.agency_id, part("link"));
    let signature = site.house.ports.signer.sign(Purpose::DocumentLink, &message);
    let over = format!(
        "/files/documents/{}?agency={}&link={}&expires={expires}&key={key}&sig={signature}",
        view.id,
        view.agency_id,
        part("link")
    );
    let answer = site.web("GET", &over).send().await;
    answer.problem(410, "link_expired");
    let page = site.web("GET", &over).header("accept", "text/html").send().await;
    assert_eq!((page.status, page.header("content-type")), (410, "text/html; charset=utf-8"));

    for wrong in [59, 604_801, 0, -1] {
        let path = format!("/documents/{}/signed-url", view.id);
        let ask = site.as_user(USER, "POST", &path).await.body(&json!({ "expires_in_seconds": wrong }));
        assert_eq!(ask.send().await.faults(422), [("/expires_in_seconds".to_owned(), "out_of_range".to_owned())]);
    }
}

async fn a_link_for_one_use_works_once(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let url = link(site, &document, &json!({ "single_use": true })).await;
    let (first, second) = tokio::join!(site.web("GET", &url).send(), site.web("GET", &url).send());
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
    site.web("GET", &url).send().await.problem(410, "link_expired");
}

async fn a_revoked_document_takes_its_links_with_it(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let url = link(site, &document, &json!({})).await;
    let path = format!("/documents/{}", id(&document));
    assert_eq!(site.as_user(USER, "DELETE", &path).await.send().await.status, 204);
    site.web("GET", &url).send().await.problem(410, "document_revoked");
    let code = document["verification_code"].as_str().unwrap();
    let verify = site.web("GET", &format!("/verify/{code}")).header("accept", "application/json");
    let told = verify.send().await.expect(200);
    assert_eq!((&told["genuine"], &told["still_true"]), (&json!(true), &json!(false)));
    let share = site.as_user(USER, "POST", &format!("{path}/signed-url")).await.body(&json!({}));
    share.send().await.problem(422, "document_revoked");
}

async fn a_file_without_a_link_asks_for_a_session(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let path = format!("/files/documents/{}", id(&document));
    assert_eq!(site.web("GET", &path).send().await.status, 401);
    let theirs = site.web("GET", &path).bearer(&site.token(OTHER_ADMIN).await).send().await;
    assert_eq!(theirs.status, 404, "{theirs:?}");
    let own = site.web("GET", &path).bearer(&site.token(USER).await).send().await;
    assert_eq!((own.status, own.header("content-type")), (200, "application/pdf"));
}

async fn links_are_listed_and_taken_back(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let order = json!({ "recipient": "Garage Zoé", "single_use": true });
    let made = site.make(USER, &format!("/documents/{}/signed-url", id(&document)), &order).await;
    let url = local(made["url"].as_str().unwrap()).to_owned();
    let links = format!("/documents/{}/links", id(&document));
    let listed = site.read(USER, &links).await;
    let one = &listed["items"][0];
    assert_eq!((&one["id"], &one["recipient"], &one["status"]), (&made["id"], &json!("Garage Zoé"), &json!("active")));
    assert!(!listed.to_string().contains("sig="), "the address of a link is kept nowhere: {listed}");
    let path = format!("{links}/{}", id(&made));
    site.as_user(OTHER_ADMIN, "DELETE", &path).await.send().await.problem(404, "not_found");
    assert_eq!(site.as_user(USER, "DELETE", &path).await.send().await.status, 204);
    site.web("GET", &url).send().await.problem(410, "link_expired");
    assert_eq!(site.read(USER, &links).await["items"][0]["status"], "revoked");
    let long = json!({ "recipient": "x".repeat(201) });
    let refused = site.as_user(USER, "POST", &format!("/documents/{}/signed-url", id(&document))).await.body(&long);
    assert_eq!(refused.send().await.faults(422), [("/recipient".to_owned(), "too_long".to_owned())]);
}

async fn anybody_checks_a_file_by_its_checksum(site: &'static Site) {
    let document = site.certificate(USER, MANAGER).await;
    let code = document["verification_code"].as_str().unwrap();
    let sum = document["checksum_sha256"].as_str().unwrap();
    let other = "0".repeat(64);
    for (given, outcome, file) in [(sum, "genuine", "identical"), (other.as_str(), "altered", "altered")] {
        let ask = site.web("GET", &format!("/verify/{code}?sha256={given}")).header("accept", "application/json");
        let told = ask.send().await.expect(200);
        assert_eq!((&told["outcome"], &told["file"]), (&json!(outcome), &json!(file)));
    }
    // The page finds the code of a file by itself, and says of one it does not know that it does not.
    let page = site.web("GET", &format!("/verify?sha256={sum}")).header("accept", "text/html").send().await;
    assert_eq!((page.status, page.header("location")), (302, format!("/verify/{code}?sha256={sum}").as_str()));
    let page = site.web("GET", &format!("/verify?sha256={other}")).header("accept", "text/html").send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("sha256"), "the checksum waits for the code");
    // A browser without scripts sends the file; nothing of it is kept.
    let file = site.web("GET", &format!("/files/documents/{}", id(&document))).bearer(&site.token(USER).await);
    let file = file.send().await.body;
    let (start, end) =
        ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n", "\r\n--x--\r\n");
    let body = [start.as_bytes(), &file, end.as_bytes()].concat();
    let sent = site.web("POST", "/forms/verify").raw("multipart/form-data; boundary=x", body).send().await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("/verify?sha256={sum}").as_str()));
}

async fn the_keys_of_seals_are_public(site: &'static Site) {
    let told = site.web("GET", "/verify/keys.json").header("accept", "application/json").send().await.expect(200);
    let key = &told["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["use"]), (&json!("OKP"), &json!("Ed25519"), &json!("sig")));
    assert_eq!(key["x"].as_str().unwrap().len(), 43, "32 bytes in base64url");
}
