//! A signed-in device (*appareil*): a browser with its cookie, or a program with its tokens.

mod program;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::FieldError;
use crate::shared::{AgencyId, SessionId, UserId, choices, text};
use crate::user::Role;

pub use program::Program;

choices! {
    /// What kind of device.
    SessionKind {
        /// A browser, known by its cookie.
        Browser = "browser",
        /// A program, known by its tokens.
        Program = "program",
    }
}

/// What signing in takes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInInput {
    /// The address of the account.
    pub email: Option<String>,
    /// The password, exactly as typed.
    pub password: Option<String>,
    /// What the person calls this device.
    pub device_label: Option<String>,
    /// The second factor's six digits.
    pub totp: Option<String>,
}

impl std::fmt::Debug for SignInInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SignInInput(…)")
    }
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// The user's id.
    pub id: UserId,
    /// The address of the account.
    pub email: String,
    /// His name.
    pub full_name: String,
    /// His role.
    pub role: Role,
    /// His firm.
    pub agency_id: AgencyId,
    /// His firm by name.
    pub agency_name: String,
}

/// The tokens a program gets at sign-in (RFC 6749).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TokenGrant {
    /// Sent with each request; works 15 minutes.
    pub access_token: String,
    /// Exchanged once for the next pair.
    pub refresh_token: String,
    /// Always `Bearer` (RFC 6750).
    pub token_type: String,
    /// Seconds until the access token is over.
    pub expires_in: i64,
    /// Who signed in.
    pub user: AccountView,
}

impl std::fmt::Debug for TokenGrant {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TokenGrant").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// One device on which the user is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeviceView {
    /// The session's id.
    pub id: SessionId,
    /// What the person calls this device.
    pub device_label: Option<String>,
    /// From which address it signed in.
    pub ip_address: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
    /// When it signed in.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// When it was last seen.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub last_used_at: Timestamp,
    /// Until when it may go on.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// Whether it is the one asking.
    pub current: bool,
}

/// A device that was signed out because a copy of one of its refresh tokens was used: somebody else may have had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedDevice {
    /// The session's id.
    pub id: SessionId,
    /// What the person calls this device.
    pub device_label: Option<String>,
    /// With which program it signed in.
    pub user_agent: Option<String>,
    /// When the copy was used.
    pub reused_at: Timestamp,
}

/// What a person calls his device, as a request says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceInput {
    /// The new name; none takes the name away.
    pub device_label: Option<String>,
}

impl DeviceInput {
    /// Checks the name.
    ///
    /// # Errors
    /// The field's error.
    pub fn parse(&self) -> Result<Option<String>, FieldError> {
        text::line("device_label", self.device_label.as_deref(), DEVICE_LABEL_MAX)
    }
}

/// The longest name of a device, in characters.
pub const DEVICE_LABEL_MAX: usize = 120;
