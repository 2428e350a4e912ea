//! Putting a client's file away, and taking it out again.

use domain::client::{ClientError, ClientView};
use domain::shared::ClientId;

use super::{ClientService, load, subject};
use crate::access::{ArchiveClient, Principal, ReadClients, ReadPolicies, RestoreClient};
use crate::core::{expected_version, unless_stale};
use crate::error::{Error, Result};

impl ClientService {
    /// Puts a client's file away. Refused while he has policies, which would lose their holder.
    pub async fn archive(&self, who: &Principal, id: ClientId, seen: Option<i64>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ArchiveClient>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let policies = unit.permit::<ReadPolicies>()?;
        match unit.policies().count_of_client(&policies, id).await? {
            0 => {}
            count => return Err(Error::refused(&ClientError::HasPolicies { count })),
        }
        unless_stale(unit.clients().archive(&permit, id, version, self.ports.now()).await?)?;
        unit.record(&permit, subject(&before), Some(&before), None);
        unit.commit().await
    }

    /// A file that was put away, as it was; it changes no more until it is taken out again.
    pub async fn find_put_away(&self, who: &Principal, id: ClientId) -> Result<ClientView> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadClients>()?;
        unit.clients().find_put_away(&permit, id).await?.ok_or(Error::NotFound)
    }

    /// Takes a file out again that was put away: the undo of [`Self::archive`], at any time.
    pub async fn restore(&self, who: &Principal, id: ClientId, seen: Option<i64>) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RestoreClient>()?;
        let read = unit.permit::<ReadClients>()?;
        let before = unit.clients().find_put_away(&read, id).await?.ok_or(Error::NotFound)?;
        let version = expected_version(seen, before.version)?;
        unless_stale(unit.clients().restore(&permit, id, version, self.ports.now()).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), None, Some(&after));
        unit.commit().await?;
        Ok(after)
    }
}
