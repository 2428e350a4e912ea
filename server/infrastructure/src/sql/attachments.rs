//! Attachments of clients and policies on SQL.

use async_trait::async_trait;
use domain::attachment::{AttachedTo, AttachmentKind, AttachmentView, Removal};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AttachmentId, ClientId, PolicyId};
use jiff::Timestamp;
use services::Result;
use services::access::{Attach, EraseAttachments, Permit, ReadAttachments, RemoveAttachment, RestoreAttachment};
use services::ports::unit::{AttachmentRecord, Attachments};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_instant, micros, storable, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    /// The owner is that of the client, or of the policy's client.
    FIND = "SELECT a.id, a.client_id, a.policy_id, a.file_name, a.kind, a.file_key, a.size_bytes, a.checksum_sha256, u.full_name AS author, a.created_at, a.removed_at, r.full_name AS removed_by, a.removal_reason, a.version, '' AS place FROM attachments a LEFT JOIN policies p ON p.agency_id = a.agency_id AND p.id = a.policy_id LEFT JOIN clients h ON h.agency_id = a.agency_id AND h.id = COALESCE(a.client_id, p.client_id) LEFT JOIN users u ON u.agency_id = a.agency_id AND u.id = a.author_id LEFT JOIN users r ON r.agency_id = a.agency_id AND r.id = a.removed_by WHERE a.agency_id = $1 AND a.id = $2 AND (h.owner_id = $3 OR $3 IS NULL)";
    INSERT = "INSERT INTO attachments (agency_id, id, client_id, policy_id, file_name, kind, file_key, size_bytes, checksum_sha256, author_id, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    REMOVE = "UPDATE attachments SET removed_at = $4, removed_by = $5, removal_reason = $6, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL";
    RESTORE = "UPDATE attachments SET removed_at = NULL, removed_by = NULL, removal_reason = NULL, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $3 AND removed_at IS NOT NULL";
    OVER = "SELECT a.id FROM attachments a WHERE a.agency_id = $1 AND a.removed_at < $2 AND a.removed_at IS NOT NULL ORDER BY a.removed_at LIMIT 100";
    /// Only what is still taken away: somebody may have brought it back just now.
    ERASE = "DELETE FROM attachments WHERE agency_id = $1 AND id = $2 AND removed_at < $3";
}

const SHAPE: ListShape = ListShape {
    columns: "a.id, a.client_id, a.policy_id, a.file_name, a.kind, a.file_key, a.size_bytes, a.checksum_sha256, u.full_name AS author, a.created_at, a.removed_at, r.full_name AS removed_by, a.removal_reason, a.version",
    tables: "attachments a LEFT JOIN policies p ON p.agency_id = a.agency_id AND p.id = a.policy_id LEFT JOIN clients h ON h.agency_id = a.agency_id AND h.id = COALESCE(a.client_id, p.client_id) LEFT JOIN users u ON u.agency_id = a.agency_id AND u.id = a.author_id LEFT JOIN users r ON r.agency_id = a.agency_id AND r.id = a.removed_by",
    id: "a.id",
    search: "LOWER(a.file_name) LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "created_at", column: "a.created_at", numeric: true, descending: true }],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let (client, policy) =
        (AttachedTo::Client(ClientId::from_uuid(Uuid::nil())), AttachedTo::Policy(PolicyId::from_uuid(Uuid::nil())));
    let mut forms = Vec::new();
    for of in [client, policy] {
        for owner in [None, Some(Uuid::nil())] {
            for removed in [false, true] {
                forms.extend(list(Uuid::nil(), owner, of, removed).forms());
            }
        }
    }
    forms
}

fn list(agency: Uuid, owner: Option<Uuid>, of: AttachedTo, removed: bool) -> List {
    let mut list = List::new(SHAPE);
    list.only("a.agency_id = ?", [Arg::Id(agency)]);
    match of {
        AttachedTo::Client(client) => list.only("a.client_id = ?", [Arg::Id(client.uuid())]),
        AttachedTo::Policy(policy) => list.only("a.policy_id = ?", [Arg::Id(policy.uuid())]),
    }
    list.only(if removed { "a.removed_at IS NOT NULL" } else { "a.removed_at IS NULL" }, []);
    list.only_if("h.owner_id = ?", owner.map(Arg::Id));
    list
}

