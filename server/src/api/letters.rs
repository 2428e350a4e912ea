//! The firm's letters over JSON: which went, which wait, and why one did not go.

use axum::Json;
use axum::extract::State;
use domain::letter::{LetterState, LetterView};
use domain::shared::LetterId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Id};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retry))
}

/// The firm's letters, newest first, without what they say.
#[utoipa::path(get, path = "/admin/letters", tag = "admin", params(ListParams,
    ("state" = Option<LetterState>, Query, description = "Only those that came so far")),
    responses((status = 200, body = Page<LetterView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, mut params: Params) -> Answer<Json<Page<LetterView>>> {
    let state = params.word("state", LetterState::field);
    Ok(Json(house.services.letters.list(&who, &params.page()?, state).await?))
}

/// Have a letter that did not go tried again at once.
#[utoipa::path(post, path = "/admin/letters/{id}/retry", tag = "admin", params(("id" = LetterId, Path)),
    responses((status = 200, body = LetterView), (status = "4XX", body = ProblemBody)))]
async fn retry(State(house): State<House>, Caller(who): Caller, Id(id): Id<LetterId>) -> Answer<Json<LetterView>> {
    Ok(Json(house.services.letters.send_again(&who, id).await?))
}
