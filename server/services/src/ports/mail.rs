//! Letters on their way out: the mail itself, and the post office that keeps them until they went.

use async_trait::async_trait;
use domain::letter::{LetterFailure, LetterText};
use domain::shared::{AgencyId, LetterId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::access::RequestContext;
use crate::error::Error;

/// A letter as it leaves the house.
#[derive(Debug, Clone)]
pub struct OutgoingLetter {
    /// Its id; the same at every try, so that a mail program can tell a letter that came twice.
    pub id: LetterId,
    /// The address it goes to.
    pub recipient: String,
    /// The name of who gets it.
    pub recipient_name: String,
    /// What it says.
    pub text: LetterText,
    /// The file that goes with it.
    pub file: Option<OutgoingFile>,
    /// When it was written.
    pub written_at: Timestamp,
}

/// A file on its way out with a letter.
#[derive(Debug, Clone)]
pub struct OutgoingFile {
    /// The name it is saved under.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a letter did not go.
#[derive(Debug, thiserror::Error)]
#[error("a letter did not go: {}", .failure.code())]
pub struct MailError {
    /// The reason, for the administrator.
    pub failure: LetterFailure,
    /// The cause, for the log.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// Hands letters over: to a mail server, or to a folder.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Hands one letter over. It ends within half a minute, also when the other side hangs.
    async fn send(&self, letter: &OutgoingLetter) -> Result<(), MailError>;

    /// A letter that was handed over, as it was written, where letters stay with us.
    async fn kept(&self, id: LetterId) -> Result<Option<String>, Error>;
}

/// A letter taken out of the queue for one try.
#[derive(Debug, Clone)]
pub struct DueLetter {
    /// Its firm.
    pub agency: AgencyId,
    /// The letter.
    pub id: LetterId,
    /// The address it goes to.
    pub recipient: String,
    /// The name of who gets it.
    pub recipient_name: String,
    /// Its body, sealed.
    pub body: Vec<u8>,
    /// The number of this try: who holds it may settle the letter, until another try begins.
    pub attempt: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is given up.
    pub give_up_at: Timestamp,
}

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The letter went; its body is erased.
    Sent,
    /// It will be tried again.
    Later(LetterFailure, Timestamp),
    /// It was given up.
    GivenUp(LetterFailure),
}

/// Somebody said that he forgot his password.
#[derive(Debug, Clone)]
pub struct PasswordRequest {
    /// The request's own id.
    pub id: Uuid,
    /// The identity of the address given, known or not.
    pub email_identity: String,
    /// From where he asked.
    pub context: RequestContext,
    /// When.
    pub at: Timestamp,
}

/// The queue of letters and of password requests, over all firms. It reaches no client row.
#[async_trait]
pub trait PostOffice: Send + Sync {
    /// Takes one letter that is due. Until `lease_until` nobody else gets it.
    async fn take_due(&self, now: Timestamp, lease_until: Timestamp) -> Result<Option<DueLetter>, Error>;

    /// Notes how a try ended; false when another try has begun since.
    async fn settle(&self, letter: &DueLetter, how: Settlement, now: Timestamp) -> Result<bool, Error>;

    /// Keeps a password request: one same write for every address.
    async fn keep_password_request(&self, request: &PasswordRequest) -> Result<(), Error>;

    /// The oldest password requests.
    async fn password_requests(&self) -> Result<Vec<PasswordRequest>, Error>;

    /// Forgets a password request that leads nowhere.
    async fn forget_password_request(&self, id: Uuid) -> Result<(), Error>;
}
