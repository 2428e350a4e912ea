//! Signed links on SQL.

use async_trait::async_trait;
use domain::document::{LinkStatus, LinkView};
use domain::letter::LetterState;
use domain::shared::{DocumentId, LetterId, LinkId, PolicyId};
use jiff::Timestamp;
use services::Result;
use services::access::{DownloadDocument, Permit, ReadDocuments, RevokeLink, ShareDocument};
use services::ports::unit::{DocumentLinks, LinkRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_instant, micros, word};
use super::error::failed;
use super::unit::{SqlUnit, owner};

statements! {
    INSERT = "INSERT INTO document_links (agency_id, id, document_id, author_id, recipient, letter_id, expires_at, single_use, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// As many as a page shows; a document that was handed out more often is handed out by a program.
    OF_DOCUMENT = "SELECT l.id, l.document_id, l.recipient, (SELECT u.full_name FROM users u WHERE u.agency_id = l.agency_id AND u.id = l.author_id) AS author_name, CASE WHEN l.letter_id IS NULL THEN NULL ELSE COALESCE((SELECT w.state FROM letters w WHERE w.agency_id = l.agency_id AND w.id = l.letter_id), 'sent') END AS letter, l.single_use, l.uses, l.used_at, l.created_at, l.expires_at, l.revoked_at FROM document_links l WHERE l.agency_id = $1 AND l.document_id = $2 ORDER BY l.created_at DESC, l.id DESC LIMIT 200";
    OF_POLICY = "SELECT l.id, l.document_id, l.recipient, (SELECT u.full_name FROM users u WHERE u.agency_id = l.agency_id AND u.id = l.author_id) AS author_name, CASE WHEN l.letter_id IS NULL THEN NULL ELSE COALESCE((SELECT w.state FROM letters w WHERE w.agency_id = l.agency_id AND w.id = l.letter_id), 'sent') END AS letter, l.single_use, l.uses, l.used_at, l.created_at, l.expires_at, l.revoked_at FROM documents d JOIN document_links l ON l.agency_id = d.agency_id AND l.document_id = d.id LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id WHERE d.agency_id = $1 AND d.policy_id = $2 AND d.status = 'issued' AND d.superseded_by IS NULL AND d.kind IN ('certificate', 'cover_note') AND (h.owner_id = $3 OR $3 IS NULL) ORDER BY l.created_at DESC, l.id DESC LIMIT 1000";
    REVOKE = "UPDATE document_links SET revoked_at = $4 WHERE agency_id = $1 AND document_id = $2 AND id = $3 AND revoked_at IS NULL";
    USE = "UPDATE document_links SET used_at = $3, uses = uses + 1 WHERE agency_id = $1 AND id = $2 AND revoked_at IS NULL AND (uses = 0 OR NOT single_use)";
}

#[derive(Debug, FromRow)]
struct LinkRow {
    id: Uuid,
    document_id: Uuid,
    recipient: Option<String>,
    author_name: Option<String>,
    letter: Option<String>,
    single_use: bool,
    uses: i64,
    used_at: Option<i64>,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl LinkRow {
    fn view(self) -> Result<LinkView> {
        Ok(LinkView {
            id: LinkId::from_uuid(self.id),
            document_id: DocumentId::from_uuid(self.document_id),
            recipient: self.recipient,
            author_name: self.author_name,
            letter: self.letter.map(|state| word(LetterState::parse, &state)).transpose()?,
            status: LinkStatus::Active,
            single_use: self.single_use,
            uses: self.uses,
            used_at: maybe_instant(self.used_at)?,
            created_at: instant(self.created_at)?,
            expires_at: instant(self.expires_at)?,
            revoked_at: maybe_instant(self.revoked_at)?,
        })
    }
}

#[async_trait]
impl DocumentLinks for SqlUnit {
    async fn insert(&mut self, _: &Permit<ShareDocument>, link: &LinkRecord) -> Result<()> {
        self.changed(link.document);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(link.id.uuid())
            .bind(link.document.uuid())
            .bind(link.author.uuid())
            .bind(link.recipient.as_deref())
            .bind(link.letter.map(LetterId::uuid))
            .bind(micros(link.expires_at))
            .bind(link.single_use)
            .bind(micros(link.created_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn of_document(&mut self, _: &Permit<ReadDocuments>, id: DocumentId) -> Result<Vec<LinkView>> {
        let agency = self.agency();
        let rows: Vec<LinkRow> = on_both!(&mut self.tx, c => sqlx::query_as(OF_DOCUMENT)
            .bind(agency)
            .bind(id.uuid())
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        rows.into_iter().map(LinkRow::view).collect()
    }

    async fn of_policy(&mut self, permit: &Permit<ReadDocuments>, id: PolicyId) -> Result<Vec<LinkView>> {
        let (agency, reader) = (self.agency(), owner(permit));
        let rows: Vec<LinkRow> = on_both!(&mut self.tx, c => sqlx::query_as(OF_POLICY)
            .bind(agency)
            .bind(id.uuid())
            .bind(reader)
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        rows.into_iter().map(LinkRow::view).collect()
    }

    async fn revoke(
        &mut self,
        _: &Permit<RevokeLink>,
        document: DocumentId,
        link: LinkId,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(document);
        let agency = self.agency();
        let revoked = on_both!(&mut self.tx, c => sqlx::query(REVOKE)
            .bind(agency)
            .bind(document.uuid())
            .bind(link.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(revoked == 1)
    }

    async fn use_link(&mut self, _: &Permit<DownloadDocument>, link: LinkId, at: Timestamp) -> Result<bool> {
        let agency = self.agency();
        let used = on_both!(&mut self.tx, c => sqlx::query(USE)
            .bind(agency)
            .bind(link.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(used == 1)
    }
}
