//! Documents about many policies, over both doors: issued once each, refused with the reason, and handed over as one file.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::kit::{
    ADMIN, Browser, Kind, MANAGER, OTHER_ADMIN, OTHER_USER, PASSWORD, Place, Process, Site, USER, alone, id,
    on_each_database, person, policy, process,
};
use crate::step_up::changed;

on_each_database! {
    certificates_come_as_one_pdf_with_a_bookmark_each,
    the_same_come_as_an_archive_of_the_originals,
    what_is_wrong_is_told_at_its_field,
    another_firms_policies_are_not_there,
    a_person_does_the_same_without_scripts,
    a_run_that_was_called_off_has_no_file,
}

/// Held by whoever works, and by whoever sets a run aside before anybody does: all tests share the site, and its workers.
static WORK: Mutex<()> = Mutex::const_new(());

/// Works until nothing is left to do.
async fn work(site: &Site, email: &'static str, run: &Value) -> Value {
    for _ in 0..200 {
        let turn = WORK.lock().await;
        while site.house.services.document_runs.go_on().await.unwrap() {}
        drop(turn);
        let now = site.read(email, &format!("/document-runs/{}", id(run))).await;
        if !matches!(now["state"].as_str(), Some("issuing" | "binding")) {
            return now;
        }
    }
    panic!("it does not come to an end: {run}")
}

async fn begin(site: &Site, email: &'static str, body: &Value) -> Value {
    site.as_user(email, "POST", "/document-runs").await.body(body).send().await.expect(202)
}

/// An id as a statement writes it.
fn quoted(site: &Site, run: &Value) -> String {
    let id = id(run);
    if site.house.config.database_url.starts_with("postgres") {
        format!("'{id}'")
    } else {
        format!("x'{}'", id.replace('-', ""))
    }
}

/// A run in which a part of the service did not answer.
pub(crate) async fn failed(site: &Site, email: &'static str, body: &Value) -> Value {
    let _turn = WORK.lock().await;
    let run = begin(site, email, body).await;
    let id = quoted(site, &run);
    let failed = "state = 'failed', code = 'unavailable', facts = NULL";
    changed(site, format!("UPDATE document_run_items SET {failed} WHERE run_id = {id}")).await;
    changed(site, format!("UPDATE document_runs SET state = 'done' WHERE id = {id}")).await;
    run
}

/// A run that nobody goes on with for a long time.
pub(crate) async fn held(site: &Site, email: &'static str, body: &Value) -> Value {
    let _turn = WORK.lock().await;
    let run = begin(site, email, body).await;
    hold(site, &run).await;
    run
}

async fn hold(site: &Site, run: &Value) {
    let id = quoted(site, run);
    let held = "state = 'waiting', try_after = 9000000000000000";
    changed(site, format!("UPDATE document_run_items SET {held} WHERE run_id = {id}")).await;
    changed(site, format!("UPDATE document_runs SET state = 'issuing' WHERE id = {id}")).await;
}

/// What a program says about a PDF.
fn told(program: &str, arguments: &[&str], file: &[u8], after: &[&str]) -> String {
    let path = std::env::temp_dir().join(format!("{}.pdf", hex::encode(&Sha256::digest(file)[..8])));
    std::fs::write(&path, file).unwrap();
    let answer = Command::new(program).args(arguments).arg(&path).args(after).output().unwrap();
    let said = String::from_utf8_lossy(&answer.stdout).into_owned() + &String::from_utf8_lossy(&answer.stderr);
    let _ = std::fs::remove_file(&path);
    assert!(answer.status.success(), "{program}: {said}");
    said
}

