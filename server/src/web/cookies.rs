//! What stands around the session layer: its cookie first, and its own failures told as what they are.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::shared::problem::Code;

use crate::http::problem::{mark, plain};

/// Set on every answer that comes from within the session layer.
#[derive(Clone)]
struct Ours;

/// Marks an answer as one of ours.
pub(super) async fn ours(mut response: Response) -> Response {
    response.extensions_mut().insert(Ours);
    response
}

/// A session that could not be kept is a store that does not answer; the layer itself would call it a fault of ours.
pub(super) async fn session_kept(response: Response) -> Response {
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && response.extensions().get::<Ours>().is_none() {
        return mark(plain(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable));
    }
    session_first(response)
}

/// Puts the session's cookie before the others: many a program reads only the first.
fn session_first(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    if cookies.len() > 1 {
        // The session layer is the last to add its own.
        cookies.rotate_right(1);
        headers.remove(header::SET_COOKIE);
        for cookie in cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}
