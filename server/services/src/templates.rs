//! A manager's work on templates: immutable versions, checked by the rendering engine before they are kept.

use domain::shared::page::{Page, PageRequest};
use domain::shared::{TemplateId, TemplateVersionId, UserId, merged};
use domain::template::{
    SaveTemplate, TemplateFilter, TemplateInput, TemplateVersionView, TemplateView, VersionInput, checked_source,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::access::{ArchiveTemplate, ChooseTemplate, CreateTemplate, Principal, ReadTemplates, UpdateTemplate};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{Subject, TemplateRecord, Unit};

/// The use-cases of templates.
#[derive(Clone)]
pub struct TemplateService {
    ports: Ports,
}

impl TemplateService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the firm's templates.
    pub async fn list(
        &self,
        who: &Principal,
        page: &PageRequest,
        filter: &TemplateFilter,
    ) -> Result<Page<TemplateView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadTemplates>()?;
        unit.templates().list(&permit, page, filter).await
    }

    /// The templates a broker may choose from to issue a document.
    pub async fn choices(&self, who: &Principal) -> Result<Vec<TemplateView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ChooseTemplate>()?;
        unit.templates().choices(&permit).await
    }

    /// One template.
    pub async fn find(&self, who: &Principal, id: TemplateId) -> Result<TemplateView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        load(&mut unit, id).await
    }

    /// Records a template, with its first version when the source is given.
    pub async fn create(&self, who: &Principal, input: TemplateInput) -> Result<TemplateView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateTemplate>()?;
        let mut template = input.parse()?;
        let source = template.content.take();
        if let Some(source) = &source {
            self.check(source)?;
        }
        let view = self.store_new(&mut unit, template, source).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Changes name, kind, format or language (RFC 7396).
    pub async fn update(
        &self,
        who: &Principal,
        id: TemplateId,
        seen: Option<i64>,
        patch: &Value,
    ) -> Result<TemplateView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateTemplate>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let template = merged(&before.as_input(), patch)?.parse()?;
        let record = TemplateRecord { id, template, at: self.ports.now() };
        unless_stale(unit.templates().update(&permit, &record, version).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Puts a template away. Documents made from it stay.
    pub async fn archive(&self, who: &Principal, id: TemplateId, seen: Option<i64>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ArchiveTemplate>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        unless_stale(unit.templates().archive(&permit, id, version, self.ports.now()).await?)?;
        unit.record(&permit, subject(&before), Some(&before), None);
        unit.commit().await
    }

    /// Every version of a template, newest first.
    pub async fn versions(&self, who: &Principal, id: TemplateId) -> Result<Vec<TemplateVersionView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadTemplates>()?;
        load(&mut unit, id).await?;
        unit.templates().versions(&permit, id).await
    }

    /// One version of a template.
    pub async fn version(&self, who: &Principal, id: TemplateId, number: i64) -> Result<TemplateVersionView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        let permit = unit.permit::<ChooseTemplate>()?;
        load(&mut unit, id).await?;
        unit.templates().version(&permit, id, number).await?.ok_or(Error::NotFound)
    }

    /// Writes the next version; documents are made from it from now on.
    pub async fn add_version(
        &self,
        who: &Principal,
        id: TemplateId,
        seen: Option<i64>,
        input: VersionInput,
    ) -> Result<TemplateVersionView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateTemplate>()?;
        let before = load(&mut unit, id).await?;
        expected_version(seen, before.version)?;
        let source = checked_source("content", &input.content.unwrap_or_default()).map_err(Error::field)?;
        self.check(&source)?;
        let version = self.version_of(id, before.current_version.unwrap_or(0) + 1, source, who.user_id());
        unit.templates().insert_version(&permit, &version).await?;
        let after = load(&mut unit, id).await?;
        let told = |view: &TemplateView| serde_json::json!({ "current_version": view.current_version });
        unit.record(&permit, subject(&after), Some(&told(&before)), Some(&told(&after)));
        unit.commit().await?;
        Ok(version)
    }

    /// Gives a new firm the standard templates. Part of opening a firm, in the same unit.
    pub(crate) async fn give_standard(&self, unit: &mut Box<dyn Unit>) -> Result<()> {
        let permit = unit.permit::<CreateTemplate>()?;
        for standard in &self.ports.settings.standard_templates {
            let input = TemplateInput {
                name: Some(standard.name.to_owned()),
                kind: Some(standard.kind.to_owned()),
                language: Some(standard.language.to_owned()),
                ..TemplateInput::default()
            };
            let view = self.store_new(unit, input.parse()?, Some(standard.source.to_owned())).await?;
            unit.record(&permit, subject(&view), None, Some(&view));
        }
        Ok(())
    }

    async fn store_new(
        &self,
        unit: &mut Box<dyn Unit>,
        template: SaveTemplate,
        source: Option<String>,
    ) -> Result<TemplateView> {
        let permit = unit.permit::<CreateTemplate>()?;
        let id = TemplateId::from_uuid(self.ports.chance.id());
        unit.templates().insert(&permit, &TemplateRecord { id, template, at: self.ports.now() }).await?;
        if let Some(source) = source {
            let author = unit.principal().user_id();
            let version = self.version_of(id, 1, source, author);
            unit.templates().insert_first_version(&permit, &version).await?;
        }
        load(unit, id).await
    }

    fn version_of(&self, id: TemplateId, number: i64, source: String, author: Option<UserId>) -> TemplateVersionView {
        TemplateVersionView {
            id: TemplateVersionId::from_uuid(self.ports.chance.id()),
            template_id: id,
            number,
            checksum_sha256: hex::encode(Sha256::digest(&source)),
            content: source,
            author_id: author,
            created_at: self.ports.now(),
        }
    }

    fn check(&self, source: &str) -> Result<()> {
        match self.ports.renderer.check(source) {
            problems if problems.is_empty() => Ok(()),
            problems => Err(Error::Template(problems)),
        }
    }
}

/// One template, or "not there".
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: TemplateId) -> Result<TemplateView> {
    let permit = unit.permit::<ChooseTemplate>()?;
    unit.templates().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(template: &TemplateView) -> Subject {
    Subject::new("template", template.id, &template.name)
}
