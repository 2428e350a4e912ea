//! What is put with clients and policies: by a program and by a browser's form, judged by what it is, taken away and brought
//! back.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kit::{
    Answer, Browser, Kind, MANAGER, OTHER_ADMIN, PARTS, SUPERADMIN, Site, USER, alone, id, on_each_database, parts,
    person,
};
use crate::storage::bucket_server::{BUCKET, BucketServer, Fault, KEY, KEY_ID};

on_each_database! {
    a_program_puts_a_file_with_a_client_and_reads_it_back,
    what_a_file_is_decides_and_not_what_it_is_called,
    a_name_leads_nowhere,
    what_was_taken_away_can_be_brought_back,
    a_form_leads_on_and_what_is_wrong_is_told_at_the_file,
    a_form_with_a_file_sent_twice_happens_once,
    each_stays_with_who_may_see_what_it_belongs_to,
}

/// A file that is taken.
pub(crate) const PDF: (&str, &[u8]) = ("Constat signé.pdf", b"%PDF-1.7 an accident report");

/// Sends a file as a program does.
pub(crate) async fn attach(site: &Site, email: &'static str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
    let ask = site.as_user(email, "POST", "/attachments").await;
    ask.raw(PARTS, parts(fields, Some(file))).send().await
}

/// An attachment of this record; its id.
pub(crate) async fn attached(site: &Site, email: &'static str, to: (&str, &str)) -> String {
    id(&attach(site, email, &[to], PDF).await.expect(201))
}

/// The pages of a client's attachments: all of them, one that is there and one that was taken away.
pub(crate) async fn pages(site: &Site, client: &str) -> [String; 3] {
    let (one, away) =
        (attached(site, USER, ("client_id", client)).await, attached(site, USER, ("client_id", client)).await);
    assert_eq!(site.as_user(USER, "DELETE", &format!("/attachments/{away}")).await.send().await.status, 204);
    [format!("/clients/{client}/attachments"), format!("/attachments/{one}"), format!("/attachments/{away}")]
}

async fn client(site: &Site) -> String {
    id(&site.make(USER, "/clients", &person()).await)
}

async fn names(site: &Site, path: &str) -> Vec<Value> {
    let list = site.read(USER, path).await;
    list["items"].as_array().unwrap().iter().map(|one| one["file_name"].clone()).collect()
}

async fn a_program_puts_a_file_with_a_client_and_reads_it_back(site: &'static Site) {
    let client = client(site).await;
    let checksum = hex::encode(Sha256::digest(PDF.1));
    let answer = attach(site, USER, &[("client_id", &client), ("checksum", &checksum.to_uppercase())], PDF).await;
    let told = answer.expect(201);
    let path = format!("/attachments/{}", id(&told));
    assert_eq!((answer.header("location"), answer.header("etag")), (format!("/api/v1{path}").as_str(), "\"1\""));
    assert_eq!(
        (&told["file_name"], &told["kind"], &told["mime_type"], &told["checksum_sha256"], &told["removed"]),
        (&json!(PDF.0), &json!("pdf"), &json!("application/pdf"), &json!(checksum), &Value::Null)
    );
    assert_eq!(site.read(USER, &path).await, told);
    assert_eq!(site.read(USER, &format!("/clients/{client}/attachments")).await["items"], json!([told]));
    let of_browsers = format!("/files{path}");
    let token = site.token(USER).await;
    for file in [
        site.as_user(USER, "GET", &format!("{path}/download")).await.send().await,
        site.web("GET", &of_browsers).bearer(&token).send().await,
    ] {
        assert_eq!((file.status, file.body.as_slice(), file.header("content-type")), (200, PDF.1, "application/pdf"));
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"Constat-sign.pdf\"");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"));
    }
    assert_eq!(site.web("GET", &of_browsers).send().await.status, 401);
    let events = site.read(MANAGER, &format!("/audit-events?object_type=attachment&object_id={}", id(&told))).await;
    let acts: Vec<&Value> = events["items"].as_array().unwrap().iter().map(|event| &event["action"]).collect();
    assert_eq!(acts, ["attachment.download", "attachment.download", "attachment.attach"]);
    let timeline = site.read(USER, &format!("/clients/{client}/timeline")).await;
    assert_eq!((&timeline["items"][0]["kind"], &timeline["items"][0]["label"]), (&json!("attachment"), &json!(PDF.0)));

    // A key makes the second sending the first, however large the file is.
    let large = [PDF.1, &vec![b' '; 12 * 1024 * 1024]].concat();
    let send = async || {
        let ask = site.as_user(USER, "POST", "/attachments").await.header("idempotency-key", &client);
        ask.raw(PARTS, parts(&[("client_id", &client)], Some(("grand.pdf", &large)))).send().await.expect(201)
    };
    assert_eq!(send().await, send().await);
    assert_eq!(names(site, &format!("/clients/{client}/attachments")).await, ["grand.pdf", PDF.0]);
}

