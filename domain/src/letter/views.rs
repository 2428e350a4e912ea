//! What may be seen of a letter.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LetterFailure, LetterKind, LetterState};
use crate::shared::LetterId;

/// A letter without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LetterView {
    /// The letter's id.
    pub id: LetterId,
    /// What it is about.
    pub kind: LetterKind,
    /// The address it goes to.
    pub recipient: String,
    /// The name of who gets it.
    pub recipient_name: String,
    /// Its subject.
    pub subject: String,
    /// How far it came.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub next_try_at: Timestamp,
    /// Why it did not go the last time.
    pub last_error: Option<LetterFailure>,
    /// When it was written.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it went.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub sent_at: Option<Timestamp>,
}
