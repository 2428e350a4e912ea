//! Companies and mandates, as a unit of work sees them.

use async_trait::async_trait;
use domain::company::{CompanyView, MandateView, SaveCompany, SaveMandate};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{CompanyId, MandateId};
use jiff::Timestamp;

use crate::access::{CreateCompany, DeleteCompany, Permit, ReadCompanies, SetMandates, UpdateCompany};
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
}
