//! Roles in policies on SQL.

use async_trait::async_trait;
use domain::client::ClientRef;
use domain::policy::{ClientRole, PartyIdentity, PartyRole, PartyView, PolicyState};
use domain::shared::{ClientId, PartyId, PolicyId};
use jiff::Timestamp;
use jiff::civil::DateTime;
use services::Result;
use services::access::{Permit, ReadPolicies, SetParties};
use services::ports::unit::{Parties, PartyRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_day, micros, word};
use super::error::failed;
use super::unit::{SqlUnit, owner};

statements! {
    OF_POLICY = "SELECT r.id, r.role, r.client_id, h.display_name AS client_name, h.owner_id, r.name, r.since, r.until, r.note, r.recorded_at FROM policy_parties r LEFT JOIN clients h ON h.agency_id = r.agency_id AND h.id = r.client_id WHERE r.agency_id = $1 AND r.policy_id = $2 ORDER BY r.recorded_at, r.id";
    CLIENT_OF = "SELECT client_id FROM policy_parties WHERE agency_id = $1 AND policy_id = $2 AND id = $3 AND client_id IS NOT NULL";
    OF_CLIENT = "SELECT r.policy_id, p.policy_number, p.client_id AS holder_id, h.display_name AS holder_name, s.state, r.role, r.since, r.until FROM policy_parties r JOIN policies p ON p.agency_id = r.agency_id AND p.id = r.policy_id JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id AND s.from_at <= $4 AND s.until_at > $4 WHERE r.agency_id = $1 AND r.client_id = $2 AND (h.owner_id = $3 OR $3 IS NULL) ORDER BY p.policy_number, r.id LIMIT $5";
    TOUCH = "UPDATE policies SET updated_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $3";
    PUT = "INSERT INTO policy_parties (agency_id, policy_id, id, role, client_id, name, since, until, note, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (agency_id, policy_id, id) DO UPDATE SET role = excluded.role, client_id = excluded.client_id, name = excluded.name, since = excluded.since, until = excluded.until, note = excluded.note";
    REMOVE = "DELETE FROM policy_parties WHERE agency_id = $1 AND policy_id = $2 AND id = $3";
}

#[derive(Debug, FromRow)]
struct PartyRow {
    id: Uuid,
    role: String,
    client_id: Option<Uuid>,
    client_name: Option<String>,
    owner_id: Option<Uuid>,
    name: Option<String>,
    since: Option<String>,
    until: Option<String>,
    note: Option<String>,
    recorded_at: i64,
}

impl PartyRow {
    fn view(self, reader: Option<Uuid>) -> Result<PartyView> {
        let within_reach = reader.is_none() || reader == self.owner_id;
        Ok(PartyView {
            id: PartyId::from_uuid(self.id),
            role: word(PartyRole::parse, &self.role)?,
            name: self.name.or(self.client_name).unwrap_or_default(),
            has_file: self.client_id.is_some(),
            client_id: self.client_id.filter(|_| within_reach).map(ClientId::from_uuid),
            since: maybe_day(self.since.as_deref())?,
            until: maybe_day(self.until.as_deref())?,
            note: self.note,
            recorded_at: instant(self.recorded_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct RoleRow {
    policy_id: Uuid,
    policy_number: String,
    holder_id: Uuid,
    holder_name: String,
    state: String,
    role: String,
    since: Option<String>,
    until: Option<String>,
}

impl RoleRow {
    fn view(self) -> Result<ClientRole> {
        Ok(ClientRole {
            policy_id: PolicyId::from_uuid(self.policy_id),
            policy_number: self.policy_number,
            holder: ClientRef { id: ClientId::from_uuid(self.holder_id), display_name: self.holder_name },
            state: word(PolicyState::parse, &self.state)?,
            role: word(PartyRole::parse, &self.role)?,
            since: maybe_day(self.since.as_deref())?,
            until: maybe_day(self.until.as_deref())?,
        })
    }
}

#[async_trait]
impl Parties for SqlUnit {
    async fn of_policy(&mut self, permit: &Permit<ReadPolicies>, policy: PolicyId) -> Result<Vec<PartyView>> {
        let (agency, reader) = (self.agency(), owner(permit));
        let rows: Vec<PartyRow> = on_both!(&mut self.tx, c => sqlx::query_as(OF_POLICY)
            .bind(agency)
            .bind(policy.uuid())
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let mut parties = rows.into_iter().map(|row| row.view(reader)).collect::<Result<Vec<_>>>()?;
        parties.sort_by_key(|party| party.role);
        Ok(parties)
    }

    async fn client_of(
        &mut self,
        _: &Permit<SetParties>,
        policy: PolicyId,
        party: PartyId,
    ) -> Result<Option<ClientId>> {
        let agency = self.agency();
        let client: Option<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(CLIENT_OF)
            .bind(agency)
            .bind(policy.uuid())
            .bind(party.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        Ok(client.map(ClientId::from_uuid))
    }

    async fn of_client(
        &mut self,
        permit: &Permit<ReadPolicies>,
        client: ClientId,
        moment: DateTime,
        limit: u32,
    ) -> Result<Vec<ClientRole>> {
        let (agency, reader) = (self.agency(), owner(permit));
        let rows: Vec<RoleRow> = on_both!(&mut self.tx, c => sqlx::query_as(OF_CLIENT)
            .bind(agency)
            .bind(client.uuid())
            .bind(reader)
            .bind(moment.to_string())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        rows.into_iter().map(RoleRow::view).collect()
    }

    async fn touch(&mut self, _: &Permit<SetParties>, policy: PolicyId, version: i64, at: Timestamp) -> Result<bool> {
        self.changed(policy);
        let agency = self.agency();
        let touched = on_both!(&mut self.tx, c => sqlx::query(TOUCH)
            .bind(agency)
            .bind(policy.uuid())
            .bind(version)
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(touched == 1)
    }

    async fn put(&mut self, _: &Permit<SetParties>, record: &PartyRecord) -> Result<()> {
        let agency = self.agency();
        let party = &record.party;
        let (client, name) = match &party.who {
            PartyIdentity::Client(client) => (Some(*client), None),
            PartyIdentity::Name(name) => (None, Some(name.as_str())),
        };
        if let Some(client) = client {
            self.hold_client(client).await?;
        }
        on_both!(&mut self.tx, c => sqlx::query(PUT)
            .bind(agency)
            .bind(record.policy.uuid())
            .bind(record.id.uuid())
            .bind(party.role.code())
            .bind(client.map(ClientId::uuid))
            .bind(name)
            .bind(party.since.map(|day| day.to_string()))
            .bind(party.until.map(|day| day.to_string()))
            .bind(party.note.as_deref())
            .bind(micros(record.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn remove(&mut self, _: &Permit<SetParties>, policy: PolicyId, party: PartyId) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(REMOVE)
            .bind(agency)
            .bind(policy.uuid())
            .bind(party.uuid())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}
