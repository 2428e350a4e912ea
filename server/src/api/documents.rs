//! Documents over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::document::{DocumentInput, DocumentRow, DocumentView, SignedUrl, SignedUrlInput};
use domain::shared::DocumentId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, created, shown};
use super::exports::DocumentFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, issue)).routes(routes!(find, revoke)).routes(routes!(share))
}

/// The documents you may see, newest first.
#[utoipa::path(get, path = "/documents", tag = "documents", params(ListParams, DocumentFilters),
    responses((status = 200, body = Page<DocumentRow>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<DocumentRow>>> {
    let (page, filter) = params.list()?;
    Ok(Json(house.services.documents.list(&who, &page, &filter).await?))
}

/// Issue a document.
#[utoipa::path(post, path = "/documents", tag = "documents", request_body = DocumentInput,
    responses((status = 201, body = DocumentView), (status = "4XX", body = ProblemBody)))]
async fn issue(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<DocumentInput>,
) -> Answer<Tagged<DocumentView>> {
    let view = house.services.documents.issue(&who, input).await?;
    Ok(created(view.version, view))
}

/// One document.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = 200, body = DocumentView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<DocumentId>) -> Answer<Tagged<DocumentView>> {
    let view = house.services.documents.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Take a document back.
#[utoipa::path(delete, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.documents.revoke(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand out a link that needs no session.
#[utoipa::path(post, path = "/documents/{id}/signed-url", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = SignedUrlInput, responses((status = 201, body = SignedUrl), (status = "4XX", body = ProblemBody)))]
async fn share(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    Body(input): Body<SignedUrlInput>,
) -> Answer<(StatusCode, Json<SignedUrl>)> {
    Ok((StatusCode::CREATED, Json(house.services.documents.share(&who, id, &input).await?)))
}
