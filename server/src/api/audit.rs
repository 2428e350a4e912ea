//! The audit log over JSON.

use axum::Json;
use axum::extract::State;
use domain::audit::{AuditEventView, AuditVerification};
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Answer;
use super::exports::AuditFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify))
}

/// The firm's events, newest first.
#[utoipa::path(get, path = "/audit-events", tag = "audit", params(ListParams, AuditFilters),
    responses((status = 200, body = Page<AuditEventView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<AuditEventView>>> {
    let (page, filter) = params.list()?;
    Ok(Json(house.services.audit.list(&who, &page, &filter).await?))
}

/// Whether the firm's chain of events is whole.
#[utoipa::path(get, path = "/audit-events/verification", tag = "audit",
    responses((status = 200, body = AuditVerification), (status = "4XX", body = ProblemBody)))]
async fn verify(State(house): State<House>, Caller(who): Caller) -> Answer<Json<AuditVerification>> {
    Ok(Json(house.services.audit.verify(&who).await?))
}
