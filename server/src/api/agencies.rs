//! Firms over JSON, for who operates the platform.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::agency::{AgencyInput, AgencyView};
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, open))
}

/// Every firm.
#[utoipa::path(get, path = "/admin/agencies", tag = "admin", params(ListParams),
    responses((status = 200, body = Page<AgencyView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<AgencyView>>> {
    Ok(Json(house.services.agencies.list(&who, &params.page()?).await?))
}

/// Open a firm, with the standard templates.
#[utoipa::path(post, path = "/admin/agencies", tag = "admin", request_body = AgencyInput,
    responses((status = 201, body = AgencyView), (status = "4XX", body = ProblemBody)))]
async fn open(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<AgencyInput>,
) -> Answer<(StatusCode, Json<AgencyView>)> {
    Ok((StatusCode::CREATED, Json(house.services.agencies.open(&who, input).await?)))
}
