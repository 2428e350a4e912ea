//! The papers of companies' mandates over HTTP: sent in parts, answered as files.

use axum::RequestExt;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::company::{HandedIn, MandateView};
use domain::shared::problem::Code;
use domain::shared::{CompanyId, MandateId};
use services::Error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Id, IfMatch};
use super::upload::uploaded;
use crate::http::problem::{ApiError, ProblemBody, mark, plain};
use crate::http::visitor::Caller;
use crate::web::downloads::attached;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(download, hand_in, remove))
}

/// The mandate in the path. What is not an id names nothing: 404.
struct Mandate(MandateId);

impl<S: Send + Sync> FromRequestParts<S> for Mandate {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state).await;
        let id = path.ok().and_then(|Path(path)| MandateId::parse(path.get("mandate_id")?));
        id.map(Self).ok_or(ApiError(Error::NotFound))
    }
}

/// The paper of a mandate, as a file. Each download is in the audit log.
#[utoipa::path(get, path = "/companies/{id}/mandates/{mandate_id}/document", tag = "companies",
    params(("id" = CompanyId, Path), ("mandate_id" = MandateId, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = ProblemBody)))]
async fn download(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    Mandate(mandate): Mandate,
) -> Answer<Response> {
    attached(house.services.papers.download(&who, id, mandate).await?)
}

/// Hand in the paper of a mandate, in place of the one before: multipart `file`, a PDF, with its `checksum` (SHA-256,
/// hexadecimal). `If-Match` is the company's.
#[utoipa::path(put, path = "/companies/{id}/mandates/{mandate_id}/document", tag = "companies",
    params(("id" = CompanyId, Path), ("mandate_id" = MandateId, Path)),
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, body = MandateView), (status = "4XX", body = ProblemBody)))]
async fn hand_in(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    Mandate(mandate): Mandate,
    IfMatch(seen): IfMatch,
    request: Request,
) -> Result<impl IntoResponse, Response> {
    let papers = &house.services.papers;
    // Who may not hand it in does not send a large body first.
    papers.mandate(&who, id, mandate).await.map_err(|error| ApiError(error).into_response())?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Err(mark(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType)));
    }
    let file = uploaded(request.extract().await.map_err(IntoResponse::into_response)?).await?;
    let paper = HandedIn { file_name: file.name, bytes: file.bytes };
    let view = papers.hand_in(&who, id, mandate, seen, paper).await;
    view.map(axum::Json).map_err(|error| ApiError(error).into_response())
}

/// Take the paper of a mandate away.
#[utoipa::path(delete, path = "/companies/{id}/mandates/{mandate_id}/document", tag = "companies",
    params(("id" = CompanyId, Path), ("mandate_id" = MandateId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn remove(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    Mandate(mandate): Mandate,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.papers.remove(&who, id, mandate, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
