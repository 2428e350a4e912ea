//! Documents and signed links on SQL.

use async_trait::async_trait;
use domain::document::{DocumentFilter, DocumentFormat, DocumentRow as Row, DocumentStatus, DocumentView};
use domain::list::Period;
use domain::policy::PolicyState;
use domain::search::SearchKind;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{
    AgencyId, ClientId, CompanyId, DocumentId, Language, PolicyId, TemplateId, TemplateVersionId, UserId,
};
use domain::template::{TemplateKind, TemplateUsage};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;
use services::Result;
use services::access::{
    Action, DownloadDocument, IssueDocument, Permit, ReadDocuments, ReproduceDocument, RevokeDocument,
    SupersedeDocument, VerifyDocument,
};
use services::ports::unit::{DocumentRecord, Documents, IssuedData, PolicyToday};
use sqlx::FromRow;
use uuid::Uuid;

use super::circulation;
use super::convert::{as_json, instant, json, maybe_instant, micros, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    NEXT_NUMBER = "INSERT INTO document_numbers (agency_id, kind, year, last_number) VALUES ($1, $2, $3, 1) ON CONFLICT (agency_id, kind, year) DO UPDATE SET last_number = document_numbers.last_number + 1 RETURNING last_number";
    INSERT = "INSERT INTO documents (agency_id, id, number, kind, title, language, client_id, policy_id, template_id, template_version_id, format, status, checksum_sha256, size_bytes, mime_type, verification_code, author_id, snapshot, engine, file_key, created_at, usage, company_id, supersedes, template_sha256, snapshot_sha256, stated_to, stated_version, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'issued', $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, 1)";
    INSERT_CODE = "INSERT INTO document_codes (code, agency_id, document_id, checksum_sha256) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT d.id, d.agency_id, d.number, d.kind, d.usage, d.title, d.language, d.client_id, d.policy_id, d.company_id, d.template_id, d.template_version_id, d.format, CASE WHEN d.status = 'issued' AND d.superseded_by IS NOT NULL THEN 'superseded' ELSE d.status END AS status, d.checksum_sha256, d.size_bytes, d.mime_type, d.verification_code, d.author_id, d.version, d.created_at, d.revoked_at, d.revocation_reason, d.supersedes, d.superseded_by, d.superseded_at, d.template_sha256, d.snapshot_sha256, d.engine, d.snapshot, d.file_key FROM documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id WHERE d.agency_id = $1 AND d.id = $2 AND (h.owner_id = $3 OR $3 IS NULL OR (d.client_id IS NULL AND d.author_id = $3))";
    PUBLIC_POLICY = "SELECT p.policy_number, s.state, (SELECT w.number FROM policy_versions w WHERE w.agency_id = p.agency_id AND w.policy_id = p.id AND w.withdrawn = FALSE AND (w.effective_date <= $4 OR w.number = 1) ORDER BY w.effective_date DESC, w.number DESC LIMIT 1) FROM documents d JOIN policies p ON p.agency_id = d.agency_id AND p.id = d.policy_id JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id WHERE d.agency_id = $1 AND d.id = $2 AND s.from_at <= $3 AND s.until_at > $3";
    POLICY_TODAY = "SELECT p.policy_number, s.state, (SELECT w.number FROM policy_versions w WHERE w.agency_id = p.agency_id AND w.policy_id = p.id AND w.withdrawn = FALSE AND (w.effective_date <= $4 OR w.number = 1) ORDER BY w.effective_date DESC, w.number DESC LIMIT 1) FROM policies p JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id WHERE p.agency_id = $1 AND p.id = $2 AND s.from_at <= $3 AND s.until_at > $3";
    /// Newest first, as many as anybody reads; what was issued before them is long over.
    STANDING = "SELECT d.id, d.agency_id, d.number, d.kind, d.usage, d.title, d.language, d.client_id, d.policy_id, d.company_id, d.template_id, d.template_version_id, d.format, CASE WHEN d.status = 'issued' AND d.superseded_by IS NOT NULL THEN 'superseded' ELSE d.status END AS status, d.checksum_sha256, d.size_bytes, d.mime_type, d.verification_code, d.author_id, d.version, d.created_at, d.revoked_at, d.revocation_reason, d.supersedes, d.superseded_by, d.superseded_at, d.template_sha256, d.snapshot_sha256, d.engine, d.snapshot, d.file_key FROM documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id WHERE d.agency_id = $1 AND d.policy_id = $2 AND (h.owner_id = $3 OR $3 IS NULL) AND d.status = 'issued' AND d.superseded_by IS NULL AND d.kind IN ('certificate', 'cover_note') ORDER BY d.created_at DESC, d.id DESC LIMIT 200";
    REVOKE = "UPDATE documents SET status = 'revoked', revoked_at = $3, revocation_reason = $5, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND status = 'issued'";
    SUPERSEDE = "UPDATE documents SET superseded_by = $3, superseded_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $5 AND status = 'issued' AND superseded_by IS NULL";
}

