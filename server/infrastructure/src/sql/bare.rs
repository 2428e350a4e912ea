//! The list of clients without unit, permit and paging: what the benchmark compares the real one with.

use serde_json::{Value, json};
use services::Result;
use services::ports::unit::Mode;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::database::{Pools, SqlDatabase};
use super::error::failed;

impl SqlDatabase {
    /// The SQL text of the first page of a firm's clients, the very one the list runs.
    pub fn bare_client_list_text(&self) -> String {
        super::clients::first_page_text()
    }

    /// Runs that text on the same pool and gives its rows as JSON, and nothing more.
    pub async fn bare_client_list(&self, text: &str, agency: Uuid) -> Result<Value> {
        let Pools::Sqlite { read, .. } = &self.pools else {
            // The benchmark runs on the embedded database; a unit is opened so that another one is told at once.
            self.outside(Mode::Read).await?;
            return Ok(Value::Null);
        };
        let rows = sqlx::query(AssertSqlSafe(text.to_owned()))
            .bind(agency)
            .bind(51_i64)
            .fetch_all(read)
            .await
            .map_err(failed)?;
        let items: Vec<Value> = rows
            .iter()
            .take(50)
            .map(|row| {
                json!({
                    "id": row.get::<Uuid, _>("id"),
                    "agency_id": row.get::<Uuid, _>("agency_id"),
                    "owner_id": row.get::<Uuid, _>("owner_id"),
                    "kind": row.get::<String, _>("kind"),
                    "display_name": row.get::<String, _>("display_name"),
                    "first_name": row.get::<Option<String>, _>("first_name"),
                    "last_name": row.get::<Option<String>, _>("last_name"),
                    "legal_name": row.get::<Option<String>, _>("legal_name"),
                    "email": row.get::<Option<String>, _>("email"),
                    "phone": row.get::<Option<String>, _>("phone"),
                    "address": row.get::<Option<String>, _>("address"),
                    "birth_date": row.get::<Option<String>, _>("birth_date"),
                    "version": row.get::<i64, _>("version"),
                    "created_at": row.get::<i64, _>("created_at"),
                    "updated_at": row.get::<i64, _>("updated_at"),
                    "policy_count": row.get::<i64, _>("policy_count"),
                })
            })
            .collect();
        Ok(json!({ "items": items }))
    }
}
