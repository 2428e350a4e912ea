//! How long a request may take. The time runs from the last byte of its body: whoever sends a large file over a slow line is
//! not cut off while it comes; a body that does not come is the listener's affair.

use std::pin::pin;
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use domain::shared::problem::Code;

use super::problem::{mark, plain};
use crate::listener::Upload;

/// The longest that a request may be worked on.
const LIMIT: Duration = Duration::from_mins(1);

/// Answers 503 when a request takes longer than that.
pub async fn timely(request: Request, next: Next) -> Response {
    let upload = request.extensions().get::<Upload>().cloned();
    let come = || upload.as_ref().map_or(0, Upload::bytes);
    let mut response = pin!(next.run(request));
    let mut before = come();
    loop {
        if let Ok(response) = tokio::time::timeout(LIMIT, response.as_mut()).await {
            return response;
        }
        let now = come();
        if now == before {
            tracing::error!("a request took too long and was given up");
            return mark(plain(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable));
        }
        before = now;
    }
}
