//! Unsafe requests must come from our own pages: the Origin and Sec-Fetch-Site layer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::shared::problem::Code;

use super::problem::{mark, plain};
use crate::config::Config;

/// Refuses an unsafe request that a browser sends for another site's page. Programs, which send neither header nor cookie,
/// pass: they prove themselves by their token.
pub async fn same_site(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || comes_from_us(request.headers(), &config.public_url) {
        return next.run(request).await;
    }
    mark(plain(StatusCode::FORBIDDEN, Code::CrossSite)).into_response()
}

fn comes_from_us(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        // Older browsers send no Sec-Fetch-Site, but an Origin with every unsafe request.
        None => match text(header::ORIGIN) {
            None => true,
            Some(origin) => origin == public_url || same_host(origin, text(header::HOST)),
        },
    }
}

/// Whether the origin is the very host the request was sent to, as on a machine reached by several names.
fn same_host(origin: &str, host: Option<&str>) -> bool {
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    origin_host.is_some() && origin_host == host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sites_page_cannot_post() {
        let ask = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            comes_from_us(&headers, "https://firm.test")
        };
        assert!(ask(&[]));
        assert!(ask(&[("origin", "https://firm.test")]));
        assert!(ask(&[("origin", "http://localhost:3000"), ("host", "localhost:3000")]));
        assert!(ask(&[("sec-fetch-site", "same-origin"), ("origin", "https://firm.test")]));
        assert!(!ask(&[("origin", "https://evil.test")]));
        assert!(!ask(&[("origin", "null")]));
        assert!(!ask(&[("sec-fetch-site", "cross-site"), ("origin", "https://firm.test")]));
        assert!(!ask(&[("sec-fetch-site", "same-site")]));
    }
}
