//! The audit log over JSON.

use axum::Json;
use axum::extract::State;
use domain::audit::{AuditEventView, AuditFilter, AuditVerification};
use domain::shared::UserId;
use domain::shared::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Answer;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(verify))
}

/// The firm's events, newest first.
#[utoipa::path(get, path = "/audit-events", tag = "audit", params(ListParams,
    ("action" = Option<String>, Query, description = "Only this action"),
    ("action_contains" = Option<String>, Query, description = "Only actions that hold this text"),
    ("object_type" = Option<String>, Query, description = "Only this kind of thing"),
    ("object_id" = Option<String>, Query, description = "Only this thing"),
    ("user_id" = Option<UserId>, Query, description = "Only this person"),
    ("ip" = Option<String>, Query, description = "Only this address"),
    ("from" = Option<String>, Query, description = "Only from this moment on"),
    ("to" = Option<String>, Query, description = "Only before this moment"),
    ("request_id" = Option<String>, Query, description = "Only this request")),
    responses((status = 200, body = Page<AuditEventView>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(house): State<House>,
    Caller(who): Caller,
    mut params: Params,
) -> Answer<Json<Page<AuditEventView>>> {
    let filter = AuditFilter {
        action: params.text("action"),
        action_contains: params.text("action_contains"),
        object_type: params.text("object_type"),
        object_id: params.text("object_id"),
        user_id: params.id("user_id", UserId::parse),
        ip: params.text("ip"),
        request_id: params.text("request_id"),
        from: params.instant("from"),
        to: params.instant("to"),
    };
    Ok(Json(house.services.audit.list(&who, &params.page()?, &filter).await?))
}

/// Whether the firm's chain of events is whole.
#[utoipa::path(get, path = "/audit-events/verification", tag = "audit",
    responses((status = 200, body = AuditVerification), (status = "4XX", body = ProblemBody)))]
async fn verify(State(house): State<House>, Caller(who): Caller) -> Answer<Json<AuditVerification>> {
    Ok(Json(house.services.audit.verify(&who).await?))
}
