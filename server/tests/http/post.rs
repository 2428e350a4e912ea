//! Two instances of the program on one PostgreSQL, and one mail server: each letter leaves once. An instance that is killed
//! between the mail server's word and its own note leaves a letter that comes again, with the same `Message-ID`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::kit::{ADMIN, Kind, PASSWORD, Place, Process, alone};

const LETTERS: usize = 12;

/// A stand-in for a mail server (RFC 5321). It hears every letter to its end, and says that it took it once the gate is open.
struct MailServer {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    gate: watch::Sender<bool>,
}

impl MailServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (gate, open) = watch::channel(false);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&kept), open.clone()));
            }
        });
        Self { address, heard, gate }
    }

    /// How often each letter was heard, by its `Message-ID`.
    fn heard(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for id in self.heard.lock().unwrap().iter() {
            *counts.entry(id.clone()).or_default() += 1;
        }
        counts
    }
}

/// One conversation; it ends with the other side.
async fn talk(stream: TcpStream, heard: Arc<Mutex<Vec<String>>>, mut open: watch::Receiver<bool>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 stand-in\r\n").await.ok()?;
    let (mut data, mut id) = (false, String::new());
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let answer = match line.trim_end() {
            "." if data => {
                heard.lock().unwrap().push(id.clone());
                open.wait_for(|open| *open).await.ok()?;
                data = false;
                "250 taken"
            }
            line if data => {
                if let Some(found) = line.strip_prefix("Message-ID: ") {
                    id = found.to_owned();
                }
                continue;
            }
            "DATA" => {
                data = true;
                "354 go on"
            }
            _ => "250 stand-in",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}

/// Two instances that each have a letter in hand: the mail server heard both and took neither yet.
struct Scene {
    one: Process,
    two: Process,
    place: Place,
    post: MailServer,
    token: String,
}

impl Scene {
    async fn set() -> Self {
        let (place, post) = (Place::new(Kind::Postgres).await, MailServer::start().await);
        let settings = [("MONASSURANCE_SMTP_URL", format!("smtp://{}", post.address))];
        let one = Process::start_with(&place, true, &settings).await;
        let two = Process::start_with(&place, false, &settings).await;
        let body = json!({ "email": ADMIN, "password": PASSWORD });
        let (status, text) = one.ask("POST", "/api/v1/auth/login", None, Some(&body)).await.unwrap();
        assert_eq!(status, 200, "{text}");
        let grant: Value = serde_json::from_str(&text).unwrap();
        let token = grant["access_token"].as_str().unwrap().to_owned();
        for number in 0..LETTERS {
            let program = if number % 2 == 0 { &one } else { &two };
            let body = json!({ "email": format!("z{number}@demo.test"), "full_name": "Zoé", "role": "USER" });
            let (status, text) = program.ask("POST", "/api/v1/users", Some(&token), Some(&body)).await.unwrap();
            assert_eq!(status, 201, "{text}");
        }
        let scene = Self { one, two, place, post, token };
        // An instance hands over one letter at a time, so two letters in hand are two instances at work.
        until("two instances at work", async || scene.post.heard().len() == 2).await;
        scene
    }
}

/// Waits until the instance says that so many letters went.
async fn until_sent(program: &Process, token: &str, wanted: usize) {
    let path = "/api/v1/admin/letters?state=sent&count=true";
    until(&format!("{wanted} letters sent"), async || {
        let (status, text) = program.ask("GET", path, Some(token), None).await.unwrap();
        assert_eq!(status, 200, "{text}");
        serde_json::from_str::<Value>(&text).unwrap()["total"] == wanted
    })
    .await;
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..400 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("20 s went by without {what}");
}

#[test]
fn of_two_processes_each_letter_leaves_once() {
    alone(async {
        let scene = Scene::set().await;
        scene.post.gate.send_replace(true);
        until_sent(&scene.two, &scene.token, LETTERS).await;
        let heard = scene.post.heard();
        assert_eq!(heard.len(), LETTERS, "{heard:?}");
        assert!(heard.values().all(|times| *times == 1), "{heard:?}");
    });
}

#[test]
fn a_letter_whose_process_was_killed_comes_again_with_the_same_id_and_no_other_does() {
    alone(async {
        let Scene { one, two, place, post, token } = Scene::set().await;
        let in_hand = post.heard();
        one.kill();
        post.gate.send_replace(true);
        until_sent(&two, &token, LETTERS - 1).await;
        assert!(post.heard().values().all(|times| *times == 1), "nobody takes a letter that may still be under way");

        // Two minutes later the dead process has lost its right to the letter.
        let mut database = PgConnection::connect(&place.url()).await.unwrap();
        let late = "UPDATE letters SET next_try_at = 0 WHERE state = 'waiting'";
        assert_eq!(sqlx::query(late).execute(&mut database).await.unwrap().rows_affected(), 1);
        until_sent(&two, &token, LETTERS).await;
        let heard = post.heard();
        assert_eq!(heard.len(), LETTERS, "{heard:?}");
        let again: Vec<&String> = heard.iter().filter(|(_, times)| **times > 1).map(|(id, _)| id).collect();
        assert!(again.len() == 1 && heard[again[0]] == 2 && in_hand.contains_key(again[0]), "{heard:?}");
    });
}
