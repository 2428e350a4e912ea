//! `Idempotency-Key`: the same request twice gives the same answer, and happens once.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::shared::problem::{Code, FieldError};
use services::Error;

use super::{attachments, mailings};
use crate::http::once::{Claimed, Kept, Standing, Whole, claim};
use crate::http::problem::ApiError;
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
        Some(key) if request.method() == Method::POST && may_be_kept(request.uri().path()) => {
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
    let max = if request.uri().path() == attachments::ATTACHMENTS { attachments::BODY_MAX } else { BODY_MAX };
    let sent = match Whole::read(request, max).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    match claim(&house, &who, &key, &sent.hash(), 1).await {
        Standing::Refused(refusal) => refusal,
        Standing::Answered(kept) => repeated(kept),
        Standing::First(claimed) => keep(claimed, next.run(sent.request()).await).await,
    }
}

/// Whether an answer is kept. Those of `/auth/` hold tokens, which are kept nowhere; a file of addresses changes nothing, and is
/// made anew as often as it is asked for.
fn may_be_kept(path: &str) -> bool {
    !path.starts_with("/api/v1/auth/") && path != mailings::FILE
}

/// Keeps a success. A refusal changed nothing, so the key is given back and the caller may mend the request or try again.
async fn keep(claimed: Claimed<'_>, response: Response) -> Response {
    if !response.status().is_success() {
        claimed.forget().await;
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ANSWER_MAX).await else {
        return ApiError(Error::Internal("an answer too large to keep".into())).into_response();
    };
    let body = String::from_utf8_lossy(&bytes).into_owned();
    claimed.keep(Kept { status: parts.status.as_u16(), body }).await;
    Response::from_parts(parts, Body::from(bytes))
}

fn repeated(Kept { status, body }: Kept) -> Response {
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
