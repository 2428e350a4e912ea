//! The paper of a mandate, handed in by a program and by a browser's form.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kit::{ADMIN, Answer, MANAGER, OTHER_ADMIN, PARTS, Site, USER, company, id, on_each_database, parts};

on_each_database! {
    a_program_hands_in_a_paper_and_reads_it_back,
    a_form_with_a_file_leads_on_and_what_is_wrong_is_told_at_the_file,
    a_form_with_a_file_asks_for_a_session_and_reaches_no_other_firm,
}

/// A company with one mandate: its address, and the mandate's.
async fn mandated(site: &Site) -> (String, String) {
    let path = format!("/companies/{}", id(&site.make(MANAGER, "/companies", &company()).await));
    let body = json!({ "items": [{ "kind": "collect_premiums", "valid_from": "2026-01-01" }] });
    let told = site.as_user(MANAGER, "PUT", &format!("{path}/mandates")).await.body(&body).send().await.expect(200);
    (path, id(&told["items"][0]))
}

/// The paper goes by a name that leads elsewhere.
fn with_paper(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    parts(fields, file.map(|file| ("../Mandat signé.pdf", file)))
}

async fn put(site: &Site, path: &str, file: &[u8], checksum: &str) -> Answer {
    let ask = site.as_user(MANAGER, "PUT", path).await;
    ask.raw(PARTS, with_paper(&[("checksum", checksum)], Some(file))).send().await
}

async fn a_program_hands_in_a_paper_and_reads_it_back(site: &'static Site) {
    let (company, mandate) = mandated(site).await;
    let path = format!("{company}/mandates/{mandate}/document");
    let file = b"%PDF-1.7 a mandate";
    let checksum = hex::encode(Sha256::digest(file));
    let nothing = site.as_user(USER, "GET", &path).await.send().await;
    nothing.problem(404, "not_found");
    let told = put(site, &path, file, &checksum).await.expect(200);
    assert_eq!(
        (&told["document"]["file_name"], &told["document"]["checksum_sha256"]),
        (&json!("Mandat signé.pdf"), &json!(checksum))
    );
    let read = site.as_user(USER, "GET", &path).await.send().await;
    assert_eq!((read.status, read.body.as_slice(), read.header("content-type")), (200, &file[..], "application/pdf"));
    assert!(read.header("content-disposition").starts_with("attachment; filename=\"mandat-"), "{read:?}");
    assert_eq!(
        put(site, &path, file, &"0".repeat(64)).await.faults(422),
        [("/checksum".into(), "checksum_mismatch".into())]
    );
    let html = b"<html>";
    let answer = put(site, &path, html, &hex::encode(Sha256::digest(html))).await;
    assert_eq!(answer.faults(422), [("/file".into(), "not_a_pdf".into())]);
    let json_body = site.as_user(MANAGER, "PUT", &path).await.body(&json!({})).send().await;
    json_body.problem(415, "unsupported_media_type");
    let large = put(site, &path, &vec![b'x'; 11 * 1024 * 1024], &checksum).await;
    large.any_problem(413);
    site.as_user(USER, "PUT", &path).await.body(&json!({})).send().await.problem(403, "forbidden");
    for method in ["GET", "PUT", "DELETE"] {
        site.as_user(OTHER_ADMIN, method, &path).await.body(&json!({})).send().await.problem(404, "not_found");
    }
    assert_eq!(site.as_user(ADMIN, "DELETE", &path).await.send().await.status, 204);
    let now = site.read(USER, &format!("{company}/mandates")).await;
    assert_eq!(now["items"][0]["document"], Value::Null);
}

/// The page of a mandate that has a paper.
pub(crate) async fn page_of_a_paper(site: &Site) -> String {
    let (company, mandate) = mandated(site).await;
    let page = format!("{company}/mandates/{mandate}/document");
    let file = b"%PDF-1.7";
    put(site, &page, file, &hex::encode(Sha256::digest(file))).await.expect(200);
    page
}

async fn send(site: &Site, token: Option<&str>, fields: &[(&str, &str)], file: Option<&[u8]>) -> Answer {
    let ask = site.web("POST", "/forms/companies/paper").header("accept", "text/html");
    let ask = match token {
        Some(token) => ask.bearer(token),
        None => ask,
    };
    ask.raw(PARTS, with_paper(fields, file)).send().await
}

async fn a_form_with_a_file_leads_on_and_what_is_wrong_is_told_at_the_file(site: &'static Site) {
    let (company, mandate) = mandated(site).await;
    let company_id = company.rsplit('/').next().unwrap();
    let page = format!("{company}/mandates/{mandate}/document");
    let token = site.token(MANAGER).await;
    let fields = [("id", company_id), ("version", "2"), ("mandate", mandate.as_str())];
    for wrong in [&b"MZ"[..], b"", &vec![b'x'; 9 * 1024 * 1024], &vec![b'x'; 11 * 1024 * 1024]] {
        let answer = send(site, Some(&token), &fields, Some(wrong)).await;
        assert_eq!(answer.header("location"), page, "{answer:?}");
    }
    let answer = send(site, Some(&token), &fields, Some(b"%PDF-1.7 by a form")).await;
    assert_eq!(answer.header("location"), company, "{answer:?}");
    let stale = send(site, Some(&token), &fields, Some(b"%PDF-1.7 too late")).await;
    assert_eq!(stale.header("location"), page);
    let file = site.web("GET", &format!("/files{company}/mandates/{mandate}")).bearer(&token).send().await;
    assert_eq!(file.body, b"%PDF-1.7 by a form");
    let unread = site.web("POST", "/forms/companies/paper").header("accept", "text/html").bearer(&token);
    assert_eq!(unread.raw("application/x-www-form-urlencoded", "id=1").send().await.status, 400);
}

async fn a_form_with_a_file_asks_for_a_session_and_reaches_no_other_firm(site: &'static Site) {
    let (company, mandate) = mandated(site).await;
    let company_id = company.rsplit('/').next().unwrap();
    let fields = [("id", company_id), ("version", "2"), ("mandate", mandate.as_str())];
    let nobody = send(site, None, &fields, Some(b"%PDF-1.7 mine")).await;
    assert!(nobody.header("location").starts_with("/sign-in"), "{nobody:?}");
    for email in [OTHER_ADMIN, USER] {
        send(site, Some(&site.token(email).await), &fields, Some(b"%PDF-1.7 mine")).await;
    }
    let now = site.read(USER, &format!("{company}/mandates")).await;
    assert_eq!(now["items"][0]["document"], Value::Null);
    let elsewhere = site.web("POST", "/forms/companies/paper").header("sec-fetch-site", "cross-site");
    assert_eq!(elsewhere.raw(PARTS, with_paper(&fields, Some(b"%PDF-1.7"))).send().await.status, 403);
    let file = site.web("GET", &format!("/files{company}/mandates/{mandate}"));
    assert_eq!(file.send().await.status, 401);
}