pub(super) const SHAPE: ListShape = ListShape {
    columns: "d.id, d.agency_id, d.number, d.kind, d.usage, d.title, d.language, d.client_id, d.policy_id, d.company_id, d.template_id, d.template_version_id, d.format, CASE WHEN d.status = 'issued' AND d.superseded_by IS NOT NULL THEN 'superseded' ELSE d.status END AS status, d.checksum_sha256, d.size_bytes, d.mime_type, d.verification_code, d.author_id, d.version, d.created_at, d.revoked_at, d.revocation_reason, d.supersedes, d.superseded_by, d.superseded_at, d.template_sha256, d.snapshot_sha256, d.engine, h.display_name AS client_name, (SELECT p.policy_number FROM policies p WHERE p.agency_id = d.agency_id AND p.id = d.policy_id) AS policy_number, (SELECT u.full_name FROM users u WHERE u.agency_id = d.agency_id AND u.id = d.author_id) AS author_name",
    tables: "documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id",
    id: "d.id",
    search: "(' ' || LOWER(REPLACE(d.number, '-', ' ')) || ' ' || LOWER(REPLACE(d.number, '-', '')) || ' ' || COALESCE(h.search_text, '')) LIKE ?",
    sorts: &[
        Sort { name: "created_at", column: "d.created_at", numeric: true, descending: true },
        Sort { name: "number", column: "d.number", numeric: false, descending: false },
    ],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let filter = DocumentFilter {
        client_id: Some(ClientId::from_uuid(Uuid::nil())),
        policy_id: Some(PolicyId::from_uuid(Uuid::nil())),
        kind: Some(TemplateKind::Other),
        usage: Some(TemplateUsage::Other),
        status: Some(DocumentStatus::Issued),
        from: None,
        to: None,
        became_false: Some(true),
    };
    let period = Period { from: Some(Timestamp::UNIX_EPOCH), until: Some(Timestamp::UNIX_EPOCH) };
    let mut forms = list(Uuid::nil(), Some(Uuid::nil()), &filter, &period, DateTime::MIN).forms();
    forms.extend(list(Uuid::nil(), None, &DocumentFilter::default(), &Period::default(), DateTime::MIN).forms());
    forms
}

