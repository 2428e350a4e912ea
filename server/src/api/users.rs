//! The firm's users over JSON.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use domain::shared::UserId;
use domain::shared::page::Page;
use domain::user::{UserInput, UserView};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, created, shown};
use super::exports::UserFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(find, update, deactivate))
}

/// The firm's users.
#[utoipa::path(get, path = "/users", tag = "users", params(ListParams, UserFilters),
    responses((status = 200, body = Page<UserView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<UserView>>> {
    let (page, filter) = params.list()?;
    Ok(Json(house.services.users.list(&who, &page, &filter).await?))
}

/// Record a user. Without a first password he is invited by mail to choose it.
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

/// Change name, e-mail, role, language or standing (RFC 7396). Who is deactivated hands his clients over to `hand_over_to`.
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

/// Deactivate a user. His clients go to the colleague named, which is required when he has any.
#[utoipa::path(delete, path = "/users/{id}", tag = "users",
    params(("id" = UserId, Path), ("hand_over_to" = Option<UserId>, Query)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn deactivate(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<UserId>,
    IfMatch(seen): IfMatch,
    RawQuery(query): RawQuery,
) -> Answer<StatusCode> {
    let query = query.unwrap_or_default();
    let to = query.split('&').find_map(|pair| pair.strip_prefix("hand_over_to="));
    house.services.users.deactivate(&who, id, seen, to).await?;
    Ok(StatusCode::NO_CONTENT)
}
