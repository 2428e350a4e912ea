//! Documents about many policies over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::document_run::{DocumentItemState, DocumentItemView, DocumentRunInput, DocumentRunView};
use domain::shared::DocumentRunId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::web::downloads;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, start))
        .routes(routes!(find))
        .routes(routes!(items))
        .routes(routes!(cancel))
        .routes(routes!(retry))
        .routes(routes!(file))
}

/// Documents about many policies, newest first; a USER sees his own.
#[utoipa::path(get, path = "/document-runs", tag = "documents", params(ListParams),
    responses((status = 200, body = Page<DocumentRunView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<DocumentRunView>>> {
    Ok(Json(house.services.document_runs.list(&who, &params.page()?).await?))
}

/// Have documents issued about many policies, each as `POST /documents` would, and put together in one file.
#[utoipa::path(post, path = "/document-runs", tag = "documents", request_body = DocumentRunInput,
    responses((status = 202, body = DocumentRunView), (status = "4XX", body = ProblemBody)))]
async fn start(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<DocumentRunInput>,
) -> Answer<(StatusCode, Json<DocumentRunView>)> {
    Ok((StatusCode::ACCEPTED, Json(house.services.document_runs.start(&who, input).await?)))
}

/// One of them, with how far it has come.
#[utoipa::path(get, path = "/document-runs/{id}", tag = "documents", params(("id" = DocumentRunId, Path)),
    responses((status = 200, body = DocumentRunView), (status = "4XX", body = ProblemBody)))]
async fn find(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentRunId>,
) -> Answer<Json<DocumentRunView>> {
    Ok(Json(house.services.document_runs.find(&who, id).await?))
}

/// What became of the document about each of its policies; why it was refused, where it was.
#[utoipa::path(get, path = "/document-runs/{id}/items", tag = "documents", params(ListParams, ("id" = DocumentRunId, Path),
    ("state" = Option<DocumentItemState>, Query, description = "Only those in this state")),
    responses((status = 200, body = Page<DocumentItemView>), (status = "4XX", body = ProblemBody)))]
async fn items(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentRunId>,
    mut params: Params,
) -> Answer<Json<Page<DocumentItemView>>> {
    let state = params.word("state", DocumentItemState::field);
    Ok(Json(house.services.document_runs.items(&who, id, state, &params.page()?).await?))
}

/// Call off what was not issued yet. What was, stands.
#[utoipa::path(post, path = "/document-runs/{id}/cancel", tag = "documents", params(("id" = DocumentRunId, Path)),
    responses((status = 200, body = DocumentRunView), (status = "4XX", body = ProblemBody)))]
async fn cancel(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentRunId>,
) -> Answer<Json<DocumentRunView>> {
    Ok(Json(house.services.document_runs.cancel(&who, id).await?))
}

/// Try again what failed because a part of the service did not answer.
#[utoipa::path(post, path = "/document-runs/{id}/retry", tag = "documents", params(("id" = DocumentRunId, Path)),
    responses((status = 202, body = DocumentRunView), (status = "4XX", body = ProblemBody)))]
async fn retry(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentRunId>,
) -> Answer<(StatusCode, Json<DocumentRunView>)> {
    Ok((StatusCode::ACCEPTED, Json(house.services.document_runs.retry(&who, id).await?)))
}

/// The file of all documents that were issued, for 30 days.
#[utoipa::path(get, path = "/document-runs/{id}/file", tag = "documents", params(("id" = DocumentRunId, Path)),
    responses((status = 200, description = "The PDF or the archive, as an attachment", content_type = "application/octet-stream"),
        (status = "4XX", body = ProblemBody)))]
async fn file(State(house): State<House>, Caller(who): Caller, Id(id): Id<DocumentRunId>) -> Answer<Response> {
    downloads::bundled(house.services.document_runs.download(&who, id).await?)
}
