//! Downloads of documents: by a signed link, or by a session.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::list::pairs_of;
use domain::mailing::{MailingInput, MailingList};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, AttachmentId, CompanyId, DocumentId, DocumentRunId, LinkId, MandateId};
use services::Error;
use services::attachments::AttachmentFile;
use services::document_runs::DocumentRunFile;
use services::documents::{DocumentFile, FileContent, LinkParts};
use services::mailings::MailingFile;
use services::papers::PaperFile;
use services::templates::Preview;

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

/// What belongs to a client or a policy, for a signed-in person.
pub(super) async fn attached_file(
    State(house): State<House>,
    Id(id): Id<AttachmentId>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    attachment(house.services.attachments.download(&who, id).await?)
}

/// An attachment as a download, whatever it is.
pub(crate) fn attachment(file: AttachmentFile) -> Result<Response, ApiError> {
    saved_as(&file.saved_as, file.mime_type.to_owned(), file.bytes)
}

/// The file of documents about many policies, for a signed-in person.
pub(super) async fn bundle(
    State(house): State<House>,
    Id(id): Id<DocumentRunId>,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    bundled(house.services.document_runs.download(&who, id).await?)
}

/// The same as a download.
pub(crate) fn bundled(file: DocumentRunFile) -> Result<Response, ApiError> {
    saved_as(&file.view.file_name(), file.view.output.mime_type().to_owned(), file.bytes)
}

/// Addresses on labels or envelopes, for a signed-in person: the list's own query and how they are printed.
pub(super) async fn mailing(
    State(house): State<House>,
    Path(list): Path<String>,
    axum::Extension(visitor): axum::Extension<Visitor>,
    uri: axum::http::Uri,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    let list = MailingList::parse(&list).ok_or(Error::NotFound)?;
    let input = MailingInput::of_query(list, pairs_of(uri.query().unwrap_or_default())).map_err(Error::Invalid)?;
    mailed(house.services.mailings.print(&who, input).await?)
}

/// The same as a download.
pub(crate) fn mailed(file: MailingFile) -> Result<Response, ApiError> {
    saved_as(&file.file_name(), "application/pdf".to_owned(), file.bytes)
}

/// A look at a link without following it, as mail scanners do. It uses nothing up and tells nothing.
pub(super) async fn head() -> StatusCode {
    StatusCode::NO_CONTENT
}

fn link(document: DocumentId, query: &BTreeMap<String, String>) -> Option<LinkParts> {
    Some(LinkParts {
        document,
        agency: AgencyId::parse(query.get("agency")?)?,
        link: LinkId::parse(query.get("link")?)?,
        expires: query.get("expires")?.parse().ok()?,
        key: query.get("key")?.clone(),
        signature: query.get("sig")?.clone(),
    })
}

/// Always as a download: a page made from a template must not run on our own site.
fn sent(file: DocumentFile) -> Result<Response, ApiError> {
    let name = file.view.file_name();
    match file.content {
        FileContent::Bytes(bytes) => saved_as(&name, file.view.mime_type, bytes),
        // Who may have it was asked and written down; the storage sends the file itself.
        FileContent::Address(address) => Response::builder()
            .status(StatusCode::FOUND)
            .header(header::LOCATION, address)
            .header(header::CACHE_CONTROL, "private, no-store")
            .header(header::REFERRER_POLICY, "no-referrer")
            .body(Body::empty())
            .map_err(|error| ApiError(Error::Internal(Box::new(error)))),
    }
}

/// A look at a template. A picture is shown where it is asked for; a file is always a download, as every document is.
pub(crate) fn previewed(made: Preview) -> Result<Response, ApiError> {
    match made {
        Preview::File { format, bytes } => {
            saved_as(&format!("preview.{}", format.code()), format.mime_type().to_owned(), bytes)
        }
        Preview::Page(picture) => Response::builder()
            .header(header::CONTENT_TYPE, "image/png")
            .header(PAGES, picture.pages)
            .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"))
            .header(header::CACHE_CONTROL, "private, no-store")
            .body(Body::from(picture.png))
            .map_err(|error| ApiError(Error::Internal(Box::new(error)))),
    }
}

/// How many pages the document has of which a picture shows one.
const PAGES: header::HeaderName = header::HeaderName::from_static("x-pages");

pub(super) fn saved_as(name: &str, mime_type: String, bytes: Vec<u8>) -> Result<Response, ApiError> {
    Response::builder()
        .header(header::CONTENT_TYPE, mime_type)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"))
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(Body::from(bytes))
        .map_err(|error| ApiError(Error::Internal(Box::new(error))))
}
