//! One call to a company, as its configuration says.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::company::{Authentication, IntegrationMode, SaveIntegration, TestOutcome, TestReport, TestStep};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use services::ports::outside::Scheme;
use tokio::io::AsyncReadExt;
use url::form_urlencoded;

use super::OutsideCalls;
use super::address::Place;
use super::wire::{connected, secured, step};

/// The longest answer that is read, in bytes: that of a token's server.
const ANSWER_MAX: usize = 64 * 1024;
/// The most that the heads of an answer may take, in bytes.
const HEADS_MAX: usize = 32 * 1024;
/// How an SSH server greets (RFC 4253).
const SSH_GREETING: &[u8] = b"SSH-2.0-";

/// Makes the call and tells what came of it.
pub(super) async fn tried(
    outside: &OutsideCalls,
    how: &SaveIntegration,
    secret: Option<&str>,
    patience: Duration,
) -> TestReport {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let began = std::time::Instant::now();
    let mut steps = Vec::new();
    let mut status = None;
    let work = attempt(outside, how, secret, &mut steps, &mut status);
    let outcome = match tokio::time::timeout(patience, work).await {
        Ok(Ok(outcome) | Err(outcome)) => outcome,
        Err(_) => TestOutcome::TimedOut,
    };
    TestReport { outcome, steps, status, took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX) }
}

async fn attempt(
    outside: &OutsideCalls,
    how: &SaveIntegration,
    secret: Option<&str>,
    steps: &mut Vec<TestStep>,
    status: &mut Option<u16>,
) -> Result<TestOutcome, TestOutcome> {
    if how.needs_secret() && secret.is_none() {
        return Err(TestOutcome::SecretMissing);
    }
    let base_url = how.base_url.as_deref().unwrap_or_default();
    if how.mode == IntegrationMode::Sftp {
        let place = Place::read(Scheme::Sftp, base_url).map_err(|_| TestOutcome::NameNotFound)?;
        return greeted(outside, &place, steps).await;
    }
    let place = Place::read(Scheme::Https, base_url).map_err(|_| TestOutcome::NameNotFound)?;
    let proof = proof(outside, how, secret.unwrap_or_default(), steps).await?;
    let mut request = Request::builder().method(Method::GET).header(ACCEPT, "*/*");
    if let Some((name, value)) = proof {
        request = request.header(name, value);
    }
    let response = sent(outside, &place, request, Bytes::new(), steps).await?;
    step(steps, TestStep::Answered);
    *status = Some(response.status().as_u16());
    Ok(match response.status().as_u16() {
        200..=299 => TestOutcome::Works,
        300..=399 => TestOutcome::Redirected,
        401 | 403 => TestOutcome::CredentialsRefused,
        404 | 410 => TestOutcome::NothingThere,
        429 => TestOutcome::TooManyCalls,
        400..=499 => TestOutcome::Refused,
        _ => TestOutcome::Faulty,
    })
}

/// Whether an SSH server is there. What is behind it is not asked: that needs a whole SSH client, which comes with the sending.
async fn greeted(outside: &OutsideCalls, place: &Place, steps: &mut Vec<TestStep>) -> Result<TestOutcome, TestOutcome> {
    let mut stream = connected(place, &outside.open_networks, steps).await?;
    let mut greeting = [0; SSH_GREETING.len()];
    stream.read_exact(&mut greeting).await.map_err(|_| TestOutcome::NotUnderstood)?;
    if greeting != SSH_GREETING {
        return Err(TestOutcome::NotUnderstood);
    }
    step(steps, TestStep::Answered);
    Ok(TestOutcome::Works)
}

/// The header by which the firm proves itself.
async fn proof(
    outside: &OutsideCalls,
    how: &SaveIntegration,
    secret: &str,
    steps: &mut Vec<TestStep>,
) -> Result<Option<(HeaderName, HeaderValue)>, TestOutcome> {
    let username = how.username.as_deref().unwrap_or_default();
    let (name, value) = match how.authentication {
        Authentication::None => return Ok(None),
        Authentication::Basic => (AUTHORIZATION, basic(username, secret)),
        Authentication::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
        Authentication::ApiKey => {
            let name = how.header_name.as_deref().unwrap_or_default();
            (HeaderName::try_from(name).map_err(|_| TestOutcome::NotUnderstood)?, secret.to_owned())
        }
        Authentication::Oauth2 => (AUTHORIZATION, format!("Bearer {}", token(outside, how, secret, steps).await?)),
    };
    Ok(Some((name, hidden(&value)?)))
}

/// A header that nothing prints.
fn hidden(value: &str) -> Result<HeaderValue, TestOutcome> {
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| TestOutcome::NotUnderstood)?;
    value.set_sensitive(true);
    Ok(value)
}

fn basic(username: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{username}:{secret}")))
}

/// What a token's server answers (RFC 6749, section 5.1), as far as it matters.
#[derive(Deserialize)]
struct Token {
    access_token: String,
}

/// Exchanges the client's name and secret for a token (RFC 6749, section 4.4).
async fn token(
    outside: &OutsideCalls,
    how: &SaveIntegration,
    secret: &str,
    steps: &mut Vec<TestStep>,
) -> Result<String, TestOutcome> {
    let url = how.token_url.as_deref().unwrap_or_default();
    let place = Place::read(Scheme::Https, url).map_err(|_| TestOutcome::NameNotFound)?;
    // Name and secret are written as a form would, before they are joined (RFC 6749, section 2.3.1).
    let written = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let client = basic(&written(how.username.as_deref().unwrap_or_default()), &written(secret));
    let scope = how.scope.as_deref().map(|scope| format!("&scope={}", written(scope))).unwrap_or_default();
    let form = format!("grant_type=client_credentials{scope}");
    let request = Request::builder()
        .method(Method::POST)
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(AUTHORIZATION, hidden(&client)?);
    let response = sent(outside, &place, request, form.into(), steps).await?;
    match response.status().as_u16() {
        200..=299 => {}
        500..=599 => return Err(TestOutcome::Faulty),
        429 => return Err(TestOutcome::TooManyCalls),
        _ => return Err(TestOutcome::TokenRefused),
    }
    let answer = Limited::new(response.into_body(), ANSWER_MAX).collect().await;
    let answer = answer.map_err(|_| TestOutcome::NotUnderstood)?.to_bytes();
    let token: Token = serde_json::from_slice(&answer).map_err(|_| TestOutcome::NotUnderstood)?;
    step(steps, TestStep::Authorised);
    Ok(token.access_token)
}

/// Sends one request over a connection of its own.
async fn sent(
    outside: &OutsideCalls,
    place: &Place,
    request: hyper::http::request::Builder,
    body: Bytes,
    steps: &mut Vec<TestStep>,
) -> Result<Response<Incoming>, TestOutcome> {
    let stream = connected(place, &outside.open_networks, steps).await?;
    let stream = secured(place, stream, outside.trust().await, steps).await?;
    let request = request
        .uri(place.target())
        .header(HOST, place.authority())
        .header(USER_AGENT, "MonAssurance")
        .body(Full::new(body))
        .map_err(|_| TestOutcome::NotUnderstood)?;
    let handshake = http1::Builder::new().max_buf_size(HEADS_MAX).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|_| TestOutcome::NotUnderstood)?;
    // It ends with the answer, or when the caller loses patience and drops the sender and the body.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(|_| TestOutcome::NotUnderstood)
}
