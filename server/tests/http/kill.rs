//! `kill -9`: what was answered is there, with its event; what was not answered is there whole or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::journey::local;
use crate::kit::{Kind, PASSWORD, Place, Process, USER, alone, id, person, policy, process};

#[test]
fn what_was_answered_survives_kill_9_on_sqlite() {
    alone(survives(Kind::Sqlite));
}

#[test]
fn what_was_answered_survives_kill_9_on_postgres() {
    alone(survives(Kind::Postgres));
}

async fn survives(kind: Kind) {
    let place = Place::new(kind).await;
    let mut program = Process::start(&place, true).await;
    let token = sign_in(&program).await;
    let manager = sign_in_as(&program, "manager@demo.test").await;

    // Right after the answer, three times.
    for _ in 0..3 {
        let made = program.ask("POST", "/api/v1/clients", Some(&token), Some(&person())).await.unwrap();
        program.kill();
        assert_eq!(made.0, 201, "{}", made.1);
        let client: Value = serde_json::from_str(&made.1).unwrap();
        program = Process::start(&place, false).await;
        is_there(&program, &token, &manager, &client).await;
        chains_are_whole(&place);
    }

    // In the middle of four writers, three times at other moments.
    for round in 0..3_u64 {
        let answered = write_until_killed(program, &token, 40 + round * 70).await;
        assert!(!answered.is_empty(), "nothing was written in time");
        program = Process::start(&place, false).await;
        for client in &answered {
            is_there(&program, &token, &manager, client).await;
        }
        chains_are_whole(&place);
        every_document_has_its_file(&program, &token).await;
    }
    program.kill();
}

async fn sign_in(program: &Process) -> String {
    sign_in_as(program, USER).await
}

async fn sign_in_as(program: &Process, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD });
    let (status, text) = program.ask("POST", "/api/v1/auth/login", None, Some(&body)).await.unwrap();
    assert_eq!(status, 200, "{text}");
    let grant: Value = serde_json::from_str(&text).unwrap();
    grant["access_token"].as_str().unwrap().to_owned()
}

async fn get(program: &Process, token: &str, path: &str) -> Value {
    let (status, text) = program.ask("GET", &format!("/api/v1{path}"), Some(token), None).await.unwrap();
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The record and exactly one event of its recording.
async fn is_there(program: &Process, token: &str, manager: &str, record: &Value) {
    let found = get(program, token, &format!("/clients/{}", id(record))).await;
    assert_eq!(found["last_name"], record["last_name"]);
    let events = get(program, manager, &format!("/audit-events?action=client.create&object_id={}", id(record))).await;
    assert_eq!(events["items"].as_array().map(Vec::len), Some(1), "{events}");
}

fn chains_are_whole(place: &Place) {
    let (code, said) = process::run(place, &["audit", "verify"]);
    assert_eq!(code, 0, "{said}");
}

/// Lets three writers record clients and one issue documents, and kills the program in the middle. The clients that were
/// answered with 201.
async fn write_until_killed(program: Process, token: &str, after_ms: u64) -> Vec<Value> {
    let address = program.address();
    let companies = get(&program, token, "/companies?sort=name").await;
    let client = program.ask("POST", "/api/v1/clients", Some(token), Some(&person())).await.unwrap();
    let client: Value = serde_json::from_str(&client.1).unwrap();
    let quote = program
        .ask("POST", "/api/v1/policies", Some(token), Some(&policy(&client["id"], &companies["items"][0]["id"])))
        .await
        .unwrap();
    let quote: Value = serde_json::from_str(&quote.1).unwrap();
    let bind = format!("/api/v1/policies/{}/bind", id(&quote));
    let bound = program.ask("POST", &bind, Some(token), Some(&json!({}))).await.unwrap();
    assert_eq!(bound.0, 200, "{}", bound.1);
    let manager = sign_in_as(&program, "manager@demo.test").await;
    let templates = get(&program, &manager, "/templates?usage=certificate&language=fr").await;
    let order = json!({ "template_id": templates["items"][0]["id"], "policy_id": quote["id"], "format": "html" });

    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for writer in 0..4 {
        let (stop, token, order) = (Arc::clone(&stop), token.to_owned(), order.clone());
        writers.push(tokio::spawn(async move {
            let mut answered = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                let (path, body) =
                    if writer == 0 { ("/api/v1/documents", order.clone()) } else { ("/api/v1/clients", person()) };
                match process::ask(address, "POST", path, Some(&token), Some(&body)).await {
                    Ok((201, text)) if writer > 0 => answered.push(serde_json::from_str(&text).unwrap()),
                    Ok((status, text)) => assert!(status < 400, "{text}"),
                    Err(_) => break,
                }
            }
            answered
        }));
    }
    tokio::time::sleep(std::time::Duration::from_millis(300 + after_ms)).await;
    program.kill();
    stop.store(true, Ordering::SeqCst);
    let mut answered = Vec::new();
    for writer in writers {
        answered.extend(writer.await.unwrap());
    }
    answered
}

/// No row without its file, no file that is half there.
async fn every_document_has_its_file(program: &Process, token: &str) {
    let list = get(program, token, "/documents?limit=200").await;
    for document in list["items"].as_array().unwrap() {
        let share = format!("/api/v1/documents/{}/signed-url", id(document));
        let (status, text) = program.ask("POST", &share, Some(token), Some(&json!({}))).await.unwrap();
        assert_eq!(status, 201, "{text}");
        let link: Value = serde_json::from_str(&text).unwrap();
        let (status, file) = program.ask("GET", local(link["url"].as_str().unwrap()), None, None).await.unwrap();
        assert_eq!(status, 200);
        assert_eq!(hex::encode(Sha256::digest(file.as_bytes())), document["checksum_sha256"]);
    }
}
