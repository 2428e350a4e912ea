//! Lists come in pages, continued by a cursor: the place after the last row seen, so that new rows never shift a page.

use serde::{Deserialize, Serialize};

use super::problem::{Code, FieldError};

/// How many rows a page holds when nobody says.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most rows a page holds.
pub const MAX_LIMIT: u32 = 200;
/// How far the screens count the rows of a list.
pub const COUNT_MAX: u64 = 10_000;

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRequest {
    /// Rows wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// The opaque place to go on from, as a former page gave it.
    pub cursor: Option<String>,
    /// The sort's name, with `-` before it for the other way round.
    pub sort: Option<String>,
    /// What is searched for.
    pub q: Option<String>,
    /// Whether the number of all matching rows is wanted too.
    pub count: bool,
    /// Counts no further than this many, for screens, which say "more than 10,000" then. Who asks for a number over the
    /// API gets the exact one, whatever it costs him.
    pub count_max: Option<u64>,
}

impl PageRequest {
    /// The number of rows, checked.
    ///
    /// # Errors
    /// When it is not 1 to 200.
    pub fn checked_limit(&self) -> Result<u32, FieldError> {
        match self.limit.unwrap_or(DEFAULT_LIMIT) {
            limit @ 1..=MAX_LIMIT => Ok(limit),
            _ => Err(FieldError::new("limit", Code::OutOfRange).with("min", 1).with("max", MAX_LIMIT)),
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last one.
    pub next_cursor: Option<String>,
    /// Where the page before begins, for the screens.
    #[serde(skip)]
    pub previous_cursor: Option<String>,
    /// How many rows match, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Whether there are more than `total`, because the counting ended there.
    #[serde(skip)]
    pub more_than_total: bool,
}

impl<T> Page<T> {
    /// The same page with each row turned into another.
    ///
    /// # Errors
    /// The first row's error.
    pub fn try_map<U, E>(self, turn: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(turn).collect::<Result<_, E>>()?,
            next_cursor: self.next_cursor,
            previous_cursor: self.previous_cursor,
            total: self.total,
            more_than_total: self.more_than_total,
        })
    }
}
