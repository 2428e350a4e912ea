//! Reading the parameters of lists.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use domain::list::ListFilter;
use domain::shared::page::PageRequest;
use domain::shared::problem::{Checker, Code, FieldError};
use services::Error;
use utoipa::IntoParams;

use crate::http::problem::ApiError;

/// The parameters that every list takes, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(crate) struct ListParams {
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// Where to go on, as `next_cursor` said.
    cursor: Option<String>,
    /// The sort's name, with `-` before it for the other way round.
    sort: Option<String>,
    /// What is searched for.
    q: Option<String>,
    /// Whether `total` is wanted too.
    count: Option<bool>,
}

/// The parameters of a request.
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    check: Checker,
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let read = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let unreadable = || ApiError(Error::field(FieldError::new("", Code::Unreadable)));
        let Query(pairs) = read.map_err(|_| unreadable())?;
        // No column holds a NUL; PostgreSQL would refuse it with a fault instead of an answer.
        if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(unreadable());
        }
        Ok(Self { pairs, check: Checker::default() })
    }
}

impl Params {
    /// Every parameter, as it came.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The text of a parameter; empty counts as absent.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    }

    /// A parameter that must hold a word of a closed list.
    pub(crate) fn word<T>(&mut self, name: &str, read: fn(&str, Option<&str>) -> Result<T, FieldError>) -> Option<T> {
        let text = self.text(name)?;
        self.check.keep(read(name, Some(&text)))
    }

    /// What a list with a schema is asked for: its page and its filters.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub(crate) fn list<F: ListFilter>(mut self) -> Result<(PageRequest, F), ApiError> {
        let pairs = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let (query, errors) = F::SCHEMA.read(pairs);
        self.check.note_all(errors);
        let filter = F::of(&query).map_err(|errors| self.check.note_all(errors)).unwrap_or_default();
        Ok((self.page()?, filter))
    }

    /// What is searched for, and how many records of each kind are wanted; ends the reading.
    ///
    /// # Errors
    /// A limit that is no number.
    pub(crate) fn search(mut self) -> Result<(String, Option<u32>), ApiError> {
        let limit = self.text("limit").map(|text| {
            let max = domain::search::MAX_LIMIT;
            text.parse::<u32>().map_err(|_| FieldError::new("limit", Code::OutOfRange).with("min", 1).with("max", max))
        });
        let limit = limit.and_then(|limit| self.check.keep(limit));
        let search = (self.text("q").unwrap_or_default(), limit);
        self.check.finish(Some(search)).map_err(|errors| ApiError(Error::Invalid(errors)))
    }

    /// The parameters that every list takes; ends the reading.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub(crate) fn page(mut self) -> Result<PageRequest, ApiError> {
        let limit = self.text("limit").map(|text| {
            text.parse::<u32>().map_err(|_| FieldError::new("limit", Code::OutOfRange).with("min", 1).with("max", 200))
        });
        let limit = limit.and_then(|limit| self.check.keep(limit));
        let page = PageRequest {
            limit,
            cursor: self.text("cursor"),
            sort: self.text("sort"),
            q: self.text("q"),
            count: self.text("count").is_some_and(|text| text == "true" || text == "1"),
            count_max: None,
        };
        self.check.finish(Some(page)).map_err(|errors| ApiError(Error::Invalid(errors)))
    }
}
