//! A form sent twice happens once: a double click, an impatient reload, a phone that sends again. Each form carries a key
//! that its page was made with; the same key with the same fields leads to where the first one led.

use app::forms::Settled;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use services::Result;
use services::access::Principal;

use super::BODY_MAX;
use super::once_outside::Stranger;
use crate::http::once::{Kept, Standing, Whole, claim};
use crate::http::problem::ApiError;
use crate::http::session_store::WebSessions;
use crate::wiring::House;

/// How many times a second sending looks whether the first is answered: five seconds together.
pub(super) const LOOKS: usize = 50;
/// The field that carries the key, as it stands in the body.
const FORM_KEY: &[u8] = b"form_key=";

/// Who sends a form.
pub(super) enum Sender {
    /// Somebody who is signed in.
    Known(Box<Principal>),
    /// A browser with a cookie in which nobody is signed in.
    Stranger(Stranger),
    /// Nothing tells one from another.
    Anybody,
}

/// Runs a form, unless the same one was run already.
pub(super) async fn once<F: Future<Output = Response> + Send + 'static>(
    house: &House,
    sender: Sender,
    request: Request,
    run: impl FnOnce(Request) -> F + Send,
) -> Response {
    let sent = match Whole::read(request, BODY_MAX).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    let keyed = sent.body.windows(FORM_KEY.len()).any(|part| part == FORM_KEY);
    // Other fields under the same key are another form: the page was gone back to.
    let hash = sent.hash();
    let who = match sender {
        Sender::Known(who) if keyed => who,
        Sender::Stranger(stranger) if keyed => {
            return stranger.once(WebSessions::of(house), &hash, run(sent.request())).await;
        }
        _ => return run(sent.request()).await,
    };
    let key = format!("form:{hash}");
    match claim(house, &who, &key, &hash, LOOKS).await {
        Standing::Refused(refusal) => refusal,
        Standing::Answered(kept) => led_to(&kept.body),
        Standing::First(claimed) => {
            let response = run(sent.request()).await;
            match destination(&response) {
                Some(location) => claimed.keep(Kept { status: response.status().as_u16(), body: location }).await,
                None => claimed.forget().await,
            }
            response
        }
    }
}

/// Runs a form with a file, unless the same one was run already. `hash` tells it from any other; there is none for a form
/// without a key.
pub(super) async fn once_with_file(
    house: &House,
    who: &Principal,
    hash: Option<String>,
    run: impl Future<Output = Result<Settled>>,
) -> Response {
    let Some(hash) = hash else { return answered(run.await) };
    let key = format!("form:{hash}");
    match claim(house, who, &key, &hash, LOOKS).await {
        Standing::Refused(refusal) => refusal,
        Standing::Answered(kept) => led_to(&kept.body),
        Standing::First(claimed) => {
            let outcome = run.await;
            match &outcome {
                Ok(Settled { next, refused: false }) => {
                    claimed.keep(Kept { status: StatusCode::SEE_OTHER.as_u16(), body: next.clone() }).await;
                }
                _ => claimed.forget().await,
            }
            answered(outcome)
        }
    }
}

/// Where a form leads.
pub(super) fn answered(outcome: Result<Settled>) -> Response {
    match outcome {
        Ok(settled) => led_to(&settled.next),
        Err(error) => ApiError(error).into_response(),
    }
}

/// Where a form led. One that was refused changed nothing, and may be sent again.
pub(super) fn destination(response: &Response) -> Option<String> {
    let refused = response.headers().contains_key(app::forms::REFUSED_HEADER);
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    (response.status().is_redirection() && !refused).then(|| location.to_owned())
}

pub(super) fn led_to(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
