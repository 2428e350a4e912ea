//! The JSON API: the door for programs. `/api/v1`, OpenAPI 3.1, problems for every error.

mod agencies;
mod attachments;
mod audit;
mod auth;
mod body;
mod client_life;
mod clients;
mod companies;
mod docs;
mod document_runs;
mod documents;
mod exports;
mod factors;
mod idempotency;
mod integrations;
mod letters;
mod mailings;
mod papers;
mod parties;
mod password_links;
mod policies;
mod query;
mod renewals;
mod search;
mod storage;
mod templates;
mod upload;
mod users;
mod views;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Json, Router, middleware};
use domain::shared::problem::Code;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

use crate::http::problem::{ProblemBody, mark, plain};
use crate::wiring::House;

pub(crate) use attachments::FILES as ATTACHED_FILES;
pub(crate) use body::{Id, Number};
pub(crate) use mailings::FILE as MAILED_FILES;

/// The address that every route of the API begins with.
pub const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "MonAssurance",
        description = "Clients, companies, policies, templates and documents of a brokerage firm. Every error is a problem (RFC 9457).",
    ),
    components(schemas(ProblemBody)),
    security(("bearer" = []))
)]
struct Document;

fn routes() -> OpenApiRouter<House> {
    let mut document = Document::openapi();
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build());
    document.components.get_or_insert_default().add_security_scheme("bearer", bearer);
    OpenApiRouter::with_openapi(document).nest(
        BASE,
        OpenApiRouter::new()
            .merge(auth::routes())
            .merge(factors::routes())
            .merge(users::routes())
            .merge(agencies::routes())
            .merge(letters::routes())
            .merge(clients::routes())
            .merge(mailings::routes())
            .merge(client_life::routes())
            .merge(companies::routes())
            .merge(integrations::routes())
            .merge(papers::routes())
            .merge(policies::routes())
            .merge(parties::routes())
            .merge(renewals::routes())
            .merge(exports::routes())
            .merge(views::routes())
            .merge(search::routes())
            .merge(templates::routes())
            .merge(documents::routes())
            .merge(attachments::routes())
            .merge(document_runs::routes())
            .merge(storage::routes())
            .merge(audit::routes()),
    )
}

/// The OpenAPI document, generated from the code.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

/// The API as a router.
pub fn router(house: &House) -> Router<House> {
    let (router, document) = routes().split_for_parts();
    let page = docs::page(&document);
    let document = std::sync::Arc::new(document);
    let written = move || {
        let document = std::sync::Arc::clone(&document);
        async move { Json(&*document).into_response() }
    };
    router
        .route(&format!("{BASE}/openapi.json"), get(written))
        .route("/api/docs", get(move || async move { Html(page) }))
        .route("/api/{*rest}", axum::routing::any(absent))
        .layer(middleware::from_fn_with_state(house.clone(), idempotency::once))
}

async fn absent() -> impl IntoResponse {
    mark(plain(StatusCode::NOT_FOUND, Code::NotFound))
}
