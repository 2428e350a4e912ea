//! A stand-in for Google Drive: as much of it as files need, with tokens that are over and faults in the middle.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::bucket_server::Fault;

const FOLDER: &str = "application/vnd.google-apps.folder";

struct Item {
    name: String,
    parent: String,
    bytes: Option<Vec<u8>>,
}

/// What the drive knows.
#[derive(Default)]
pub(crate) struct Drive {
    items: BTreeMap<String, Item>,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) always: Option<Fault>,
    tokens: usize,
    /// Tokens up to this one are over, whatever was said of how long they live.
    over: usize,
    revoked: bool,
}

/// A server on a port of its own.
#[derive(Clone)]
pub(crate) struct DriveServer {
    pub(crate) address: SocketAddr,
    pub(crate) drive: Arc<Mutex<Drive>>,
}

impl DriveServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), drive: Arc::default() };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                let service = service_fn(move |request| own.clone().answer(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        server
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn files(&self) -> usize {
        self.drive.lock().unwrap().items.values().filter(|item| item.bytes.is_some()).count()
    }

    /// Every token given so far is over, without a word.
    pub(crate) fn expire(&self) {
        let mut drive = self.drive.lock().unwrap();
        drive.over = drive.tokens;
    }

    /// The owner takes his permission back.
    pub(crate) fn revoke(&self) {
        self.expire();
        self.drive.lock().unwrap().revoked = true;
    }

    async fn answer(self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, std::io::Error> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
        let mut drive = self.drive.lock().unwrap();
        let path = parts.uri.path().to_owned();
        let query = decoded(parts.uri.query().unwrap_or_default());
        if path == "/token" {
            if drive.revoked || !query.contains("refresh_token=hidden-token") {
                return Ok(said(400, &json!({ "error": "invalid_grant" })));
            }
            drive.tokens += 1;
            let token = format!("token-{}", drive.tokens);
            return Ok(said(200, &json!({ "access_token": token, "expires_in": 3600 })));
        }
        match drive.faults.pop_front().or(drive.always) {
            Some(Fault::Status(status)) => return Ok(said(status, &json!({}))),
            Some(Fault::HangUp | Fault::Silence) => return Err(std::io::ErrorKind::ConnectionReset.into()),
            None => {}
        }
        let bearer = parts.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let number: usize = bearer.strip_prefix("Bearer token-").and_then(|text| text.parse().ok()).unwrap_or(0);
        if number <= drive.over {
            return Ok(said(401, &json!({ "error": { "message": "Invalid Credentials" } })));
        }
        let id = path.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(match (parts.method, path.as_str()) {
            (Method::GET, "/drive/v3/files") => said(200, &drive.found(&query)),
            (Method::POST, "/drive/v3/files") => {
                let asked: Value = serde_json::from_slice(&body).unwrap();
                let item = drive.add(&asked, None);
                said(200, &item)
            }
            (Method::POST, "/upload/drive/v3/files") => {
                let (asked, bytes) = parts_of(&parts.headers, &body);
                let item = drive.add(&asked, Some(bytes));
                said(200, &item)
            }
            (Method::PATCH, _) if path.starts_with("/upload/") => match drive.items.get_mut(&id) {
                Some(item) => {
                    item.bytes = Some(body.to_vec());
                    let item = drive.item(&id);
                    said(200, &item)
                }
                None => said(404, &json!({})),
            },
            (Method::PATCH, _) => {
                drive.items.remove(&id);
                said(200, &json!({}))
            }
            (Method::GET, _) => match drive.items.get(&id) {
                Some(Item { bytes: Some(bytes), .. }) if query.contains("alt=media") => {
                    Response::new(Full::new(Bytes::from(bytes.clone())))
                }
                Some(_) => said(200, &drive.item(&id)),
                None => said(404, &json!({})),
            },
            _ => said(405, &json!({})),
        })
    }
}

impl Drive {
    fn item(&self, id: &str) -> Value {
        let item = &self.items[id];
        let kind = if item.bytes.is_some() { "application/octet-stream" } else { FOLDER };
        json!({
            "id": id, "name": item.name, "mimeType": kind, "parents": [item.parent],
            "size": item.bytes.as_ref().map(|bytes| bytes.len().to_string()),
            "modifiedTime": "2024-01-01T10:00:00.000Z",
        })
    }

    fn add(&mut self, asked: &Value, bytes: Option<Vec<u8>>) -> Value {
        let id = format!("id{}", self.items.len() + 1000 * self.tokens);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let item = Item { name: text(&asked["name"]), parent: text(&asked["parents"][0]), bytes };
        self.items.insert(id.clone(), item);
        self.item(&id)
    }

    fn found(&self, query: &str) -> Value {
        let quoted = |before: &str| Some(query.split_once(before)?.1.split_once('\'')?.0.to_owned());
        let name = quoted("name = '");
        let fits = |item: &Item| {
            name.as_ref().is_none_or(|name| item.name == *name)
                && query.contains(&format!("'{}' in parents", item.parent))
                && (!query.contains(FOLDER) || item.bytes.is_none())
        };
        let files: Vec<Value> = self.items.iter().filter(|(_, item)| fits(item)).map(|(id, _)| self.item(id)).collect();
        json!({ "files": files })
    }
}

fn said(status: u16, body: &Value) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(status).unwrap();
    Response::builder().status(status).body(Full::new(Bytes::from(body.to_string()))).unwrap()
}

fn decoded(query: &str) -> String {
    let query = query.replace('+', "%20");
    let mut bytes = Vec::new();
    let mut rest = query.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' && after.len() >= 2 {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// What a form of two parts says: what the file is called and where it goes, and the file.
fn parts_of(headers: &hyper::HeaderMap, body: &[u8]) -> (Value, Vec<u8>) {
    let kind = headers["content-type"].to_str().unwrap();
    let boundary = format!("--{}", kind.split("boundary=").nth(1).unwrap().trim_matches('"'));
    let at = |text: &[u8], from: usize| {
        body[from..].windows(text.len()).position(|window| window == text).map(|place| place + from)
    };
    let part = |from: usize| {
        let head = at(b"\r\n\r\n", from).unwrap() + 4;
        let end = at(format!("\r\n{boundary}").as_bytes(), head).unwrap();
        (body[head..end].to_vec(), end + 2)
    };
    let (asked, next) = part(0);
    let (bytes, _) = part(next);
    (serde_json::from_slice(&asked).unwrap(), bytes)
}
