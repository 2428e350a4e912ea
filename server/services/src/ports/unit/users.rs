//! Users and the firm itself, as a unit of work sees them.

use async_trait::async_trait;
use domain::agency::{AgencyView, SaveAgency};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, UserId};
use domain::user::{CreateUser as NewUser, UserFilter, UserView};
use jiff::Timestamp;

use crate::access::{
    ChangePassword, CreateUser, InviteUser, OpenAgency, Permit, ReadAgencies, ReadAgency, ReadColleagues, ReadUsers,
    SetAgencyStanding, UpdateAgency, UpdateUser, UpgradePassword, WriteLetter,
};
use crate::error::Result;

/// A firm to store.
#[derive(Debug, Clone)]
pub struct AgencyRecord {
    /// Its id.
    pub id: AgencyId,
    /// The firm.
    pub agency: SaveAgency,
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
    /// Whether he must still answer an invitation; it counts for a new user.
    pub invited: bool,
    /// When.
    pub at: Timestamp,
}

/// The firm and its users.
#[async_trait]
pub trait Users: Send {
    /// The principal's own firm.
    async fn own(&mut self, permit: &Permit<ReadAgency>) -> Result<Option<AgencyView>>;

    /// Every firm, for who operates the platform.
    async fn agencies(&mut self, permit: &Permit<ReadAgencies>, page: &PageRequest) -> Result<Page<AgencyView>>;

    /// Stores a new firm. The unit's principal acts for that very firm.
    async fn insert_agency(&mut self, permit: &Permit<OpenAgency>, record: &AgencyRecord) -> Result<()>;

    /// Stores the unit's firm changed; false when stale.
    async fn update_agency(
        &mut self,
        permit: &Permit<UpdateAgency>,
        agency: &SaveAgency,
        at: Timestamp,
        version: i64,
    ) -> Result<bool>;

    /// Lets the firm's people sign in, or not.
    async fn set_agency_standing(
        &mut self,
        permit: &Permit<SetAgencyStanding>,
        active: bool,
        at: Timestamp,
    ) -> Result<()>;

    /// Somebody to write to.
    async fn recipient(&mut self, permit: &Permit<WriteLetter>, id: UserId) -> Result<Option<UserView>>;

    /// Notes that an invitation was sent again; false when it was answered meanwhile.
    async fn invited_again(&mut self, permit: &Permit<InviteUser>, id: UserId, at: Timestamp) -> Result<bool>;

    /// Ends every link by which somebody could choose this user's password.
    async fn burn_links(&mut self, permit: &Permit<UpdateUser>, id: UserId, at: Timestamp) -> Result<()>;

    /// One user.
    async fn find(&mut self, permit: &Permit<ReadUsers>, id: UserId) -> Result<Option<UserView>>;

    /// A page of users.
    async fn list(
        &mut self,
        permit: &Permit<ReadUsers>,
        page: &PageRequest,
        filter: &UserFilter,
    ) -> Result<Page<UserView>>;

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

    /// Puts a hash of today's kind in the place of an older one, when it is still there.
    async fn upgrade_password(
        &mut self,
        permit: &Permit<UpgradePassword>,
        user: UserId,
        old: &str,
        new: &str,
    ) -> Result<bool>;
}
