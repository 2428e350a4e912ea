//! The public check of a document as JSON, at the same address as its page.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::ApiError;
use crate::http::visitor::Visitor;
use crate::wiring::House;

/// Answers in JSON who asks for JSON; everybody else sees the page.
pub(super) async fn as_json(State(house): State<House>, request: Request, next: Next) -> Response {
    let code = request.uri().path().strip_prefix("/verify/").filter(|code| !code.is_empty()).map(str::to_owned);
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let wants_json = accepts.contains("application/json") && !accepts.contains("text/html");
    let context = request.extensions().get::<Visitor>().map(|visitor| visitor.context.clone());
    match (code, context) {
        (Some(code), Some(context)) if wants_json && request.method() == Method::GET => {
            match house.services.documents.verify(&code, context).await {
                Ok(view) => Json(view).into_response(),
                Err(error) => ApiError(error).into_response(),
            }
        }
        _ => next.run(request).await,
    }
}
