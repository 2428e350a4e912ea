//! Users, their sessions and the firm itself, as a unit of work sees them.

use async_trait::async_trait;
use domain::agency::{AgencyView, OpenAgency as NewAgency};
use domain::session::{DeviceView, SessionKind};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, SessionId, UserId};
use domain::user::{CreateUser as NewUser, UserView};
use jiff::Timestamp;

use crate::access::{
    ChangePassword, CreateUser, OpenAgency, Permit, ReadAgencies, ReadAgency, ReadColleagues, ReadDevices, ReadUsers,
    RefreshSession, RevokeReusedSession, SignIn, SignOut, UpdateUser,
};
use crate::error::Result;

/// A firm to store.
#[derive(Debug, Clone)]
pub struct AgencyRecord {
    /// Its id.
    pub id: AgencyId,
    /// The firm.
    pub agency: NewAgency,
    /// When.
    pub at: Timestamp,
}

/// A user to store.
#[derive(Debug, Clone)]
pub struct UserRecord {
    /// His id.
    pub id: UserId,
    /// The user.
    pub user: NewUser,
    /// The hash of his password; unchanged when absent.
    pub password_hash: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A session to store.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Its id.
    pub id: SessionId,
    /// Browser or program.
    pub kind: SessionKind,
    /// What the person calls the device.
    pub device_label: Option<String>,
    /// When it began.
    pub at: Timestamp,
    /// When it is over at the latest.
    pub expires_at: Timestamp,
}

/// A refresh token to store.
#[derive(Debug, Clone)]
pub struct RefreshRecord {
    /// Its SHA-256.
    pub hash: Vec<u8>,
    /// The session it belongs to.
    pub session: SessionId,
    /// When it was issued.
    pub at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// The firm, its users and their sessions.
#[async_trait]
pub trait Users: Send {
    /// The principal's own firm.
    async fn own(&mut self, permit: &Permit<ReadAgency>) -> Result<Option<AgencyView>>;

    /// Every firm, for who operates the platform.
    async fn agencies(&mut self, permit: &Permit<ReadAgencies>, page: &PageRequest) -> Result<Page<AgencyView>>;

    /// Stores a new firm. The unit's principal acts for that very firm.
    async fn insert_agency(&mut self, permit: &Permit<OpenAgency>, record: &AgencyRecord) -> Result<()>;

    /// One user.
    async fn find(&mut self, permit: &Permit<ReadUsers>, id: UserId) -> Result<Option<UserView>>;

    /// A page of users.
    async fn list(&mut self, permit: &Permit<ReadUsers>, page: &PageRequest) -> Result<Page<UserView>>;

    /// The names of the firm's active users.
    async fn colleagues(&mut self, permit: &Permit<ReadColleagues>) -> Result<Vec<(UserId, String)>>;

    /// Stores a new user; [`crate::Error::Duplicate`] when the e-mail identifies somebody already.
    async fn insert(&mut self, permit: &Permit<CreateUser>, record: &UserRecord) -> Result<()>;

    /// Stores a changed user and ends his sessions when his role or standing changed; false when stale.
    async fn update(&mut self, permit: &Permit<UpdateUser>, record: &UserRecord, version: i64) -> Result<bool>;

    /// How many active administrators the firm has.
    async fn active_administrators(&mut self, permit: &Permit<UpdateUser>) -> Result<i64>;

    /// Sets the principal's own password and ends his other sessions.
    async fn set_password(&mut self, permit: &Permit<ChangePassword>, hash: &str, at: Timestamp) -> Result<()>;

    /// Stores a session of the principal.
    async fn insert_session(&mut self, permit: &Permit<SignIn>, session: &SessionRecord) -> Result<()>;

    /// Stores the first refresh token of a session.
    async fn insert_refresh_token(&mut self, permit: &Permit<SignIn>, token: &RefreshRecord) -> Result<()>;

    /// Exchanges a refresh token for its successor by one compare-and-set; false when it was exchanged already.
    async fn rotate_refresh_token(
        &mut self,
        permit: &Permit<RefreshSession>,
        used: &[u8],
        successor: &RefreshRecord,
    ) -> Result<bool>;

    /// The principal's sessions that still count.
    async fn devices(&mut self, permit: &Permit<ReadDevices>, now: Timestamp) -> Result<Vec<DeviceView>>;

    /// Ends one session of the principal, or all; tells which.
    async fn revoke_sessions(
        &mut self,
        permit: &Permit<SignOut>,
        only: Option<SessionId>,
        at: Timestamp,
    ) -> Result<Vec<SessionId>>;

    /// Ends a session whose refresh token came back used.
    async fn revoke_reused(
        &mut self,
        permit: &Permit<RevokeReusedSession>,
        session: SessionId,
        at: Timestamp,
    ) -> Result<()>;
}
