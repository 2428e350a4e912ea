//! A manager's work on templates: immutable versions, checked by the rendering engine before they are kept.

mod check;
mod compare;
mod facts;
mod names;
mod preview;
mod sample;

use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{CompanyId, TemplateId, TemplateVersionId, UserId, merged};
use domain::template::{
    SaveTemplate, TemplateFilter, TemplateInput, TemplateVersionView, TemplateView, VersionInput, checked_source,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::access::{
    ArchiveTemplate, ChooseTemplate, CreateTemplate, Principal, ReadTemplates, RestoreTemplate, UpdateTemplate,
};
use crate::companies;
use crate::core::{Ports, expected_version, own_agency, unknown_reference, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{Subject, TemplateRecord, Unit};
use check::Trial;
pub use preview::{ComparedPages, Looked, Preview};

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
        let mut unit = self.ports.read(who).await?;
        unit.permit::<CreateTemplate>()?;
        let mut template = input.parse()?;
        its_company(&mut unit, &template, None).await?;
        if template.current_version.is_some() {
            return Err(unknown_reference("current_version"));
        }
        let agency = own_agency(&mut unit).await?;
        drop(unit);
        let source = template.content.take();
        if let Some(source) = &source {
            let SaveTemplate { name, format, language, usage, .. } = &template;
            let trial = Trial { name, format: *format, language: *language, usage: *usage };
            self.check(&agency, &trial, source).await?;
        }
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateTemplate>()?;
        let view = self.store_new(&mut unit, template, source).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Changes name, kind, usage, format, language, company or the version in use (RFC 7396).
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
        let mut base = before.as_input();
        if patch.get("kind").is_some_and(|kind| kind != before.kind.code()) {
            // Another kind has other uses: the one it had goes, and the new kind's usual one counts unless one is named.
            base.usage = None;
        }
        let template: SaveTemplate = merged(&base, patch)?.parse()?;
        its_company(&mut unit, &template, before.company_id).await?;
        if template.current_version != before.current_version {
            its_version(&mut unit, id, template.current_version).await?;
        }
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

    /// A template that was put away, as it was.
    pub async fn find_put_away(&self, who: &Principal, id: TemplateId) -> Result<TemplateView> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadTemplates>()?;
        unit.templates().find_put_away(&permit, id).await?.ok_or(Error::NotFound)
    }

    /// Takes a template out again that was put away: the undo of [`Self::archive`], at any time.
    pub async fn restore(&self, who: &Principal, id: TemplateId, seen: Option<i64>) -> Result<TemplateView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RestoreTemplate>()?;
        let read = unit.permit::<ReadTemplates>()?;
        let before = unit.templates().find_put_away(&read, id).await?.ok_or(Error::NotFound)?;
        let version = expected_version(seen, before.version)?;
        unless_stale(unit.templates().restore(&permit, id, version, self.ports.now()).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), None, Some(&after));
        unit.commit().await?;
        Ok(after)
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
        let mut unit = self.ports.read(who).await?;
        unit.permit::<UpdateTemplate>()?;
        load(&mut unit, id).await?;
        drop(unit);
        let source = checked_source("content", &input.content.unwrap_or_default()).map_err(Error::field)?;
        self.next_version(who, id, seen, source, None).await
    }

    /// Brings an old version back, as the newest one: what was issued in between stays as it is.
    pub async fn restore_version(
        &self,
        who: &Principal,
        id: TemplateId,
        seen: Option<i64>,
        number: i64,
    ) -> Result<TemplateVersionView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<UpdateTemplate>()?;
        let permit = unit.permit::<ChooseTemplate>()?;
        load(&mut unit, id).await?;
        let old = unit.templates().version(&permit, id, number).await?.ok_or(Error::NotFound)?;
        drop(unit);
        self.next_version(who, id, seen, old.content, Some(number)).await
    }

    async fn next_version(
        &self,
        who: &Principal,
        id: TemplateId,
        seen: Option<i64>,
        source: String,
        restored_from: Option<i64>,
    ) -> Result<TemplateVersionView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<UpdateTemplate>()?;
        let template = load(&mut unit, id).await?;
        expected_version(seen, template.version)?;
        let agency = own_agency(&mut unit).await?;
        // Trying a source takes its time; no other writer waits for it.
        drop(unit);
        self.check(&agency, &Trial::of(&template), &source).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateTemplate>()?;
        let before = load(&mut unit, id).await?;
        expected_version(seen, before.version)?;
        // The version in use may be an older one; numbers go on from the newest.
        let number = unit.templates().last_number(&permit, id).await? + 1;
        let version = TemplateVersionView { restored_from, ..self.version_of(id, number, source, who.user_id()) };
        unless_stale(unit.templates().insert_version(&permit, &version, before.version).await?)?;
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
                usage: Some(standard.usage.to_owned()),
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
            restored_from: None,
            author_id: author,
            created_at: self.ports.now(),
        }
    }
}

/// One template, or "not there".
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: TemplateId) -> Result<TemplateView> {
    let permit = unit.permit::<ChooseTemplate>()?;
    unit.templates().find(&permit, id).await?.ok_or(Error::NotFound)
}

/// A template's own company must be one of the firm; one that it had already is not asked for again.
async fn its_company(unit: &mut Box<dyn Unit>, template: &SaveTemplate, had: Option<CompanyId>) -> Result<()> {
    match template.company_id {
        Some(id) if had != Some(id) => match companies::load(unit, id).await {
            Err(Error::NotFound) => Err(Error::NoSuchReference("company_id")),
            found => found.map(drop),
        },
        _ => Ok(()),
    }
}

/// Only a version that there is can be put to use.
async fn its_version(unit: &mut Box<dyn Unit>, id: TemplateId, number: Option<i64>) -> Result<()> {
    let number = number.ok_or_else(|| Error::field(FieldError::new("current_version", Code::Required)))?;
    let permit = unit.permit::<ChooseTemplate>()?;
    let found = unit.templates().version(&permit, id, number).await?;
    found.map(drop).ok_or_else(|| unknown_reference("current_version"))
}

fn subject(template: &TemplateView) -> Subject {
    Subject::new("template", template.id, &template.name)
}