async fn what_a_file_is_decides_and_not_what_it_is_called(site: &'static Site) {
    let client = client(site).await;
    let own = [("client_id", client.as_str())];
    let faults = async |fields: &[(&str, &str)], file| attach(site, USER, fields, file).await.faults(422);
    let wrong = |field: &str, code: &str| vec![(format!("/{field}"), code.to_owned())];
    let program = b"MZ\x90\0\x03\0\0\0".as_slice();
    let package = b"PK\x03\x04 [Content_Types].xml word/document.xml".as_slice();
    for file in [
        ("facture.pdf", program),
        ("facture.pdf", b"<html><script>alert(1)</script>".as_slice()),
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice()),
        ("notes.txt", b"#!/bin/sh\nrm -rf /".as_slice()),
        ("contrat.docx", package),
    ] {
        assert_eq!(faults(&own, file).await, wrong("file", "file_type_refused"), "{}", file.0);
    }
    assert_eq!(faults(&own, ("vide.pdf", b"")).await, wrong("file", "required"));
    let large = [b"%PDF-1.7", vec![b' '; 20 * 1024 * 1024].as_slice()].concat();
    assert_eq!(faults(&own, ("grand.pdf", &large)).await, wrong("file", "file_too_large"));
    let larger = vec![b' '; 33 * 1024 * 1024];
    attach(site, USER, &own, ("immense.pdf", &larger)).await.any_problem(413);
    let other = [own[0], ("checksum", "0000")];
    assert_eq!(faults(&other, PDF).await, wrong("checksum", "checksum_mismatch"));
    assert_eq!(faults(&[], PDF).await, wrong("client_id", "required"));
    assert_eq!(faults(&[own[0], ("policy_id", &client)], PDF).await, wrong("policy_id", "not_a_choice"));
    assert_eq!(faults(&[("client_id", "1")], PDF).await, wrong("client_id", "unknown_reference"));
    assert_eq!(faults(&[own[0], ("agency_id", "1")], PDF).await, wrong("agency_id", "unknown_field"));
    let ask = site.as_user(USER, "POST", "/attachments").await;
    ask.body(&json!({ "client_id": client })).send().await.problem(415, "unsupported_media_type");
    let ask = site.as_user(USER, "POST", "/attachments").await;
    assert!(matches!(ask.raw(PARTS, "------frontiere\r\n").send().await.status, 400 | 422));
    assert_eq!(site.read(USER, &format!("/clients/{client}/attachments")).await["items"], json!([]));
    let which = site.as_user(USER, "GET", &format!("/clients/{client}/attachments?removed=perhaps")).await;
    assert_eq!(which.send().await.faults(422), wrong("removed", "not_a_choice"));

    // What it is called is no reason to refuse it either.
    let letter = b"From: marie@exemple.test\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n\r\nBonjour".as_slice();
    for (name, file, kind, ending) in [
        ("photo.exe", b"\x89PNG\r\n\x1A\n....".as_slice(), "png", ".png"),
        ("lettre.pdf", letter, "eml", ".eml"),
        ("table.html", "Échéance;Montant\r\n1;2".as_bytes(), "text", ".txt"),
    ] {
        let told = attach(site, USER, &own, (name, file)).await.expect(201);
        assert_eq!((&told["kind"], &told["file_name"]), (&json!(kind), &json!(name)));
        let file = site.as_user(USER, "GET", &format!("/attachments/{}/download", id(&told))).await.send().await;
        assert!(file.header("content-disposition").ends_with(&format!("{ending}\"")), "{file:?}");
    }
}

async fn a_name_leads_nowhere(site: &'static Site) {
    let client = client(site).await;
    for (name, kept, saved) in [
        ("../../etc/passwd", "passwd", "passwd.pdf"),
        ("C:/Temp/constat.pdf", "constat.pdf", "constat.pdf"),
        ("agpj\u{202e}fdp.exe", "agpjfdp.exe", "agpjfdp.pdf"),
        ("..", "piece", "piece.pdf"),
        ("été; filename=x.exe", "été; filename=x.exe", "t-filename-x.pdf"),
    ] {
        let told = attach(site, USER, &[("client_id", &client)], (name, PDF.1)).await.expect(201);
        assert_eq!(told["file_name"], kept, "{name}");
        let file = site.as_user(USER, "GET", &format!("/attachments/{}/download", id(&told))).await.send().await;
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{saved}\""), "{name}");
    }
}

