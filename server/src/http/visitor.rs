//! Who asks: one way to find out, for both doors.

use app::request::{DEVICE_COOKIE, cookie_name};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::audit::Door;
use domain::shared::SessionId;
use domain::shared::problem::Code;
use infrastructure::time::SystemClock;
use services::Error;
use services::access::{Principal, RequestContext};
use services::identity::Credential;
use services::ports::clock::Clock;
use tower_sessions::Session;

use super::address::address_of;
use super::headers::cookie;
use super::problem::ApiError;
use super::request_id::RequestId;
use crate::wiring::House;

/// The key of a browser's session under which its device is kept.
pub use app::request::SESSION_KEY;

/// The key under which is kept when a browser was last seen, in seconds since 1970.
const SEEN_KEY: &str = "seen";
/// How stale that may be at the most, in seconds; less where browsers may be idle for less.
const SEEN_GRAIN_S: i64 = 600;

/// Who asks, as far as is known, and from where.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is, once recognised.
    pub principal: Option<Principal>,
    /// From where the request comes.
    pub context: RequestContext,
}

/// Recognises who asks, by token or by cookie. A database that does not answer is told as such, not as "signed out".
pub async fn recognise(State(house): State<House>, mut request: Request, next: Next) -> Response {
    let door = if request.uri().path().starts_with("/api/") { Door::Api } else { Door::Web };
    let context = context(&request, &house, door);
    let session = request.extensions().get::<Session>().cloned();
    let sent = sent(request.headers());
    let credential = match credential(sent, session, house.config.session_idle.as_secs()).await {
        Ok(credential) => credential,
        Err(error) => return ApiError(error).into_response(),
    };
    let principal = match credential {
        None => None,
        Some(credential) => match house.services.identity.authenticate(&credential, context.clone()).await {
            Ok(principal) => Some(principal),
            Err(Error::Unauthenticated(_)) => None,
            Err(error) => return ApiError(error).into_response(),
        },
    };
    if let Some(principal) = &principal {
        let span = tracing::Span::current();
        span.record("agency", tracing::field::display(principal.agency()));
        if let Some(user) = principal.user_id() {
            span.record("user", tracing::field::display(user));
        }
    }
    request.extensions_mut().insert(Visitor { principal, context });
    next.run(request).await
}

fn context(request: &Request, house: &House, door: Door) -> RequestContext {
    let address = address_of(request, &house.config);
    let mark = cookie(request.headers(), &cookie_name(DEVICE_COOKIE, house.config.is_secure()));
    RequestContext {
        request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        ip_address: address.map(|address| address.to_string()),
        user_agent: user_agent(request.headers()),
        device_mark: mark,
        door,
    }
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::USER_AGENT)?.to_str().ok()?;
    Some(text.chars().filter(|c| !c.is_control()).take(300).collect())
}

/// By what a request says who it comes from.
enum Sent {
    Token(String),
    /// An `Authorization` that is no bearer token proves nothing.
    Unknown,
    Cookie,
    Nothing,
}

/// A bearer token counts before a cookie: who sends one means it.
fn sent(headers: &HeaderMap) -> Sent {
    match headers.get(header::AUTHORIZATION) {
        Some(value) => match value.to_str().ok().and_then(|text| text.split_once(' ')) {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Sent::Token(token.trim().to_owned()),
            _ => Sent::Unknown,
        },
        None if headers.contains_key(header::COOKIE) => Sent::Cookie,
        None => Sent::Nothing,
    }
}

async fn credential(sent: Sent, session: Option<Session>, idle_s: i64) -> Result<Option<Credential>, Error> {
    let session = match (sent, session) {
        (Sent::Token(token), _) => return Ok(Some(Credential::Bearer(token))),
        (Sent::Cookie, Some(session)) => session,
        _ => return Ok(None),
    };
    let unavailable =
        |error: tower_sessions::session::Error| Error::Unavailable { part: "database", source: Box::new(error) };
    let device: Option<SessionId> = session.get(SESSION_KEY).await.map_err(unavailable)?;
    if device.is_some() {
        let now = SystemClock.now().as_second();
        let seen: Option<i64> = session.get(SEEN_KEY).await.map_err(unavailable)?;
        // The cookie's life counts from the last write, so a browser in use writes now and then.
        if seen.is_none_or(|seen| now - seen > SEEN_GRAIN_S.min(idle_s / 4)) {
            session.insert(SEEN_KEY, now).await.map_err(unavailable)?;
        }
    }
    Ok(device.map(Credential::Session))
}

/// The principal of a request; 401 without one.
#[derive(Debug, Clone)]
pub struct Caller(pub Principal);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>();
        let principal = visitor.and_then(|visitor| visitor.principal.clone());
        principal.map(Self).ok_or(ApiError(Error::Unauthenticated(Code::Unauthenticated)))
    }
}

/// From where a request comes, signed in or not.
#[derive(Debug, Clone)]
pub struct From(pub RequestContext);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let missing = || ApiError(Error::Internal("a request without its visitor".into()));
        visitor.map(|visitor| Self(visitor.context)).ok_or_else(missing)
    }
}
