//! How the firm exchanges with its companies, over JSON. Secrets go in and never come out.

use axum::Json;
use axum::extract::State;
use domain::company::{CallbackSecret, IntegrationInput, IntegrationView, TestReport};
use domain::shared::CompanyId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Tagged, shown};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(find, set)).routes(routes!(test)).routes(routes!(renew_callback_secret))
}

/// How the firm exchanges with a company; of its secrets only since when they are kept. The `ETag` is its own, 0 at first.
#[utoipa::path(get, path = "/companies/{id}/integration", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 200, body = IntegrationView), (status = "4XX", body = ProblemBody)))]
async fn find(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
) -> Answer<Tagged<IntegrationView>> {
    let view = house.services.integrations.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Say anew how the firm exchanges with a company. Without `secret` the one kept stays, and goes to no other house.
#[utoipa::path(put, path = "/companies/{id}/integration", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = IntegrationInput,
    responses((status = 200, body = IntegrationView), (status = "4XX", body = ProblemBody)))]
async fn set(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    IfMatch(seen): IfMatch,
    Body(input): Body<IntegrationInput>,
) -> Answer<Tagged<IntegrationView>> {
    let view = house.services.integrations.set(&who, id, seen, input).await?;
    Ok(shown(view.version, view))
}

/// Call the company once: as the body says, or as is saved when it is empty.
#[utoipa::path(post, path = "/companies/{id}/integration/test", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = IntegrationInput,
    responses((status = 200, body = TestReport), (status = "4XX", body = ProblemBody)))]
async fn test(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    Body(input): Body<IntegrationInput>,
) -> Answer<Json<TestReport>> {
    let typed = (input != IntegrationInput::default()).then_some(input);
    Ok(Json(house.services.integrations.test(&who, id, typed).await?))
}

/// Make a new key for the company's calls. It is told this once; the one before counts no longer.
#[utoipa::path(post, path = "/companies/{id}/integration/callback-secret", tag = "companies",
    params(("id" = CompanyId, Path)),
    responses((status = 200, body = CallbackSecret), (status = "4XX", body = ProblemBody)))]
async fn renew_callback_secret(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
) -> Answer<Json<CallbackSecret>> {
    Ok(Json(house.services.integrations.renew_callback_secret(&who, id).await?))
}
