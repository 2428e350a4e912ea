//! The site's files: read from the folder in a debug build, inside the binary in a release.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use app::shell::Assets;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::shared::problem::Code;
use rust_embed::RustEmbed;

use crate::http::problem::{mark, plain};
use crate::wiring::House;

#[derive(RustEmbed)]
#[folder = "../target/site/"]
#[exclude = "*.br"]
#[exclude = "*.gz"]
struct Site;

/// The marks of the files' contents, read once.
static MARKS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Site::iter()
        .filter_map(|name| {
            let file = Site::get(&name)?;
            Some((name.to_string(), hex::encode(&file.metadata.sha256_hash()[..6])))
        })
        .collect()
});

/// The addresses of the files, for the pages.
pub(super) fn addresses() -> Assets {
    Assets::new(MARKS.iter().map(|(name, mark)| (name.clone(), mark.clone())))
}

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/assets/{*name}", get(file))
        .route("/robots.txt", get(|| async { serve("robots.txt", false) }))
        .route("/favicon.ico", get(|| async { serve("favicon.svg", false) }))
}

async fn file(Path(name): Path<String>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    // A marked address names one content for good; a font is named by its version.
    let lasting = name.starts_with("fonts/") || query.get("v").is_some_and(|mark| MARKS.get(&name) == Some(mark));
    serve(&name, lasting)
}

fn serve(name: &str, lasting: bool) -> Response {
    let Some(file) = Site::get(name) else {
        return mark(plain(StatusCode::NOT_FOUND, Code::NotFound));
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    let caching = if lasting { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
