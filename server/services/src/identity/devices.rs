//! The devices on which a person is signed in.

use domain::session::{CopiedDevice, DeviceInput, DeviceView};
use domain::shared::SessionId;
use jiff::SignedDuration;
use serde_json::json;

use super::IdentityService;
use crate::access::{Principal, ReadDevices, RenameDevice, SignOut, UnderstandReuse};
use crate::error::{Error, Result};
use crate::ports::unit::{Devices, Subject};

/// How long a person is told that a copy of a token was used, and how long the session that it ended is kept for that.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

impl IdentityService {
    /// Every device on which `who` is signed in, browsers and programs.
    pub async fn devices(&self, who: &Principal) -> Result<Vec<DeviceView>> {
        let now = self.ports.now();
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDevices>()?;
        unit.sessions().devices(&permit, now, now - self.ports.settings.session_idle).await
    }

    /// The devices of `who` that were signed out because a copy of their token was used, until he says that he understood.
    pub async fn copied_devices(&self, who: &Principal) -> Result<Vec<CopiedDevice>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDevices>()?;
        unit.sessions().copied(&permit, self.ports.now() - TOLD_FOR).await
    }

    /// Notes that `who` understood why a device of his was signed out: he is not told again.
    pub async fn understand_reuse(&self, who: &Principal, session: SessionId) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UnderstandReuse>()?;
        if !unit.sessions().understand_reuse(&permit, session, self.ports.now()).await? {
            return Err(Error::NotFound);
        }
        unit.record_act(&permit, Subject::new("session", session, who.name()));
        unit.commit().await
    }

    /// Gives one device another name.
    pub async fn rename_device(&self, who: &Principal, session: SessionId, input: &DeviceInput) -> Result<()> {
        let label = input.parse().map_err(Error::field)?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RenameDevice>()?;
        if !unit.sessions().rename(&permit, session, label.as_deref(), self.ports.now()).await? {
            return Err(Error::NotFound);
        }
        let after = json!({ "device_label": label });
        unit.record(&permit, Subject::new("session", session, who.name()), None, Some(&after));
        unit.commit().await
    }

    /// Signs one device out. The one that asks may be signed out already, by the same request sent twice: so it is.
    pub async fn sign_out(&self, who: &Principal, session: SessionId) -> Result<()> {
        match self.revoke(who, Devices::One(session)).await {
            Err(Error::NotFound | Error::Unauthenticated(_)) if who.session() == Some(session) => Ok(()),
            outcome => outcome,
        }
    }

    /// Signs every other device out.
    pub async fn sign_out_others(&self, who: &Principal) -> Result<()> {
        self.revoke(who, Devices::Others).await
    }

    /// Signs every device out, this one too.
    pub async fn sign_out_everywhere(&self, who: &Principal) -> Result<()> {
        self.revoke(who, Devices::All).await
    }

    async fn revoke(&self, who: &Principal, which: Devices) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SignOut>()?;
        let ended = unit.sessions().revoke(&permit, which, self.ports.now()).await?;
        if matches!(which, Devices::One(_)) && ended.is_empty() {
            return Err(Error::NotFound);
        }
        for session in ended {
            unit.record_act(&permit, Subject::new("session", session, who.name()));
        }
        unit.commit().await
    }
}
