//! Templates and their versions on SQL.

use async_trait::async_trait;
use domain::document::DocumentFormat;
use domain::shared::page::{Page, PageRequest};
use domain::shared::text::search_key;
use domain::shared::{AgencyId, CompanyId, Language, TemplateId, TemplateVersionId, UserId};
use domain::template::{TemplateFilter, TemplateKind, TemplateUsage, TemplateVersionView, TemplateView};
use jiff::Timestamp;
use services::Result;
use services::access::{
    ArchiveTemplate, ChooseTemplate, CreateTemplate, Permit, ReadTemplates, ReproduceDocument, RestoreTemplate,
    UpdateTemplate,
};
use services::ports::unit::{TemplateRecord, Templates};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, micros, word};
use super::error::{failed, failed_or_duplicate};
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::SqlUnit;

statements! {
    FIND = "SELECT id, agency_id, name, kind, usage, format, language, company_id, current_version, version, created_at, updated_at FROM templates WHERE agency_id = $1 AND id = $2 AND archived_at IS NULL";
    CHOICES = "SELECT id, agency_id, name, kind, usage, format, language, company_id, current_version, version, created_at, updated_at FROM templates WHERE agency_id = $1 AND archived_at IS NULL AND current_version IS NOT NULL ORDER BY CASE usage WHEN 'certificate' THEN 0 ELSE 1 END, kind, language DESC, sort_name, id";
    INSERT = "INSERT INTO templates (agency_id, id, name, sort_name, kind, usage, format, language, updated_at, created_at, company_id, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, 1)";
    UPDATE = "UPDATE templates SET name = $3, sort_name = $4, kind = $5, usage = $6, format = $7, language = $8, updated_at = $9, company_id = $10, current_version = $11, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $12 AND archived_at IS NULL";
    ARCHIVE = "UPDATE templates SET archived_at = $3, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND archived_at IS NULL";
    FIND_PUT_AWAY = "SELECT id, agency_id, name, kind, usage, format, language, company_id, current_version, version, created_at, updated_at FROM templates WHERE agency_id = $1 AND id = $2 AND archived_at IS NOT NULL";
    RESTORE = "UPDATE templates SET archived_at = NULL, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND archived_at IS NOT NULL";
    LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM template_versions WHERE agency_id = $1 AND template_id = $2";
    VERSIONS = "SELECT id, template_id, number, content, checksum_sha256, restored_from, author_id, created_at FROM template_versions WHERE agency_id = $1 AND template_id = $2 ORDER BY number DESC";
    VERSION = "SELECT id, template_id, number, content, checksum_sha256, restored_from, author_id, created_at FROM template_versions WHERE agency_id = $1 AND template_id = $2 AND number = $3";
    VERSION_KEPT = "SELECT id, template_id, number, content, checksum_sha256, restored_from, author_id, created_at FROM template_versions WHERE agency_id = $1 AND template_id = $2 AND id = $3";
    INSERT_VERSION = "INSERT INTO template_versions (agency_id, template_id, id, number, content, checksum_sha256, author_id, created_at, restored_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SET_CURRENT = "UPDATE templates SET current_version = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $5";
}

pub(super) const SHAPE: ListShape = ListShape {
    columns: "t.id, t.agency_id, t.name, t.kind, t.usage, t.format, t.language, t.company_id, t.current_version, t.version, t.created_at, t.updated_at",
    tables: "templates t",
    id: "t.id",
    search: "t.sort_name LIKE ? ESCAPE '\\'",
    sorts: &[
        Sort { name: "name", column: "t.sort_name", numeric: false, descending: false },
        Sort { name: "created_at", column: "t.created_at", numeric: true, descending: false },
        Sort { name: "updated_at", column: "t.updated_at", numeric: true, descending: false },
    ],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let filter = TemplateFilter {
        kind: Some(TemplateKind::Other),
        usage: Some(TemplateUsage::Other),
        language: Some(Language::Fr),
        format: Some(DocumentFormat::Pdf),
        archived: false,
    };
    let archived = TemplateFilter { archived: true, ..TemplateFilter::default() };
    [filter, archived].iter().flat_map(|filter| list(Uuid::nil(), filter).forms()).collect()
}