/// The list under its common filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let (some, all, ever) = (Uuid::nil(), DocumentFilter::default, Period::default());
    let listed = |owner, filter: &DocumentFilter| list(Uuid::nil(), owner, filter, &ever, DateTime::MIN);
    let then = Some(Timestamp::UNIX_EPOCH);
    vec![
        ("documents", listed(None, &all())),
        ("documents of one's own", listed(Some(some), &all())),
        ("documents by kind", listed(None, &DocumentFilter { kind: Some(TemplateKind::Certificate), ..all() })),
        ("documents by usage", listed(None, &DocumentFilter { usage: Some(TemplateUsage::Reminder), ..all() })),
        ("documents issued", listed(None, &DocumentFilter { status: Some(DocumentStatus::Issued), ..all() })),
        ("documents superseded", listed(None, &DocumentFilter { status: Some(DocumentStatus::Superseded), ..all() })),
        ("documents revoked", listed(None, &DocumentFilter { status: Some(DocumentStatus::Revoked), ..all() })),
        ("documents that became false", listed(None, &DocumentFilter { became_false: Some(true), ..all() })),
        ("documents by client", listed(None, &DocumentFilter { client_id: Some(ClientId::from_uuid(some)), ..all() })),
        ("documents by policy", listed(None, &DocumentFilter { policy_id: Some(PolicyId::from_uuid(some)), ..all() })),
        ("documents of a time", list(some, None, &all(), &Period { from: then, until: then }, DateTime::MIN)),
    ]
}

fn list(agency: Uuid, owner: Option<Uuid>, filter: &DocumentFilter, period: &Period, moment: DateTime) -> List {
    let mut list = List::new(SHAPE).indexed(SearchKind::Document, agency, owner);
    list.only("d.agency_id = ?", [Arg::Id(agency)]);
    if let Some(owner) = owner {
        list.only("(h.owner_id = ? OR (d.client_id IS NULL AND d.author_id = ?))", [Arg::Id(owner), Arg::Id(owner)]);
    }
    list.only_if("d.client_id = ?", filter.client_id.map(|id| Arg::Id(id.uuid())));
    list.only_if("d.policy_id = ?", filter.policy_id.map(|id| Arg::Id(id.uuid())));
    list.only_if("d.kind = ?", filter.kind.map(|kind| Arg::Text(kind.code().to_owned())));
    list.only_if("d.usage = ?", filter.usage.map(|usage| Arg::Text(usage.code().to_owned())));
    match filter.status {
        // The few that were taken back have an index of their own, which is found by the word itself.
        Some(DocumentStatus::Revoked) => list.only("d.status = 'revoked'", []),
        Some(DocumentStatus::Issued) => list.only("d.status = 'issued' AND d.superseded_by IS NULL", []),
        // So have those that another took the place of.
        Some(DocumentStatus::Superseded) => list.only("d.superseded_by IS NOT NULL AND d.status = 'issued'", []),
        None => {}
    }
    match filter.became_false {
        Some(true) => list.only(&circulation::became_false(), circulation::args(moment)),
        Some(false) => list.only(&format!("NOT ({})", circulation::became_false()), circulation::args(moment)),
        None => {}
    }
    list.only_if("d.created_at >= ?", period.from.map(|at| Arg::Number(micros(at))));
    list.only_if("d.created_at < ?", period.until.map(|at| Arg::Number(micros(at))));
    list
}

#[derive(Debug, FromRow)]
struct DocumentRow {
    id: Uuid,
    agency_id: Uuid,
    number: String,
    kind: String,
    usage: String,
    title: String,
    language: String,
    client_id: Option<Uuid>,
    policy_id: Option<Uuid>,
    company_id: Option<Uuid>,
    template_id: Uuid,
    template_version_id: Uuid,
    format: String,
    status: String,
    checksum_sha256: String,
    size_bytes: i64,
    mime_type: String,
    verification_code: String,
    author_id: Uuid,
    version: i64,
    created_at: i64,
    revoked_at: Option<i64>,
    revocation_reason: Option<String>,
    supersedes: Option<Uuid>,
    superseded_by: Option<Uuid>,
    superseded_at: Option<i64>,
    template_sha256: Option<String>,
    snapshot_sha256: Option<String>,
    engine: String,
    #[sqlx(default)]
    snapshot: String,
    #[sqlx(default)]
    file_key: String,
    #[sqlx(default)]
    client_name: Option<String>,
    #[sqlx(default)]
    policy_number: Option<String>,
    #[sqlx(default)]
    author_name: Option<String>,
    #[sqlx(default)]
    place: String,
}

