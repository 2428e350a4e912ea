//! Companies and mandates, as a unit of work sees them.

use async_trait::async_trait;
use domain::company::{CompanyView, MandateView, PaperView, ProductView, SaveCompany, SaveMandate, SaveProduct};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{CompanyId, MandateId, ProductId};
use jiff::Timestamp;

use crate::access::{
    CreateCompany, DeleteCompany, DownloadPaper, HandInPaper, Permit, ReadCompanies, RemovePaper, SetMandates,
    SetProducts, UpdateCompany,
};
use crate::error::Result;

/// A company to store.
#[derive(Debug, Clone)]
pub struct CompanyRecord {
    /// Its id.
    pub id: CompanyId,
    /// The company.
    pub company: SaveCompany,
    /// When.
    pub at: Timestamp,
}

/// What a company lets the firm do, to store.
#[derive(Debug, Clone)]
pub struct MandatesRecord {
    /// The company.
    pub company: CompanyId,
    /// All its mandates.
    pub mandates: Vec<(MandateId, SaveMandate)>,
    /// When.
    pub at: Timestamp,
}

/// What a company sells, to store.
#[derive(Debug, Clone)]
pub struct ProductsRecord {
    /// The company.
    pub company: CompanyId,
    /// All its products.
    pub products: Vec<(ProductId, SaveProduct)>,
    /// When.
    pub at: Timestamp,
}

/// The paper of a mandate, to store.
#[derive(Debug, Clone)]
pub struct PaperRecord {
    /// The company.
    pub company: CompanyId,
    /// The mandate.
    pub mandate: MandateId,
    /// Where its file is.
    pub file_key: String,
    /// What is known of it.
    pub view: PaperView,
}

/// The firm's companies.
#[async_trait]
pub trait Companies: Send {
    /// One company.
    async fn find(&mut self, permit: &Permit<ReadCompanies>, id: CompanyId) -> Result<Option<CompanyView>>;

    /// A page of companies.
    async fn list(&mut self, permit: &Permit<ReadCompanies>, page: &PageRequest) -> Result<Page<CompanyView>>;

    /// Stores a new company; [`crate::Error::Duplicate`] when its code is taken.
    async fn insert(&mut self, permit: &Permit<CreateCompany>, record: &CompanyRecord) -> Result<()>;

    /// Stores a changed company; false when `version` is no longer the current one.
    async fn update(&mut self, permit: &Permit<UpdateCompany>, record: &CompanyRecord, version: i64) -> Result<bool>;

    /// Removes a company with its mandates; false when `version` is no longer the current one.
    async fn delete(&mut self, permit: &Permit<DeleteCompany>, id: CompanyId, version: i64) -> Result<bool>;

    /// The mandates of a company.
    async fn mandates(&mut self, permit: &Permit<ReadCompanies>, id: CompanyId) -> Result<Vec<MandateView>>;

    /// Replaces the mandates of a company; false when `version` is no longer the company's current one.
    async fn set_mandates(
        &mut self,
        permit: &Permit<SetMandates>,
        record: &MandatesRecord,
        version: i64,
    ) -> Result<bool>;

    /// The products of a company, in their order.
    async fn products(&mut self, permit: &Permit<ReadCompanies>, id: CompanyId) -> Result<Vec<ProductView>>;

    /// Replaces the products of a company; false when `version` is no longer the company's current one.
    async fn set_products(
        &mut self,
        permit: &Permit<SetProducts>,
        record: &ProductsRecord,
        version: i64,
    ) -> Result<bool>;

    /// Keeps the paper of a mandate in place of the one before; false when `version` is no longer the company's current one.
    async fn hand_in_paper(&mut self, permit: &Permit<HandInPaper>, record: &PaperRecord, version: i64)
    -> Result<bool>;

    /// Forgets the paper of a mandate; false when `version` is no longer the company's current one.
    async fn remove_paper(
        &mut self,
        permit: &Permit<RemovePaper>,
        company: CompanyId,
        mandate: MandateId,
        at: Timestamp,
        version: i64,
    ) -> Result<bool>;

    /// Where the file of a mandate's paper is.
    async fn paper_key(
        &mut self,
        permit: &Permit<DownloadPaper>,
        company: CompanyId,
        mandate: MandateId,
    ) -> Result<Option<String>>;
}
