//! The plain listener beside TLS: it only says where the product is.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};

use crate::config::Config;
use crate::http::{headers, request_id};

/// Sends everybody to the same path under the public address. The host that the request names plays no part, so nobody can be
/// led elsewhere.
pub fn to_public_url(config: &Arc<Config>) -> Router {
    let public_url: Arc<str> = config.public_url.as_str().into();
    Router::new()
        .fallback(move |request: Request| {
            let public_url = Arc::clone(&public_url);
            async move { moved(&public_url, &request) }
        })
        .layer(middleware::from_fn_with_state(Arc::clone(config), headers::secure))
        .layer(middleware::map_response(without_hsts))
        .layer(middleware::from_fn(request_id::give))
}

/// Over plain HTTP the header is not to be sent (RFC 6797, 7.2).
async fn without_hsts(mut response: Response) -> Response {
    response.headers_mut().remove(header::STRICT_TRANSPORT_SECURITY);
    response
}

fn moved(public_url: &str, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    // `OPTIONS *` and the like name no path.
    let path = if path.starts_with('/') { path } else { "/" };
    match HeaderValue::from_str(&format!("{public_url}{path}")) {
        Ok(address) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