async fn what_was_taken_away_can_be_brought_back(site: &'static Site) {
    let (client, bound) = site.bound(USER).await;
    let list = format!("/policies/{}/attachments", id(&bound));
    let path = format!("/attachments/{}", attached(site, USER, ("policy_id", &id(&bound))).await);
    let late = site.as_user(USER, "DELETE", &path).await.header("if-match", "\"7\"");
    late.send().await.problem(412, "precondition_failed");
    let unsaid = site.as_user(USER, "DELETE", &path).await.body(&json!({ "reason": " " })).send().await;
    assert_eq!(unsaid.faults(422), [("/reason".to_owned(), "required".to_owned())]);
    let removal = site.as_user(USER, "DELETE", &path).await.body(&json!({ "reason": "Mauvais contrat" }));
    assert_eq!(removal.send().await.status, 204);
    assert_eq!(names(site, &list).await, Vec::<Value>::new());
    assert_eq!(names(site, &format!("{list}?removed=true")).await, [PDF.0]);
    let told = site.read(USER, &path).await;
    assert_eq!((&told["removed"]["reason"], &told["version"]), (&json!("Mauvais contrat"), &json!(2)));
    assert!(told["removed"]["kept_until"].is_string() && told["removed"]["by"].is_string());
    for gone in [format!("/api/v1{path}/download"), format!("/files{path}")] {
        assert_eq!(site.web("GET", &gone).bearer(&site.token(USER).await).send().await.status, 404, "{gone}");
    }
    site.as_user(USER, "DELETE", &path).await.send().await.problem(404, "not_found");
    let back = site.as_user(USER, "POST", &format!("{path}/restore")).await.send().await.expect(200);
    assert_eq!((&back["removed"], &back["version"]), (&Value::Null, &json!(3)));
    site.as_user(USER, "POST", &format!("{path}/restore")).await.send().await.problem(404, "not_found");
    assert_eq!(site.as_user(USER, "GET", &format!("{path}/download")).await.send().await.body, PDF.1);
    let events = site.read(MANAGER, &format!("/audit-events?object_type=attachment&object_id={}", id(&back))).await;
    let acts: Vec<&Value> = events["items"].as_array().unwrap().iter().map(|event| &event["action"]).collect();
    assert_eq!(acts, ["attachment.download", "attachment.restore", "attachment.remove", "attachment.attach"]);

    assert_eq!(site.as_user(USER, "DELETE", &path).await.send().await.status, 204, "a program need not say why");
    let timeline = site.read(USER, &format!("/clients/{}/timeline?limit=2", id(&client))).await;
    let kinds: Vec<&Value> = timeline["items"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["policy_attachment_removed", "policy_attachment"]);
    assert_eq!(timeline["items"][0]["subject_id"], bound["id"]);
}

const FORM: &str = "/forms/attachments/attach";

async fn a_form_leads_on_and_what_is_wrong_is_told_at_the_file(site: &'static Site) {
    let client = client(site).await;
    let page = format!("/clients/{client}/attachments");
    let browser = Browser::of(site, USER).await;
    for (file, told) in [
        (b"MZ\x90\0".to_vec(), "This type of file is not accepted."),
        (Vec::new(), "This field is required."),
        (vec![b' '; 21 * 1024 * 1024], "This file is larger than 20 MB."),
    ] {
        let answer = browser.send_with(&browser.form(&page, FORM).await, "facture.pdf", &file).await;
        assert_eq!((answer.status, answer.header("location")), (303, page.as_str()));
        let shown = browser.page(&page).await;
        assert_eq!(shown.status, 422, "{shown:?}");
        assert!(shown.text().contains("id=\"field-file-error\"") && shown.text().contains(told), "{told}: {shown:?}");
    }
    let answer = browser.send_with(&browser.form(&page, FORM).await, PDF.0, PDF.1).await;
    assert_eq!((answer.status, answer.header("location")), (303, page.as_str()));
    let shown = browser.page(&page).await.text();
    assert!(shown.contains("is attached.") && shown.contains(PDF.0), "{shown}");
    let list = site.read(USER, &page).await;
    let one = format!("/attachments/{}", id(&list["items"][0]));
    assert!(browser.page(&format!("/clients/{client}")).await.text().contains(&one), "the client's file shows it");

    let remove = browser.form(&one, "/forms/attachments/remove").await;
    let unsaid = browser.send(&remove).await;
    assert_eq!(unsaid.header("location"), one);
    assert!(browser.page(&one).await.text().contains("id=\"field-reason-error\""));
    let removed = browser.send(&remove.with("reason", "En double")).await;
    assert_eq!(removed.header("location"), page);
    let restore = browser.form(&one, "/forms/attachments/restore").await;
    assert_eq!(browser.send(&restore).await.header("location"), one);
    assert_eq!(names(site, &page).await, [PDF.0]);
    let nobody = site.web("POST", FORM).header("accept", "text/html");
    let nobody = nobody.raw(PARTS, parts(&[("client_id", &client)], Some(PDF))).send().await;
    assert!(nobody.header("location").starts_with("/sign-in"), "{nobody:?}");
    let elsewhere = site.web("POST", FORM).header("sec-fetch-site", "cross-site");
    let elsewhere = elsewhere.raw(PARTS, parts(&[("client_id", &client)], Some(PDF))).send().await;
    assert_eq!(elsewhere.status, 403);
    assert_eq!(names(site, &page).await, [PDF.0]);
}