async fn certificates_come_as_one_pdf_with_a_bookmark_each(site: &'static Site) {
    let template = site.certificate_template(MANAGER).await;
    let (client, one) = site.bound(USER).await;
    let (_, two) = site.bound(USER).await;
    let (_, quote) = site.quote(USER).await;
    let order = json!({ "template_id": template, "policies": [one["id"], two["id"], quote["id"]] });
    let run = begin(site, USER, &order).await;
    assert_eq!((&run["total"], &run["output"]), (&json!(3), &json!("merged")));
    let done = work(site, USER, &run).await;
    assert_eq!((&done["state"], &done["done"], &done["refused"]), (&json!("done"), &json!(2), &json!(1)), "{done}");
    let items = site.read(USER, &format!("/document-runs/{}/items", id(&run))).await;
    let refused = site.read(USER, &format!("/document-runs/{}/items?state=refused", id(&run))).await;
    assert_eq!((items["items"].as_array().unwrap().len(), refused["items"].as_array().unwrap().len()), (3, 1));
    let why = &refused["items"][0];
    assert_eq!(
        (&why["policy_id"], &why["code"], &why["args"]["state"]),
        (&quote["id"], &json!("policy_state_forbids"), &json!("quote"))
    );
    let path = format!("/document-runs/{}/file", id(&run));
    let file = site.as_user(USER, "GET", &path).await.send().await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/pdf"));
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"certificate-"));
    assert_eq!(done["file"]["checksum_sha256"], json!(hex::encode(Sha256::digest(&file.body))));
    assert!(told("qpdf", &["--check"], &file.body, &[]).contains("No syntax or stream encoding errors found"));
    let outline: Value =
        serde_json::from_str(&told("qpdf", &["--json", "--json-key=outlines"], &file.body, &[])).unwrap();
    let marks: Vec<&str> =
        outline["outlines"].as_array().unwrap().iter().map(|mark| mark["title"].as_str().unwrap()).collect();
    assert_eq!(marks.len(), 3, "a cover and two documents: {marks:?}");
    let numbers: Vec<&str> =
        items["items"].as_array().unwrap().iter().filter_map(|item| item["document_number"].as_str()).collect();
    for number in &numbers {
        assert!(marks.iter().any(|mark| mark.starts_with(number)), "{number} in {marks:?}");
    }
    let name = client["display_name"].as_str().unwrap();
    assert!(marks.iter().any(|mark| mark.ends_with(name)), "{name} in {marks:?}");
    let text = told("pdftotext", &[], &file.body, &["-"]);
    for expected in ["Fichier d’impression", numbers[0], numbers[1]] {
        assert!(text.contains(expected), "{expected}");
    }
    let events = site.read(MANAGER, &format!("/audit-events?object_id={}", id(&run))).await;
    let acts: Vec<&str> =
        events["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert!(acts.contains(&"document_run.start") && acts.contains(&"document_run.download"), "{acts:?}");
    // The documents are the person's own, told through the door of jobs.
    let issued = items["items"].as_array().unwrap().iter().find_map(|item| item["document_id"].as_str()).unwrap();
    let events = site.read(MANAGER, &format!("/audit-events?object_id={issued}&action=document.issue")).await;
    let me = site.read(USER, "/auth/me").await;
    assert_eq!((&events["items"][0]["user_id"], &events["items"][0]["door"]), (&me["id"], &json!("job")));
}

