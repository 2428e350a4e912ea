//! Problems (RFC 9457): every error answer of the API, in one shape.

use app::locales::problem_message;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::shared::Language;
use domain::shared::problem::{Code, Facts, FieldError};
use serde::Serialize;
use services::ports::limits::Limited;
use services::{Error, Problem};
use utoipa::ToSchema;

use super::request_id::RequestId;
use crate::listener::Upload;

/// How much is left of a limit, and the limit itself (draft-ietf-httpapi-ratelimit-headers).
const RATE_LIMIT: header::HeaderName = header::HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: header::HeaderName = header::HeaderName::from_static("ratelimit-policy");

/// The body of an error answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// `/problems/<code>`.
    pub r#type: String,
    /// The kind of problem, in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, in the reader's language.
    pub detail: String,
    /// The request's id.
    pub instance: String,
    /// The stable code.
    pub code: Code,
    /// The facts that `detail` is built from.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub args: Facts,
    /// The fields at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// An error on its way out of the API. The body is written by [`finish`], which knows the request.
#[derive(Debug)]
pub struct ApiError(pub Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.0.problem();
        log(&self.0, &problem);
        let mut response = mark(problem);
        if let Error::Limited(limited) = &self.0 {
            tell_limit(limited, response.headers_mut());
        }
        if let Error::TooManyCodes { wait_s } = &self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(*wait_s));
        }
        response
    }
}

/// Says when to come back, and which limit was met.
fn tell_limit(limited: &Limited, headers: &mut HeaderMap) {
    let Limited { rule, quota, wait_s, .. } = limited;
    let told = [
        (header::RETRY_AFTER, wait_s.to_string()),
        (RATE_LIMIT, format!("\"{}\";r=0;t={wait_s}", rule.word())),
        (RATE_LIMIT_POLICY, format!("\"{}\";q={};w={}", rule.word(), quota.number, quota.period_s)),
    ];
    for (name, text) in told {
        if let Ok(value) = header::HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
}

/// An answer that [`finish`] turns into a problem.
pub fn mark(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    response.extensions_mut().insert(Marked(problem));
    response
}

/// A problem without facts.
pub fn plain(status: StatusCode, code: Code) -> Problem {
    Problem { status: status.as_u16(), code, facts: Facts::new(), errors: Vec::new() }
}

#[derive(Clone)]
struct Marked(Problem);

/// Faults are logged once, here at the edge, with their causes; refusals are not news.
pub fn log(error: &Error, problem: &Problem) {
    if problem.status >= 500 {
        let mut causes = Vec::new();
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        tracing::error!(code = problem.code.word(), causes = causes.join(": "), "{error}");
    }
}

/// Writes the body of every error answer that was marked, and under `/api` also of those the framework made. Who asks for a
/// page gets one: a third party follows a signed link with a browser.
pub async fn finish(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let language = preferred_language(request.headers());
    let api = request.uri().path().starts_with("/api/");
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let wants_page = !api && accepts.contains("text/html");
    let upload = request.extensions().get::<Upload>().cloned();
    let mut response = next.run(request).await;
    if upload.is_some_and(|upload| upload.is_too_slow()) {
        // Whatever was made of half a body, the reason is that it did not come.
        response = mark(plain(StatusCode::REQUEST_TIMEOUT, Code::TooSlow));
    }
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let problem = match response.extensions().get::<Marked>() {
        Some(Marked(problem)) => problem.clone(),
        None if api && !is_problem(&response) => plain(response.status(), code_of(response.status())),
        None => return response,
    };
    let detail = problem_message(problem.code, &problem.facts, language);
    let status = response.status();
    let mut written = if wants_page {
        (status, Html(page(status, &detail, &id, language))).into_response()
    } else {
        let body = ProblemBody {
            r#type: format!("/problems/{}", problem.code.word()),
            title: problem.code.word().replace('_', " "),
            status: problem.status,
            detail,
            instance: id,
            code: problem.code,
            args: problem.facts,
            errors: problem.errors,
        };
        let mut written = (status, axum::Json(body)).into_response();
        let kind = header::HeaderValue::from_static("application/problem+json");
        written.headers_mut().insert(header::CONTENT_TYPE, kind);
        written
    };
    for name in [header::ALLOW, header::RETRY_AFTER, RATE_LIMIT, RATE_LIMIT_POLICY, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            written.headers_mut().append(&name, value.clone());
        }
    }
    if status == StatusCode::UNAUTHORIZED {
        written.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    }
    written
}

/// A page for a problem outside the screens. It holds no text that came with the request but its id, which is a plain token.
fn page(status: StatusCode, detail: &str, id: &str, language: Language) -> String {
    let (code, home) = match language {
        Language::Fr => ("fr", "Retour à l’accueil"),
        Language::En => ("en", "Back to home"),
    };
    let detail = detail.replace('&', "&amp;").replace('<', "&lt;");
    let status = status.as_u16();
    format!(
        r#"<!DOCTYPE html><html lang="{code}" data-theme="system"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{status} · MonAssurance</title><link rel="stylesheet" href="/assets/style.css"></head><body><main class="bare-main"><div class="error-page"><p class="error-status" aria-hidden="true">{status}</p><h1 class="page-title">{detail}</h1><p><a class="button" href="/">{home}</a></p><p class="error-request"><code>{id}</code></p></div></main></body></html>"#
    )
}

fn is_problem(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"))
}

fn code_of(status: StatusCode) -> Code {
    match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::UNPROCESSABLE_ENTITY => Code::Invalid,
        StatusCode::REQUEST_TIMEOUT => Code::TooSlow,
        StatusCode::TOO_MANY_REQUESTS => Code::RateLimited,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => Code::Unavailable,
        status if status.is_server_error() => Code::Internal,
        _ => Code::Unreadable,
    }
}

/// The first language of `Accept-Language` that we speak; French when there is none.
pub fn preferred_language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted
        .split(',')
        .find_map(|part| Language::parse(part.split(';').next().unwrap_or_default().trim()))
        .unwrap_or_default()
}
