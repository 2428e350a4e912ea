//! One request, and what came back.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use tokio::sync::oneshot;
use tower::ServiceExt;

use super::PEER;

/// A request that is being written.
pub(crate) struct Ask<'a> {
    router: &'a Router,
    request: axum::http::request::Builder,
    body: Vec<u8>,
    name: String,
}

impl<'a> Ask<'a> {
    pub(crate) fn new(router: &'a Router, method: &str, path: &str) -> Self {
        let request = Request::builder().method(method).uri(path);
        Self { router, request, body: Vec::new(), name: format!("{method} {path}") }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// A JSON body.
    pub(crate) fn body(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    /// A body as it is.
    pub(crate) fn raw(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    pub(crate) async fn send(self) -> Answer {
        let body = Body::from(self.body.clone());
        self.send_with(body).await
    }

    /// Sends the body when it is told to: it first says that it is waited for.
    pub(crate) async fn send_when(self, waited_for: oneshot::Sender<()>, now: oneshot::Receiver<()>) -> Answer {
        let bytes = self.body.clone();
        let body = futures::stream::once(async move {
            waited_for.send(()).unwrap();
            now.await.unwrap();
            Ok::<_, Infallible>(bytes)
        });
        self.send_with(Body::from_stream(body)).await
    }

    async fn send_with(self, body: Body) -> Answer {
        let mut request = self.request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(PEER));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { name: self.name, status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// What came back.
pub(crate) struct Answer {
    name: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of an answer that has this status; `null` when there is none.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// A problem (RFC 9457) of this status and code, whole and in the right shape.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.any_problem(status);
        assert_eq!(problem["code"], code, "{self:?}");
        problem
    }

    /// A problem of this status, whatever its code.
    #[track_caller]
    pub(crate) fn any_problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem = self.json();
        let code = problem["code"].as_str().expect("a code");
        assert_eq!(problem["type"], format!("/problems/{code}"), "{self:?}");
        assert_eq!(problem["status"], status, "{self:?}");
        assert_eq!(problem["instance"], self.header("x-request-id"), "{self:?}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{self:?}");
        assert!(problem["title"].is_string(), "{self:?}");
        problem
    }

    /// The fields at fault: pointer and code.
    #[track_caller]
    pub(crate) fn faults(&self, status: u16) -> Vec<(String, String)> {
        let problem = self.any_problem(status);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text().chars().take(600).collect();
        write!(formatter, "{} answered {}: {text}", self.name, self.status)
    }
}