impl Listed for DocumentRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl DocumentRow {
    fn view(self) -> Result<DocumentView> {
        Ok(DocumentView {
            id: DocumentId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            number: self.number,
            kind: word(TemplateKind::parse, &self.kind)?,
            usage: word(TemplateUsage::parse, &self.usage)?,
            title: self.title,
            language: word(Language::parse, &self.language)?,
            client_id: self.client_id.map(ClientId::from_uuid),
            policy_id: self.policy_id.map(PolicyId::from_uuid),
            company_id: self.company_id.map(CompanyId::from_uuid),
            template_id: TemplateId::from_uuid(self.template_id),
            template_version_id: TemplateVersionId::from_uuid(self.template_version_id),
            format: word(DocumentFormat::parse, &self.format)?,
            status: word(DocumentStatus::parse, &self.status)?,
            checksum_sha256: self.checksum_sha256,
            size_bytes: self.size_bytes,
            mime_type: self.mime_type,
            verification_code: self.verification_code,
            author_id: UserId::from_uuid(self.author_id),
            version: self.version,
            created_at: instant(self.created_at)?,
            revoked_at: maybe_instant(self.revoked_at)?,
            revocation_reason: self.revocation_reason,
            supersedes: self.supersedes.map(DocumentId::from_uuid),
            superseded_by: self.superseded_by.map(DocumentId::from_uuid),
            superseded_at: maybe_instant(self.superseded_at)?,
            template_sha256: self.template_sha256,
            snapshot_sha256: self.snapshot_sha256,
            engine: self.engine,
        })
    }

    fn row(mut self) -> Result<Row> {
        let (client_name, policy_number) = (self.client_name.take(), self.policy_number.take());
        let author_name = self.author_name.take();
        Ok(Row { document: self.view()?, client_name, policy_number, author_name })
    }

    fn with_data(self) -> Result<(DocumentView, IssuedData)> {
        let data = IssuedData { snapshot: json(&self.snapshot)?, file_key: self.file_key.clone() };
        Ok((self.view()?, data))
    }
}

impl SqlUnit {
    async fn document<A: Action>(&mut self, permit: &Permit<A>, id: DocumentId) -> Result<Option<DocumentRow>> {
        let (agency, owner) = (self.agency(), owner(permit));
        on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_optional(c)
            .await)
        .map_err(failed)
    }

    /// The policy that a statement finds by an id, as it is at a moment.
    async fn policy_at(&mut self, statement: &'static str, id: Uuid, moment: DateTime) -> Result<Option<PolicyToday>> {
        let agency = self.agency();
        let row: Option<(String, String, i64)> = on_both!(&mut self.tx, c => sqlx::query_as(statement)
            .bind(agency)
            .bind(id)
            .bind(moment.to_string())
            .bind(moment.date().to_string())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|(policy_number, state, terms_version)| {
            Ok(PolicyToday { policy_number, state: word(PolicyState::parse, &state)?, terms_version })
        })
        .transpose()
    }
}

