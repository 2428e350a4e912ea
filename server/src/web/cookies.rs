//! What stands around the session layer: the cookie, set once and first, and the layer's own failures told as what they are.

use std::sync::Arc;

use app::request::cookie_name;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::shared::problem::Code;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::config::Config;
use crate::http::problem::{mark, plain};
use crate::http::session_store::{WebSessions, told_of_gone};
use crate::wiring::House;

/// The name of the session's cookie.
fn name(config: &Config) -> String {
    // The prefix binds the cookie to this very host (RFC 6265bis); browsers take it over TLS only.
    cookie_name("monassurance", config.is_secure())
}

/// The layer that reads the cookie and sets it.
pub(super) fn sessions(house: &House) -> SessionManagerLayer<WebSessions> {
    let config = &house.config;
    SessionManagerLayer::new(WebSessions::of(house))
        .with_name(name(config))
        .with_secure(config.is_secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::seconds(config.session_idle.as_secs())))
}

/// Set on every answer that comes from within the session layer.
#[derive(Clone)]
struct Ours;

/// Marks an answer as one of ours.
pub(super) async fn ours(mut response: Response) -> Response {
    response.extensions_mut().insert(Ours);
    response
}

/// Looks after the cookie that the session layer sets.
pub(super) async fn session_kept(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let (mut response, was_gone) = told_of_gone(next.run(request)).await;
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && response.extensions().get::<Ours>().is_none() {
        // A session that could not be kept is a store that does not answer; the layer itself would call it a fault of ours.
        return mark(plain(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable));
    }
    set_first(response.headers_mut(), &format!("{}=", name(&config)), was_gone);
    response
}

/// Puts the session's cookie before the others, because many a program reads only the first; or leaves it out, when it is
/// worth nothing any more.
fn set_first(headers: &mut HeaderMap, start: &str, worthless: bool) {
    let all = headers.get_all(header::SET_COOKIE).iter().cloned();
    let (session, others): (Vec<HeaderValue>, Vec<_>) =
        all.partition(|cookie| cookie.as_bytes().starts_with(start.as_bytes()));
    if session.is_empty() {
        return;
    }
    headers.remove(header::SET_COOKIE);
    for cookie in session.into_iter().filter(|_| !worthless).chain(others) {
        headers.append(header::SET_COOKIE, cookie);
    }
}
