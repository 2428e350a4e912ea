//! Files of one client recorded twice, on SQL: how they are found, merged and taken apart.

use async_trait::async_trait;
use domain::client::{ClientRef, ClientView, Happening, LikelyDuplicate, MergeView, Moved, Traits};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AttachmentId, ClientId, DocumentId, MergeId, NoteId, PartyId, PolicyId};
use jiff::Timestamp;
use services::Result;
use services::access::{MergeClients, Permit, ReadClients, UnmergeClients};
use services::ports::unit::{Alike, MergeRecord, Merges};
use sqlx::FromRow;
use uuid::Uuid;

use super::clients::{CLIENT_COLUMNS, ClientRow};
use super::convert::{as_json, instant, json, maybe_day, micros};
use super::error::failed;
use super::happenings;
use super::unit::{SqlUnit, owner};

/// How far a chain of merges is followed; nobody merges a client more often.
const REMOVES: usize = 16;

statements! {
    ALIKE = "SELECT c.id, c.owner_id, c.display_name, c.birth_date, c.merged_into, c.archived_at FROM client_keys k JOIN clients c ON c.agency_id = k.agency_id AND c.id = k.client_id WHERE k.agency_id = $1 AND k.key = $2 ORDER BY k.client_id LIMIT 10";
    FORGET_KEYS = "DELETE FROM client_keys WHERE agency_id = $1 AND client_id = $2";
    KEEP_KEY = "INSERT INTO client_keys (agency_id, key, client_id) VALUES ($1, $2, $3) ON CONFLICT (agency_id, key, client_id) DO NOTHING";
    FACE = "SELECT id, owner_id, display_name, birth_date, merged_into, archived_at FROM clients WHERE agency_id = $1 AND id = $2";
    SURVIVOR = "SELECT merged_into FROM clients WHERE agency_id = $1 AND id = $2 AND merged_into IS NOT NULL";
    ALIASES = "SELECT id FROM clients WHERE agency_id = $1 AND merged_into = $2 ORDER BY id";
    /// Changes nothing, but holds a file in use at this version.
    HOLD = "UPDATE clients SET archived_at = archived_at WHERE agency_id = $1 AND id = $2 AND version = $3 AND archived_at IS NULL";
    HOLD_MERGED = "UPDATE clients SET archived_at = archived_at WHERE agency_id = $1 AND id = $2 AND version = $3 AND merged_into = $4";
    HOLD_IN_USE = "UPDATE clients SET archived_at = archived_at WHERE agency_id = $1 AND id = $2 AND archived_at IS NULL";
    MOVE_POLICIES = "UPDATE policies SET client_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND client_id = $2 RETURNING id";
    MOVE_DOCUMENTS = "UPDATE documents SET client_id = $3, version = version + 1 WHERE agency_id = $1 AND client_id = $2 RETURNING id";
    MOVE_NOTES = "UPDATE client_notes SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 RETURNING id";
    MOVE_PARTIES = "UPDATE policy_parties SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 RETURNING id";
    MOVE_ATTACHMENTS = "UPDATE attachments SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 RETURNING id";
    MOVE_POLICY = "UPDATE policies SET client_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND client_id = $2 AND id = $5";
    MOVE_DOCUMENT = "UPDATE documents SET client_id = $3, version = version + 1 WHERE agency_id = $1 AND client_id = $2 AND id = $4";
    MOVE_DOCUMENTS_OF = "UPDATE documents SET client_id = $3, version = version + 1 WHERE agency_id = $1 AND client_id = $2 AND policy_id = $4";
    MOVE_NOTE = "UPDATE client_notes SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 AND id = $4";
    /// A role that was given to somebody else or taken out since is nothing that goes back.
    MOVE_PARTY = "UPDATE policy_parties SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 AND id = $4";
    /// What was erased since is nothing that goes back either.
    MOVE_ATTACHMENT = "UPDATE attachments SET client_id = $3 WHERE agency_id = $1 AND client_id = $2 AND id = $4";
    CLOSE = "UPDATE clients SET archived_at = $3, merged_into = $4, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2";
    OPEN = "UPDATE clients SET archived_at = NULL, merged_into = NULL, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2";
    ALIAS_TEXTS = "SELECT search_text FROM clients WHERE agency_id = $1 AND merged_into = $2 ORDER BY id";
    SET_ALIAS_TEXT = "UPDATE clients SET alias_text = $3 WHERE agency_id = $1 AND id = $2";
    INSERT = "INSERT INTO client_merges (agency_id, id, from_id, into_id, author_id, moved, merged_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LAST = "SELECT id, from_id, into_id, moved, merged_at FROM client_merges WHERE agency_id = $1 AND from_id = $2 AND undone_at IS NULL ORDER BY merged_at DESC LIMIT 1";
    UNDO = "UPDATE client_merges SET undone_at = $3, undone_by = $4 WHERE agency_id = $1 AND id = $2 AND undone_at IS NULL";
}

