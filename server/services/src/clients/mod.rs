//! A broker's work on clients.

mod many;

use domain::client::{ClientError, ClientFilter, ClientInput, ClientView, SaveClient};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, UserId, merged};
use serde_json::Value;

use crate::access::{
    ArchiveClient, CreateClient, HandOverClient, Principal, ReadClients, ReadColleagues, ReadPolicies, UpdateClient,
};
use crate::core::{Ports, WallClock, expected_version, own_agency, unknown_reference, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{ClientRecord, Subject, Unit};

/// The use-cases of clients.
#[derive(Clone)]
pub struct ClientService {
    ports: Ports,
}

impl ClientService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the clients that `who` may see.
    pub async fn list(&self, who: &Principal, page: &PageRequest, filter: &ClientFilter) -> Result<Page<ClientView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadClients>()?;
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        unit.clients().list(&permit, page, filter, moment).await
    }

    /// One client's file.
    pub async fn find(&self, who: &Principal, id: ClientId) -> Result<ClientView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Records a client. Without an owner named, who records him looks after him.
    pub async fn create(&self, who: &Principal, input: ClientInput) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateClient>()?;
        let client = self.check(&mut unit, input).await?;
        let owner = chosen_owner(&mut unit, &client, who.user_id()).await?;
        let id = ClientId::from_uuid(self.ports.chance.id());
        unit.clients().insert(&permit, &ClientRecord { id, owner, client, at: self.ports.now() }).await?;
        let view = load(&mut unit, id).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Changes what the patch names (RFC 7396). `seen` is the version the caller saw.
    pub async fn update(&self, who: &Principal, id: ClientId, seen: Option<i64>, patch: &Value) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateClient>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let client = self.check(&mut unit, merged(&before.as_input(), patch)?).await?;
        let owner = chosen_owner(&mut unit, &client, Some(before.owner_id)).await?;
        let record = ClientRecord { id, owner, client, at: self.ports.now() };
        unless_stale(unit.clients().update(&permit, &record, version).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

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

    /// The brokers a client may be handed to: id and name.
    pub async fn owners(&self, who: &Principal) -> Result<Vec<(UserId, String)>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadColleagues>()?;
        unit.users().colleagues(&permit).await
    }

    async fn check(&self, unit: &mut Box<dyn Unit>, input: ClientInput) -> Result<SaveClient> {
        let today = WallClock::of(&own_agency(unit).await?).today(self.ports.now());
        Ok(input.parse(today)?)
    }
}

/// One client, or "not there".
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: ClientId) -> Result<ClientView> {
    let permit = unit.permit::<ReadClients>()?;
    unit.clients().find(&permit, id).await?.ok_or(Error::NotFound)
}

/// The owner that the file names. Only who may hand over names somebody else than `usual`.
async fn chosen_owner(unit: &mut Box<dyn Unit>, client: &SaveClient, usual: Option<UserId>) -> Result<UserId> {
    let Some(owner) = client.owner_id.or(usual) else { return Err(unknown_reference("owner_id")) };
    if Some(owner) == usual {
        return Ok(owner);
    }
    if unit.principal().account().is_some() {
        unit.permit::<HandOverClient>()?;
        let permit = unit.permit::<ReadColleagues>()?;
        if !unit.users().colleagues(&permit).await?.iter().any(|(id, _)| *id == owner) {
            return Err(Error::NoSuchReference("owner_id"));
        }
    }
    Ok(owner)
}

fn subject(client: &ClientView) -> Subject {
    Subject::new("client", client.id, &client.display_name)
}
