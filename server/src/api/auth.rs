//! Signing in and out over JSON (RFC 6749, RFC 9700).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::session::{AccountView, DeviceInput, DeviceView, SignInInput, TokenGrant};
use domain::shared::SessionId;
use domain::shared::problem::Code;
use serde::Deserialize;
use services::Error;
use services::identity::RegistrationInput;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, Items};
use crate::http::problem::{ApiError, ProblemBody};
use crate::http::visitor::{Caller, From};
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(revoke_all))
        .routes(routes!(devices))
        .routes(routes!(rename_device, revoke_device))
        .routes(routes!(me))
        .routes(routes!(confirm))
        .routes(routes!(password))
        .routes(routes!(register))
        .merge(super::password_links::routes())
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefreshInput {
    /// The token, as the last answer gave it.
    refresh_token: String,
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordInput {
    /// The password so far.
    current_password: String,
    /// The password from now on.
    new_password: String,
}

/// The password, once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmInput {
    /// The password, exactly as typed.
    password: Option<String>,
}

/// Sign a program in.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = SignInInput, security(()),
    responses((status = 200, body = TokenGrant), (status = "4XX", body = ProblemBody)))]
async fn login(
    State(house): State<House>,
    From(context): From,
    Body(input): Body<SignInInput>,
) -> Answer<Json<TokenGrant>> {
    Ok(Json(house.services.identity.sign_in_program(&input, context).await?))
}

/// Exchange a refresh token for the next pair.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", request_body = RefreshInput, security(()),
    responses((status = 200, body = TokenGrant), (status = "4XX", body = ProblemBody)))]
async fn refresh(
    State(house): State<House>,
    From(context): From,
    Body(input): Body<RefreshInput>,
) -> Answer<Json<TokenGrant>> {
    Ok(Json(house.services.identity.refresh(&input.refresh_token, context).await?))
}

/// Sign out the session of a refresh token. An unknown token is signed out already.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", request_body = RefreshInput, security(()),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn logout(
    State(house): State<House>,
    From(context): From,
    Body(input): Body<RefreshInput>,
) -> Answer<StatusCode> {
    let identity = &house.services.identity;
    if let Some(who) = identity.session_of_refresh_token(&input.refresh_token, context).await? {
        let session = who.session().ok_or(ApiError(Error::Unauthenticated(Code::Unauthenticated)))?;
        identity.sign_out(&who, session).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Sign out everywhere.
#[utoipa::path(post, path = "/auth/revoke-all", tag = "auth",
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke_all(State(house): State<House>, Caller(who): Caller) -> Answer<StatusCode> {
    house.services.identity.sign_out_everywhere(&who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The devices on which you are signed in.
#[utoipa::path(get, path = "/auth/devices", tag = "auth",
    responses((status = 200, body = Items<DeviceView>), (status = "4XX", body = ProblemBody)))]
async fn devices(State(house): State<House>, Caller(who): Caller) -> Answer<Json<Items<DeviceView>>> {
    Ok(Items::all(house.services.identity.devices(&who).await?))
}

/// Rename one device of yours.
#[utoipa::path(patch, path = "/auth/devices/{id}", tag = "auth", params(("id" = SessionId, Path)), request_body = DeviceInput,
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn rename_device(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<SessionId>,
    Body(input): Body<DeviceInput>,
) -> Answer<StatusCode> {
    house.services.identity.rename_device(&who, id, &input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign out one device of yours.
#[utoipa::path(delete, path = "/auth/devices/{id}", tag = "auth", params(("id" = SessionId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke_device(State(house): State<House>, Caller(who): Caller, Id(id): Id<SessionId>) -> Answer<StatusCode> {
    house.services.identity.sign_out(&who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who you are.
#[utoipa::path(get, path = "/auth/me", tag = "auth",
    responses((status = 200, body = AccountView), (status = "4XX", body = ProblemBody)))]
async fn me(Caller(who): Caller) -> Answer<Json<AccountView>> {
    let account = who.account().cloned();
    account.map(Json).ok_or(ApiError(Error::Unauthenticated(Code::Unauthenticated)))
}

/// Give your password again, so that this session may do what is sensitive for a while.
#[utoipa::path(post, path = "/auth/confirm", tag = "auth", request_body = ConfirmInput,
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn confirm(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<ConfirmInput>,
) -> Answer<StatusCode> {
    house.services.identity.confirm(&who, input.password.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change your password. Your other devices are signed out.
#[utoipa::path(post, path = "/auth/password", tag = "auth", request_body = PasswordInput,
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn password(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<PasswordInput>,
) -> Answer<StatusCode> {
    let identity = &house.services.identity;
    identity.change_password(&who, Some(&input.current_password), Some(&input.new_password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open a firm with its first administrator, where registration is open.
#[utoipa::path(post, path = "/auth/register", tag = "auth", request_body = RegistrationBody, security(()),
    responses((status = 201, body = AccountView), (status = "4XX", body = ProblemBody)))]
async fn register(
    State(house): State<House>,
    From(context): From,
    Body(input): Body<RegistrationBody>,
) -> Answer<(StatusCode, Json<AccountView>)> {
    let RegistrationBody { agency_name, full_name, email, password } = input;
    let input = RegistrationInput { agency_name, full_name, email, password };
    Ok((StatusCode::CREATED, Json(house.services.identity.register(input, context).await?)))
}

/// A new firm with its first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RegistrationBody {
    /// The firm's name.
    agency_name: Option<String>,
    /// The administrator's name.
    full_name: Option<String>,
    /// The address he signs in with.
    email: Option<String>,
    /// His password.
    password: Option<String>,
}
