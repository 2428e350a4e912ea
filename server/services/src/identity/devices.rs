//! The devices on which a person is signed in, and his password.

use domain::session::DeviceView;
use domain::shared::SessionId;
use domain::shared::problem::{Code, FieldError};
use domain::user::NewPassword;

use super::IdentityService;
use crate::access::{ChangePassword, Principal, ReadDevices, SignOut};
use crate::error::{Error, Result};
use crate::ports::unit::Subject;

impl IdentityService {
    /// Every device on which `who` is signed in.
    pub async fn devices(&self, who: &Principal) -> Result<Vec<DeviceView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDevices>()?;
        unit.users().devices(&permit, self.ports.now()).await
    }

    /// Signs one device out.
    pub async fn sign_out(&self, who: &Principal, session: SessionId) -> Result<()> {
        self.revoke(who, Some(session)).await
    }

    /// Signs every device out, this one too.
    pub async fn sign_out_everywhere(&self, who: &Principal) -> Result<()> {
        self.revoke(who, None).await
    }

    /// Changes one's own password. The other devices are signed out.
    pub async fn change_password(&self, who: &Principal, current: &str, new: Option<&str>) -> Result<()> {
        let account = who.account().ok_or(Error::Forbidden(Code::Forbidden))?;
        let new = NewPassword::parse("new_password", new).map_err(Error::field)?;
        let identity = domain::shared::text::email_identity(&account.email);
        let known = self.ports.sign_in.account_by_email(&identity).await?;
        let hash = known.as_ref().map(|account| account.password_hash.as_str());
        if !self.ports.passwords.verify(current, hash).await? {
            return Err(Error::field(FieldError::new("current_password", Code::InvalidCredentials)));
        }
        let hash = self.ports.passwords.hash(new.expose()).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ChangePassword>()?;
        unit.users().set_password(&permit, &hash, self.ports.now()).await?;
        unit.record_act(&permit, Subject::new("user", account.id, &account.full_name));
        unit.commit().await
    }

    async fn revoke(&self, who: &Principal, only: Option<SessionId>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SignOut>()?;
        let ended = unit.users().revoke_sessions(&permit, only, self.ports.now()).await?;
        if only.is_some() && ended.is_empty() {
            return Err(Error::NotFound);
        }
        for session in ended {
            unit.record_act(&permit, Subject::new("session", session, who.name()));
        }
        unit.commit().await
    }
}