/// The list under its filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let all = TemplateFilter::default();
    let listed = |filter: &TemplateFilter| list(Uuid::nil(), filter);
    vec![
        ("templates", listed(&all)),
        ("templates by kind", listed(&TemplateFilter { kind: Some(TemplateKind::Letter), ..all })),
        ("templates by usage", listed(&TemplateFilter { usage: Some(TemplateUsage::Reminder), ..all })),
        ("templates by language", listed(&TemplateFilter { language: Some(Language::Fr), ..all })),
        ("templates by format", listed(&TemplateFilter { format: Some(DocumentFormat::Pdf), ..all })),
    ]
}

fn list(agency: Uuid, filter: &TemplateFilter) -> List {
    let mut list = List::new(SHAPE);
    list.only("t.agency_id = ?", [Arg::Id(agency)]);
    list.only(if filter.archived { "t.archived_at IS NOT NULL" } else { "t.archived_at IS NULL" }, []);
    list.only_if("t.kind = ?", filter.kind.map(|kind| Arg::Text(kind.code().to_owned())));
    list.only_if("t.usage = ?", filter.usage.map(|usage| Arg::Text(usage.code().to_owned())));
    list.only_if("t.language = ?", filter.language.map(|language| Arg::Text(language.code().to_owned())));
    list.only_if("t.format = ?", filter.format.map(|format| Arg::Text(format.code().to_owned())));
    list
}

