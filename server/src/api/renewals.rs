//! Renewals of many policies over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::renewal::{ItemState, RenewalItemView, RenewalRunInput, RenewalRunView};
use domain::shared::RenewalRunId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, start))
        .routes(routes!(find))
        .routes(routes!(items))
        .routes(routes!(confirm))
        .routes(routes!(undo))
        .routes(routes!(discard))
}

/// The renewals of many policies, newest first; a USER sees his own.
#[utoipa::path(get, path = "/renewal-runs", tag = "renewals", params(ListParams),
    responses((status = 200, body = Page<RenewalRunView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<RenewalRunView>>> {
    Ok(Json(house.services.renewals.list(&who, &params.page()?).await?))
}

/// Have worked out what renewing many policies would change. Nothing is renewed before it is confirmed.
#[utoipa::path(post, path = "/renewal-runs", tag = "renewals", request_body = RenewalRunInput,
    responses((status = 202, body = RenewalRunView), (status = "4XX", body = ProblemBody)))]
async fn start(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<RenewalRunInput>,
) -> Answer<(StatusCode, Json<RenewalRunView>)> {
    Ok((StatusCode::ACCEPTED, Json(house.services.renewals.start(&who, input).await?)))
}

/// One of them, with how far it has come.
#[utoipa::path(get, path = "/renewal-runs/{id}", tag = "renewals", params(("id" = RenewalRunId, Path)),
    responses((status = 200, body = RenewalRunView), (status = "4XX", body = ProblemBody)))]
async fn find(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<RenewalRunId>,
) -> Answer<Json<RenewalRunView>> {
    Ok(Json(house.services.renewals.find(&who, id).await?))
}

/// What would change, or has changed, about each of its policies.
#[utoipa::path(get, path = "/renewal-runs/{id}/items", tag = "renewals", params(ListParams, ("id" = RenewalRunId, Path),
    ("state" = Option<ItemState>, Query, description = "Only those in this state")),
    responses((status = 200, body = Page<RenewalItemView>), (status = "4XX", body = ProblemBody)))]
async fn items(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<RenewalRunId>,
    mut params: Params,
) -> Answer<Json<Page<RenewalItemView>>> {
    let state = params.word("state", ItemState::field);
    Ok(Json(house.services.renewals.items(&who, id, state, &params.page()?).await?))
}

/// Writes one act on a renewal of many policies: the same shape, another service method.
macro_rules! act {
    ($(#[doc = $doc:literal])* $name:ident, $path:literal) => {
        $(#[doc = $doc])*
        #[utoipa::path(post, path = $path, tag = "renewals", params(("id" = RenewalRunId, Path)),
            responses((status = 202, body = RenewalRunView), (status = "4XX", body = ProblemBody)))]
        async fn $name(
            State(house): State<House>,
            Caller(who): Caller,
            Id(id): Id<RenewalRunId>,
        ) -> Answer<(StatusCode, Json<RenewalRunView>)> {
            Ok((StatusCode::ACCEPTED, Json(house.services.renewals.$name(&who, id).await?)))
        }
    };
}

act! {
    /// Have the policies renewed, as was worked out.
    confirm, "/renewal-runs/{id}/confirm"
}
act! {
    /// Have the renewals withdrawn, except those on which something rests by now.
    undo, "/renewal-runs/{id}/undo"
}
act! {
    /// Put away what nobody confirmed.
    discard, "/renewal-runs/{id}/discard"
}
