//! Values that every noun shares: ids, money, days, languages, pages, and the ways a request is refused.

mod address;
mod choice;
pub mod format;
pub mod identifiers;
mod identity;
mod ids;
mod language;
mod merge;
mod money;
pub mod page;
pub mod problem;
pub mod text;

pub use address::Address;
pub(crate) use choice::choices;
pub use ids::*;
pub use language::Language;
pub use merge::merged;
pub use money::{Currency, Money, MoneyError};