async fn a_form_with_a_file_sent_twice_happens_once(site: &'static Site) {
    let client = client(site).await;
    let page = format!("/clients/{client}/attachments");
    let browser = Browser::of(site, USER).await;
    let form = browser.form(&page, FORM).await;
    let send = async |name: &'static str, file: &'static [u8]| browser.send_with(&form, name, file).await;
    let (first, second) = tokio::join!(send(PDF.0, PDF.1), send(PDF.0, PDF.1));
    assert_eq!((first.header("location"), second.header("location")), (page.as_str(), page.as_str()));
    assert_eq!(send(PDF.0, PDF.1).await.header("location"), page);
    assert_eq!(names(site, &page).await, [PDF.0]);
    // Another file under the same key is another form: the page was gone back to.
    send("Autre.pdf", b"%PDF-1.4 another").await;
    assert_eq!(names(site, &page).await, ["Autre.pdf", PDF.0]);
}

async fn each_stays_with_who_may_see_what_it_belongs_to(site: &'static Site) {
    let theirs = id(&site.make(MANAGER, "/clients", &person()).await);
    let one = attached(site, MANAGER, ("client_id", &theirs)).await;
    for email in [USER, OTHER_ADMIN] {
        for (method, path) in [
            ("GET", format!("/attachments/{one}")),
            ("GET", format!("/attachments/{one}/download")),
            ("DELETE", format!("/attachments/{one}")),
            ("POST", format!("/attachments/{one}/restore")),
            ("GET", format!("/clients/{theirs}/attachments")),
        ] {
            site.as_user(email, method, &path).await.send().await.problem(404, "not_found");
        }
        let answer = attach(site, email, &[("client_id", &theirs)], PDF).await;
        assert_eq!(answer.faults(404), [("/client_id".to_owned(), "unknown_reference".to_owned())]);
        let browser = Browser::of(site, email).await;
        for page in [format!("/attachments/{one}"), format!("/clients/{theirs}/attachments")] {
            assert_eq!(browser.page(&page).await.status, 404, "{page}");
        }
    }
    attach(site, SUPERADMIN, &[("client_id", &theirs)], PDF).await.problem(403, "forbidden");
    assert_eq!(
        site.read(MANAGER, &format!("/clients/{theirs}/attachments")).await["items"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_storage_that_is_down_leaves_neither_a_record_nor_a_file() {
    alone(async {
        let bucket = BucketServer::start().await;
        let endpoint = bucket.endpoint();
        let site = Site::empty(
            Kind::Sqlite,
            &[
                ("MONASSURANCE_STORAGE_NETWORKS", "127.0.0.0/8"),
                ("MONASSURANCE_STORAGE", "s3"),
                ("MONASSURANCE_S3_ENDPOINT", &endpoint),
                ("MONASSURANCE_S3_BUCKET", BUCKET),
                ("MONASSURANCE_S3_ACCESS_KEY_ID", KEY_ID),
                ("MONASSURANCE_S3_SECRET_ACCESS_KEY", KEY),
            ],
        )
        .await;
        server::demo::fill(&site.house).await.unwrap();
        let client = client(&site).await;
        let list = format!("/clients/{client}/attachments");
        bucket.always(Some(Fault::Status(503)));
        let answer = attach(&site, USER, &[("client_id", &client)], PDF).await;
        answer.problem(503, "unavailable");
        let browser = Browser::of(&site, USER).await;
        let told = browser.send_with(&browser.form(&list, FORM).await, PDF.0, PDF.1).await;
        assert_eq!(told.header("location"), list);
        assert!(browser.page(&list).await.text().contains("role=\"alert\""));
        bucket.always(None);
        assert_eq!(names(&site, &list).await, Vec::<Value>::new());
        assert!(!bucket.keys().iter().any(|key| key.contains("/attachments/")), "{:?}", bucket.keys());
        attach(&site, USER, &[("client_id", &client)], PDF).await.expect(201);
        assert_eq!(bucket.keys().iter().filter(|key| key.contains("/attachments/")).count(), 1);
    });
}
