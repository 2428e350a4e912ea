//! Letters and the links in them, as a unit of work sees them.

use async_trait::async_trait;
use domain::letter::{LetterKind, LetterState, LetterView, LinkPurpose};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{LetterId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::access::{AskPasswordReset, ChoosePassword, Permit, ReadLetters, SendLetterAgain, WriteLetter};
use crate::error::Result;

/// A letter to store.
#[derive(Debug, Clone)]
pub struct LetterRecord {
    /// Its id.
    pub id: LetterId,
    /// What it is about.
    pub kind: LetterKind,
    /// The address it goes to.
    pub recipient: String,
    /// The name of who gets it.
    pub recipient_name: String,
    /// Its subject.
    pub subject: String,
    /// Its body, sealed.
    pub body: Vec<u8>,
    /// When it was written.
    pub at: Timestamp,
    /// When it is given up.
    pub give_up_at: Timestamp,
}

/// A link to choose a password, to store.
#[derive(Debug, Clone)]
pub struct PasswordLinkRecord {
    /// The SHA-256 of its secret.
    pub hash: Vec<u8>,
    /// Whose password.
    pub user: UserId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// When it was made.
    pub at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// The firm's letters, and the links by which its people choose passwords.
#[async_trait]
pub trait Letters: Send {
    /// Stores a letter that waits to be sent.
    async fn write(&mut self, permit: &Permit<WriteLetter>, letter: &LetterRecord) -> Result<()>;

    /// Stores a link. The links of the same purpose that the user had are worth nothing any more.
    async fn issue_link(&mut self, permit: &Permit<WriteLetter>, link: &PasswordLinkRecord) -> Result<()>;

    /// Takes a password request out of the queue; false when another instance was quicker.
    async fn take_request(&mut self, permit: &Permit<AskPasswordReset>, id: Uuid) -> Result<bool>;

    /// Whether the user got a reset link after this moment.
    async fn has_link_since(&mut self, permit: &Permit<AskPasswordReset>, user: UserId, at: Timestamp) -> Result<bool>;

    /// Uses a link up by one compare-and-set; false when it was used or is over.
    async fn use_link(&mut self, permit: &Permit<ChoosePassword>, hash: &[u8], at: Timestamp) -> Result<bool>;

    /// Sets the password that the user chose: he is invited no longer, his other links and all his sessions end.
    async fn choose_password(
        &mut self,
        permit: &Permit<ChoosePassword>,
        user: UserId,
        hash: &str,
        at: Timestamp,
    ) -> Result<()>;

    /// A page of letters, newest first.
    async fn list(
        &mut self,
        permit: &Permit<ReadLetters>,
        page: &PageRequest,
        state: Option<LetterState>,
    ) -> Result<Page<LetterView>>;

    /// One letter.
    async fn find(&mut self, permit: &Permit<ReadLetters>, id: LetterId) -> Result<Option<LetterView>>;

    /// Lets a letter that did not go be tried again at once; false when it went.
    async fn again(
        &mut self,
        permit: &Permit<SendLetterAgain>,
        id: LetterId,
        at: Timestamp,
        give_up_at: Timestamp,
    ) -> Result<bool>;
}
