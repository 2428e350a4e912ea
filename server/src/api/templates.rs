//! Templates and their versions over JSON.

use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use domain::shared::TemplateId;
use domain::shared::page::Page;
use domain::shared::problem::{Code, FieldError};
use domain::template::{PreviewInput, TemplateInput, TemplateVersionView, TemplateView, VersionInput};
use serde_json::Value;
use services::Error;
use services::templates::Looked;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Items, Number, Tagged, created, shown};
use super::exports::TemplateFilters;
use super::query::{ListParams, Params};
use super::upload::{uploaded, wrong};
use crate::http::problem::{ApiError, ProblemBody};
use crate::http::visitor::Caller;
use crate::web::downloads::previewed;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(find, update, archive))
        .routes(routes!(versions, add_version))
        .routes(routes!(version))
        .routes(routes!(preview))
        .routes(routes!(restore))
        .routes(routes!(restore_version))
}

/// The firm's templates.
#[utoipa::path(get, path = "/templates", tag = "templates", params(ListParams, TemplateFilters),
    responses((status = 200, body = Page<TemplateView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<TemplateView>>> {
    let (page, filter) = params.list()?;
    Ok(Json(house.services.templates.list(&who, &page, &filter).await?))
}

/// Record a template; `content` makes its version 1.
#[utoipa::path(post, path = "/templates", tag = "templates", request_body = TemplateInput,
    responses((status = 201, body = TemplateView), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<TemplateInput>,
) -> Answer<Tagged<TemplateView>> {
    let view = house.services.templates.create(&who, input).await?;
    Ok(created(view.version, view))
}

/// One template.
#[utoipa::path(get, path = "/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)),
    responses((status = 200, body = TemplateView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<TemplateId>) -> Answer<Tagged<TemplateView>> {
    let view = house.services.templates.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Change name, kind, usage, format, language, company or the version in use (RFC 7396).
#[utoipa::path(patch, path = "/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)),
    request_body = TemplateInput, responses((status = 200, body = TemplateView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<TemplateView>> {
    let view = house.services.templates.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Put a template away.
#[utoipa::path(delete, path = "/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn archive(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.templates.archive(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a template out again that was put away.
#[utoipa::path(post, path = "/templates/{id}/restore", tag = "templates", params(("id" = TemplateId, Path)),
    responses((status = 200, body = TemplateView), (status = "4XX", body = ProblemBody)))]
async fn restore(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    IfMatch(seen): IfMatch,
) -> Answer<Tagged<TemplateView>> {
    let view = house.services.templates.restore(&who, id, seen).await?;
    Ok(shown(view.version, view))
}

/// Bring an old version back, as the newest one.
#[utoipa::path(post, path = "/templates/{id}/versions/{n}/restore", tag = "templates",
    params(("id" = TemplateId, Path, description = "The template"), ("n" = i64, Path, description = "The version's number")),
    responses((status = 201, body = TemplateVersionView), (status = "4XX", body = ProblemBody)))]
async fn restore_version(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    Number(number): Number,
    IfMatch(seen): IfMatch,
) -> Answer<(StatusCode, Json<TemplateVersionView>)> {
    let version = house.services.templates.restore_version(&who, id, seen, number).await?;
    Ok((StatusCode::CREATED, Json(version)))
}

/// Every version, newest first.
#[utoipa::path(get, path = "/templates/{id}/versions", tag = "templates", params(("id" = TemplateId, Path)),
    responses((status = 200, body = Items<TemplateVersionView>), (status = "4XX", body = ProblemBody)))]
async fn versions(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
) -> Answer<Json<Items<TemplateVersionView>>> {
    Ok(Items::all(house.services.templates.versions(&who, id).await?))
}

/// Write the next version: JSON `{content}`, or multipart `file` with its `checksum` (SHA-256, hexadecimal).
#[utoipa::path(post, path = "/templates/{id}/versions", tag = "templates", params(("id" = TemplateId, Path)),
    request_body = VersionInput,
    responses((status = 201, body = TemplateVersionView), (status = "4XX", body = ProblemBody)))]
async fn add_version(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    IfMatch(seen): IfMatch,
    request: Request,
) -> Result<impl IntoResponse, Response> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let input = if kind.starts_with("multipart/form-data") {
        let file = uploaded(request.extract().await.map_err(IntoResponse::into_response)?).await?;
        let content = String::from_utf8(file.bytes).map_err(|_| wrong("file", Code::Unreadable))?;
        VersionInput { content: Some(content) }
    } else {
        Body::<VersionInput>::from_request(request, &()).await?.0
    };
    let version = house.services.templates.add_version(&who, id, seen, input).await;
    let version = version.map_err(|error| ApiError(error).into_response())?;
    Ok((StatusCode::CREATED, Json(version)))
}

/// One version with its source.
#[utoipa::path(get, path = "/templates/{id}/versions/{n}", tag = "templates",
    params(("id" = TemplateId, Path, description = "The template"), ("n" = i64, Path, description = "The version's number")),
    responses((status = 200, body = TemplateVersionView), (status = "4XX", body = ProblemBody)))]
async fn version(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    Number(number): Number,
) -> Answer<Json<TemplateVersionView>> {
    Ok(Json(house.services.templates.version(&who, id, number).await?))
}

/// The parameters of a preview, for the API document.
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
struct PreviewParams {
    /// `html`, `pdf`, or `png` for the picture of one page.
    #[param(default = "pdf")]
    format: Option<String>,
    /// The policy it is about; without one, made-up data.
    policy_id: Option<String>,
    /// Which made-up data: `sample`, `longest` or `sparse`.
    #[param(default = "sample")]
    data: Option<String>,
    /// The page of the picture, from 1.
    page: Option<u32>,
}

/// What a version makes of a policy or of made-up data. Every page is marked as no document; nothing is stored.
#[utoipa::path(get, path = "/templates/{id}/versions/{n}/preview", tag = "templates",
    params(("id" = TemplateId, Path, description = "The template"), ("n" = i64, Path, description = "The version's number"), PreviewParams),
    responses((status = 200, description = "The file, or the picture of a page", content_type = "application/pdf"),
        (status = "4XX", body = ProblemBody)))]
async fn preview(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<TemplateId>,
    Number(number): Number,
    params: Params,
) -> Answer<Response> {
    let known = ["format", "policy_id", "data", "page"];
    if let Some((name, _)) = params.pairs().iter().find(|(name, _)| !known.contains(&name.as_str())) {
        return Err(ApiError(Error::field(FieldError::new(name, Code::UnknownField))));
    }
    let input = PreviewInput {
        format: params.text("format"),
        policy_id: params.text("policy_id"),
        data: params.text("data"),
        page: params.text("page"),
    };
    let show = input.parse().map_err(Error::from)?;
    let made = house.services.templates.preview(&who, id, Looked::Version(number), &show).await?;
    previewed(made)
}
