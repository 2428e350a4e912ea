//! What signing in needs before there is a principal. It looks over all firms, and cannot return client rows.

use async_trait::async_trait;
use domain::letter::LinkPurpose;
use domain::session::{AccountView, SessionKind};
use domain::shared::{AgencyId, DocumentId, SessionId, UserId};
use jiff::Timestamp;

use crate::error::Error;

/// An account, as signing in needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is.
    pub view: AccountView,
    /// Whether he may sign in; false too when his firm is suspended, and while he has not answered his invitation.
    pub active: bool,
    /// The hash of his password.
    pub password_hash: String,
    /// Whether he has a second factor.
    pub has_factor: bool,
    /// Whether his firm asks one from his role.
    pub factor_required: bool,
    /// When an administrator removed his factors, until he was told.
    pub factors_reset_at: Option<Timestamp>,
}

impl Account {
    /// Whether he must set up a second factor before he may do anything else.
    pub fn lacks_factor(&self) -> bool {
        self.factor_required && !self.has_factor
    }
}

/// A session that still counts, with its account.
#[derive(Debug, Clone)]
pub struct LiveSession {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub account: Account,
    /// Browser or program.
    pub kind: SessionKind,
    /// When the person last proved himself on it.
    pub authenticated_at: Timestamp,
    /// When it was last seen.
    pub last_used_at: Timestamp,
}

/// A refresh token, as found by its hash.
#[derive(Debug, Clone)]
pub struct KnownRefreshToken {
    /// The session it belongs to.
    pub session: SessionId,
    /// That session's firm.
    pub agency: AgencyId,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// A link to choose a password that works, as found by its hash.
#[derive(Debug, Clone)]
pub struct KnownPasswordLink {
    /// Whose password.
    pub user: UserId,
    /// His firm.
    pub agency: AgencyId,
    /// The address of his account.
    pub email: String,
    /// His name.
    pub full_name: String,
}

/// Finds accounts, sessions and tokens over all firms.
#[async_trait]
pub trait SignInStore: Send + Sync {
    /// The account with this e-mail identity.
    async fn account_by_email(&self, identity: &str) -> Result<Option<Account>, Error>;

    /// The account of this id.
    async fn account_by_id(&self, user: UserId) -> Result<Option<Account>, Error>;

    /// Whose passkey this is.
    async fn user_of_passkey(&self, credential_id: &[u8]) -> Result<Option<UserId>, Error>;

    /// The session, unless it is revoked or over.
    async fn live_session(&self, session: SessionId, now: Timestamp) -> Result<Option<LiveSession>, Error>;

    /// Notes that a session was seen.
    async fn touch_session(&self, session: SessionId, now: Timestamp) -> Result<(), Error>;

    /// The refresh token with this SHA-256.
    async fn refresh_token(&self, hash: &[u8]) -> Result<Option<KnownRefreshToken>, Error>;

    /// Whether any account still has a password hashed by the program that was used before (bcrypt).
    async fn has_legacy_passwords(&self) -> Result<bool, Error>;

    /// The link with this SHA-256, unless it was used or is over, or its user may not sign in.
    async fn password_link(
        &self,
        hash: &[u8],
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<Option<KnownPasswordLink>, Error>;

    /// The firm and the document behind a verification code.
    async fn document_by_code(&self, code: &str) -> Result<Option<(AgencyId, DocumentId)>, Error>;

    /// The code of the document whose file has this SHA-256, in hexadecimal.
    async fn code_by_checksum(&self, checksum: &str) -> Result<Option<String>, Error>;

    /// Whether the database answers.
    async fn check(&self) -> Result<(), Error>;
}
