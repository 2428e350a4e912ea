//! What may be seen of a user.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Role, UserStanding};
use crate::shared::{AgencyId, Language, UserId};

/// A person of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UserView {
    /// The user's id.
    pub id: UserId,
    /// His firm.
    pub agency_id: AgencyId,
    /// The address he signs in with.
    pub email: String,
    /// His name, as documents print it.
    pub full_name: String,
    /// His role.
    pub role: Role,
    /// Whether he may sign in.
    pub active: bool,
    /// The language he is written to in.
    pub language: Language,
    /// Since when he has been invited, while he has not chosen a password yet.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub invited_at: Option<Timestamp>,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When he was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When he was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl UserView {
    /// Whether he can sign in.
    pub const fn standing(&self) -> UserStanding {
        match (self.active, self.invited_at) {
            (false, _) => UserStanding::Inactive,
            (true, Some(_)) => UserStanding::Invited,
            (true, None) => UserStanding::Active,
        }
    }
}
