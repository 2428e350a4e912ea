//! Policies over JSON.

use axum::Json;
use axum::extract::State;
use domain::policy::{
    CancellationInput, EndorsementInput, Fact, PolicyFilter, PolicyInput, PolicyRow, PolicyVersionView, PolicyView,
    RenewalInput, StepInput, WithdrawalInput,
};
use domain::shared::PolicyId;
use domain::shared::page::Page;
use serde_json::Value;
use services::policies::AsOf;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Items, Tagged, created, shown};
use super::exports::PolicyFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(find, update))
        .routes(routes!(bind))
        .routes(routes!(endorse))
        .routes(routes!(renew))
        .routes(routes!(suspend))
        .routes(routes!(reinstate))
        .routes(routes!(cancel))
        .routes(routes!(make_void))
        .routes(routes!(withdraw))
        .routes(routes!(versions))
        .routes(routes!(facts))
}

/// The policies you may see, with their states now.
#[utoipa::path(get, path = "/policies", tag = "policies", params(ListParams, PolicyFilters),
    responses((status = 200, body = Page<PolicyRow>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<PolicyRow>>> {
    let (page, filter) = params.list::<PolicyFilter>()?;
    Ok(Json(house.services.policies.list(&who, &page, &filter).await?))
}

/// Record a policy as a quote.
#[utoipa::path(post, path = "/policies", tag = "policies", request_body = PolicyInput,
    responses((status = 201, body = PolicyView), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<PolicyInput>,
) -> Answer<Tagged<PolicyView>> {
    let view = house.services.policies.create(&who, input).await?;
    Ok(created(view.version, view))
}

/// One policy, as of a moment and as known at a moment.
#[utoipa::path(get, path = "/policies/{id}", tag = "policies", params(("id" = PolicyId, Path),
    ("as_of" = Option<String>, Query, description = "A day (its end counts) or an instant"),
    ("as_known_at" = Option<String>, Query, description = "A day (its end counts) or an instant; 404 `not_known_yet` when nobody knew of the policy then")),
    responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemBody)))]
async fn find(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
    params: Params,
) -> Answer<Tagged<PolicyView>> {
    let as_of = AsOf::parse(params.text("as_of").as_deref(), params.text("as_known_at").as_deref())?;
    let view = house.services.policies.find(&who, id, as_of).await?;
    Ok(shown(view.version, view))
}

/// Correct a quote (RFC 7396).
#[utoipa::path(patch, path = "/policies/{id}", tag = "policies", params(("id" = PolicyId, Path)),
    request_body = PolicyInput, responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<PolicyView>> {
    let view = house.services.policies.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Writes one step in a policy's life: the same shape, another service method.
macro_rules! step {
    ($(#[doc = $doc:literal])* $name:ident, $path:literal, $input:ident) => {
        $(#[doc = $doc])*
        #[utoipa::path(post, path = $path, tag = "policies", params(("id" = PolicyId, Path)), request_body = $input,
            responses((status = 200, body = PolicyView), (status = "4XX", body = ProblemBody)))]
        async fn $name(
            State(house): State<House>,
            Caller(who): Caller,
            Id(id): Id<PolicyId>,
            IfMatch(seen): IfMatch,
            Body(input): Body<$input>,
        ) -> Answer<Tagged<PolicyView>> {
            let view = house.services.policies.$name(&who, id, seen, input).await?;
            Ok(shown(view.version, view))
        }
    };
}

step! {
    /// The client agreed and the company accepted.
    bind, "/policies/{id}/bind", StepInput
}
step! {
    /// Change the terms from a day on.
    endorse, "/policies/{id}/endorsements", EndorsementInput
}
step! {
    /// Agree a new term.
    renew, "/policies/{id}/renewal", RenewalInput
}
step! {
    /// Suspend cover.
    suspend, "/policies/{id}/suspension", StepInput
}
step! {
    /// Bring cover back.
    reinstate, "/policies/{id}/reinstatement", StepInput
}
step! {
    /// End the policy before its term.
    cancel, "/policies/{id}/cancellation", CancellationInput
}
step! {
    /// Make the policy void from the beginning.
    make_void, "/policies/{id}/void", StepInput
}

step! {
    /// Withdraw a fact that was told in error.
    withdraw, "/policies/{id}/withdrawals", WithdrawalInput
}

/// Every version of the terms, oldest first, withdrawn ones too.
#[utoipa::path(get, path = "/policies/{id}/versions", tag = "policies", params(("id" = PolicyId, Path)),
    responses((status = 200, body = Items<PolicyVersionView>), (status = "4XX", body = ProblemBody)))]
async fn versions(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
) -> Answer<Json<Items<PolicyVersionView>>> {
    Ok(Items::all(house.services.policies.versions(&who, id).await?))
}

/// Every fact in the policy's life, in order of recording, withdrawn ones too.
#[utoipa::path(get, path = "/policies/{id}/facts", tag = "policies", params(("id" = PolicyId, Path)),
    responses((status = 200, body = Items<Fact>), (status = "4XX", body = ProblemBody)))]
async fn facts(State(house): State<House>, Caller(who): Caller, Id(id): Id<PolicyId>) -> Answer<Json<Items<Fact>>> {
    Ok(Items::all(house.services.policies.facts(&who, id).await?))
}
