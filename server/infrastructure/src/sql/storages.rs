//! Where files are kept, and the book of what lies where, on SQL. Secrets come here sealed.

use async_trait::async_trait;
use domain::shared::{AgencyId, StorageId};
use domain::storage::{FilesMoving, FilesSwept, SaveStorage, StorageBackend};
use jiff::Timestamp;
use services::Result;
use services::access::{Permit, SetStorage, SweepFiles};
use services::ports::files::{FileBook, StorageRecord, StoredFile};
use services::ports::unit::{KeptSecret, Mode, Storages};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, micros, word};
use super::database::SqlDatabase;
use super::error::failed;
use super::on_both::Tx;
use super::unit::SqlUnit;

statements! {
    IN_USE = "SELECT id, backend, endpoint, region, bucket, folder, account, direct_downloads, secret, secret_set_at, secret_set_by, version, updated_at FROM storage_configurations WHERE in_use = 1";
    BY_ID = "SELECT id, backend, endpoint, region, bucket, folder, account, direct_downloads, secret, secret_set_at, secret_set_by, version, updated_at FROM storage_configurations WHERE id = $1";
    BY_PLACE = "SELECT id, backend, endpoint, region, bucket, folder, account, direct_downloads, secret, secret_set_at, secret_set_by, version, updated_at FROM storage_configurations WHERE place = $1";
    /// The version counts over all places, so that of two who change it at once one is told.
    LEAVE = "UPDATE storage_configurations SET in_use = 0 WHERE in_use = 1 AND version = $1";
    USE = "INSERT INTO storage_configurations (id, place, backend, endpoint, region, bucket, folder, account, direct_downloads, secret, secret_set_at, secret_set_by, in_use, version, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14) ON CONFLICT (id) DO UPDATE SET account = excluded.account, direct_downloads = excluded.direct_downloads, secret = excluded.secret, secret_set_at = excluded.secret_set_at, secret_set_by = excluded.secret_set_by, in_use = 1, version = excluded.version, updated_at = excluded.updated_at";
    FILE = "SELECT agency_id, file_key, storage_id, left_id, checksum_sha256, size_bytes, kept_at FROM stored_files WHERE file_key = $1";
    ENTER = "INSERT INTO stored_files (agency_id, file_key, storage_id, checksum_sha256, size_bytes, kept_at, taken_until) VALUES ($1, $2, $3, $4, $5, $6, 0)";
    STRIKE = "DELETE FROM stored_files WHERE file_key = $1";
    ELSEWHERE = "SELECT agency_id, file_key, storage_id, left_id, checksum_sha256, size_bytes, kept_at FROM stored_files WHERE storage_id <> $1 AND taken_until <= $2 AND kept_at <= $3 ORDER BY taken_until, file_key LIMIT 1";
    LEFT_BEHIND = "SELECT agency_id, file_key, storage_id, left_id, checksum_sha256, size_bytes, kept_at FROM stored_files WHERE left_id IS NOT NULL AND taken_until <= $1 ORDER BY taken_until, file_key LIMIT 1";
    /// Of several instances that saw the same file, one gets it.
    TAKE = "UPDATE stored_files SET taken_until = $3 WHERE agency_id = $1 AND file_key = $2 AND taken_until <= $4";
    MOVED = "UPDATE stored_files SET storage_id = $3, left_id = $4, failure = NULL WHERE agency_id = $1 AND file_key = $2 AND storage_id = $4 AND taken_until = $5";
    CLEARED = "UPDATE stored_files SET left_id = NULL, taken_until = 0, failure = NULL WHERE agency_id = $1 AND file_key = $2";
    NOT_MOVED = "UPDATE stored_files SET taken_until = $3, failure = $4 WHERE agency_id = $1 AND file_key = $2";
    MOVING = "SELECT COUNT(*), COUNT(CASE WHEN storage_id = $1 THEN 1 END), COUNT(CASE WHEN storage_id <> $1 AND failure IS NOT NULL THEN 1 END) FROM stored_files";
    OF_FIRM = "SELECT agency_id, file_key, storage_id, left_id, checksum_sha256, size_bytes, kept_at FROM stored_files WHERE agency_id = $1 AND file_key > $2 ORDER BY file_key LIMIT $3";
    NOTE_SWEPT = "INSERT INTO storage_sweeps (id, at, looked_for, removed, missing) VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET at = excluded.at, looked_for = excluded.looked_for, removed = excluded.removed, missing = excluded.missing";
    SWEPT = "SELECT at, looked_for, removed, missing FROM storage_sweeps WHERE id = 1";
    /// Every table with a column `file_key` is asked; a test knows them. Papers of mandates stay when they were replaced, as the
    /// record of what was once handed in (docs/decisions/0034).
    UNCLAIMED = "SELECT f.file_key FROM stored_files f WHERE f.agency_id = $1 AND f.kept_at < $2 AND f.file_key NOT LIKE '%/mandates/%' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.agency_id = $1 AND d.file_key = f.file_key) AND NOT EXISTS (SELECT 1 FROM mandate_documents m WHERE m.agency_id = $1 AND m.file_key = f.file_key) AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.agency_id = $1 AND a.file_key = f.file_key) AND NOT EXISTS (SELECT 1 FROM document_runs r WHERE r.agency_id = $1 AND r.file_key = f.file_key) ORDER BY f.file_key LIMIT 500";
    CLAIMED = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM documents WHERE agency_id = $1 AND file_key = $2 UNION ALL SELECT 1 AS one FROM mandate_documents WHERE agency_id = $1 AND file_key = $2 UNION ALL SELECT 1 AS one FROM attachments WHERE agency_id = $1 AND file_key = $2 UNION ALL SELECT 1 AS one FROM document_runs WHERE agency_id = $1 AND file_key = $2) AS named";
}

