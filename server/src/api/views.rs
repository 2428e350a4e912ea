//! Saved views over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::list::{SavedView, ViewInput};
use domain::shared::ViewId;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Items, Tagged, created, shown};
use super::query::Params;
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, save)).routes(routes!(find, update, delete))
}

/// The views of a list: your own and those of your firm.
#[utoipa::path(get, path = "/views", tag = "views",
    params(("list" = String, Query, description = "The list by its noun, such as clients or audit-events")),
    responses((status = 200, body = Items<SavedView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Items<SavedView>>> {
    Ok(Items::all(house.services.views.list(&who, params.text("list").as_deref()).await?))
}

/// Keep a view of a list.
#[utoipa::path(post, path = "/views", tag = "views", request_body = ViewInput,
    responses((status = 201, body = SavedView), (status = "4XX", body = ProblemBody)))]
async fn save(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<ViewInput>,
) -> Answer<Tagged<SavedView>> {
    let view = house.services.views.save(&who, input).await?;
    Ok(created(view.version, view))
}

/// One view.
#[utoipa::path(get, path = "/views/{id}", tag = "views", params(("id" = ViewId, Path)),
    responses((status = 200, body = SavedView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<ViewId>) -> Answer<Tagged<SavedView>> {
    let view = house.services.views.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Change what the body names (RFC 7396).
#[utoipa::path(patch, path = "/views/{id}", tag = "views", params(("id" = ViewId, Path)), request_body = ViewInput,
    responses((status = 200, body = SavedView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ViewId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<SavedView>> {
    let view = house.services.views.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Remove a view.
#[utoipa::path(delete, path = "/views/{id}", tag = "views", params(("id" = ViewId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn delete(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ViewId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.views.delete(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
