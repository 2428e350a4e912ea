//! Handing a client over to another broker.

use domain::client::{ClientError, ClientView, HandOverInput};
use domain::shared::{ClientId, HandOverId, UserId};
use serde_json::json;

use super::{ClientService, load, subject};
use crate::access::{HandOverClient, Principal, ReadColleagues};
use crate::core::{expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{HandOverRecord, Unit};

impl ClientService {
    /// Hands a client over to a colleague, with the reason. His policies and documents follow: they hang on the client.
    pub async fn hand_over(
        &self,
        who: &Principal,
        id: ClientId,
        seen: Option<i64>,
        input: HandOverInput,
    ) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<HandOverClient>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let wanted = input.parse()?;
        let name = colleague(&mut unit, wanted.to).await?.ok_or(Error::NoSuchReference("owner_id"))?;
        if wanted.to == before.owner_id {
            return Err(Error::refused(&ClientError::SameOwner));
        }
        let done = HandOverRecord {
            id: HandOverId::from_uuid(self.ports.chance.id()),
            client: id,
            from: before.owner_id,
            to: wanted.to,
            reason: wanted.reason.clone(),
            at: self.ports.now(),
        };
        unless_stale(unit.clients().hand_over_one(&permit, &done, version).await?)?;
        let after = load(&mut unit, id).await?;
        let told = json!({ "owner_id": wanted.to, "owner": name, "reason": wanted.reason });
        unit.record(&permit, subject(&after), Some(&json!({ "owner_id": before.owner_id })), Some(&told));
        unit.commit().await?;
        Ok(after)
    }

    /// The brokers a client may be handed to: id and name.
    pub async fn owners(&self, who: &Principal) -> Result<Vec<(UserId, String)>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadColleagues>()?;
        unit.users().colleagues(&permit).await
    }
}

/// The name of an active user of the firm; none when there is no such one.
pub(super) async fn colleague(unit: &mut Box<dyn Unit>, id: UserId) -> Result<Option<String>> {
    let permit = unit.permit::<ReadColleagues>()?;
    let people = unit.users().colleagues(&permit).await?;
    Ok(people.into_iter().find(|(user, _)| *user == id).map(|(_, name)| name))
}