/// Often enough for as many instances as one may run.
const RACES: usize = 20;

#[derive(Debug, FromRow)]
struct StorageRow {
    id: Uuid,
    backend: String,
    endpoint: Option<String>,
    region: Option<String>,
    bucket: Option<String>,
    folder: Option<String>,
    account: Option<String>,
    direct_downloads: i64,
    secret: Option<Vec<u8>>,
    secret_set_at: Option<i64>,
    secret_set_by: Option<String>,
    version: i64,
    updated_at: i64,
}

impl StorageRow {
    fn record(self) -> Result<StorageRecord> {
        let secret = match (self.secret, self.secret_set_at) {
            (Some(sealed), Some(at)) => {
                Some(KeptSecret { sealed, set_at: instant(at)?, set_by: self.secret_set_by.unwrap_or_default() })
            }
            _ => None,
        };
        Ok(StorageRecord {
            id: StorageId::from_uuid(self.id),
            said: SaveStorage {
                backend: word(StorageBackend::parse, &self.backend)?,
                endpoint: self.endpoint,
                region: self.region,
                bucket: self.bucket,
                folder: self.folder,
                account: self.account,
                direct_downloads: self.direct_downloads != 0,
            },
            secret,
            version: self.version,
            at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct FileRow {
    agency_id: Uuid,
    file_key: String,
    storage_id: Uuid,
    left_id: Option<Uuid>,
    checksum_sha256: String,
    size_bytes: i64,
    kept_at: i64,
}

impl FileRow {
    fn file(self) -> Result<StoredFile> {
        Ok(StoredFile {
            agency: AgencyId::from_uuid(self.agency_id),
            key: self.file_key,
            storage: StorageId::from_uuid(self.storage_id),
            left: self.left_id.map(StorageId::from_uuid),
            checksum: self.checksum_sha256,
            size: self.size_bytes,
            kept_at: instant(self.kept_at)?,
        })
    }
}

/// Takes a place into use; `false` when another one is than the record follows.
async fn use_place(tx: &mut Tx, record: &StorageRecord) -> Result<bool> {
    let left = on_both!(&mut *tx, c => sqlx::query(LEAVE)
        .bind(record.version - 1)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
    .map_err(failed)?;
    if left != 1 {
        return Ok(false);
    }
    let (said, secret) = (&record.said, record.secret.as_ref());
    on_both!(&mut *tx, c => sqlx::query(USE)
        .bind(record.id.uuid())
        .bind(said.place())
        .bind(said.backend.code())
        .bind(said.endpoint.as_deref())
        .bind(said.region.as_deref())
        .bind(said.bucket.as_deref())
        .bind(said.folder.as_deref())
        .bind(said.account.as_deref())
        .bind(i64::from(said.direct_downloads))
        .bind(secret.map(|secret| secret.sealed.as_slice()))
        .bind(secret.map(|secret| micros(secret.set_at)))
        .bind(secret.map(|secret| secret.set_by.as_str()))
        .bind(record.version)
        .bind(micros(record.at))
        .execute(c)
        .await
        .map(drop))
    .map_err(failed)?;
    Ok(true)
}

impl SqlDatabase {
    /// A transaction that sees where the files of all firms lie, and nothing else of theirs.
    async fn of_storage(&self, mode: Mode) -> Result<Tx> {
        let mut tx = self.outside(mode).await?;
        if let Tx::Postgres(transaction) = &mut tx {
            sqlx::query("SELECT set_config('app.purpose', 'storage', true)")
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
        Ok(tx)
    }

    async fn elsewhere(&self, to: StorageId, now: Timestamp, settled: Timestamp) -> Result<Option<FileRow>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let left: Option<FileRow> = on_both!(&mut tx, c => sqlx::query_as(LEFT_BEHIND)
            .bind(micros(now))
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        if left.is_some() {
            return Ok(left);
        }
        on_both!(&mut tx, c => sqlx::query_as(ELSEWHERE)
            .bind(to.uuid())
            .bind(micros(now))
            .bind(micros(settled))
            .fetch_optional(c)
            .await)
        .map_err(failed)
    }
}

#[async_trait]
impl FileBook for SqlDatabase {
    async fn in_use(&self) -> Result<StorageRecord> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let row: StorageRow = on_both!(&mut tx, c => sqlx::query_as(IN_USE).fetch_one(c).await).map_err(failed)?;
        row.record()
    }

    async fn storage(&self, id: StorageId) -> Result<Option<StorageRecord>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let row: Option<StorageRow> =
            on_both!(&mut tx, c => sqlx::query_as(BY_ID).bind(id.uuid()).fetch_optional(c).await).map_err(failed)?;
        row.map(StorageRow::record).transpose()
    }

    async fn storage_at(&self, place: &str) -> Result<Option<StorageRecord>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let row: Option<StorageRow> =
            on_both!(&mut tx, c => sqlx::query_as(BY_PLACE).bind(place).fetch_optional(c).await).map_err(failed)?;
        row.map(StorageRow::record).transpose()
    }

    async fn adopt(&self, record: &StorageRecord) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        // Where several instances start at once, the first one says it, and all say the same.
        if use_place(&mut tx, record).await? {
            tx.commit().await?;
        }
        Ok(())
    }

    async fn file(&self, key: &str) -> Result<Option<StoredFile>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let row: Option<FileRow> =
            on_both!(&mut tx, c => sqlx::query_as(FILE).bind(key).fetch_optional(c).await).map_err(failed)?;
        row.map(FileRow::file).transpose()
    }

    async fn enter(&self, file: &StoredFile) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(ENTER)
            .bind(file.agency.uuid())
            .bind(&file.key)
            .bind(file.storage.uuid())
            .bind(&file.checksum)
            .bind(file.size)
            .bind(micros(file.kept_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn strike(&self, key: &str) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(STRIKE).bind(key).execute(c).await.map(drop)).map_err(failed)?;
        tx.commit().await
    }

    async fn take_to_move(
        &self,
        to: StorageId,
        now: Timestamp,
        settled: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<StoredFile>> {
        for _ in 0..RACES {
            let Some(row) = self.elsewhere(to, now, settled).await? else { return Ok(None) };
            let mut tx = self.of_storage(Mode::Write).await?;
            let taken = on_both!(&mut tx, c => sqlx::query(TAKE)
                .bind(row.agency_id)
                .bind(&row.file_key)
                .bind(micros(lease_until))
                .bind(micros(now))
                .execute(c)
                .await
                .map(|done| done.rows_affected()))
            .map_err(failed)?;
            tx.commit().await?;
            if taken == 1 {
                return Ok(Some(row.file()?));
            }
        }
        Ok(None)
    }

    async fn moved(&self, file: &StoredFile, to: StorageId, lease_until: Timestamp) -> Result<bool> {
        let mut tx = self.of_storage(Mode::Write).await?;
        let moved = on_both!(&mut tx, c => sqlx::query(MOVED)
            .bind(file.agency.uuid())
            .bind(&file.key)
            .bind(to.uuid())
            .bind(file.storage.uuid())
            .bind(micros(lease_until))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        tx.commit().await?;
        Ok(moved == 1)
    }

    async fn cleared(&self, file: &StoredFile) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(CLEARED)
            .bind(file.agency.uuid())
            .bind(&file.key)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn not_moved(&self, file: &StoredFile, why: &str, until: Timestamp) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(NOT_MOVED)
            .bind(file.agency.uuid())
            .bind(&file.key)
            .bind(micros(until))
            .bind(why)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn moving(&self, to: StorageId) -> Result<FilesMoving> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let (total, done, failed_so_far): (i64, i64, i64) =
            on_both!(&mut tx, c => sqlx::query_as(MOVING).bind(to.uuid()).fetch_one(c).await).map_err(failed)?;
        Ok(FilesMoving { total, done, failed: failed_so_far })
    }

    async fn of_firm(&self, agency: AgencyId, after: &str, at_most: i64) -> Result<Vec<StoredFile>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let rows: Vec<FileRow> = on_both!(&mut tx, c => sqlx::query_as(OF_FIRM)
            .bind(agency.uuid())
            .bind(after)
            .bind(at_most)
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        rows.into_iter().map(FileRow::file).collect()
    }

    async fn note_swept(&self, swept: &FilesSwept) -> Result<()> {
        let mut tx = self.of_storage(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(NOTE_SWEPT)
            .bind(micros(swept.at))
            .bind(swept.looked_for)
            .bind(swept.removed)
            .bind(swept.missing)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn swept(&self) -> Result<Option<FilesSwept>> {
        let mut tx = self.of_storage(Mode::Read).await?;
        let row: Option<(i64, i64, i64, i64)> =
            on_both!(&mut tx, c => sqlx::query_as(SWEPT).fetch_optional(c).await).map_err(failed)?;
        row.map(|(at, looked_for, removed, missing)| Ok(FilesSwept { at: instant(at)?, looked_for, removed, missing }))
            .transpose()
    }
}

#[async_trait]
impl Storages for SqlUnit {
    async fn use_storage(&mut self, _: &Permit<SetStorage>, record: &StorageRecord) -> Result<bool> {
        self.changed(record.id);
        use_place(&mut self.tx, record).await
    }

    async fn unclaimed(&mut self, _: &Permit<SweepFiles>, before: Timestamp) -> Result<Vec<String>> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(UNCLAIMED)
            .bind(agency)
            .bind(micros(before))
            .fetch_all(c)
            .await)
        .map_err(failed)
    }

    async fn is_claimed(&mut self, _: &Permit<SweepFiles>, key: &str) -> Result<bool> {
        let agency = self.agency();
        let named: i64 =
            on_both!(&mut self.tx, c => sqlx::query_scalar(CLAIMED).bind(agency).bind(key).fetch_one(c).await)
                .map_err(failed)?;
        Ok(named > 0)
    }
}
