//! Companies and mandates on SQL.

use async_trait::async_trait;
use domain::company::{CompanyView, MandateKind, MandateView, PaperView, ProductView, SaveCompany};
use domain::policy::ProductLine;
use domain::search::SearchKind;
use domain::shared::page::{Page, PageRequest};
use domain::shared::text::search_key;
use domain::shared::{AgencyId, CompanyId, MandateId, ProductId};
use jiff::Timestamp;
use services::Result;
use services::access::{
    CreateCompany, DeleteCompany, DownloadPaper, HandInPaper, Permit, ReadCompanies, RemovePaper, SetMandates,
    SetProducts, UpdateCompany,
};
use services::ports::unit::{Companies, CompanyRecord, MandatesRecord, PaperRecord, ProductsRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{as_json, day, instant, json, maybe_as_json, maybe_day, maybe_json, micros, word};
use super::error::{failed, failed_or_duplicate, failed_or_in_use};
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    FIND = "SELECT c.id, c.agency_id, c.name, c.code, c.broker_code, c.email, c.phone, c.address, c.website, c.claims_email, c.claims_phone, c.contacts, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id WHERE p.agency_id = c.agency_id AND p.company_id = c.id AND (h.owner_id = $3 OR $3 IS NULL)) AS policy_count FROM companies c WHERE c.agency_id = $1 AND c.id = $2";
    INSERT = "INSERT INTO companies (agency_id, id, name, sort_name, code, broker_code, email, phone, address, search_text, website, claims_email, claims_phone, contacts, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12, $13, $14, $15, 1, $11, $11)";
    UPDATE = "UPDATE companies SET name = $3, sort_name = $4, code = $5, broker_code = $6, email = $7, phone = $8, address = $9, search_text = $10, updated_at = $11, website = $12, claims_email = $13, claims_phone = $14, contacts = $15, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $16";
    DELETE = "DELETE FROM companies WHERE agency_id = $1 AND id = $2 AND version = $3";
    MANDATES = "SELECT m.id, m.kind, m.product_lines, m.valid_from, m.valid_until, d.file_name, d.size_bytes, d.checksum_sha256, d.uploaded_at, d.uploaded_by FROM mandates m LEFT JOIN mandate_documents d ON d.agency_id = m.agency_id AND d.company_id = m.company_id AND d.mandate_id = m.id WHERE m.agency_id = $1 AND m.company_id = $2 ORDER BY m.kind, m.valid_from, m.id";
    MANDATE_IDS = "SELECT id FROM mandates WHERE agency_id = $1 AND company_id = $2";
    DELETE_MANDATE = "DELETE FROM mandates WHERE agency_id = $1 AND company_id = $2 AND id = $3";
    DELETE_PAPER = "DELETE FROM mandate_documents WHERE agency_id = $1 AND company_id = $2 AND mandate_id = $3";
    KEEP_PAPER = "INSERT INTO mandate_documents (agency_id, company_id, mandate_id, file_key, file_name, size_bytes, checksum_sha256, uploaded_at, uploaded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (agency_id, company_id, mandate_id) DO UPDATE SET file_key = excluded.file_key, file_name = excluded.file_name, size_bytes = excluded.size_bytes, checksum_sha256 = excluded.checksum_sha256, uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by";
    PAPER_KEY = "SELECT file_key FROM mandate_documents WHERE agency_id = $1 AND company_id = $2 AND mandate_id = $3";
    /// The mandates are part of the company's record, so a change of them is one of its versions.
    COUNT_CHANGE = "UPDATE companies SET updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4";
    DELETE_INTEGRATION = "DELETE FROM company_integrations WHERE agency_id = $1 AND company_id = $2";
    DELETE_PRODUCTS = "DELETE FROM company_products WHERE agency_id = $1 AND company_id = $2";
    PRODUCTS = "SELECT id, name, code, product_line, sold_from, sold_until FROM company_products WHERE agency_id = $1 AND company_id = $2 ORDER BY place, id";
    INSERT_PRODUCT = "INSERT INTO company_products (agency_id, company_id, id, name, code, product_line, sold_from, sold_until, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DELETE_MANDATE_DOCUMENTS = "DELETE FROM mandate_documents WHERE agency_id = $1 AND company_id = $2";
    DELETE_MANDATES = "DELETE FROM mandates WHERE agency_id = $1 AND company_id = $2";
    KEEP_MANDATE = "INSERT INTO mandates (agency_id, company_id, id, kind, product_lines, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (agency_id, company_id, id) DO UPDATE SET kind = excluded.kind, product_lines = excluded.product_lines, valid_from = excluded.valid_from, valid_until = excluded.valid_until";
}

