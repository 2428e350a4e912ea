//! Mailings over JSON: addresses on labels and envelopes.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::mailing::{MailingInput, MailingView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::web::downloads;
use crate::wiring::House;

/// The address of the file.
pub(crate) const FILE: &str = "/api/v1/mailings";

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(print)).routes(routes!(look))
}

/// Labels or envelopes with the addresses of clients, as a PDF. Whoever has no address that can be printed is left out.
#[utoipa::path(post, path = "/mailings", tag = "clients", request_body = MailingInput,
    responses((status = 200, description = "The PDF, as an attachment", content_type = "application/pdf", body = Vec<u8>),
        (status = "4XX", body = ProblemBody)))]
async fn print(State(house): State<House>, Caller(who): Caller, Body(input): Body<MailingInput>) -> Answer<Response> {
    downloads::mailed(house.services.mailings.print(&who, input).await?)
}

/// What `POST /mailings` would print, in figures, and who would be left out for which reason.
#[utoipa::path(post, path = "/mailings/preview", tag = "clients", request_body = MailingInput,
    responses((status = 200, body = MailingView), (status = "4XX", body = ProblemBody)))]
async fn look(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<MailingInput>,
) -> Answer<Json<MailingView>> {
    Ok(Json(house.services.mailings.look(&who, input).await?.view))
}
