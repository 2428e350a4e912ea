//! The keys that files from before lack, on SQL.

use async_trait::async_trait;
use domain::client::{Likeness, LikenessInput};
use domain::shared::ClientId;
use services::Result;
use services::access::{CompleteKeys, Permit};
use services::ports::unit::{ClientKeys, Waiting};
use sqlx::FromRow;
use uuid::Uuid;

use super::error::failed;
use super::unit::SqlUnit;

statements! {
    /// Files put away count, too: whoever comes back is recognised by his.
    WAITING = "SELECT c.id, c.kind, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.birth_date, c.national_id, c.tax_id, c.iban FROM clients_without_keys w JOIN clients c ON c.agency_id = w.agency_id AND c.id = w.client_id WHERE w.agency_id = $1 ORDER BY w.client_id LIMIT $2";
    KEEP_KEY = "INSERT INTO client_keys (agency_id, key, client_id) VALUES ($1, $2, $3) ON CONFLICT (agency_id, key, client_id) DO NOTHING";
    COMPLETED = "DELETE FROM clients_without_keys WHERE agency_id = $1 AND client_id = $2";
}

#[derive(Debug, FromRow)]
struct WaitingRow {
    id: Uuid,
    kind: String,
    first_name: Option<String>,
    last_name: Option<String>,
    legal_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    birth_date: Option<String>,
    national_id: Option<String>,
    tax_id: Option<String>,
    iban: Option<String>,
}

impl WaitingRow {
    fn waiting(self) -> Waiting {
        let likeness = LikenessInput {
            kind: Some(self.kind),
            first_name: self.first_name,
            last_name: self.last_name,
            legal_name: self.legal_name,
            email: self.email,
            phone: self.phone,
            birth_date: self.birth_date,
            national_id: self.national_id,
            tax_id: self.tax_id,
            iban: self.iban,
        };
        Waiting { client: ClientId::from_uuid(self.id), likeness }
    }
}

#[async_trait]
impl ClientKeys for SqlUnit {
    async fn waiting(&mut self, _: &Permit<CompleteKeys>, limit: u32) -> Result<Vec<Waiting>> {
        let agency = self.agency();
        let rows: Vec<WaitingRow> = on_both!(&mut self.tx, c => sqlx::query_as(WAITING)
            .bind(agency)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(rows.into_iter().map(WaitingRow::waiting).collect())
    }

    async fn complete(
        &mut self,
        _: &Permit<CompleteKeys>,
        client: ClientId,
        keys: &[(Likeness, String)],
    ) -> Result<()> {
        let agency = self.agency();
        for (_, key) in keys {
            on_both!(&mut self.tx, c => sqlx::query(KEEP_KEY)
                .bind(agency)
                .bind(key)
                .bind(client.uuid())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        on_both!(&mut self.tx, c => sqlx::query(COMPLETED)
            .bind(agency)
            .bind(client.uuid())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}