pub(super) const SHAPE: ListShape = ListShape {
    columns: "c.id, c.agency_id, c.name, c.code, c.broker_code, c.email, c.phone, c.address, c.website, c.claims_email, c.claims_phone, c.contacts, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.company_id = c.id) AS policy_count",
    tables: "companies c",
    id: "c.id",
    search: "(' ' || c.search_text) LIKE ?",
    sorts: &[
        Sort { name: "name", column: "c.sort_name", numeric: false, descending: false },
        Sort { name: "code", column: "c.code", numeric: false, descending: false },
        Sort { name: "created_at", column: "c.created_at", numeric: true, descending: false },
    ],
};

/// Counts only the policies of the owner's clients: what a USER may not see, he may not count.
const OWNED_SHAPE: ListShape = ListShape {
    columns: "c.id, c.agency_id, c.name, c.code, c.broker_code, c.email, c.phone, c.address, c.website, c.claims_email, c.claims_phone, c.contacts, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id WHERE p.agency_id = c.agency_id AND p.company_id = c.id AND h.owner_id = o.id) AS policy_count",
    tables: "companies c JOIN users o ON o.agency_id = c.agency_id",
    ..SHAPE
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let mut forms = list(Uuid::nil(), None).forms();
    forms.extend(list(Uuid::nil(), Some(Uuid::nil())).forms());
    forms
}

/// The list under its common filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    vec![("companies", list(Uuid::nil(), None))]
}

fn list(agency: Uuid, owner: Option<Uuid>) -> List {
    let shape = if owner.is_some() { OWNED_SHAPE } else { SHAPE };
    let mut list = List::new(shape).indexed(SearchKind::Company, agency, owner);
    list.only("c.agency_id = ?", [Arg::Id(agency)]);
    list.only_if("o.id = ?", owner.map(Arg::Id));
    list
}

