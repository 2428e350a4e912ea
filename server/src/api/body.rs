//! Reading requests and shaping answers: bodies, versions, pages.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::shared::problem::{Code, FieldError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use services::Error;

use crate::http::problem::{ApiError, mark, plain};

/// The answer of a handler.
pub(crate) type Answer<T> = std::result::Result<T, ApiError>;

/// A JSON body. Unreadable: 400; a wrong type or an unknown field: 422 with a pointer to it.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != "application/json" && !(essence.starts_with("application/") && essence.ends_with("+json")) {
            return Err(mark(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType)));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        let unreadable = |_| mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(unreadable)?;
        let read = serde_path_to_error::deserialize(value);
        read.map(Self).map_err(|error| ApiError(Error::field(at_fault(&error))).into_response())
    }
}

/// A JSON body that may be left out: without a media type, there is none.
pub(crate) struct MaybeBody<T>(pub(crate) Option<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for MaybeBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        if !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(Self(None));
        }
        Ok(Self(Some(Body::from_request(request, state).await?.0)))
    }
}

fn at_fault(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    let message = error.inner().to_string();
    let path = error.path().to_string().replace(['.', '['], "/").replace(']', "");
    // serde names an unknown field in backticks; everything else is a value of another type.
    match message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
        Some(name) => {
            let parent = path.trim_end_matches(name).trim_matches('/');
            let place = if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") };
            FieldError::new(&place, Code::UnknownField)
        }
        None if path == "/" => {
            FieldError { pointer: String::new(), code: Code::WrongType, args: domain::shared::problem::Facts::new() }
        }
        None => FieldError::new(&path, Code::WrongType),
    }
}

/// An id in the path. What is not an id names nothing: 404.
pub(crate) struct Id<T>(pub(crate) T);

/// An id that can be read from a path.
pub(crate) trait PathId: Sized {
    /// Reads the id.
    fn read(text: &str) -> Option<Self>;
}

macro_rules! path_ids {
    ($($name:ident)*) => {$(
        impl PathId for domain::shared::$name {
            fn read(text: &str) -> Option<Self> {
                Self::parse(text)
            }
        }
    )*};
}

path_ids!(AgencyId ClientId CompanyId PolicyId TemplateId DocumentId UserId SessionId PasskeyId LetterId RenewalRunId DocumentRunId ViewId PartyId LinkId AttachmentId);

impl<S: Send + Sync, T: PathId> FromRequestParts<S> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state).await;
        let id = path.ok().and_then(|Path(path)| T::read(path.get("id")?));
        id.map(Self).ok_or(ApiError(Error::NotFound))
    }
}

/// Two ids in the path: that of a record, `id`, and that of something in it. What is not an id names nothing: 404.
pub(crate) struct Ids<T, U>(pub(crate) T, pub(crate) U);

impl<S: Send + Sync, T: PathId, U: PathId> FromRequestParts<S> for Ids<T, U> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state).await;
        let ids = path.ok().and_then(|Path(path)| {
            let inner = path.iter().find(|(name, _)| *name != "id");
            Some(Self(T::read(path.get("id")?)?, U::read(inner?.1)?))
        });
        ids.ok_or(ApiError(Error::NotFound))
    }
}

/// The number `n` in the path. What is not a number names nothing: 404.
pub(crate) struct Number(pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for Number {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state).await;
        let number = path.ok().and_then(|Path(path)| path.get("n")?.parse().ok());
        number.map(Self).ok_or(ApiError(Error::NotFound))
    }
}

/// The version that `If-Match` names (RFC 9110); none for `*` or no header.
pub(crate) struct IfMatch(pub(crate) Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let version = text.trim_matches('"').parse().ok();
        version.map(|version| Self(Some(version))).ok_or(ApiError(Error::PreconditionFailed))
    }
}

/// A record with its `ETag`.
pub(crate) struct Tagged<T>(pub(crate) StatusCode, pub(crate) i64, pub(crate) T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let Self(status, version, view) = self;
        let mut response = (status, Json(view)).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// A record read or changed.
pub(crate) fn shown<T: Serialize>(version: i64, view: T) -> Tagged<T> {
    Tagged(StatusCode::OK, version, view)
}

/// A record made.
pub(crate) fn created<T: Serialize>(version: i64, view: T) -> Tagged<T> {
    Tagged(StatusCode::CREATED, version, view)
}

/// A list that is not paged.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Items<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// Always `null`: the list is whole.
    pub(crate) next_cursor: Option<String>,
}

impl<T> Items<T> {
    /// A whole list.
    pub(crate) fn all(items: Vec<T>) -> Json<Self> {
        Json(Self::whole(items))
    }

    /// A whole list, to be shown with its `ETag`.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }
}
