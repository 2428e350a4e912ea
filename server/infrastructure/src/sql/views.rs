//! Saved views on SQL. Each statement names the acting person: a private view is his own only.

use async_trait::async_trait;
use domain::list::SavedView;
use domain::shared::{UserId, ViewId};
use services::Result;
use services::access::{ChangeView, DeleteView, Permit, ReadViews, SaveView};
use services::ports::unit::{SavedViews, ViewRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, micros};
use super::error::{failed, failed_or_duplicate};
use super::unit::SqlUnit;

statements! {
    FIND = "SELECT id, user_id, list, name, query, shared, version, created_at, updated_at FROM saved_views WHERE agency_id = $1 AND id = $2 AND (user_id = $3 OR shared)";
    OF_LIST = "SELECT id, user_id, list, name, query, shared, version, created_at, updated_at FROM saved_views WHERE agency_id = $1 AND list = $2 AND (user_id = $3 OR shared) ORDER BY name, id LIMIT 200";
    COUNT_OF = "SELECT COUNT(*) FROM saved_views WHERE agency_id = $1 AND user_id = $2";
    INSERT = "INSERT INTO saved_views (agency_id, id, user_id, list, name, query, shared, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)";
    UPDATE = "UPDATE saved_views SET name = $3, query = $4, shared = $5, updated_at = $6, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $7 AND (user_id = $8 OR shared)";
    DELETE = "DELETE FROM saved_views WHERE agency_id = $1 AND id = $2 AND version = $3 AND (user_id = $4 OR shared)";
}

#[derive(Debug, FromRow)]
struct ViewRow {
    id: Uuid,
    user_id: Uuid,
    list: String,
    name: String,
    query: String,
    shared: bool,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl ViewRow {
    fn view(self) -> Result<SavedView> {
        Ok(SavedView {
            id: ViewId::from_uuid(self.id),
            user_id: UserId::from_uuid(self.user_id),
            list: self.list,
            name: self.name,
            query: self.query,
            shared: self.shared,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[async_trait]
impl SavedViews for SqlUnit {
    async fn find(&mut self, _: &Permit<ReadViews>, id: ViewId) -> Result<Option<SavedView>> {
        let (agency, user) = (self.agency(), self.user());
        let row: Option<ViewRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(user)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(ViewRow::view).transpose()
    }

    async fn of_list(&mut self, _: &Permit<ReadViews>, list: &str) -> Result<Vec<SavedView>> {
        let (agency, user) = (self.agency(), self.user());
        let rows: Vec<ViewRow> = on_both!(&mut self.tx, c => sqlx::query_as(OF_LIST)
            .bind(agency)
            .bind(list)
            .bind(user)
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        rows.into_iter().map(ViewRow::view).collect()
    }

    async fn count_of(&mut self, _: &Permit<SaveView>, user: UserId) -> Result<i64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(COUNT_OF).bind(agency).bind(user.uuid()).fetch_one(c).await)
            .map_err(failed)
    }

    async fn insert(&mut self, _: &Permit<SaveView>, record: &ViewRecord) -> Result<()> {
        self.changed(record.id);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(record.id.uuid())
            .bind(record.user.uuid())
            .bind(record.view.list)
            .bind(&record.view.name)
            .bind(&record.view.query)
            .bind(record.view.shared)
            .bind(micros(record.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed_or_duplicate("name"))
    }

    async fn update(&mut self, _: &Permit<ChangeView>, record: &ViewRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let (agency, user) = (self.agency(), self.user());
        let changed = on_both!(&mut self.tx, c => sqlx::query(UPDATE)
            .bind(agency)
            .bind(record.id.uuid())
            .bind(&record.view.name)
            .bind(&record.view.query)
            .bind(record.view.shared)
            .bind(micros(record.at))
            .bind(version)
            .bind(user)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed_or_duplicate("name"))?;
        Ok(changed == 1)
    }

    async fn delete(&mut self, _: &Permit<DeleteView>, id: ViewId, version: i64) -> Result<bool> {
        self.changed(id);
        let (agency, user) = (self.agency(), self.user());
        let deleted = on_both!(&mut self.tx, c => sqlx::query(DELETE)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .bind(user)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(deleted == 1)
    }
}
