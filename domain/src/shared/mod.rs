//! Values that every noun shares: ids, money, days, languages, pages, and the ways a request is refused.

pub mod format;
mod language;
mod money;

pub use language::Language;
pub use money::{Currency, Money, MoneyError};
