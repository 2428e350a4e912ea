//! What stands in one cell of a list.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::labels::Label;
use crate::shared::{Language, Money, UserId};

/// The value of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Nothing,
    /// Text, a reference, or the name of another record.
    Text(String),
    /// A day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
    /// An instant as the firm's own clock showed it, for files.
    Moment(DateTime),
    /// An amount.
    Money(Money),
    /// A number of things.
    Count(i64),
    /// A word of a closed list: its code and what it is called.
    Word {
        /// As in tables and the API.
        code: &'static str,
        /// In French.
        fr: &'static str,
        /// In English.
        en: &'static str,
    },
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// A word of a closed list.
    pub fn word(word: impl Label, code: &'static str) -> Self {
        Self::Word { code, fr: word.label(Language::Fr), en: word.label(Language::En) }
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

/// The names of the firm's brokers, for the cells that name one.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<UserId, String>);

impl Names {
    /// The name of a broker, where it is known.
    pub fn of(&self, user: UserId) -> Value {
        self.0.get(&user).cloned().into()
    }
}

impl FromIterator<(UserId, String)> for Names {
    fn from_iter<T: IntoIterator<Item = (UserId, String)>>(names: T) -> Self {
        Self(names.into_iter().collect())
    }
}

/// A record as a row of its list.
pub trait Row {
    /// Its id, as addresses write it.
    fn row_id(&self) -> String;
    /// What stands in one of its schema's columns.
    fn value(&self, key: &str, names: &Names) -> Value;
}
