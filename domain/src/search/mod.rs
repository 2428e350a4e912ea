//! Finding clients, policies, companies and documents by what a broker remembers of them: a part of a name, a number, a
//! plate, an address.

mod marks;
mod views;
mod words;

pub use marks::{Marked, Part};
pub use views::{SearchGroup, SearchHit, SearchKind, SearchView};
pub use words::{Search, SearchWords, digits, search_text};

/// Hits of one kind when nobody says.
pub const DEFAULT_LIMIT: u32 = 5;
/// The most hits of one kind.
pub const MAX_LIMIT: u32 = 50;
