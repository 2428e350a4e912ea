//! Lists as files, over the screens' door.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::list::{ExportFormat, pairs_of};
use domain::shared::problem::Code;
use services::Error;

use crate::http::exports::{asked, file};
use crate::http::problem::ApiError;
use crate::http::visitor::Visitor;
use crate::wiring::House;

/// The address of a list's file: the noun and the format.
pub(super) const FILES: &str = "/files/lists/{name}";

/// A list's file, for who is signed in.
pub(super) async fn download(
    State(house): State<House>,
    Path(name): Path<String>,
    axum::Extension(visitor): axum::Extension<Visitor>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    let (noun, format) = name.split_once('.').ok_or(Error::NotFound)?;
    let format = ExportFormat::parse(format).ok_or(Error::NotFound)?;
    let pairs = pairs_of(uri.query().unwrap_or_default());
    file(&house, &who, asked(noun, format, &pairs, &headers)?).await
}
