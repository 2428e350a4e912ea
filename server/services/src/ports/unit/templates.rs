//! Templates and their versions, as a unit of work sees them.

use async_trait::async_trait;
use domain::shared::TemplateId;
use domain::shared::page::{Page, PageRequest};
use domain::template::{SaveTemplate, TemplateFilter, TemplateVersionView, TemplateView};
use jiff::Timestamp;

use crate::access::{ArchiveTemplate, ChooseTemplate, CreateTemplate, Permit, ReadTemplates, UpdateTemplate};
use crate::error::Result;

/// A template to store, without its source.
#[derive(Debug, Clone)]
pub struct TemplateRecord {
    /// Its id.
    pub id: TemplateId,
    /// The template.
    pub template: SaveTemplate,
    /// When.
    pub at: Timestamp,
}

/// The firm's templates.
#[async_trait]
pub trait Templates: Send {
    /// One template.
    async fn find(&mut self, permit: &Permit<ChooseTemplate>, id: TemplateId) -> Result<Option<TemplateView>>;

    /// A page of templates.
    async fn list(
        &mut self,
        permit: &Permit<ReadTemplates>,
        page: &PageRequest,
        filter: &TemplateFilter,
    ) -> Result<Page<TemplateView>>;

    /// Every template that documents can be made from.
    async fn choices(&mut self, permit: &Permit<ChooseTemplate>) -> Result<Vec<TemplateView>>;

    /// Stores a new template.
    async fn insert(&mut self, permit: &Permit<CreateTemplate>, record: &TemplateRecord) -> Result<()>;

    /// Stores a changed name, kind, format or language; false when `version` is no longer the current one.
    async fn update(&mut self, permit: &Permit<UpdateTemplate>, record: &TemplateRecord, version: i64) -> Result<bool>;

    /// Puts a template away; false when `version` is no longer the current one.
    async fn archive(
        &mut self,
        permit: &Permit<ArchiveTemplate>,
        id: TemplateId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Every version, newest first.
    async fn versions(&mut self, permit: &Permit<ReadTemplates>, id: TemplateId) -> Result<Vec<TemplateVersionView>>;

    /// One version by its number.
    async fn version(
        &mut self,
        permit: &Permit<ChooseTemplate>,
        id: TemplateId,
        number: i64,
    ) -> Result<Option<TemplateVersionView>>;

    /// Stores a first version.
    async fn insert_first_version(
        &mut self,
        permit: &Permit<CreateTemplate>,
        version: &TemplateVersionView,
    ) -> Result<()>;

    /// Stores the next version and makes it the current one.
    async fn insert_version(&mut self, permit: &Permit<UpdateTemplate>, version: &TemplateVersionView) -> Result<()>;
}
