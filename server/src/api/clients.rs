//! Clients over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::client::{ClientFilter, ClientInput, ClientView};
use domain::shared::ClientId;
use domain::shared::page::Page;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, created, shown};
use super::exports::ClientFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(find, update, archive))
}

/// The clients you may see.
#[utoipa::path(get, path = "/clients", tag = "clients", params(ListParams, ClientFilters),
    responses((status = 200, body = Page<ClientView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<ClientView>>> {
    let (page, filter) = params.list::<ClientFilter>()?;
    Ok(Json(house.services.clients.list(&who, &page, &filter).await?))
}

/// Record a client.
#[utoipa::path(post, path = "/clients", tag = "clients", request_body = ClientInput,
    responses((status = 201, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<ClientInput>,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.create(&who, input).await?;
    Ok(created(view.version, view))
}

/// One client's file.
#[utoipa::path(get, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<ClientId>) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Change what the body names (RFC 7396).
#[utoipa::path(patch, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)), request_body = ClientInput,
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Put a client's file away.
#[utoipa::path(delete, path = "/clients/{id}", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn archive(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.clients.archive(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
