//! Attachments of clients and policies over HTTP: sent in parts, answered as files.

use axum::extract::{DefaultBodyLimit, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use domain::attachment::{AttachedTo, AttachmentInput, AttachmentView, RemovalInput};
use domain::shared::page::Page;
use domain::shared::problem::{Code, FieldError};
use domain::shared::{AttachmentId, ClientId, PolicyId};
use services::Error;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::body::{Answer, Id, IfMatch, MaybeBody, Tagged, created, shown};
use super::query::{ListParams, Params};
use super::upload::wrong;
use crate::http::problem::{ApiError, ProblemBody, mark, plain};
use crate::http::visitor::Caller;
use crate::web::downloads::attachment;
use crate::wiring::House;

/// The largest body, in bytes: a file that is somewhat too large is told as that.
pub(super) const BODY_MAX: usize = 32 * 1024 * 1024;
/// Where attachments are sent to, as the router has it.
pub(super) const ATTACHMENTS: &str = "/api/v1/attachments";
/// The route of the file of an attachment.
pub(crate) const FILES: &str = "/api/v1/attachments/{id}/download";

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(of_client))
        .routes(routes!(of_policy))
        .routes(routes!(attach))
        .routes(routes!(find, remove))
        .routes(routes!(restore))
        .routes(routes!(download))
        .layer(DefaultBodyLimit::max(BODY_MAX))
}

/// Which attachments are asked for, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
struct Which {
    /// `true` for those that were taken away and can still be brought back.
    removed: Option<bool>,
}

fn removed(params: &Params) -> Answer<bool> {
    match params.text("removed").as_deref() {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(_) => {
            let error = FieldError::new("removed", Code::NotAChoice).with("allowed", "true, false");
            Err(ApiError(Error::field(error)))
        }
    }
}

/// What belongs to a client, newest first.
#[utoipa::path(get, path = "/clients/{id}/attachments", tag = "attachments",
    params(("id" = ClientId, Path), ListParams, Which),
    responses((status = 200, body = Page<AttachmentView>), (status = "4XX", body = ProblemBody)))]
async fn of_client(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    params: Params,
) -> Answer<Json<Page<AttachmentView>>> {
    let (of, removed) = (AttachedTo::Client(id), removed(&params)?);
    Ok(Json(house.services.attachments.list(&who, of, removed, &params.page()?).await?))
}

/// What belongs to a policy, newest first.
#[utoipa::path(get, path = "/policies/{id}/attachments", tag = "attachments",
    params(("id" = PolicyId, Path), ListParams, Which),
    responses((status = 200, body = Page<AttachmentView>), (status = "4XX", body = ProblemBody)))]
async fn of_policy(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
    params: Params,
) -> Answer<Json<Page<AttachmentView>>> {
    let (of, removed) = (AttachedTo::Policy(id), removed(&params)?);
    Ok(Json(house.services.attachments.list(&who, of, removed, &params.page()?).await?))
}

/// Put a file with a client or a policy: multipart `file`, with `client_id` or `policy_id`, and its `checksum` (SHA-256,
/// hexadecimal) if you wish. It is judged by what it is, not by its name: PDF, JPEG, PNG, WebP, HEIC, TIFF, Word, Excel,
/// OpenDocument, EML or plain text, 20 MB at most.
#[utoipa::path(post, path = "/attachments", tag = "attachments",
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentView), (status = "4XX", body = ProblemBody)))]
async fn attach(State(house): State<House>, Caller(who): Caller, request: Request) -> Result<Response, Response> {
    let told = |error| ApiError(error).into_response();
    // Who may not attach anything does not send a large body first.
    house.services.attachments.may_attach(&who).await.map_err(told)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Err(mark(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType)));
    }
    let input = read(request.extract().await.map_err(IntoResponse::into_response)?).await?;
    let view = house.services.attachments.attach(&who, input).await.map_err(told)?;
    let place = format!("{BASE}/attachments/{}", view.id);
    Ok(([(header::LOCATION, place)], created(view.version, view)).into_response())
}

/// Reads the parts of an upload.
async fn read(mut form: Multipart) -> Result<AttachmentInput, Response> {
    let unreadable = |_| mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    let mut input = AttachmentInput::default();
    while let Some(part) = form.next_field().await.map_err(IntoResponse::into_response)? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                input.file_name = part.file_name().map(str::to_owned);
                input.bytes = part.bytes().await.map_err(IntoResponse::into_response)?.to_vec();
            }
            "client_id" => input.client_id = Some(part.text().await.map_err(unreadable)?),
            "policy_id" => input.policy_id = Some(part.text().await.map_err(unreadable)?),
            "checksum" => input.checksum = Some(part.text().await.map_err(unreadable)?),
            _ => return Err(wrong(&name, Code::UnknownField)),
        }
    }
    Ok(input)
}

/// One attachment, also one that was taken away and can still be brought back.
#[utoipa::path(get, path = "/attachments/{id}", tag = "attachments", params(("id" = AttachmentId, Path)),
    responses((status = 200, body = AttachmentView), (status = "4XX", body = ProblemBody)))]
async fn find(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<AttachmentId>,
) -> Answer<Tagged<AttachmentView>> {
    let view = house.services.attachments.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Take an attachment away. It can be brought back for thirty days; then it is erased, its file with it. A body
/// `{"reason": …}` is optional here.
#[utoipa::path(delete, path = "/attachments/{id}", tag = "attachments", params(("id" = AttachmentId, Path)),
    request_body = Option<RemovalInput>, responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn remove(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<AttachmentId>,
    IfMatch(seen): IfMatch,
    MaybeBody(input): MaybeBody<RemovalInput>,
) -> Answer<StatusCode> {
    let given = input.filter(|input| input.reason.is_some());
    house.services.attachments.remove(&who, id, seen, given.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring an attachment back that was taken away.
#[utoipa::path(post, path = "/attachments/{id}/restore", tag = "attachments", params(("id" = AttachmentId, Path)),
    responses((status = 200, body = AttachmentView), (status = "4XX", body = ProblemBody)))]
async fn restore(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<AttachmentId>,
    IfMatch(seen): IfMatch,
) -> Answer<Tagged<AttachmentView>> {
    let view = house.services.attachments.restore(&who, id, seen).await?;
    Ok(shown(view.version, view))
}

/// The file of an attachment. Each download is in the audit log.
#[utoipa::path(get, path = "/attachments/{id}/download", tag = "attachments", params(("id" = AttachmentId, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody)))]
async fn download(State(house): State<House>, Caller(who): Caller, Id(id): Id<AttachmentId>) -> Answer<Response> {
    attachment(house.services.attachments.download(&who, id).await?)
}
