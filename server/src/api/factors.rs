//! Second factors over JSON. Passkeys are made and used in a browser; here they are seen and removed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::factor::{FactorRules, FactorsView, RecoveryCodes, TotpEnrolment};
use domain::shared::{PasskeyId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(own))
        .routes(routes!(begin_totp))
        .routes(routes!(confirm_totp))
        .routes(routes!(remove_totp))
        .routes(routes!(renew_recovery_codes))
        .routes(routes!(remove_passkey))
        .routes(routes!(reset))
        .routes(routes!(rules, set_rules))
}

/// A code of the second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeInput {
    /// Six digits of the app; where it says so, a recovery code too.
    code: String,
}

/// What removing the authenticator app takes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemovalInput {
    /// The password.
    current_password: String,
    /// A code of the app, or a recovery code.
    code: String,
}

/// Your second factors.
#[utoipa::path(get, path = "/auth/factors", tag = "auth",
    responses((status = 200, body = FactorsView), (status = "4XX", body = ProblemBody)))]
async fn own(State(house): State<House>, Caller(who): Caller) -> Answer<Json<FactorsView>> {
    Ok(Json(house.services.factors.own(&who).await?))
}

/// Make a secret for an authenticator app. It counts once a first code confirms it.
#[utoipa::path(post, path = "/auth/factors/totp", tag = "auth",
    responses((status = 200, body = TotpEnrolment), (status = "4XX", body = ProblemBody)))]
async fn begin_totp(State(house): State<House>, Caller(who): Caller) -> Answer<Json<TotpEnrolment>> {
    Ok(Json(house.services.factors.begin_totp(&who).await?))
}

/// Confirm the secret by a first code. The answer holds recovery codes when this is your first second factor.
#[utoipa::path(post, path = "/auth/factors/totp/confirmation", tag = "auth", request_body = CodeInput,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = ProblemBody)))]
async fn confirm_totp(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<CodeInput>,
) -> Answer<Json<RecoveryCodes>> {
    Ok(Json(house.services.factors.confirm_totp(&who, &input.code).await?))
}

/// Remove the authenticator app.
#[utoipa::path(post, path = "/auth/factors/totp/removal", tag = "auth", request_body = RemovalInput,
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn remove_totp(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<RemovalInput>,
) -> Answer<StatusCode> {
    house.services.factors.remove_totp(&who, &input.current_password, &input.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make new recovery codes, for a code of the app or an old recovery code.
#[utoipa::path(post, path = "/auth/factors/recovery-codes", tag = "auth", request_body = CodeInput,
    responses((status = 200, body = RecoveryCodes), (status = "4XX", body = ProblemBody)))]
async fn renew_recovery_codes(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<CodeInput>,
) -> Answer<Json<RecoveryCodes>> {
    Ok(Json(house.services.factors.renew_recovery_codes(&who, &input.code).await?))
}

/// Remove a passkey of yours.
#[utoipa::path(delete, path = "/auth/factors/passkeys/{id}", tag = "auth", params(("id" = PasskeyId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn remove_passkey(State(house): State<House>, Caller(who): Caller, Id(id): Id<PasskeyId>) -> Answer<StatusCode> {
    house.services.factors.remove_passkey(&who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove every second factor of a user who lost his; he is signed out, and told when he signs in again.
#[utoipa::path(delete, path = "/users/{id}/factors", tag = "users", params(("id" = UserId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn reset(State(house): State<House>, Caller(who): Caller, Id(id): Id<UserId>) -> Answer<StatusCode> {
    house.services.factors.reset(&who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The roles from which your firm asks a second factor.
#[utoipa::path(get, path = "/agency/factor-rules", tag = "users",
    responses((status = 200, body = FactorRules), (status = "4XX", body = ProblemBody)))]
async fn rules(State(house): State<House>, Caller(who): Caller) -> Answer<Json<FactorRules>> {
    Ok(Json(house.services.factors.rules(&who).await?))
}

/// Say from which roles your firm asks a second factor.
#[utoipa::path(put, path = "/agency/factor-rules", tag = "users", request_body = FactorRules,
    responses((status = 200, body = FactorRules), (status = "4XX", body = ProblemBody)))]
async fn set_rules(
    State(house): State<House>,
    Caller(who): Caller,
    Body(rules): Body<FactorRules>,
) -> Answer<Json<FactorRules>> {
    Ok(Json(house.services.factors.set_rules(&who, &rules).await?))
}