#[derive(Debug, FromRow)]
struct CompanyRow {
    id: Uuid,
    agency_id: Uuid,
    name: String,
    code: String,
    broker_code: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    website: Option<String>,
    claims_email: Option<String>,
    claims_phone: Option<String>,
    contacts: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    policy_count: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for CompanyRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl CompanyRow {
    fn view(self) -> Result<CompanyView> {
        Ok(CompanyView {
            id: CompanyId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            name: self.name,
            code: self.code,
            broker_code: self.broker_code,
            email: self.email,
            phone: self.phone,
            address: maybe_json(self.address.as_deref())?,
            website: self.website,
            claims_email: self.claims_email,
            claims_phone: self.claims_phone,
            contacts: maybe_json(self.contacts.as_deref())?.unwrap_or_default(),
            policy_count: self.policy_count,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct MandateRow {
    id: Uuid,
    kind: String,
    product_lines: String,
    valid_from: String,
    valid_until: Option<String>,
    file_name: Option<String>,
    size_bytes: Option<i64>,
    checksum_sha256: Option<String>,
    uploaded_at: Option<i64>,
    uploaded_by: Option<String>,
}

impl MandateRow {
    fn view(self) -> Result<MandateView> {
        let document = match (self.file_name, self.uploaded_at) {
            (Some(file_name), Some(uploaded_at)) => Some(PaperView {
                file_name,
                size_bytes: self.size_bytes.unwrap_or_default(),
                checksum_sha256: self.checksum_sha256.unwrap_or_default(),
                uploaded_at: instant(uploaded_at)?,
                uploaded_by: self.uploaded_by.unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(MandateView {
            id: MandateId::from_uuid(self.id),
            document,
            kind: word(MandateKind::parse, &self.kind)?,
            product_lines: json(&self.product_lines)?,
            valid_from: day(&self.valid_from)?,
            valid_until: maybe_day(self.valid_until.as_deref())?,
        })
    }
}

/// What is kept as JSON.
struct Written {
    address: Option<String>,
    contacts: Option<String>,
}

impl Written {
    fn of(company: &SaveCompany) -> Result<Self> {
        Ok(Self {
            address: maybe_as_json(company.address.as_ref())?,
            contacts: maybe_as_json(Some(&company.contacts).filter(|contacts| !contacts.is_empty()))?,
        })
    }
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$15`, in their order.
macro_rules! bind_company {
    ($statement:expr, $agency:expr, $record:expr, $written:expr) => {{
        let company = &$record.company;
        sqlx::query($statement)
            .bind($agency)
            .bind($record.id.uuid())
            .bind(&company.name)
            .bind(search_key(&company.name))
            .bind(&company.code)
            .bind(company.broker_code.as_deref())
            .bind(company.email.as_deref())
            .bind(company.phone.as_deref())
            .bind($written.address.as_deref())
            .bind(company.search_text())
            .bind(micros($record.at))
            .bind(company.website.as_deref())
            .bind(company.claims_email.as_deref())
            .bind(company.claims_phone.as_deref())
            .bind($written.contacts.as_deref())
    }};
}

#[derive(Debug, FromRow)]
struct ProductRow {
    id: Uuid,
    name: String,
    code: Option<String>,
    product_line: String,
    sold_from: Option<String>,
    sold_until: Option<String>,
}

impl ProductRow {
    fn view(self) -> Result<ProductView> {
        Ok(ProductView {
            id: ProductId::from_uuid(self.id),
            name: self.name,
            code: self.code,
            product_line: word(ProductLine::parse, &self.product_line)?,
            sold_from: maybe_day(self.sold_from.as_deref())?,
            sold_until: maybe_day(self.sold_until.as_deref())?,
        })
    }
}

impl SqlUnit {
    /// Counts a change of what is part of a company's record; false when `version` is no longer the current one.
    async fn count_change(&mut self, id: CompanyId, at: Timestamp, version: i64) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let counted = on_both!(&mut self.tx, c => sqlx::query(COUNT_CHANGE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(counted == 1)
    }
}

#[async_trait]
impl Companies for SqlUnit {
    async fn find(&mut self, permit: &Permit<ReadCompanies>, id: CompanyId) -> Result<Option<CompanyView>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let row: Option<CompanyRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(CompanyRow::view).transpose()
    }

    async fn list(&mut self, permit: &Permit<ReadCompanies>, page: &PageRequest) -> Result<Page<CompanyView>> {
        let rows = list(self.agency(), owner(permit)).page::<CompanyRow>(&mut self.tx, page).await?;
        rows.try_map(CompanyRow::view)
    }

    async fn insert(&mut self, _: &Permit<CreateCompany>, record: &CompanyRecord) -> Result<()> {
        self.changed(record.id);
        let agency = self.agency();
        let written = Written::of(&record.company)?;
        on_both!(&mut self.tx, c => bind_company!(INSERT, agency, record, written).execute(c).await.map(drop))
            .map_err(failed_or_duplicate("code"))
    }

    async fn update(&mut self, _: &Permit<UpdateCompany>, record: &CompanyRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let agency = self.agency();
        let written = Written::of(&record.company)?;
        let changed = on_both!(&mut self.tx, c => bind_company!(UPDATE, agency, record, written)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed_or_duplicate("code"))?;
        Ok(changed == 1)
    }

    async fn delete(&mut self, _: &Permit<DeleteCompany>, id: CompanyId, version: i64) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        for part in [DELETE_INTEGRATION, DELETE_PRODUCTS, DELETE_MANDATE_DOCUMENTS, DELETE_MANDATES] {
            on_both!(&mut self.tx, c => sqlx::query(part).bind(agency).bind(id.uuid()).execute(c).await.map(drop))
                .map_err(failed)?;
        }
        let gone = on_both!(&mut self.tx, c => sqlx::query(DELETE)
            .bind(agency)
            .bind(id.uuid())
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed_or_in_use)?;
        Ok(gone == 1)
    }

    async fn mandates(&mut self, _: &Permit<ReadCompanies>, id: CompanyId) -> Result<Vec<MandateView>> {
        let agency = self.agency();
        let rows: Vec<MandateRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(MANDATES).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        rows.into_iter().map(MandateRow::view).collect()
    }

    async fn set_mandates(&mut self, _: &Permit<SetMandates>, record: &MandatesRecord, version: i64) -> Result<bool> {
        let (id, agency) = (record.company, self.agency());
        if !self.count_change(id, record.at, version).await? {
            return Ok(false);
        }
        let stored: Vec<Uuid> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(MANDATE_IDS).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        for gone in stored.into_iter().filter(|stored| !record.mandates.iter().any(|(kept, _)| kept.uuid() == *stored))
        {
            for statement in [DELETE_PAPER, DELETE_MANDATE] {
                on_both!(&mut self.tx, c => sqlx::query(statement).bind(agency).bind(id.uuid()).bind(gone).execute(c).await.map(drop))
                    .map_err(failed)?;
            }
        }
        for (mandate_id, mandate) in &record.mandates {
            let lines = as_json(&mandate.product_lines)?;
            on_both!(&mut self.tx, c => sqlx::query(KEEP_MANDATE)
                .bind(agency)
                .bind(id.uuid())
                .bind(mandate_id.uuid())
                .bind(mandate.kind.code())
                .bind(lines)
                .bind(mandate.valid_from.to_string())
                .bind(mandate.valid_until.map(|day| day.to_string()))
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(true)
    }

    async fn products(&mut self, _: &Permit<ReadCompanies>, id: CompanyId) -> Result<Vec<ProductView>> {
        let agency = self.agency();
        let rows: Vec<ProductRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(PRODUCTS).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        rows.into_iter().map(ProductRow::view).collect()
    }

    async fn set_products(&mut self, _: &Permit<SetProducts>, record: &ProductsRecord, version: i64) -> Result<bool> {
        let (id, agency) = (record.company, self.agency());
        if !self.count_change(id, record.at, version).await? {
            return Ok(false);
        }
        on_both!(&mut self.tx, c => sqlx::query(DELETE_PRODUCTS).bind(agency).bind(id.uuid()).execute(c).await.map(drop))
            .map_err(failed)?;
        for (place, (product_id, product)) in (0_i64..).zip(&record.products) {
            on_both!(&mut self.tx, c => sqlx::query(INSERT_PRODUCT)
                .bind(agency)
                .bind(id.uuid())
                .bind(product_id.uuid())
                .bind(&product.name)
                .bind(product.code.as_deref())
                .bind(product.product_line.code())
                .bind(product.sold_from.map(|day| day.to_string()))
                .bind(product.sold_until.map(|day| day.to_string()))
                .bind(place)
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(true)
    }

    async fn hand_in_paper(&mut self, _: &Permit<HandInPaper>, record: &PaperRecord, version: i64) -> Result<bool> {
        let agency = self.agency();
        if !self.count_change(record.company, record.view.uploaded_at, version).await? {
            return Ok(false);
        }
        on_both!(&mut self.tx, c => sqlx::query(KEEP_PAPER)
            .bind(agency)
            .bind(record.company.uuid())
            .bind(record.mandate.uuid())
            .bind(&record.file_key)
            .bind(&record.view.file_name)
            .bind(record.view.size_bytes)
            .bind(&record.view.checksum_sha256)
            .bind(micros(record.view.uploaded_at))
            .bind(&record.view.uploaded_by)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        Ok(true)
    }

    async fn remove_paper(
        &mut self,
        _: &Permit<RemovePaper>,
        company: CompanyId,
        mandate: MandateId,
        at: Timestamp,
        version: i64,
    ) -> Result<bool> {
        let agency = self.agency();
        if !self.count_change(company, at, version).await? {
            return Ok(false);
        }
        on_both!(&mut self.tx, c => sqlx::query(DELETE_PAPER)
            .bind(agency)
            .bind(company.uuid())
            .bind(mandate.uuid())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        Ok(true)
    }

    async fn paper_key(
        &mut self,
        _: &Permit<DownloadPaper>,
        company: CompanyId,
        mandate: MandateId,
    ) -> Result<Option<String>> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(PAPER_KEY)
            .bind(agency)
            .bind(company.uuid())
            .bind(mandate.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)
    }
}
