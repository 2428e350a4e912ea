//! The general limits: how often one user, or one address, asks one route.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use services::Error;
use services::ports::limits::{Rule, network};

use super::problem::ApiError;
use super::visitor::Visitor;
use crate::wiring::House;

/// Refuses a request that comes too soon. The key holds the route's template, not its path: there are as many routes as the
/// router has, but as many paths as somebody makes up.
pub async fn throttle(State(house): State<House>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str);
    let files = [
        crate::web::DOWNLOADS,
        crate::web::PAPERS,
        crate::web::BUNDLES,
        crate::web::CHECKED_FILES,
        crate::web::ATTACHMENTS,
        crate::web::MAILINGS,
        crate::api::ATTACHED_FILES,
        crate::api::MAILED_FILES,
    ];
    let rule = if files.contains(&route) { Rule::Downloads } else { Rule::Requests };
    let key = format!("{}:{route}", asker(&request));
    match house.ports.limits.spend(rule, &key).await {
        Ok(()) => next.run(request).await,
        Err(limited) => ApiError(Error::Limited(limited)).into_response(),
    }
}

/// The user; of those who are not signed in, the address.
fn asker(request: &Request) -> String {
    let visitor = request.extensions().get::<Visitor>();
    let user = visitor.and_then(|visitor| visitor.principal.as_ref()).and_then(services::access::Principal::user_id);
    match (user, visitor.and_then(|visitor| visitor.context.ip_address.as_deref())) {
        (Some(user), _) => user.to_string(),
        (None, address) => network(address.unwrap_or("unknown")),
    }
}
