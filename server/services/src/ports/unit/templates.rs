//! Templates and their versions, as a unit of work sees them.

use async_trait::async_trait;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{TemplateId, TemplateVersionId};
use domain::template::{SaveTemplate, TemplateFilter, TemplateVersionView, TemplateView};
use jiff::Timestamp;

use crate::access::{
    ArchiveTemplate, ChooseTemplate, CreateTemplate, Permit, ReadTemplates, ReproduceDocument, RestoreTemplate,
    UpdateTemplate,
};
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

    /// Stores a changed name, kind, usage, format, language, company or version in use; false when `version` is no longer the current one.
    async fn update(&mut self, permit: &Permit<UpdateTemplate>, record: &TemplateRecord, version: i64) -> Result<bool>;

    /// Puts a template away; false when `version` is no longer the current one.
    async fn archive(
        &mut self,
        permit: &Permit<ArchiveTemplate>,
        id: TemplateId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// One template that was put away.
    async fn find_put_away(&mut self, permit: &Permit<ReadTemplates>, id: TemplateId) -> Result<Option<TemplateView>>;

    /// Takes a template out again that was put away; false when `version` is no longer the current one.
    async fn restore(
        &mut self,
        permit: &Permit<RestoreTemplate>,
        id: TemplateId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// The number of the newest version; 0 while there is none.
    async fn last_number(&mut self, permit: &Permit<UpdateTemplate>, id: TemplateId) -> Result<i64>;

    /// Every version, newest first.
    async fn versions(&mut self, permit: &Permit<ReadTemplates>, id: TemplateId) -> Result<Vec<TemplateVersionView>>;

    /// One version by its number.
    async fn version(
        &mut self,
        permit: &Permit<ChooseTemplate>,
        id: TemplateId,
        number: i64,
    ) -> Result<Option<TemplateVersionView>>;

    /// One version by its id, for who makes a document again that was made from it.
    async fn version_kept(
        &mut self,
        permit: &Permit<ReproduceDocument>,
        template: TemplateId,
        version: TemplateVersionId,
    ) -> Result<Option<TemplateVersionView>>;

    /// Stores a first version.
    async fn insert_first_version(
        &mut self,
        permit: &Permit<CreateTemplate>,
        version: &TemplateVersionView,
    ) -> Result<()>;

    /// Stores the next version and makes it the current one. `false` when the template is no longer at the version `seen`.
    async fn insert_version(
        &mut self,
        permit: &Permit<UpdateTemplate>,
        version: &TemplateVersionView,
        seen: i64,
    ) -> Result<bool>;
}
