//! A moment in a filter: an instant as programs write it, or a day as people do.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::shared::problem::{Code, FieldError};
use crate::shared::text;

/// An instant, or a day on the firm's own calendar, which stands for its beginning, or for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

impl Moment {
    /// Reads a field: a day as people write it, or an instant (RFC 3339).
    ///
    /// # Errors
    /// The field's error: neither.
    pub fn field(field: &str, value: &str) -> Result<Self, FieldError> {
        if let Ok(instant) = value.parse() {
            return Ok(Self::Instant(instant));
        }
        let day = text::day(field, Some(value))?;
        day.map(Self::Day).ok_or_else(|| FieldError::new(field, Code::InvalidDate))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(formatter),
            Self::Instant(instant) => instant.fmt(formatter),
        }
    }
}

/// The time between two moments, its beginning included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// From when on; from ever when absent.
    pub from: Option<Timestamp>,
    /// Until when; for ever when absent.
    pub until: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_or_an_instant_and_is_written_in_one_way() {
        let cases = [
            ("2026-11-23", Some("2026-11-23")),
            ("23/11/2026", Some("2026-11-23")),
            ("2026-11-23T08:00:00+01:00", Some("2026-11-23T07:00:00Z")),
            ("soon", None),
            ("2026-13-01", None),
        ];
        for (text, written) in cases {
            let moment = Moment::field("from", text).ok().map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), written, "{text}");
        }
    }
}