#[derive(Debug, FromRow)]
struct TemplateRow {
    id: Uuid,
    agency_id: Uuid,
    name: String,
    kind: String,
    usage: String,
    format: String,
    language: String,
    company_id: Option<Uuid>,
    current_version: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for TemplateRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl TemplateRow {
    fn view(self) -> Result<TemplateView> {
        Ok(TemplateView {
            id: TemplateId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            name: self.name,
            kind: word(TemplateKind::parse, &self.kind)?,
            usage: word(TemplateUsage::parse, &self.usage)?,
            format: word(DocumentFormat::parse, &self.format)?,
            language: word(Language::parse, &self.language)?,
            company_id: self.company_id.map(CompanyId::from_uuid),
            current_version: self.current_version,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct VersionRow {
    id: Uuid,
    template_id: Uuid,
    number: i64,
    content: String,
    checksum_sha256: String,
    restored_from: Option<i64>,
    author_id: Option<Uuid>,
    created_at: i64,
}

impl VersionRow {
    fn view(self) -> Result<TemplateVersionView> {
        Ok(TemplateVersionView {
            id: TemplateVersionId::from_uuid(self.id),
            template_id: TemplateId::from_uuid(self.template_id),
            number: self.number,
            content: self.content,
            checksum_sha256: self.checksum_sha256,
            restored_from: self.restored_from,
            author_id: self.author_id.map(UserId::from_uuid),
            created_at: instant(self.created_at)?,
        })
    }
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$10`, in their order.
macro_rules! bind_template {
    ($statement:expr, $agency:expr, $record:expr) => {{
        let template = &$record.template;
        sqlx::query($statement)
            .bind($agency)
            .bind($record.id.uuid())
            .bind(&template.name)
            .bind(search_key(&template.name))
            .bind(template.kind.code())
            .bind(template.usage.code())
            .bind(template.format.code())
            .bind(template.language.code())
            .bind(micros($record.at))
            .bind(template.company_id.map(CompanyId::uuid))
    }};
}

impl SqlUnit {
    /// Whether the template was still as its writer saw it.
    async fn store_version(&mut self, version: &TemplateVersionView, seen: i64) -> Result<bool> {
        self.changed(version.template_id);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(INSERT_VERSION)
            .bind(agency)
            .bind(version.template_id.uuid())
            .bind(version.id.uuid())
            .bind(version.number)
            .bind(&version.content)
            .bind(&version.checksum_sha256)
            .bind(version.author_id.map(UserId::uuid))
            .bind(micros(version.created_at))
            .bind(version.restored_from)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed_or_duplicate("number"))?;
        let changed = on_both!(&mut self.tx, c => sqlx::query(SET_CURRENT)
            .bind(agency)
            .bind(version.template_id.uuid())
            .bind(version.number)
            .bind(micros(version.created_at))
            .bind(seen)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }
}

#[async_trait]
impl Templates for SqlUnit {
    async fn find(&mut self, _: &Permit<ChooseTemplate>, id: TemplateId) -> Result<Option<TemplateView>> {
        let agency = self.agency();
        let row: Option<TemplateRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(FIND).bind(agency).bind(id.uuid()).fetch_optional(c).await)
                .map_err(failed)?;
        row.map(TemplateRow::view).transpose()
    }

    async fn list(
        &mut self,
        _: &Permit<ReadTemplates>,
        page: &PageRequest,
        filter: &TemplateFilter,
    ) -> Result<Page<TemplateView>> {
        let rows = list(self.agency(), filter).page::<TemplateRow>(&mut self.tx, page).await?;
        rows.try_map(TemplateRow::view)
    }

    async fn choices(&mut self, _: &Permit<ChooseTemplate>) -> Result<Vec<TemplateView>> {
        let agency = self.agency();
        let rows: Vec<TemplateRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(CHOICES).bind(agency).fetch_all(c).await).map_err(failed)?;
        rows.into_iter().map(TemplateRow::view).collect()
    }

    async fn insert(&mut self, _: &Permit<CreateTemplate>, record: &TemplateRecord) -> Result<()> {
        self.changed(record.id);
        let agency = self.agency();
        on_both!(&mut self.tx, c => bind_template!(INSERT, agency, record).execute(c).await.map(drop)).map_err(failed)
    }

    async fn update(&mut self, _: &Permit<UpdateTemplate>, record: &TemplateRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => bind_template!(UPDATE, agency, record)
            .bind(record.template.current_version)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn archive(
        &mut self,
        _: &Permit<ArchiveTemplate>,
        id: TemplateId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(ARCHIVE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn find_put_away(&mut self, _: &Permit<ReadTemplates>, id: TemplateId) -> Result<Option<TemplateView>> {
        let agency = self.agency();
        let row: Option<TemplateRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND_PUT_AWAY)
            .bind(agency)
            .bind(id.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(TemplateRow::view).transpose()
    }

    async fn restore(
        &mut self,
        _: &Permit<RestoreTemplate>,
        id: TemplateId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(RESTORE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn last_number(&mut self, _: &Permit<UpdateTemplate>, id: TemplateId) -> Result<i64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(LAST_NUMBER).bind(agency).bind(id.uuid()).fetch_one(c).await)
            .map_err(failed)
    }

    async fn versions(&mut self, _: &Permit<ReadTemplates>, id: TemplateId) -> Result<Vec<TemplateVersionView>> {
        let agency = self.agency();
        let rows: Vec<VersionRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(VERSIONS).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        rows.into_iter().map(VersionRow::view).collect()
    }

    async fn version(
        &mut self,
        _: &Permit<ChooseTemplate>,
        id: TemplateId,
        number: i64,
    ) -> Result<Option<TemplateVersionView>> {
        let agency = self.agency();
        let row: Option<VersionRow> = on_both!(&mut self.tx, c => sqlx::query_as(VERSION)
            .bind(agency)
            .bind(id.uuid())
            .bind(number)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(VersionRow::view).transpose()
    }

    async fn version_kept(
        &mut self,
        _: &Permit<ReproduceDocument>,
        template: TemplateId,
        version: TemplateVersionId,
    ) -> Result<Option<TemplateVersionView>> {
        let agency = self.agency();
        let row: Option<VersionRow> = on_both!(&mut self.tx, c => sqlx::query_as(VERSION_KEPT)
            .bind(agency)
            .bind(template.uuid())
            .bind(version.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(VersionRow::view).transpose()
    }

    async fn insert_first_version(&mut self, _: &Permit<CreateTemplate>, version: &TemplateVersionView) -> Result<()> {
        // It is in the transaction that makes the template, so that nobody can have changed it.
        self.store_version(version, 1).await.map(drop)
    }

    async fn insert_version(
        &mut self,
        _: &Permit<UpdateTemplate>,
        version: &TemplateVersionView,
        seen: i64,
    ) -> Result<bool> {
        self.store_version(version, seen).await
    }
}
