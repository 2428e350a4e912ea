//! Firms over JSON: one's own, and all of them for who operates the platform.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::agency::{AgencyInput, AgencyUpdateInput, AgencyView, FirmFigures};
use domain::shared::AgencyId;
use domain::shared::page::Page;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, shown};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(own, update))
        .routes(routes!(list, open))
        .routes(routes!(overview))
        .routes(routes!(suspend))
        .routes(routes!(reinstate))
}

/// Your own firm, as its documents tell it.
#[utoipa::path(get, path = "/agency", tag = "agency",
    responses((status = 200, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn own(State(house): State<House>, Caller(who): Caller) -> Answer<Tagged<AgencyView>> {
    let view = house.services.agencies.own(&who).await?;
    Ok(shown(view.version, view))
}

/// Change your firm's letterhead, its calendar or its law (RFC 7396). What is issued already stays as it is. Jurisdiction and
/// currency stay what they are once the firm has policies. Asks for a recent sign-in.
#[utoipa::path(patch, path = "/agency", tag = "agency", request_body = AgencyUpdateInput,
    responses((status = 200, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<AgencyView>> {
    let view = house.services.agencies.update(&who, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Every firm.
#[utoipa::path(get, path = "/admin/agencies", tag = "admin", params(ListParams),
    responses((status = 200, body = Page<AgencyView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<AgencyView>>> {
    Ok(Json(house.services.agencies.list(&who, &params.page()?).await?))
}

/// Open a firm, with the standard templates. Its first administrator, where one is named, is invited by mail.
#[utoipa::path(post, path = "/admin/agencies", tag = "admin", request_body = AgencyInput,
    responses((status = 201, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn open(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<AgencyInput>,
) -> Answer<(StatusCode, Json<AgencyView>)> {
    Ok((StatusCode::CREATED, Json(house.services.agencies.open(&who, input).await?)))
}

/// Let nobody of a firm sign in; who is signed in is out at his next request.
#[utoipa::path(post, path = "/admin/agencies/{id}/suspension", tag = "admin", params(("id" = AgencyId, Path)),
    responses((status = 200, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn suspend(State(house): State<House>, Caller(who): Caller, Id(id): Id<AgencyId>) -> Answer<Json<AgencyView>> {
    Ok(Json(house.services.agencies.suspend(&who, id).await?))
}

/// Let a suspended firm's people sign in again.
#[utoipa::path(post, path = "/admin/agencies/{id}/reinstatement", tag = "admin", params(("id" = AgencyId, Path)),
    responses((status = 200, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn reinstate(State(house): State<House>, Caller(who): Caller, Id(id): Id<AgencyId>) -> Answer<Json<AgencyView>> {
    Ok(Json(house.services.agencies.reinstate(&who, id).await?))
}

/// Every firm in figures: people, clients, policies, premiums by currency, and what failed in the background. No record is read.
#[utoipa::path(get, path = "/admin/overview", tag = "admin", params(ListParams),
    responses((status = 200, body = Page<FirmFigures>), (status = "4XX", body = ProblemBody)))]
async fn overview(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<FirmFigures>>> {
    Ok(Json(house.services.platform.firms(&who, &params.page()?).await?))
}
