//! The screens: pages and forms by Leptos, their files, and the documents people download.

mod assets;
mod cookies;
pub(crate) mod downloads;
mod health;
mod lists;
mod once;
mod once_outside;
mod pages;
mod reports;
mod upload;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::http::{guard, headers, problem, request_id, throttle, timely, visitor};
use crate::wiring::House;

/// The largest body, in bytes.
pub(crate) const BODY_MAX: usize = 10 * 1024 * 1024;
/// The route of a document's file.
pub(crate) const DOWNLOADS: &str = "/files/documents/{id}";

/// The route of the paper of a mandate.
pub(crate) const PAPERS: &str = "/files/companies/{id}/mandates/{mandate}";

/// The route of the file of documents about many policies.
pub(crate) const BUNDLES: &str = "/files/document-runs/{id}";

/// The route of addresses on labels and envelopes.
pub(crate) const MAILINGS: &str = "/files/mailings/{list}";

/// Where a stranger sends a file to be checked.
pub(crate) const CHECKED_FILES: &str = verify::FILE_FORM;

/// The route of the file of an attachment.
pub(crate) const ATTACHMENTS: &str = "/files/attachments/{id}";

/// The whole service: both doors behind the same layers.
pub fn service(house: &House) -> Router {
    let config = Arc::clone(&house.config);
    let doors = Router::new()
        .merge(crate::api::router(house))
        .route(DOWNLOADS, get(downloads::document).head(downloads::head))
        .route(BUNDLES, get(downloads::bundle))
        .route(PAPERS, get(downloads::paper))
        .route(ATTACHMENTS, get(downloads::attached_file))
        .route(MAILINGS, get(downloads::mailing))
        .route(lists::FILES, get(lists::download))
        .route(verify::KEYS, get(verify::keys))
        .route(verify::FILE_FORM, post(verify::file).layer(DefaultBodyLimit::max(upload::FORM_MAX)))
        .merge(pages::router(house))
        .layer(middleware::from_fn_with_state(house.clone(), verify::as_json))
        .layer(middleware::from_fn_with_state(house.clone(), throttle::throttle))
        .layer(middleware::from_fn_with_state(house.clone(), visitor::recognise))
        .layer(middleware::map_response(cookies::ours))
        .layer(cookies::sessions(house))
        .layer(middleware::from_fn_with_state(Arc::clone(&config), cookies::session_kept))
        .layer(middleware::from_fn_with_state(Arc::clone(&config), guard::same_site))
        .layer(middleware::from_fn(timely::timely))
        .layer(middleware::from_fn(problem::finish))
        .layer(DefaultBodyLimit::max(BODY_MAX));
    Router::new()
        .merge(doors)
        .merge(health::router())
        .merge(reports::router(house))
        .merge(assets::router())
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(config, headers::secure))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(log_response).on_request(()))
        .layer(middleware::from_fn(request_id::give))
        .with_state(house.clone())
}

/// One span a request: its id, its method and its route, never its query, which may name people.
fn span(request: &axum::extract::Request) -> tracing::Span {
    let id = request.extensions().get::<request_id::RequestId>().map(|id| id.0.as_str()).unwrap_or_default();
    tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        route = route_template(request.uri().path()),
        user = tracing::field::Empty,
        agency = tracing::field::Empty,
    )
}

fn log_response(response: &axum::response::Response, took: Duration, span: &tracing::Span) {
    let status = response.status().as_u16();
    tracing::info!(parent: span, status, took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
}

/// The path with ids and codes replaced, so that logs count routes and tell no secret.
fn route_template(path: &str) -> String {
    let is_name = |part: &str| {
        part.len() <= 24
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.' | b'1'))
    };
    path.split('/').map(|part| if part.is_empty() || is_name(part) { part } else { "{}" }).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::route_template;

    #[test]
    fn a_log_line_names_the_route_and_not_the_record() {
        assert_eq!(route_template("/api/v1/clients/0193c0de-0000-7000-8000-000000000001"), "/api/v1/clients/{}");
        assert_eq!(route_template("/verify/7K3MA-00000"), "/verify/{}");
        assert_eq!(route_template("/assets/style.css"), "/assets/style.css");
    }
}
