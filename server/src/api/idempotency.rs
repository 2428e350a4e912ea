//! `Idempotency-Key`: the same request twice gives the same answer, and happens once.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::shared::problem::{Code, FieldError};
use infrastructure::sql::idempotency::Claim;
use infrastructure::time::SystemClock;
use services::Error;
use services::ports::clock::Clock;
use sha2::{Digest, Sha256};

use crate::http::problem::{ApiError, mark, plain};
use crate::http::visitor::Visitor;
use crate::web::BODY_MAX;
use crate::wiring::House;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key, in characters.
const KEY_MAX: usize = 200;
/// The largest answer that is kept, in bytes.
const ANSWER_MAX: usize = 1024 * 1024;

/// Answers a repeated request from the store; lets a new one through and keeps its answer.
pub(super) async fn once(State(house): State<House>, request: Request, next: Next) -> Response {
    let key = match request.headers().get(&HEADER) {
        // The answers of `/auth/` hold tokens, which are kept nowhere in clear.
        Some(key) if request.method() == Method::POST && !request.uri().path().starts_with("/api/v1/auth/") => {
            key.to_str().unwrap_or_default().to_owned()
        }
        _ => return next.run(request).await,
    };
    let visitor = request.extensions().get::<Visitor>().and_then(|visitor| visitor.principal.clone());
    let Some(who) = visitor else { return next.run(request).await };
    if key.is_empty() || key.len() > KEY_MAX {
        let wrong = FieldError::new("Idempotency-Key", Code::TooLong).with("max", KEY_MAX);
        return ApiError(Error::field(wrong)).into_response();
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_MAX).await else {
        return mark(plain(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge));
    };
    let mut hash = Sha256::new();
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(&bytes);
    let hash = hex::encode(hash.finalize());
    let claim = house.database.claim_idempotency_key(&who, &key, &hash, SystemClock.now().as_second()).await;
    match claim {
        Err(error) => return ApiError(error).into_response(),
        Ok(Claim::New) => {}
        Ok(Claim::InProgress) => return mark(plain(StatusCode::CONFLICT, Code::IdempotencyInProgress)),
        Ok(Claim::OtherRequest) => {
            return mark(plain(StatusCode::UNPROCESSABLE_ENTITY, Code::IdempotencyKeyReused));
        }
        Ok(Claim::Answered { status, body }) => return repeated(status, body),
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    keep(&house, &who, &key, response).await
}

/// Keeps a success. A refusal changed nothing, so the key is given back and the caller may mend the request or try again.
async fn keep(house: &House, who: &services::access::Principal, key: &str, response: Response) -> Response {
    if !response.status().is_success() {
        if let Err(error) = house.database.forget_idempotency_key(who, key).await {
            tracing::warn!("an idempotency key was not given back: {error}");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ANSWER_MAX).await else {
        return ApiError(Error::Internal("an answer too large to keep".into())).into_response();
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if let Err(error) = house.database.answer_idempotency_key(who, key, parts.status.as_u16(), &text).await {
        tracing::warn!("the answer to an idempotency key was not kept: {error}");
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn repeated(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let version = serde_json::from_str::<serde_json::Value>(&body).ok().and_then(|body| body.get("version")?.as_i64());
    let mut response = (status, body).into_response();
    // The version in the body is the record's `ETag` (see `Tagged`), so the repeated answer has it too.
    if let Some(version) = version
        && let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\""))
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response.headers_mut().insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    response
}
