//! Where the platform keeps its files, over JSON. Secrets go in and never come out.

use axum::Json;
use axum::extract::State;
use domain::storage::{StorageInput, StorageReport, StorageView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, IfMatch, Tagged, shown};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(find, set)).routes(routes!(test))
}

/// Where files are kept now, and how far those from before have come; of secrets only since when they are kept.
#[utoipa::path(get, path = "/admin/storage-config", tag = "admin",
    responses((status = 200, body = StorageView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller) -> Answer<Tagged<StorageView>> {
    let view = house.services.storage.find(&who).await?;
    Ok(shown(view.version, view))
}

/// Say anew where files are kept. It is tried first: what does not work is not saved. Without secrets those kept for that
/// very place stay. Files from before follow in the background.
#[utoipa::path(put, path = "/admin/storage-config", tag = "admin", request_body = StorageInput,
    responses((status = 200, body = StorageView), (status = "4XX", body = ProblemBody)))]
async fn set(
    State(house): State<House>,
    Caller(who): Caller,
    IfMatch(seen): IfMatch,
    Body(input): Body<StorageInput>,
) -> Answer<Tagged<StorageView>> {
    let view = house.services.storage.set(&who, seen, input).await?;
    Ok(shown(view.version, view))
}

/// Write, read and remove a small file: where the body says, or where files are kept now when it is empty.
#[utoipa::path(post, path = "/admin/storage-config/test", tag = "admin", request_body = StorageInput,
    responses((status = 200, body = StorageReport), (status = "4XX", body = ProblemBody)))]
async fn test(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<StorageInput>,
) -> Answer<Json<StorageReport>> {
    let typed = (input != StorageInput::default()).then_some(input);
    Ok(Json(house.services.storage.test(&who, typed).await?))
}