async fn the_same_come_as_an_archive_of_the_originals(site: &'static Site) {
    let template = site.certificate_template(MANAGER).await;
    let (client, one) = site.bound(USER).await;
    // By the list's own filters, as a saved view names them.
    let matching = json!({ "client_id": client["id"], "state": "in_force" });
    let order = json!({ "template_id": template, "matching": matching, "output": "archive" });
    let run = begin(site, USER, &order).await;
    let done = work(site, USER, &run).await;
    assert_eq!((&done["done"], &done["file"]["documents"]), (&json!(1), &json!(1)), "{done}");
    let file = site.as_user(USER, "GET", &format!("/document-runs/{}/file", id(&run))).await.send().await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/zip"));
    let list = site.read(USER, &format!("/documents?policy_id={}", id(&one))).await;
    let document = &list["items"][0];
    let original = site.web("GET", &format!("/files/documents/{}", id(document))).bearer(&site.token(USER).await);
    let original = original.send().await.body;
    assert!(file.body.starts_with(b"PK\x03\x04") && file.body.windows(original.len()).any(|part| part == original));
    let name = format!("{}.pdf", document["number"].as_str().unwrap());
    assert!(file.body.windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
}

async fn what_is_wrong_is_told_at_its_field(site: &'static Site) {
    let template = site.certificate_template(MANAGER).await;
    let post = async |body: Value| site.as_user(USER, "POST", "/document-runs").await.body(&body).send().await;
    for (body, pointer) in [
        (json!({ "policies": ["0193c0de-0000-7000-8000-00000000dead"] }), "/template_id"),
        (json!({ "template_id": template }), "/policies"),
        (json!({ "template_id": template, "policies": [] }), "/policies"),
        (json!({ "template_id": template, "matching": { "stat": "x" } }), "/matching/stat"),
        (json!({ "template_id": template, "matching": { "state": "void" }, "output": "fax" }), "/output"),
        (json!({ "template_id": template, "matching": { "state": "void" }, "data": 1 }), "/data"),
    ] {
        assert_eq!(post(body.clone()).await.faults(422)[0].0, pointer, "{body}");
    }
    let letters = site.read(MANAGER, "/templates?usage=letter&language=fr").await;
    let letter = json!({ "template_id": letters["items"][0]["id"], "matching": { "state": "in_force" } });
    let lacking = post(letter).await.faults(422);
    assert!(lacking.contains(&("/data/subject".to_owned(), "required".to_owned())), "{lacking:?}");
}

async fn another_firms_policies_are_not_there(site: &'static Site) {
    let (_, theirs) = site.bound(MANAGER).await;
    for (email, manager) in [(OTHER_USER, OTHER_ADMIN), (USER, MANAGER)] {
        let template = site.certificate_template(manager).await;
        let (_, own) = site.bound(email).await;
        let alone = json!({ "template_id": template, "policies": [theirs["id"]] });
        let refused = site.as_user(email, "POST", "/document-runs").await.body(&alone).send().await.faults(422);
        assert_eq!(refused[0].0, "/policies");
        let beside = json!({ "template_id": template, "policies": [theirs["id"], own["id"]] });
        let run = begin(site, email, &beside).await;
        assert_eq!(run["total"], 1);
        let items = site.read(email, &format!("/document-runs/{}/items", id(&run))).await;
        assert_eq!((items["items"].as_array().unwrap().len(), &items["items"][0]["policy_id"]), (1, &own["id"]));
        work(site, email, &run).await;
        // Nor is the file there for others: not over the screens' door either.
        let stranger = if email == USER { OTHER_ADMIN } else { ADMIN };
        let file = format!("/files/document-runs/{}", id(&run));
        assert_eq!(site.web("GET", &file).bearer(&site.token(stranger).await).send().await.status, 404);
        assert_eq!(site.web("GET", &file).bearer(&site.token(email).await).send().await.status, 200);
        assert_eq!(site.web("GET", &file).send().await.status, 401);
    }
}

async fn a_person_does_the_same_without_scripts(site: &'static Site) {
    let browser = Browser::of(site, USER).await;
    let (client, one) = site.bound(USER).await;
    let list = browser.page(&format!("/policies?client_id={}", id(&client))).await.text();
    assert!(list.contains("formaction=\"/documents/runs/new\"") && list.contains("Issue documents"), "{list}");
    let path = format!("/documents/runs/new?id={}", id(&one));
    let form = browser.form(&path, "/forms/document-runs/start").await;
    // The fields of another template are shown by a plain post, and what was chosen is kept.
    let letters = site.read(MANAGER, "/templates?usage=letter&language=fr").await;
    let letter = letters["items"][0]["id"].as_str().unwrap();
    let tried = form.clone().with("template_id", letter).with("output", "archive").with("choose", "");
    let back = browser.send(&tried).await;
    assert_eq!(back.header("location"), path);
    let form = browser.form(&path, "/forms/document-runs/start").await;
    assert_eq!((form.value("template_id"), form.value("output")), (letter, "archive"));
    // A fact that is lacking is told at its field.
    browser.send(&form.clone().with("data_subject", "Vœux")).await;
    let page = browser.page(&path).await;
    assert!(
        page.text().contains("id=\"error-data_body\"") || page.text().contains("field-data_body"),
        "{}",
        page.text()
    );
    let form = crate::kit::Form::on(&page, "/forms/document-runs/start");
    assert_eq!(form.value("data_subject"), "Vœux");
    let form = form.with("data_body", "Nos meilleurs vœux.").with("output", "merged");
    // Sent twice, it happens once.
    let turn = WORK.lock().await;
    let (first, second) = tokio::join!(browser.send_keyed(&form), browser.send_keyed(&form));
    let place = first.header("location").to_owned();
    assert!(place.starts_with("/documents/runs/0"), "{first:?}");
    assert_eq!(second.header("location"), place);
    let run = json!({ "id": place.rsplit('/').next().unwrap() });
    hold(site, &run).await;
    drop(turn);
    let busy = browser.page(&place).await;
    assert_eq!(busy.header("refresh"), "2", "it comes again by itself, without scripts");
    assert!(busy.text().contains("/forms/document-runs/cancel"));
    changed(site, format!("UPDATE document_run_items SET try_after = 0 WHERE run_id = {}", quoted(site, &run))).await;
    let done = work(site, USER, &run).await;
    assert_eq!(done["done"], 1, "{done}");
    let page = browser.page(&place).await;
    assert!(page.header("refresh").is_empty());
    let download = format!("/files/document-runs/{}", id(&run));
    assert!(page.text().contains(&format!("href=\"{download}\"")) && page.text().contains("print file"));
    assert_eq!(browser.page(&download).await.header("content-type"), "application/pdf");
    assert!(browser.page("/documents/runs").await.text().contains(&place));
    assert_eq!(browser.page("/documents/runs/0193c0de-0000-7000-8000-00000000dead").await.status, 404);
}

async fn a_run_that_was_called_off_has_no_file(site: &'static Site) {
    let template = site.certificate_template(MANAGER).await;
    let (_, one) = site.bound(MANAGER).await;
    let order = json!({ "template_id": template, "policies": [one["id"]] });
    let run = held(site, MANAGER, &order).await;
    let act = async |act: &str| {
        site.as_user(MANAGER, "POST", &format!("/document-runs/{}/{act}", id(&run))).await.send().await
    };
    act("retry").await.problem(422, "document_run_state_forbids");
    assert_eq!(act("cancel").await.expect(200)["state"], "cancelled");
    act("cancel").await.problem(422, "document_run_state_forbids");
    let file = format!("/document-runs/{}/file", id(&run));
    site.as_user(MANAGER, "GET", &file).await.send().await.problem(404, "not_found");
    // What failed is tried again, and issued once.
    let run = failed(site, MANAGER, &order).await;
    let retry = site.as_user(MANAGER, "POST", &format!("/document-runs/{}/retry", id(&run))).await;
    assert_eq!(retry.send().await.expect(202)["state"], "issuing");
    assert_eq!(work(site, MANAGER, &run).await["done"], 1);
}

#[test]
fn documents_survive_kill_9_on_sqlite() {
    alone(survives(Kind::Sqlite));
}

#[test]
fn documents_survive_kill_9_on_postgres() {
    alone(survives(Kind::Postgres));
}

/// Kills the program in the middle of a run, again and again. In the end there is one document for each policy.
async fn survives(kind: Kind) {
    let place = Place::new(kind).await;
    let mut program = Process::start(&place, true).await;
    let sign_in = async |program: &Process, email: &str| {
        let body = json!({ "email": email, "password": PASSWORD });
        let (status, text) = program.ask("POST", "/api/v1/auth/login", None, Some(&body)).await.unwrap();
        assert_eq!(status, 200, "{text}");
        let grant: Value = serde_json::from_str(&text).unwrap();
        grant["access_token"].as_str().unwrap().to_owned()
    };
    let token = sign_in(&program, USER).await;
    let manager = sign_in(&program, MANAGER).await;
    let get = async |program: &Process, token: &str, path: &str| -> Value {
        let (status, text) = program.ask("GET", &format!("/api/v1{path}"), Some(token), None).await.unwrap();
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    };
    let post = async |program: &Process, path: &str, body: &Value| -> Value {
        let (status, text) = program.ask("POST", &format!("/api/v1{path}"), Some(&token), Some(body)).await.unwrap();
        assert!(status < 300, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    };
    let companies = get(&program, &token, "/companies?sort=name").await;
    let insurer = companies["items"].as_array().unwrap().iter().find(|company| company["code"] == "ATL").unwrap();
    let client = post(&program, "/clients", &person()).await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        let quote = post(&program, "/policies", &policy(&client["id"], &insurer["id"])).await;
        ids.push(post(&program, &format!("/policies/{}/bind", id(&quote)), &json!({})).await["id"].clone());
    }
    let templates = get(&program, &manager, "/templates?usage=certificate&language=fr").await;
    let order = json!({ "template_id": templates["items"][0]["id"], "policies": ids });
    let run = post(&program, "/document-runs", &order).await;
    let path = format!("/document-runs/{}", id(&run));
    for round in 0..4_u64 {
        tokio::time::sleep(Duration::from_millis(500 + 170 * round)).await;
        program.kill();
        program = Process::start(&place, false).await;
    }
    let mut now = get(&program, &token, &path).await;
    for _ in 0..600 {
        if now["state"] == "done" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        now = get(&program, &token, &path).await;
    }
    assert_eq!(
        (&now["state"], &now["done"], &now["file"]["documents"]),
        (&json!("done"), &json!(8), &json!(8)),
        "{now}"
    );
    for policy in &ids {
        let list = get(&program, &token, &format!("/documents?policy_id={}", policy.as_str().unwrap())).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    }
    program.kill();
    let (code, said) = process::run(&place, &["audit", "verify"]);
    assert_eq!(code, 0, "{said}");
}
