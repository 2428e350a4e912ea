//! What browsers report when a page's policy stopped something (W3C Content Security Policy 3). A report comes from anybody, so
//! it is bounded, limited, and only ever logged.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use services::Error;
use services::ports::limits::{Rule, network};

use super::route_template;
use crate::http::address::address_of;
use crate::http::headers::REPORTS;
use crate::http::problem::{ApiError, finish};
use crate::wiring::House;

/// The largest report, in bytes.
const REPORT_MAX: usize = 16 * 1024;
/// Reports taken from one request.
const AT_ONCE: usize = 10;

pub(super) fn router(house: &House) -> Router<House> {
    Router::new()
        .route(REPORTS, post(report))
        .layer(DefaultBodyLimit::max(REPORT_MAX))
        .layer(middleware::from_fn_with_state(house.clone(), limited))
        .layer(middleware::from_fn(finish))
}

async fn limited(State(house): State<House>, request: Request, next: Next) -> Response {
    let address =
        address_of(&request, &house.config).map_or_else(|| "unknown".to_owned(), |address| address.to_string());
    match house.ports.limits.spend(Rule::Reports, &network(&address)).await {
        Ok(()) => next.run(request).await,
        Err(limited) => ApiError(Error::Limited(limited)).into_response(),
    }
}

/// Takes what it understands; a browser has no use for an error.
async fn report(body: Bytes) -> StatusCode {
    for Violation { directive, blocked, page } in read(&body) {
        tracing::warn!(directive, blocked, page, "a page's policy stopped something");
    }
    StatusCode::NO_CONTENT
}

/// What was stopped, without anything that may name people: of addresses only the origin, of pages only the route.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    directive: String,
    blocked: String,
    page: String,
}

/// Reads both forms: `report-uri`'s one object, and the Reporting API's list.
fn read(body: &[u8]) -> Vec<Violation> {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    if let Some(report) = value.get("csp-report") {
        return violation(report, "effective-directive", "blocked-uri", "document-uri").into_iter().collect();
    }
    let reports = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let violations = reports.iter().filter(|report| report["type"] == "csp-violation");
    violations
        .take(AT_ONCE)
        .filter_map(|report| violation(&report["body"], "effectiveDirective", "blockedURL", "documentURL"))
        .collect()
}

fn violation(report: &serde_json::Value, directive: &str, blocked: &str, page: &str) -> Option<Violation> {
    let text = |name: &str| report.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    Some(Violation {
        directive: word(text(directive)).filter(|word| !word.is_empty())?,
        blocked: origin(text(blocked)),
        page: text(page).parse().map(|address: Uri| route_template(address.path())).unwrap_or_default(),
    })
}

/// A short plain word, such as `script-src-elem`.
fn word(text: &str) -> Option<String> {
    let plain = text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    plain.then(|| text.to_owned())
}

/// `inline`, `eval` and the like as they are; of an address its scheme and host.
fn origin(text: &str) -> String {
    if let Some(word) = word(text) {
        return word;
    }
    let address: Option<Uri> = text.parse().ok();
    match address.as_ref().and_then(|address| Some((address.scheme_str()?, address.host()?))) {
        Some((scheme, host)) if host.len() <= 100 => format!("{scheme}://{host}"),
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_tells_the_rule_the_origin_and_the_route() {
        let told = |directive: &str, blocked: &str, page: &str| Violation {
            directive: directive.to_owned(),
            blocked: blocked.to_owned(),
            page: page.to_owned(),
        };
        let old = br#"{"csp-report":{"document-uri":"https://firm.test/clients/0193c0de-0000-7000-8000-000000000001?q=Dupont",
            "effective-directive":"script-src-elem","blocked-uri":"https://evil.test/x?who=Dupont"}}"#;
        assert_eq!(read(old), [told("script-src-elem", "https://evil.test", "/clients/{}")]);
        let new = br#"[{"type":"csp-violation","body":{"documentURL":"https://firm.test/policies","effectiveDirective":"style-src",
            "blockedURL":"inline"}},{"type":"deprecation","body":{}}]"#;
        assert_eq!(read(new), [told("style-src", "inline", "/policies")]);
        for nothing in ["", "{}", "[]", "null", r#"{"csp-report":{"effective-directive":"a\nforged=line"}}"#] {
            assert_eq!(read(nothing.as_bytes()), [], "{nothing}");
        }
    }
}
