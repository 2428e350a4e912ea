//! The request's id: taken from the caller when it is a plain token, else made; always returned, in every log line and event.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use infrastructure::time::SystemChance;
use services::ports::clock::Chance;

/// The header that carries it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest one taken from a caller.
const MAX: usize = 64;

/// A request's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Gives every request its id, and every answer the same.
pub async fn give(mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|text| is_plain(text))
        .map_or_else(|| SystemChance.id().simple().to_string(), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// Letters, digits and `-_.:` only, so that it is safe in logs, pages and headers.
fn is_plain(text: &str) -> bool {
    (1..=MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn only_a_plain_token_is_taken_from_the_caller() {
        assert!(is_plain("0193-abc_DEF.1:2"));
        for refused in ["", "a b", "a\nb", "<script>", "é", &"x".repeat(65)] {
            assert!(!is_plain(refused), "{refused:?}");
        }
    }
}
