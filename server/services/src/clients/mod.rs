//! A broker's work on clients.

mod archive;
mod duplicates;
mod hand_over;
mod keys;
mod many;
mod merge;
mod notes;
mod timeline;

use domain::agency::AgencyView;
use domain::client::{ClientFilter, ClientInput, ClientView, SaveClient};
use domain::shared::identifiers::Country;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, HandOverId, UserId, merged};
use jiff::civil::Date;
use serde_json::Value;

use crate::access::{CreateClient, HandOverClient, Principal, ReadClients, UpdateClient};
use crate::core::{Ports, WallClock, expected_version, own_agency, unknown_reference, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{ClientRecord, HandOverRecord, Subject, Unit};

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
        if owner != before.owner_id {
            let hand_over = unit.permit::<HandOverClient>()?;
            let id = HandOverId::from_uuid(self.ports.chance.id());
            let (from, at) = (before.owner_id, record.at);
            let done = HandOverRecord { id, client: record.id, from, to: owner, reason: None, at };
            unit.clients().note_hand_over(&hand_over, &done).await?;
        }
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    async fn check(&self, unit: &mut Box<dyn Unit>, input: ClientInput) -> Result<SaveClient> {
        let firm = own_agency(unit).await?;
        let (today, country) = self.home_of(&firm);
        Ok(input.parse(today, country)?)
    }

    /// What day it is in the firm, and in which country.
    fn home_of(&self, firm: &AgencyView) -> (Date, Country) {
        let today = WallClock::of(firm).today(self.ports.now());
        let letterhead = firm.address.as_ref().and_then(|address| address.country.as_deref());
        (today, Country::of_firm(firm.jurisdiction, &firm.time_zone, letterhead))
    }
}

/// One client, or "not there"; of a file that was merged, into which one, where that may be seen.
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: ClientId) -> Result<ClientView> {
    let permit = unit.permit::<ReadClients>()?;
    if let Some(client) = unit.clients().find(&permit, id).await? {
        return Ok(client);
    }
    let Some(survivor) = unit.merges().survivor(&permit, id).await? else { return Err(Error::NotFound) };
    let seen = unit.clients().find(&permit, survivor).await?;
    Err(seen.map_or(Error::NotFound, |client| Error::Merged(client.id)))
}

/// The owner that the file names. Only who may hand over names somebody else than `usual`.
async fn chosen_owner(unit: &mut Box<dyn Unit>, client: &SaveClient, usual: Option<UserId>) -> Result<UserId> {
    let Some(owner) = client.owner_id.or(usual) else { return Err(unknown_reference("owner_id")) };
    if Some(owner) == usual {
        return Ok(owner);
    }
    if unit.principal().account().is_some() {
        unit.permit::<HandOverClient>()?;
        if hand_over::colleague(unit, owner).await?.is_none() {
            return Err(Error::NoSuchReference("owner_id"));
        }
    }
    Ok(owner)
}

fn subject(client: &ClientView) -> Subject {
    Subject::new("client", client.id, &client.display_name)
}
