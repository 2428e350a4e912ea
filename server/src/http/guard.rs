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
    if safe || comes_from_us(request.headers(), &config) {
        return next.run(request).await;
    }
    mark(plain(StatusCode::FORBIDDEN, Code::CrossSite)).into_response()
}

fn comes_from_us(headers: &HeaderMap, config: &Config) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        // Older browsers send no Sec-Fetch-Site, but an Origin with every unsafe request. Who sends neither is no browser, and
        // nobody can make a program post with a cookie that it does not mean to send.
        None => match text(header::ORIGIN) {
            None => true,
            Some(origin) => origin == config.public_url || same_host(origin, text(header::HOST), config.is_secure()),
        },
    }
}

/// Whether the origin is the very host and port the request was sent to, as on a machine reached by several names. Where TLS
/// is on, a page that came without it is another site: anybody on the way may have written it.
fn same_host(origin: &str, host: Option<&str>, secure: bool) -> bool {
    match (origin.split_once("://"), host) {
        (Some((scheme, origin_host)), Some(host)) => origin_host == host && (!secure || scheme == "https"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::config::Overrides;

    #[test]
    fn another_sites_page_cannot_post() {
        let ask = |public_url: &str, pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            let overrides = Overrides::from([("MONASSURANCE_PUBLIC_URL", public_url.to_owned())]);
            comes_from_us(&headers, &Config::read(&BTreeMap::new(), &overrides, Path::new("/nowhere")).unwrap())
        };
        let (ask_http, ask) =
            (|pairs: &[_]| ask("http://firm.test", pairs), |pairs: &[_]| ask("https://firm.test", pairs));
        assert!(ask(&[]));
        assert!(ask(&[("origin", "https://firm.test")]));
        assert!(ask_http(&[("origin", "http://localhost:3000"), ("host", "localhost:3000")]));
        assert!(ask(&[("origin", "https://other-name.test"), ("host", "other-name.test")]));
        assert!(ask(&[("sec-fetch-site", "same-origin"), ("origin", "https://firm.test")]));
        assert!(!ask(&[("origin", "https://evil.test")]));
        assert!(!ask(&[("origin", "null")]));
        assert!(!ask(&[("origin", "null"), ("host", "null")]));
        assert!(!ask(&[("origin", "http://firm.test"), ("host", "firm.test")]));
        assert!(!ask(&[("origin", "https://firm.test:8443"), ("host", "firm.test")]));
        assert!(!ask(&[("origin", "https://evil.firm.test"), ("host", "firm.test")]));
        assert!(!ask(&[("sec-fetch-site", "cross-site"), ("origin", "https://firm.test")]));
        assert!(!ask(&[("sec-fetch-site", "same-site")]));
    }
}
