//! What brokers write down about a client, and to whom they hand him over.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{NoteId, UserId, text};

/// The longest note.
pub const NOTE_MAX: usize = 5_000;
/// The longest reason.
const REASON_MAX: usize = 500;

/// A note, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// What it says, at most 5,000 characters.
    pub text: Option<String>,
}

impl NoteInput {
    /// The text, checked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(self) -> Result<String, Vec<FieldError>> {
        let mut check = Checker::default();
        let body = check.keep(text::lines("text", self.text.as_deref(), NOTE_MAX));
        if body == Some(None) {
            check.note(FieldError::new("text", Code::Required));
        }
        check.finish(body.flatten())
    }
}

/// A note about a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NoteView {
    /// The note's id.
    pub id: NoteId,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub author_id: UserId,
    /// His name.
    pub author: Option<String>,
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// A hand-over, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOverInput {
    /// The broker who goes on.
    pub owner_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A hand-over, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The broker who goes on.
    pub to: UserId,
    /// Why.
    pub reason: Option<String>,
}

impl HandOverInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<HandOver, Vec<FieldError>> {
        let mut check = Checker::default();
        let owner = self.owner_id.as_deref().filter(|id| !id.trim().is_empty());
        let to = check.keep(match owner {
            None => Err(FieldError::new("owner_id", Code::Required)),
            Some(id) => UserId::parse(id).ok_or_else(|| FieldError::new("owner_id", Code::UnknownReference)),
        });
        let reason = check.keep(text::lines("reason", self.reason.as_deref(), REASON_MAX));
        check.finish(to.zip(reason).map(|(to, reason)| HandOver { to, reason }))
    }
}