#[derive(Debug, FromRow)]
struct AttachmentRow {
    id: Uuid,
    client_id: Option<Uuid>,
    policy_id: Option<Uuid>,
    file_name: String,
    kind: String,
    file_key: String,
    size_bytes: i64,
    checksum_sha256: String,
    author: Option<String>,
    created_at: i64,
    removed_at: Option<i64>,
    removed_by: Option<String>,
    removal_reason: Option<String>,
    version: i64,
    place: String,
}

impl Listed for AttachmentRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl AttachmentRow {
    fn view(self) -> Result<AttachmentView> {
        let kind = word(AttachmentKind::parse, &self.kind)?;
        let removed_at = maybe_instant(self.removed_at)?;
        Ok(AttachmentView {
            id: AttachmentId::from_uuid(self.id),
            client_id: self.client_id.map(ClientId::from_uuid),
            policy_id: self.policy_id.map(PolicyId::from_uuid),
            file_name: self.file_name,
            kind,
            mime_type: kind.mime_type().to_owned(),
            size_bytes: self.size_bytes,
            checksum_sha256: self.checksum_sha256,
            author: self.author,
            created_at: instant(self.created_at)?,
            removed: removed_at.map(|at| Removal::at(at, self.removed_by, self.removal_reason)),
            version: self.version,
        })
    }
}

#[async_trait]
impl Attachments for SqlUnit {
    async fn list(
        &mut self,
        permit: &Permit<ReadAttachments>,
        of: AttachedTo,
        removed: bool,
        page: &PageRequest,
    ) -> Result<Page<AttachmentView>> {
        let rows = list(self.agency(), owner(permit), of, removed).page::<AttachmentRow>(&mut self.tx, page).await?;
        rows.try_map(AttachmentRow::view)
    }

    async fn find(
        &mut self,
        permit: &Permit<ReadAttachments>,
        id: AttachmentId,
    ) -> Result<Option<(AttachmentView, String)>> {
        let agency = self.agency();
        let row: Option<AttachmentRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner(permit))
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|row| {
            let key = row.file_key.clone();
            Ok((row.view()?, key))
        })
        .transpose()
    }

    async fn insert(&mut self, _: &Permit<Attach>, record: &AttachmentRecord) -> Result<()> {
        let view = &record.view;
        self.changed(view.id);
        // Who merges two files moves what is with them; what comes meanwhile must not stay with the one that goes.
        if let Some(client) = view.client_id {
            self.hold_client(client).await?;
        }
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(view.id.uuid())
            .bind(view.client_id.map(ClientId::uuid))
            .bind(view.policy_id.map(PolicyId::uuid))
            .bind(storable(&view.file_name))
            .bind(view.kind.code())
            .bind(&record.file_key)
            .bind(view.size_bytes)
            .bind(&view.checksum_sha256)
            .bind(author)
            .bind(micros(view.created_at))
            .bind(view.version)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn remove(
        &mut self,
        _: &Permit<RemoveAttachment>,
        id: AttachmentId,
        version: i64,
        removal: &Removal,
    ) -> Result<bool> {
        self.changed(id);
        let (agency, by) = (self.agency(), self.user());
        let removed = on_both!(&mut self.tx, c => sqlx::query(REMOVE)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .bind(micros(removal.at))
            .bind(by)
            .bind(removal.reason.as_deref())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(removed == 1)
    }

    async fn restore(&mut self, _: &Permit<RestoreAttachment>, id: AttachmentId, version: i64) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let restored = on_both!(&mut self.tx, c => sqlx::query(RESTORE)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(restored == 1)
    }

    async fn over(&mut self, _: &Permit<EraseAttachments>, before: Timestamp) -> Result<Vec<AttachmentId>> {
        let agency = self.agency();
        let ids: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(OVER)
            .bind(agency)
            .bind(micros(before))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(ids.into_iter().map(AttachmentId::from_uuid).collect())
    }

    async fn erase(&mut self, _: &Permit<EraseAttachments>, id: AttachmentId, before: Timestamp) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let erased = on_both!(&mut self.tx, c => sqlx::query(ERASE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(before))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(erased == 1)
    }
}
