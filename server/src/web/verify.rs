//! The public check of a document beside its page: as JSON at the same address, by a file that is sent, and the keys by which
//! anybody checks a seal without asking us.

use axum::Json;
use axum::extract::{Multipart, Query, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::shared::problem::Code;
use serde::Deserialize;
use serde_json::json;
use services::documents::Shown;
use sha2::{Digest, Sha256};

use crate::http::problem::{ApiError, mark, plain};
use crate::http::visitor::Visitor;
use crate::wiring::House;

/// The page of the check.
const PAGE: &str = "/verify";

/// What an address of the check shows beside the code.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    seal: Option<String>,
    sha256: Option<String>,
}

/// Answers in JSON who asks for JSON; everybody else sees the page.
pub(super) async fn as_json(State(house): State<House>, request: Request, next: Next) -> Response {
    let code = request.uri().path().strip_prefix("/verify/").filter(|code| !code.is_empty()).map(str::to_owned);
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let wants_json = accepts.contains("application/json") && !accepts.contains("text/html");
    let context = request.extensions().get::<Visitor>().map(|visitor| visitor.context.clone());
    match (code, context) {
        (Some(code), Some(context)) if wants_json && request.method() == Method::GET && code != KEYS_NAME => {
            let Query(asked) = Query::<Asked>::try_from_uri(request.uri()).unwrap_or_default();
            let shown = Shown { seal: asked.seal, checksum_sha256: asked.sha256 };
            match house.services.documents.verify(&code, &shown, context).await {
                Ok(view) => Json(view).into_response(),
                Err(error) => ApiError(error).into_response(),
            }
        }
        _ => next.run(request).await,
    }
}

/// The last part of [`KEYS`].
const KEYS_NAME: &str = "keys.json";
/// Where the public keys stand.
pub(super) const KEYS: &str = "/verify/keys.json";

/// The public keys of seals as a JSON Web Key Set (RFC 7517, RFC 8037).
pub(super) async fn keys(State(house): State<House>) -> Response {
    let keys: Vec<_> = house
        .services
        .documents
        .seal_keys()
        .into_iter()
        .map(|key| json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": key.id, "x": key.public_key }))
        .collect();
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(json!({ "keys": keys }))).into_response()
}

/// Where the form of the check sends a file; browsers with scripts take its checksum themselves and send nothing.
pub(super) const FILE_FORM: &str = "/forms/verify";

/// Takes the checksum of a file and leads to the page that says what it is. The file itself is not kept, and not more of it
/// than a piece at a time.
pub(super) async fn file(mut form: Multipart) -> Response {
    let (mut code, mut checksum) = (String::new(), None);
    let unreadable = || mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    loop {
        let Ok(part) = form.next_field().await else { return unreadable() };
        let Some(mut part) = part else { break };
        match part.name() {
            Some("code") => match part.text().await {
                Ok(text) => code = text.chars().filter(char::is_ascii_alphanumeric).take(40).collect(),
                Err(_) => return unreadable(),
            },
            Some("file") => {
                let (mut hash, mut size) = (Sha256::new(), 0_usize);
                loop {
                    match part.chunk().await {
                        Ok(Some(chunk)) => {
                            size += chunk.len();
                            hash.update(&chunk);
                        }
                        Ok(None) => break,
                        Err(_) => return unreadable(),
                    }
                }
                checksum = (size > 0).then(|| hex::encode(hash.finalize()));
            }
            _ => {}
        }
    }
    Redirect::to(&page_of(&code, checksum.as_deref())).into_response()
}

/// The page for a code, a file or both. A file alone finds its own code there.
fn page_of(code: &str, checksum: Option<&str>) -> String {
    match (code, checksum) {
        ("", None) => PAGE.to_owned(),
        ("", Some(checksum)) => format!("{PAGE}?sha256={checksum}"),
        (code, None) => format!("{PAGE}?code={code}"),
        (code, Some(checksum)) => format!("{PAGE}?code={code}&sha256={checksum}"),
    }
}
