//! Choosing a password by a link from a letter: after an invitation, or when the old one is forgotten.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::user::UserView;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id};
use crate::http::problem::ProblemBody;
use crate::http::visitor::{Caller, From};
use crate::wiring::House;
use domain::shared::UserId;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(ask_password_reset))
        .routes(routes!(reset_password))
        .routes(routes!(accept_invitation))
        .routes(routes!(invite_again))
}

/// Somebody who forgot his password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ForgottenInput {
    /// The address of his account.
    email: Option<String>,
}

/// A password in place of a forgotten one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPasswordInput {
    /// The password from now on.
    new_password: Option<String>,
}

/// The first password of somebody who was invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstPasswordInput {
    /// His password.
    password: Option<String>,
}

/// Ask for a letter with a link to choose a new password. The answer is the same for every address.
#[utoipa::path(post, path = "/auth/password-reset", tag = "auth", request_body = ForgottenInput, security(()),
    responses((status = 202), (status = "4XX", body = ProblemBody)))]
async fn ask_password_reset(
    State(house): State<House>,
    From(context): From,
    Body(input): Body<ForgottenInput>,
) -> Answer<StatusCode> {
    house.services.identity.ask_password_reset(input.email.as_deref(), context).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Choose a new password by the link of a letter. Every device is signed out.
#[utoipa::path(post, path = "/auth/password-reset/{token}", tag = "auth", params(("token" = String, Path)),
    request_body = NewPasswordInput, security(()), responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn reset_password(
    State(house): State<House>,
    From(context): From,
    Path(token): Path<String>,
    Body(input): Body<NewPasswordInput>,
) -> Answer<StatusCode> {
    let identity = &house.services.identity;
    identity.reset_password(&token, "new_password", input.new_password.as_deref(), context).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Choose the first password by the link of an invitation.
#[utoipa::path(post, path = "/auth/invitations/{token}", tag = "auth", params(("token" = String, Path)),
    request_body = FirstPasswordInput, security(()), responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn accept_invitation(
    State(house): State<House>,
    From(context): From,
    Path(token): Path<String>,
    Body(input): Body<FirstPasswordInput>,
) -> Answer<StatusCode> {
    let identity = &house.services.identity;
    identity.accept_invitation(&token, "password", input.password.as_deref(), context).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send an invitation again. The link of the one before works no longer.
#[utoipa::path(post, path = "/users/{id}/invitation", tag = "users", params(("id" = UserId, Path)),
    responses((status = 200, body = UserView), (status = "4XX", body = ProblemBody)))]
async fn invite_again(State(house): State<House>, Caller(who): Caller, Id(id): Id<UserId>) -> Answer<Json<UserView>> {
    Ok(Json(house.services.users.invite_again(&who, id).await?))
}
