//! The firm's users over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::shared::UserId;
use domain::shared::page::Page;
use domain::user::{UserInput, UserView};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, created, shown};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(find, update, deactivate))
}

/// The firm's users.
#[utoipa::path(get, path = "/users", tag = "users", params(ListParams),
    responses((status = 200, body = Page<UserView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<UserView>>> {
    Ok(Json(house.services.users.list(&who, &params.page()?).await?))
}

/// Record a user with his first password.
#[utoipa::path(post, path = "/users", tag = "users", request_body = UserInput,
    responses((status = 201, body = UserView), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<UserInput>,
) -> Answer<Tagged<UserView>> {
    let view = house.services.users.create(&who, input).await?;
    Ok(created(view.version, view))
}

/// One user.
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    responses((status = 200, body = UserView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<UserId>) -> Answer<Tagged<UserView>> {
    let view = house.services.users.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Change name, e-mail, role or standing (RFC 7396).
#[utoipa::path(patch, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)), request_body = UserInput,
    responses((status = 200, body = UserView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<UserId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<UserView>> {
    let view = house.services.users.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Deactivate a user.
#[utoipa::path(delete, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn deactivate(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<UserId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.users.deactivate(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
