//! What happens to a client's file, over JSON: taken out again, handed over, noted on, merged and taken apart; what happened
//! to him, and whether he is recorded already.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::client::{
    ArchiveManyInput, ClientView, HandOverInput, HandOverManyInput, Happening, LikelyDuplicate, LikenessInput,
    MergeInput, NoteInput, NoteView,
};
use domain::list::ActReport;
use domain::shared::ClientId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Items, Tagged, shown};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(restore))
        .routes(routes!(hand_over))
        .routes(routes!(hand_over_many))
        .routes(routes!(archive_many))
        .routes(routes!(notes, note))
        .routes(routes!(timeline))
        .routes(routes!(duplicates))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
}

/// Take a client's file out again that was put away.
#[utoipa::path(post, path = "/clients/{id}/restore", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn restore(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.restore(&who, id, seen).await?;
    Ok(shown(view.version, view))
}

/// Hand a client over to another broker, with everything that hangs on him.
#[utoipa::path(post, path = "/clients/{id}/hand-over", tag = "clients", params(("id" = ClientId, Path)),
    request_body = HandOverInput,
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn hand_over(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
    Body(input): Body<HandOverInput>,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.hand_over(&who, id, seen, input).await?;
    Ok(shown(view.version, view))
}

/// Hand many clients over to another broker: those named, or all that match. Whoever cannot be handed over is left alone and
/// told with the reason; at most 20,000 at a time.
#[utoipa::path(post, path = "/clients/hand-over", tag = "clients", request_body = HandOverManyInput,
    responses((status = 200, body = ActReport), (status = "4XX", body = ProblemBody)))]
async fn hand_over_many(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<HandOverManyInput>,
) -> Answer<Json<ActReport>> {
    Ok(Json(house.services.clients.hand_over_many(&who, &input).await?))
}

/// Put the files of many clients away: of those named, or of all that match. Who has policies is left alone and told with the
/// reason; at most 20,000 at a time.
#[utoipa::path(post, path = "/clients/archive", tag = "clients", request_body = ArchiveManyInput,
    responses((status = 200, body = ActReport), (status = "4XX", body = ProblemBody)))]
async fn archive_many(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<ArchiveManyInput>,
) -> Answer<Json<ActReport>> {
    Ok(Json(house.services.clients.archive_many(&who, &input).await?))
}

/// The notes about a client, newest first.
#[utoipa::path(get, path = "/clients/{id}/notes", tag = "clients", params(("id" = ClientId, Path), ListParams),
    responses((status = 200, body = Page<NoteView>), (status = "4XX", body = ProblemBody)))]
async fn notes(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    params: Params,
) -> Answer<Json<Page<NoteView>>> {
    Ok(Json(house.services.clients.notes(&who, id, &params.page()?).await?))
}

/// Write a note about a client.
#[utoipa::path(post, path = "/clients/{id}/notes", tag = "clients", params(("id" = ClientId, Path)),
    request_body = NoteInput,
    responses((status = 201, body = NoteView), (status = "4XX", body = ProblemBody)))]
async fn note(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    Body(input): Body<NoteInput>,
) -> Answer<(StatusCode, Json<NoteView>)> {
    Ok((StatusCode::CREATED, Json(house.services.clients.note(&who, id, input).await?)))
}

/// What happened to a client, newest first: to his policies, documents, notes and his file.
#[utoipa::path(get, path = "/clients/{id}/timeline", tag = "clients", params(("id" = ClientId, Path), ListParams),
    responses((status = 200, body = Page<Happening>), (status = "4XX", body = ProblemBody)))]
async fn timeline(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    params: Params,
) -> Answer<Json<Page<Happening>>> {
    Ok(Json(house.services.clients.timeline(&who, id, &params.page()?).await?))
}

/// Who is likely recorded already. It changes nothing; what is asked stands in the body, because addresses are logged.
#[utoipa::path(post, path = "/clients/duplicates", tag = "clients", request_body = LikenessInput,
    responses((status = 200, body = Items<LikelyDuplicate>), (status = "4XX", body = ProblemBody)))]
async fn duplicates(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<LikenessInput>,
) -> Answer<Json<Items<LikelyDuplicate>>> {
    Ok(Items::all(house.services.clients.likely_duplicates(&who, &input, None).await?))
}

/// Merge a file into another one of the same client, which is the answer. The old id then answers 404 with `merged_into`.
#[utoipa::path(post, path = "/clients/{id}/merge", tag = "clients", params(("id" = ClientId, Path)),
    request_body = MergeInput,
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn merge(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
    Body(input): Body<MergeInput>,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.merge(&who, id, seen, input).await?;
    Ok(shown(view.version, view))
}

/// Take a file apart again that was merged: exactly what the merge moved goes back. The answer is the file that is back.
#[utoipa::path(post, path = "/clients/{id}/unmerge", tag = "clients", params(("id" = ClientId, Path)),
    responses((status = 200, body = ClientView), (status = "4XX", body = ProblemBody)))]
async fn unmerge(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<ClientId>,
    IfMatch(seen): IfMatch,
) -> Answer<Tagged<ClientView>> {
    let view = house.services.clients.unmerge(&who, id, seen).await?;
    Ok(shown(view.version, view))
}
