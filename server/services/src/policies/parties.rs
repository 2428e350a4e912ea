//! Who has a role in a policy beside its holder. Roles are no terms: they change without an endorsement, each with its days.

use domain::policy::{ClientRole, PARTIES_MAX, PartyIdentity, PartyInput, PartyView, PolicyError, SaveParty};
use domain::shared::{ClientId, PartyId, PolicyId, merged};
use serde_json::{Value, json};

use super::{AsOf, PolicyService, Seen, load};
use crate::access::{Permit, Principal, ReadPolicies, SetParties};
use crate::clients;
use crate::core::{WallClock, expected_version, own_agency, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{PartyRecord, Subject, Unit};

/// The most roles that a client's file shows.
const SHOWN_MAX: u32 = 100;

/// A change of the roles that is under way.
struct Change {
    unit: Box<dyn Unit>,
    permit: Permit<SetParties>,
    policy: PolicyId,
    number: String,
    before: Vec<PartyView>,
}

impl PolicyService {
    /// Everybody with a role in a policy, now or once.
    pub async fn parties(&self, who: &Principal, id: PolicyId) -> Result<Vec<PartyView>> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await?;
        let permit = unit.permit::<ReadPolicies>()?;
        unit.parties().of_policy(&permit, id).await
    }

    /// Who has a role on the day looked at, as far as it was known at the other.
    pub async fn parties_seen(&self, who: &Principal, id: PolicyId, as_of: AsOf) -> Result<Vec<PartyView>> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let seen = Seen { as_of, now: self.ports.now(), clock: &clock };
        let permit = unit.permit::<ReadPolicies>()?;
        let mut parties = unit.parties().of_policy(&permit, id).await?;
        parties.retain(|party| party.holds_on(seen.moment().date()) && party.recorded_at <= seen.known_at());
        Ok(parties)
    }

    /// The roles of a client in the policies of others, as far as `who` may see these.
    pub async fn roles_of(&self, who: &Principal, client: ClientId) -> Result<Vec<ClientRole>> {
        let mut unit = self.ports.read(who).await?;
        clients::load(&mut unit, client).await?;
        let permit = unit.permit::<ReadPolicies>()?;
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        unit.parties().of_client(&permit, client, moment, SHOWN_MAX).await
    }

    /// Gives somebody a role. Answers with it.
    pub async fn add_party(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: PartyInput,
    ) -> Result<PartyView> {
        let change = self.begin_parties(who, id, seen).await?;
        let party = input.parse()?;
        if change.before.len() >= PARTIES_MAX {
            return Err(Error::refused(&PolicyError::TooManyParties));
        }
        let id = PartyId::from_uuid(self.ports.chance.id());
        self.put_party(change, id, party).await
    }

    /// Changes a role (RFC 7396): its days, its note, who has it.
    pub async fn change_party(
        &self,
        who: &Principal,
        id: PolicyId,
        party: PartyId,
        seen: Option<i64>,
        patch: &Value,
    ) -> Result<PartyView> {
        let mut change = self.begin_parties(who, id, seen).await?;
        let before = change.before.iter().find(|one| one.id == party).cloned().ok_or(Error::NotFound)?;
        let client = change.unit.parties().client_of(&change.permit, id, party).await?;
        let now = PartyInput {
            role: Some(before.role.code().to_owned()),
            client_id: client.map(|id| id.to_string()),
            name: client.is_none().then_some(before.name),
            since: before.since.map(|day| day.to_string()),
            until: before.until.map(|day| day.to_string()),
            note: before.note,
        };
        let saved = merged(&now, patch)?.parse()?;
        self.put_party(change, party, saved).await
    }

    /// Takes a role out that was recorded in error. One that ended keeps its days instead.
    pub async fn remove_party(&self, who: &Principal, id: PolicyId, party: PartyId, seen: Option<i64>) -> Result<()> {
        let mut change = self.begin_parties(who, id, seen).await?;
        if !change.before.iter().any(|one| one.id == party) {
            return Err(Error::NotFound);
        }
        change.unit.parties().remove(&change.permit, id, party).await?;
        change.finish().await.map(drop)
    }

    async fn begin_parties(&self, who: &Principal, id: PolicyId, seen: Option<i64>) -> Result<Change> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetParties>()?;
        let read = unit.permit::<ReadPolicies>()?;
        let head = load(&mut unit, id).await?.head;
        let version = expected_version(seen, head.version)?;
        unless_stale(unit.parties().touch(&permit, id, version, self.ports.now()).await?)?;
        let before = unit.parties().of_policy(&read, id).await?;
        Ok(Change { unit, permit, policy: id, number: head.policy_number, before })
    }

    async fn put_party(&self, mut change: Change, id: PartyId, party: SaveParty) -> Result<PartyView> {
        let kept = change.unit.parties().client_of(&change.permit, change.policy, id).await?;
        // A client whom he may not see stays where he stands, but cannot be brought in.
        if let PartyIdentity::Client(client) = party.who
            && kept != Some(client)
        {
            clients::load(&mut change.unit, client).await.map_err(|error| match error {
                Error::NotFound | Error::Merged(_) => Error::NoSuchReference("client_id"),
                other => other,
            })?;
        }
        let record = PartyRecord { id, policy: change.policy, party, at: self.ports.now() };
        change.unit.parties().put(&change.permit, &record).await?;
        let parties = change.finish().await?;
        parties.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
    }
}

impl Change {
    /// Writes the event and makes everything lasting. Answers with the roles as they are then.
    async fn finish(mut self) -> Result<Vec<PartyView>> {
        let read = self.unit.permit::<ReadPolicies>()?;
        let after = self.unit.parties().of_policy(&read, self.policy).await?;
        let subject = Subject::new("policy", self.policy, &self.number);
        let (was, is) = (json!({ "parties": self.before }), json!({ "parties": after }));
        self.unit.record(&self.permit, subject, Some(&was), Some(&is));
        self.unit.commit().await?;
        Ok(after)
    }
}
