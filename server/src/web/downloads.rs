//! Downloads of documents: by a signed link, or by a session.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::shared::problem::Code;
use domain::shared::{AgencyId, CompanyId, DocumentId, MandateId};
use services::Error;
use services::documents::{DocumentFile, LinkParts};
use services::papers::PaperFile;

use crate::api::Id;
use crate::http::problem::ApiError;
use crate::http::visitor::Visitor;
use crate::wiring::House;

/// A document's file. With a signature in the address, the link decides; without one, the session.
pub(super) async fn document(
    State(house): State<House>,
    Id(id): Id<DocumentId>,
    Query(query): Query<BTreeMap<String, String>>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Result<Response, ApiError> {
    let file = if query.contains_key("sig") {
        let parts = link(id, &query).ok_or(Error::Link(Code::LinkInvalid))?;
        house.services.documents.download_by_link(&parts, visitor.context).await?
    } else {
        let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
        house.services.documents.download(&who, id).await?
    };
    sent(file)
}

/// The paper of a mandate, for a signed-in person.
pub(super) async fn paper(
    State(house): State<House>,
    Path((company, mandate)): Path<(String, String)>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    let named = CompanyId::parse(&company).zip(MandateId::parse(&mandate));
    let (company, mandate) = named.ok_or(Error::NotFound)?;
    attached(house.services.papers.download(&who, company, mandate).await?)
}

/// A mandate's paper as a download.
pub(crate) fn attached(file: PaperFile) -> Result<Response, ApiError> {
    saved_as(&file.saved_as, "application/pdf".to_owned(), file.bytes)
}

/// A look at a link without following it, as mail scanners do. It uses nothing up and tells nothing.
pub(super) async fn head() -> StatusCode {
    StatusCode::NO_CONTENT
}

fn link(document: DocumentId, query: &BTreeMap<String, String>) -> Option<LinkParts> {
    Some(LinkParts {
        document,
        agency: AgencyId::parse(query.get("agency")?)?,
        link: query.get("link")?.parse().ok()?,
        expires: query.get("expires")?.parse().ok()?,
        key: query.get("key")?.clone(),
        signature: query.get("sig")?.clone(),
    })
}

/// Always as a download: a page made from a template must not run on our own site.
fn sent(file: DocumentFile) -> Result<Response, ApiError> {
    let name = file.view.file_name();
    saved_as(&name, file.view.mime_type, file.bytes)
}

fn saved_as(name: &str, mime_type: String, bytes: Vec<u8>) -> Result<Response, ApiError> {
    Response::builder()
        .header(header::CONTENT_TYPE, mime_type)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"))
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(Body::from(bytes))
        .map_err(|error| ApiError(Error::Internal(Box::new(error))))
}
