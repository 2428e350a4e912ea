//! The search over JSON.

use axum::Json;
use axum::extract::State;
use domain::search::SearchView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Answer;
use super::query::Params;
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(find))
}

/// Clients, policies, companies and documents by what you remember of them: parts of names, numbers, plates, addresses.
///
/// Every word must be found, in any order, without regard to case, accents and signs; words of one or two letters are found
/// where a word begins. What was found is marked in parts of the stored texts.
#[utoipa::path(get, path = "/search", tag = "search", params(
    ("q" = Option<String>, Query, description = "What is searched for"),
    ("limit" = Option<u32>, Query, minimum = 1, maximum = 50, description = "Records wanted of each kind; 5 when absent")),
    responses((status = 200, body = SearchView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<SearchView>> {
    let (q, limit) = params.search()?;
    Ok(Json(house.services.search.find(&who, &q, limit).await?))
}
