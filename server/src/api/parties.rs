//! Roles in policies over JSON: who pays, who is insured, who drives.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::policy::{PartyInput, PartyView};
use domain::shared::{PartyId, PolicyId};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, Ids, IfMatch, Items};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, remove))
}

/// Everybody with a role in a policy, now or once. The policyholder is `client_id` of the policy.
#[utoipa::path(get, path = "/policies/{id}/parties", tag = "policies", params(("id" = PolicyId, Path)),
    responses((status = 200, body = Items<PartyView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, Id(id): Id<PolicyId>) -> Answer<Json<Items<PartyView>>> {
    Ok(Items::all(house.services.policies.parties(&who, id).await?))
}

/// Give somebody a role: a client of the firm or a mere name. `If-Match` is the policy's.
#[utoipa::path(post, path = "/policies/{id}/parties", tag = "policies", params(("id" = PolicyId, Path)),
    request_body = PartyInput,
    responses((status = 201, body = PartyView), (status = "4XX", body = ProblemBody)))]
async fn add(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
    IfMatch(seen): IfMatch,
    Body(input): Body<PartyInput>,
) -> Answer<(StatusCode, Json<PartyView>)> {
    Ok((StatusCode::CREATED, Json(house.services.policies.add_party(&who, id, seen, input).await?)))
}

/// Change a role (RFC 7396): its days, its note, who has it. `If-Match` is the policy's.
#[utoipa::path(patch, path = "/policies/{id}/parties/{party}", tag = "policies",
    params(("id" = PolicyId, Path), ("party" = PartyId, Path)), request_body = PartyInput,
    responses((status = 200, body = PartyView), (status = "4XX", body = ProblemBody)))]
async fn change(
    State(house): State<House>,
    Caller(who): Caller,
    Ids(id, party): Ids<PolicyId, PartyId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Json<PartyView>> {
    Ok(Json(house.services.policies.change_party(&who, id, party, seen, &patch).await?))
}

/// Take a role out that was recorded in error; one that ended gets its last day instead. `If-Match` is the policy's.
#[utoipa::path(delete, path = "/policies/{id}/parties/{party}", tag = "policies",
    params(("id" = PolicyId, Path), ("party" = PartyId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn remove(
    State(house): State<House>,
    Caller(who): Caller,
    Ids(id, party): Ids<PolicyId, PartyId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.policies.remove_party(&who, id, party, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