#[async_trait]
impl Documents for SqlUnit {
    async fn next_number(&mut self, _: &Permit<IssueDocument>, kind: TemplateKind, year: i16) -> Result<i64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(NEXT_NUMBER)
            .bind(agency)
            .bind(kind.code())
            .bind(i64::from(year))
            .fetch_one(c)
            .await)
        .map_err(failed)
    }

    async fn insert(&mut self, _: &Permit<IssueDocument>, record: &DocumentRecord) -> Result<()> {
        let view = &record.view;
        self.changed(view.id);
        if let Some(client) = view.client_id {
            self.hold_client(client).await?;
        }
        let agency = self.agency();
        let snapshot = as_json(&record.data.snapshot)?;
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(view.id.uuid())
            .bind(&view.number)
            .bind(view.kind.code())
            .bind(&view.title)
            .bind(view.language.code())
            .bind(view.client_id.map(ClientId::uuid))
            .bind(view.policy_id.map(PolicyId::uuid))
            .bind(view.template_id.uuid())
            .bind(view.template_version_id.uuid())
            .bind(view.format.code())
            .bind(&view.checksum_sha256)
            .bind(view.size_bytes)
            .bind(&view.mime_type)
            .bind(&view.verification_code)
            .bind(view.author_id.uuid())
            .bind(snapshot)
            .bind(&view.engine)
            .bind(&record.data.file_key)
            .bind(micros(view.created_at))
            .bind(view.usage.code())
            .bind(view.company_id.map(CompanyId::uuid))
            .bind(view.supersedes.map(DocumentId::uuid))
            .bind(&view.template_sha256)
            .bind(&view.snapshot_sha256)
            .bind(record.stated_to.map(|day| day.to_string()))
            .bind(record.stated_version)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        on_both!(&mut self.tx, c => sqlx::query(INSERT_CODE)
            .bind(&view.verification_code)
            .bind(agency)
            .bind(view.id.uuid())
            .bind(&view.checksum_sha256)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn find(&mut self, permit: &Permit<ReadDocuments>, id: DocumentId) -> Result<Option<DocumentView>> {
        self.document(permit, id).await?.map(DocumentRow::view).transpose()
    }

    async fn find_file(
        &mut self,
        permit: &Permit<DownloadDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>> {
        self.document(permit, id).await?.map(DocumentRow::with_data).transpose()
    }

    async fn find_public(
        &mut self,
        permit: &Permit<VerifyDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>> {
        self.document(permit, id).await?.map(DocumentRow::with_data).transpose()
    }

    async fn public_policy(
        &mut self,
        _: &Permit<VerifyDocument>,
        id: DocumentId,
        moment: DateTime,
    ) -> Result<Option<PolicyToday>> {
        self.policy_at(PUBLIC_POLICY, id.uuid(), moment).await
    }

    async fn policy_today(
        &mut self,
        _: &Permit<ReadDocuments>,
        id: PolicyId,
        moment: DateTime,
    ) -> Result<Option<PolicyToday>> {
        self.policy_at(POLICY_TODAY, id.uuid(), moment).await
    }

    async fn standing_certificates(
        &mut self,
        permit: &Permit<ReadDocuments>,
        id: PolicyId,
    ) -> Result<Vec<(DocumentView, Value)>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let rows: Vec<DocumentRow> = on_both!(&mut self.tx, c => sqlx::query_as(STANDING)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let told = |row: DocumentRow| row.with_data().map(|(view, data)| (view, data.snapshot));
        rows.into_iter().map(told).collect()
    }

    async fn list(
        &mut self,
        permit: &Permit<ReadDocuments>,
        page: &PageRequest,
        filter: &DocumentFilter,
        period: &Period,
        moment: DateTime,
    ) -> Result<Page<Row>> {
        let rows =
            list(self.agency(), owner(permit), filter, period, moment).page::<DocumentRow>(&mut self.tx, page).await?;
        rows.try_map(DocumentRow::row)
    }

    async fn revoke(
        &mut self,
        _: &Permit<RevokeDocument>,
        id: DocumentId,
        version: i64,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(REVOKE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .bind(reason)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn supersede(
        &mut self,
        _: &Permit<SupersedeDocument>,
        old: &DocumentView,
        by: DocumentId,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(old.id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(SUPERSEDE)
            .bind(agency)
            .bind(old.id.uuid())
            .bind(by.uuid())
            .bind(micros(at))
            .bind(old.version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn find_kept(
        &mut self,
        permit: &Permit<ReproduceDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>> {
        self.document(permit, id).await?.map(DocumentRow::with_data).transpose()
    }
}
