//! Acts on many clients: in batches, each a unit of its own, so that thousands of clients hold up nobody. What is done stays
//! done; what is refused is told.

use domain::client::{ArchiveManyInput, ClientAct, ClientError, ClientFilter, ClientView, HandOverManyInput};
use domain::list::{ACT_MAX, ActReport, LeftAlone, Selection};
use domain::shared::problem::{Code, Facts};
use domain::shared::{ClientId, HandOverId};

use super::{ClientService, load, subject};
use crate::access::{ArchiveClient, HandOverClient, Principal, ReadClients, ReadColleagues, ReadPolicies};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::ports::unit::{HandOverRecord, Unit};

/// How many clients one unit changes.
const BATCH: u32 = 100;

impl ClientService {
    /// How many clients a selection means now.
    pub async fn selected(&self, who: &Principal, selection: &Selection<ClientId, ClientFilter>) -> Result<u64> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadClients>()?;
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        unit.clients().count_selected(&permit, selection, moment).await
    }

    /// Hands many clients over, as a request describes them.
    pub async fn hand_over_many(&self, who: &Principal, input: &HandOverManyInput) -> Result<ActReport> {
        let unit = self.ports.read(who).await?;
        unit.permit::<HandOverClient>()?;
        drop(unit);
        let (selection, act) = input.parse()?;
        self.act(who, &selection, act).await
    }

    /// Puts the files of many clients away, as a request describes them.
    pub async fn archive_many(&self, who: &Principal, input: &ArchiveManyInput) -> Result<ActReport> {
        let unit = self.ports.read(who).await?;
        unit.permit::<ArchiveClient>()?;
        drop(unit);
        let (selection, act) = input.parse()?;
        self.act(who, &selection, act).await
    }

    /// Does one thing to every selected client within reach, and tells what became of each. Clients who come to match
    /// meanwhile are left alone once the walk has passed their place.
    pub async fn act(
        &self,
        who: &Principal,
        selection: &Selection<ClientId, ClientFilter>,
        act: ClientAct,
    ) -> Result<ActReport> {
        let selected = self.allowed(who, selection, act).await?;
        let mut report = ActReport { selected, ..ActReport::default() };
        let mut after = None;
        loop {
            let mut unit = self.ports.write(who).await?;
            let permit = unit.permit::<ReadClients>()?;
            let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
            let ids = unit.clients().selected(&permit, selection, moment, after, BATCH).await?;
            let Some(last) = ids.last().copied() else { return Ok(report) };
            for id in ids {
                // Somebody else may have put him away since the ids were read.
                let client = match load(&mut unit, id).await {
                    Err(Error::NotFound | Error::Merged(_)) => continue,
                    client => client?,
                };
                match self.act_on(&mut unit, &client, act).await {
                    Ok(()) => report.done += 1,
                    Err(Error::Refused { code, facts }) => report.leave(left(&client, code, facts)),
                    Err(Error::StaleVersion) => report.leave(left(&client, Code::StaleVersion, Facts::new())),
                    Err(error) => return Err(error),
                }
            }
            unit.commit().await?;
            after = Some(last);
        }
    }

    /// Refuses before anything is done what could not be done to anybody; tells how many are selected.
    async fn allowed(
        &self,
        who: &Principal,
        selection: &Selection<ClientId, ClientFilter>,
        act: ClientAct,
    ) -> Result<u64> {
        let mut unit = self.ports.read(who).await?;
        match act {
            ClientAct::HandOver(owner) => {
                unit.permit::<HandOverClient>()?;
                let permit = unit.permit::<ReadColleagues>()?;
                if !unit.users().colleagues(&permit).await?.iter().any(|(id, _)| *id == owner) {
                    return Err(Error::NoSuchReference("owner_id"));
                }
            }
            ClientAct::Archive => {
                unit.permit::<ArchiveClient>()?;
            }
        }
        let permit = unit.permit::<ReadClients>()?;
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        let selected = unit.clients().count_selected(&permit, selection, moment).await?;
        if selected > ACT_MAX {
            let facts = Facts::from([("max".into(), ACT_MAX.to_string())]);
            return Err(Error::Refused { code: Code::TooManySelected, facts });
        }
        Ok(selected)
    }

    async fn act_on(&self, unit: &mut Box<dyn Unit>, client: &ClientView, act: ClientAct) -> Result<()> {
        let now = self.ports.now();
        match act {
            ClientAct::HandOver(owner) if owner == client.owner_id => Ok(()),
            ClientAct::HandOver(owner) => {
                let permit = unit.permit::<HandOverClient>()?;
                let id = HandOverId::from_uuid(self.ports.chance.id());
                let (from, to) = (client.owner_id, owner);
                let done = HandOverRecord { id, client: client.id, from, to, reason: None, at: now };
                if !unit.clients().hand_over_one(&permit, &done, client.version).await? {
                    return Err(Error::StaleVersion);
                }
                let after = load(unit, client.id).await?;
                unit.record(&permit, subject(client), Some(client), Some(&after));
                Ok(())
            }
            ClientAct::Archive => {
                let permit = unit.permit::<ArchiveClient>()?;
                let policies = unit.permit::<ReadPolicies>()?;
                let count = unit.policies().count_of_client(&policies, client.id).await?;
                if count > 0 {
                    return Err(Error::refused(&ClientError::HasPolicies { count }));
                }
                if !unit.clients().archive(&permit, client.id, client.version, now).await? {
                    return Err(Error::StaleVersion);
                }
                unit.record(&permit, subject(client), Some(client), None);
                Ok(())
            }
        }
    }
}

fn left(client: &ClientView, code: Code, facts: Facts) -> LeftAlone {
    LeftAlone { id: client.id.to_string(), name: client.display_name.clone(), code, facts }
}
