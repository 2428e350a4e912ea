//! What stands around the session layer: the cookie, set once and first, and the layer's own failures told as what they are.

use std::sync::Arc;

use app::request::cookie_name;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::shared::problem::Code;
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::config::Config;
use crate::http::problem::{mark, plain};
use crate::http::session_store::{WebSessions, told_of_gone};
use crate::wiring::House;

/// The name of the session's cookie.
pub(super) fn name(config: &Config) -> String {
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
        .with_expiry(Expiry::OnInactivity(idle(config)))
}

/// How long the cookie of a browser that is not used lives.
fn idle(config: &Config) -> Duration {
    Duration::seconds(config.session_idle.as_secs())
}

/// Set on every answer that comes from within the session layer.
#[derive(Clone)]
struct Ours;

/// The session that the first of two equal requests got: both get its cookie.
#[derive(Clone)]
pub(super) struct Handed(pub(super) String);

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
    let handed = response.extensions_mut().remove::<Handed>();
    if was_gone || handed.is_some() {
        leave_out(response.headers_mut(), &name(&config));
    }
    if let Some(Handed(id)) = handed
        && let Ok(cookie) = HeaderValue::from_str(&written(id, &config))
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    session_first(response.headers_mut(), &name(&config));
    response
}

/// The cookie as the session layer writes it.
fn written(id: String, config: &Config) -> String {
    let cookie = Cookie::build((name(config), id)).path("/").http_only(true).same_site(SameSite::Lax);
    cookie.secure(config.is_secure()).max_age(idle(config)).build().to_string()
}

fn is_named(cookie: &HeaderValue, name: &str) -> bool {
    cookie.as_bytes().strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"="))
}

/// Leaves out the session's cookie: it is worth nothing any more.
fn leave_out(headers: &mut HeaderMap, name: &str) {
    let others: Vec<HeaderValue> =
        headers.get_all(header::SET_COOKIE).iter().filter(|cookie| !is_named(cookie, name)).cloned().collect();
    replace(headers, others);
}

/// Puts the session's cookie before the others: many a program reads only the first.
fn session_first(headers: &mut HeaderMap, name: &str) {
    let mut cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    cookies.sort_by_key(|cookie| !is_named(cookie, name));
    replace(headers, cookies);
}

fn replace(headers: &mut HeaderMap, cookies: Vec<HeaderValue>) {
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}
