//! Between the columns and the domain's values.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Serialize, de::DeserializeOwned};
use services::{Error, Result};

use super::error::unreadable;

/// After every moment of every calendar; sorts last.
pub(super) const END_OF_TIME: &str = "9999-12-31T23:59:59.999999999";

/// An instant as whole microseconds.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The beginning of a day in UTC.
pub(super) fn midnight(day: Date) -> Timestamp {
    day.to_zoned(jiff::tz::TimeZone::UTC).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// Microseconds as an instant.
pub(super) fn instant(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| Error::Internal(Box::new(error)))
}

/// Microseconds that may be absent.
pub(super) fn maybe_instant(micros: Option<i64>) -> Result<Option<Timestamp>> {
    micros.map(instant).transpose()
}

/// A stored day.
pub(super) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| unreadable("day"))
}

/// A stored day that may be absent.
pub(super) fn maybe_day(text: Option<&str>) -> Result<Option<Date>> {
    text.map(day).transpose()
}

/// A stored wall-clock moment.
pub(super) fn moment(text: &str) -> Result<DateTime> {
    text.parse().map_err(|_| unreadable("moment"))
}

/// A stored word of a closed list.
pub(super) fn word<T>(parse: fn(&str) -> Option<T>, text: &str) -> Result<T> {
    parse(text).ok_or_else(|| unreadable("word"))
}

/// A text to look for, as it could be stored: no column holds U+0000, PostgreSQL refuses it, and SQLite stops reading there.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// A value kept as JSON text.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Internal(Box::new(error)))
}

/// A value kept as JSON text that may be absent.
pub(super) fn maybe_json<T: DeserializeOwned>(text: Option<&str>) -> Result<Option<T>> {
    text.map(json).transpose()
}

/// A value as JSON text.
pub(super) fn as_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(Box::new(error)))
}

/// A value that may be absent, as JSON text.
pub(super) fn maybe_as_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    value.map(as_json).transpose()
}
