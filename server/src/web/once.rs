//! A form sent twice happens once: a double click, an impatient reload, a phone that sends again. Each form carries a key
//! that its page was made with; the same key with the same fields leads to where the first one led.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::shared::problem::Code;
use infrastructure::sql::idempotency::Claim;
use infrastructure::time::SystemClock;
use services::Result;
use services::access::Principal;
use services::ports::clock::Clock;
use sha2::{Digest, Sha256};

use super::BODY_MAX;
use crate::http::problem::{ApiError, mark, plain};
use crate::wiring::House;

/// How often, and how many times, a second sending looks whether the first is answered: five seconds together.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS: usize = 50;

/// Runs a form, unless the same one was run already.
pub(super) async fn once<F: Future<Output = Response> + Send>(
    house: &House,
    who: Option<&Principal>,
    request: Request,
    run: impl FnOnce(Request) -> F + Send,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_MAX).await else {
        return mark(plain(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge));
    };
    let keyed = bytes.windows(FORM_KEY.len()).any(|part| part == FORM_KEY);
    let mut hash = Sha256::new();
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(&bytes);
    let key = format!("form:{}", hex::encode(hash.finalize()));
    let request = Request::from_parts(parts, Body::from(bytes));
    let Some(who) = who.filter(|_| keyed) else { return run(request).await };
    match claim(house, who, &key).await {
        Err(error) => ApiError(error).into_response(),
        Ok(Claim::Answered { body, .. }) => led_to(&body),
        Ok(Claim::New) => {
            let response = run(request).await;
            let kept = match destination(&response) {
                Some(location) => {
                    let status = response.status().as_u16();
                    house.database.answer_idempotency_key(who, &key, status, &location).await
                }
                None => house.database.forget_idempotency_key(who, &key).await,
            };
            if let Err(error) = kept {
                tracing::warn!("where a form led was not kept: {error}");
            }
            response
        }
        Ok(Claim::InProgress | Claim::OtherRequest) => mark(plain(StatusCode::CONFLICT, Code::IdempotencyInProgress)),
    }
}

/// The field that carries the key, as it stands in the body.
const FORM_KEY: &[u8] = b"form_key=";

/// Claims the key, and waits for a first sending that is still being worked on.
async fn claim(house: &House, who: &Principal, key: &str) -> Result<Claim> {
    for _ in 0..LOOKS {
        match house.database.claim_idempotency_key(who, key, key, SystemClock.now().as_second()).await? {
            Claim::InProgress => tokio::time::sleep(LOOK_EVERY).await,
            claim => return Ok(claim),
        }
    }
    Ok(Claim::InProgress)
}

/// Where a form led. One that was refused changed nothing, and may be sent again.
fn destination(response: &Response) -> Option<String> {
    let refused = response.headers().contains_key(app::forms::REFUSED_HEADER);
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    (response.status().is_redirection() && !refused).then(|| location.to_owned())
}

fn led_to(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