/// The text that finds a merged file, with the columns that every file has.
pub(super) fn find_merged() -> String {
    format!(
        "SELECT {CLIENT_COLUMNS}, c.merged_into FROM clients c WHERE c.agency_id = $1 AND c.id = $2 AND c.merged_into IS NOT NULL AND (c.owner_id = $3 OR $3 IS NULL)"
    )
}

#[derive(Debug, FromRow)]
struct FaceRow {
    id: Uuid,
    owner_id: Uuid,
    display_name: String,
    birth_date: Option<String>,
    merged_into: Option<Uuid>,
    archived_at: Option<i64>,
}

#[derive(Debug, FromRow)]
struct MergedRow {
    #[sqlx(flatten)]
    client: ClientRow,
    merged_into: Uuid,
}

#[derive(Debug, FromRow)]
struct MergeRow {
    id: Uuid,
    from_id: Uuid,
    into_id: Uuid,
    moved: String,
    merged_at: i64,
}

impl SqlUnit {
    /// Keeps by what a client is recognised.
    pub(super) async fn keep_keys(&mut self, client: ClientId, traits: &Traits) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(FORGET_KEYS).bind(agency).bind(client.uuid()).execute(c).await.map(drop))
            .map_err(failed)?;
        for (_, key) in &traits.keys {
            on_both!(&mut self.tx, c => sqlx::query(KEEP_KEY)
                .bind(agency)
                .bind(key)
                .bind(client.uuid())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(())
    }

    /// Runs a statement of firm and two files; gives the records it moved.
    async fn moved_all<T>(
        &mut self,
        statement: &'static str,
        from: ClientId,
        into: ClientId,
        id: fn(Uuid) -> T,
    ) -> Result<Vec<T>> {
        let agency = self.agency();
        let moved: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(statement)
            .bind(agency)
            .bind(from.uuid())
            .bind(into.uuid())
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(moved.into_iter().map(id).collect())
    }

    /// Runs a statement of firm, two files and a record; tells whether it met one.
    async fn moved_one(&mut self, statement: &'static str, from: ClientId, to: ClientId, record: Uuid) -> Result<bool> {
        let agency = self.agency();
        let moved = on_both!(&mut self.tx, c => sqlx::query(statement)
            .bind(agency)
            .bind(from.uuid())
            .bind(to.uuid())
            .bind(record)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(moved == 1)
    }

    async fn face(&mut self, id: Uuid) -> Result<Option<FaceRow>> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_as(FACE).bind(agency).bind(id).fetch_optional(c).await).map_err(failed)
    }

    /// Lets a file be found by everything that the files merged into it are found by.
    async fn gather_alias_text(&mut self, into: ClientId) -> Result<()> {
        let agency = self.agency();
        let texts: Vec<String> = on_both!(&mut self.tx, c => sqlx::query_scalar(ALIAS_TEXTS)
            .bind(agency)
            .bind(into.uuid())
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let text = (!texts.is_empty()).then(|| texts.join(" "));
        on_both!(&mut self.tx, c => sqlx::query(SET_ALIAS_TEXT)
            .bind(agency)
            .bind(into.uuid())
            .bind(text.as_deref())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn hold_one(&mut self, (id, version): (ClientId, i64)) -> Result<bool> {
        let agency = self.agency();
        let held = on_both!(&mut self.tx, c => sqlx::query(HOLD)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(held == 1)
    }

    async fn hold_gone(&mut self, (id, version): (ClientId, i64), into: ClientId) -> Result<bool> {
        let agency = self.agency();
        let held = on_both!(&mut self.tx, c => sqlx::query(HOLD_MERGED)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .bind(into.uuid())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(held == 1)
    }

    async fn hold_in_use(&mut self, id: ClientId) -> Result<bool> {
        let agency = self.agency();
        let held = on_both!(&mut self.tx, c => sqlx::query(HOLD_IN_USE)
            .bind(agency)
            .bind(id.uuid())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(held == 1)
    }
}

#[async_trait]
impl Merges for SqlUnit {
    async fn alike(&mut self, permit: &Permit<ReadClients>, traits: &Traits) -> Result<Vec<Alike>> {
        let (agency, scope) = (self.agency(), owner(permit));
        let mut found = Vec::new();
        for (likeness, key) in &traits.keys {
            let rows: Vec<FaceRow> = on_both!(&mut self.tx, c => sqlx::query_as(ALIKE)
                .bind(agency)
                .bind(key)
                .fetch_all(c)
                .await)
            .map_err(failed)?;
            for row in rows {
                let born = maybe_day(row.birth_date.as_deref())?;
                let Some(reason) = traits.confirmed(*likeness, &row.display_name, born) else { continue };
                // A file that was merged speaks for the one it went into.
                let mut shown = row;
                for _ in 0..REMOVES {
                    let Some(next) = shown.merged_into else { break };
                    match self.face(next).await? {
                        Some(survivor) => shown = survivor,
                        None => break,
                    }
                }
                let seen = scope.is_none_or(|owner| owner == shown.owner_id);
                if !seen && !reason.is_sure() {
                    continue;
                }
                let id = ClientId::from_uuid(shown.id);
                let client = seen.then_some(ClientRef { id, display_name: shown.display_name });
                let found_one =
                    LikelyDuplicate { client, reasons: vec![reason], archived: shown.archived_at.is_some() };
                found.push(Alike { found: found_one, id });
            }
        }
        Ok(found)
    }

    async fn survivor(&mut self, _: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientId>> {
        let agency = self.agency();
        let mut survivor = None;
        for _ in 0..REMOVES {
            let asked = survivor.unwrap_or(id.uuid());
            let next: Option<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(SURVIVOR)
                .bind(agency)
                .bind(asked)
                .fetch_optional(c)
                .await)
            .map_err(failed)?;
            match next {
                Some(next) => survivor = Some(next),
                None => break,
            }
        }
        Ok(survivor.map(ClientId::from_uuid))
    }

    async fn aliases(&mut self, _: &Permit<ReadClients>, id: ClientId) -> Result<Vec<ClientId>> {
        let agency = self.agency();
        let (mut aliases, mut asked) = (Vec::new(), vec![id.uuid()]);
        while let Some(next) = asked.pop() {
            let ids: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(ALIASES)
                .bind(agency)
                .bind(next)
                .fetch_all(c)
                .await)
            .map_err(failed)?;
            aliases.extend(ids.iter().copied().map(ClientId::from_uuid));
            asked.extend(ids);
        }
        Ok(aliases)
    }

    async fn find_merged(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<MergeView>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let row: Option<MergedRow> = on_both!(&mut self.tx, c => sqlx::query_as(sqlx::AssertSqlSafe(find_merged()))
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|row| Ok(MergeView { from: row.client.view()?, into: ClientId::from_uuid(row.merged_into) }))
            .transpose()
    }

    async fn hold(&mut self, _: &Permit<MergeClients>, one: (ClientId, i64), other: (ClientId, i64)) -> Result<bool> {
        let (first, second) = if one.0 < other.0 { (one, other) } else { (other, one) };
        Ok(self.hold_one(first).await? && self.hold_one(second).await?)
    }

    async fn move_all(
        &mut self,
        _: &Permit<MergeClients>,
        from: ClientId,
        into: ClientId,
        at: Timestamp,
        moved: Moved,
    ) -> Result<Moved> {
        self.changed(from);
        let agency = self.agency();
        let policies: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(MOVE_POLICIES)
            .bind(agency)
            .bind(from.uuid())
            .bind(into.uuid())
            .bind(micros(at))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(Moved {
            policies: policies.into_iter().map(PolicyId::from_uuid).collect(),
            documents: self.moved_all(MOVE_DOCUMENTS, from, into, DocumentId::from_uuid).await?,
            notes: self.moved_all(MOVE_NOTES, from, into, NoteId::from_uuid).await?,
            parties: self.moved_all(MOVE_PARTIES, from, into, PartyId::from_uuid).await?,
            attachments: self.moved_all(MOVE_ATTACHMENTS, from, into, AttachmentId::from_uuid).await?,
            ..moved
        })
    }

    async fn close(&mut self, _: &Permit<MergeClients>, merge: &MergeRecord) -> Result<()> {
        self.changed(merge.from);
        self.changed(merge.into);
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(CLOSE)
            .bind(agency)
            .bind(merge.from.uuid())
            .bind(micros(merge.at))
            .bind(merge.into.uuid())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        let moved = as_json(&merge.moved)?;
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(merge.id.uuid())
            .bind(merge.from.uuid())
            .bind(merge.into.uuid())
            .bind(author)
            .bind(moved)
            .bind(micros(merge.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        self.gather_alias_text(merge.into).await
    }

    async fn last(&mut self, _: &Permit<UnmergeClients>, from: ClientId) -> Result<Option<MergeRecord>> {
        let agency = self.agency();
        let row: Option<MergeRow> = on_both!(&mut self.tx, c => sqlx::query_as(LAST)
            .bind(agency)
            .bind(from.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|row| {
            Ok(MergeRecord {
                id: MergeId::from_uuid(row.id),
                from: ClientId::from_uuid(row.from_id),
                into: ClientId::from_uuid(row.into_id),
                moved: json::<Moved>(&row.moved)?,
                at: instant(row.merged_at)?,
            })
        })
        .transpose()
    }

    async fn hold_merged(
        &mut self,
        _: &Permit<UnmergeClients>,
        from: (ClientId, i64),
        into: ClientId,
    ) -> Result<(bool, bool)> {
        if from.0 < into {
            let there = self.hold_gone(from, into).await?;
            Ok((there, self.hold_in_use(into).await?))
        } else {
            let in_use = self.hold_in_use(into).await?;
            Ok((self.hold_gone(from, into).await?, in_use))
        }
    }

    async fn move_back(&mut self, _: &Permit<UnmergeClients>, merge: &MergeRecord, at: Timestamp) -> Result<usize> {
        self.changed(merge.from);
        self.changed(merge.into);
        let (agency, here, there) = (self.agency(), merge.into, merge.from);
        let mut missing = 0;
        for policy in &merge.moved.policies {
            let moved = on_both!(&mut self.tx, c => sqlx::query(MOVE_POLICY)
                .bind(agency)
                .bind(here.uuid())
                .bind(there.uuid())
                .bind(micros(at))
                .bind(policy.uuid())
                .execute(c)
                .await
                .map(|done| done.rows_affected()))
            .map_err(failed)?;
            missing += usize::from(moved != 1);
        }
        for document in &merge.moved.documents {
            missing += usize::from(!self.moved_one(MOVE_DOCUMENT, here, there, document.uuid()).await?);
        }
        for note in &merge.moved.notes {
            missing += usize::from(!self.moved_one(MOVE_NOTE, here, there, note.uuid()).await?);
        }
        for party in &merge.moved.parties {
            self.moved_one(MOVE_PARTY, here, there, party.uuid()).await?;
        }
        for attachment in &merge.moved.attachments {
            self.moved_one(MOVE_ATTACHMENT, here, there, attachment.uuid()).await?;
        }
        // A document made since for a policy that goes back goes with it.
        for policy in &merge.moved.policies {
            self.moved_one(MOVE_DOCUMENTS_OF, here, there, policy.uuid()).await?;
        }
        Ok(missing)
    }

    async fn open(&mut self, _: &Permit<UnmergeClients>, merge: &MergeRecord, at: Timestamp) -> Result<()> {
        self.changed(merge.from);
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(OPEN)
            .bind(agency)
            .bind(merge.from.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        on_both!(&mut self.tx, c => sqlx::query(UNDO)
            .bind(agency)
            .bind(merge.id.uuid())
            .bind(micros(at))
            .bind(author)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        self.gather_alias_text(merge.into).await
    }

    async fn timeline(
        &mut self,
        permit: &Permit<ReadClients>,
        client: &ClientView,
        aliases: &[ClientId],
        page: &PageRequest,
    ) -> Result<Page<Happening>> {
        let (agency, reader) = (self.agency(), owner(permit));
        happenings::page(&mut self.tx, agency, reader, client, aliases, page).await
    }
}
