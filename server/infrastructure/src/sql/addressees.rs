//! Whom letters go to, on SQL.

use async_trait::async_trait;
use domain::client::OtherAddress;
use domain::shared::ClientId;
use services::Result;
use services::access::{Permit, ReadClients};
use services::ports::unit::{AddressedBy, Addressee, Addressees};
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::convert::maybe_json;
use super::error::failed;
use super::unit::{SqlUnit, owner};

/// The text for so many clients, or for the holders of so many policies: `$1` firm, `$2` broker or nobody, then the ids.
pub(super) fn text(by_policy: bool, ids: usize) -> String {
    let ids = (3..3 + ids.max(1)).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let named = if by_policy {
        format!("SELECT p.client_id FROM policies p WHERE p.agency_id = $1 AND p.id IN ({ids})")
    } else {
        ids
    };
    format!(
        "SELECT c.id, c.display_name, c.sort_name, c.address, c.addresses, c.archived_at FROM clients c WHERE c.agency_id = $1 AND (c.owner_id = $2 OR $2 IS NULL) AND c.merged_into IS NULL AND c.id IN ({named})"
    )
}

#[derive(Debug, FromRow)]
struct AddresseeRow {
    id: Uuid,
    display_name: String,
    sort_name: String,
    address: Option<String>,
    addresses: Option<String>,
    archived_at: Option<i64>,
}

impl AddresseeRow {
    fn addressee(self) -> Result<Addressee> {
        let addresses: Option<Vec<OtherAddress>> = maybe_json(self.addresses.as_deref())?;
        Ok(Addressee {
            id: ClientId::from_uuid(self.id),
            name: self.display_name,
            sort_name: self.sort_name,
            address: maybe_json(self.address.as_deref())?,
            addresses: addresses.unwrap_or_default(),
            is_archived: self.archived_at.is_some(),
        })
    }
}

#[async_trait]
impl Addressees for SqlUnit {
    async fn addressees(&mut self, permit: &Permit<ReadClients>, by: AddressedBy<'_>) -> Result<Vec<Addressee>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let (by_policy, ids): (bool, Vec<Uuid>) = match by {
            AddressedBy::Clients(ids) => (false, ids.iter().map(|id| id.uuid()).collect()),
            AddressedBy::Policies(ids) => (true, ids.iter().map(|id| id.uuid()).collect()),
        };
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let text = text(by_policy, ids.len());
        let rows: Vec<AddresseeRow> = on_both!(&mut self.tx, connection => {
            let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(agency).bind(owner);
            for id in ids {
                query = query.bind(id);
            }
            query.fetch_all(connection).await
        })
        .map_err(failed)?;
        rows.into_iter().map(AddresseeRow::addressee).collect()
    }
}
