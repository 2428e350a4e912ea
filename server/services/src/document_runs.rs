//! Documents about many policies: chosen by a person, issued in the background one by one as each alone would be, and handed over
//! together in one file. Every document is stored in one transaction with the note that it is: however often the work is begun
//! again, there is one for each policy.

mod binding;
mod work;

use domain::document::DocumentError;
use domain::document_run::{
    DOCUMENTS_MAX, DocumentItemState, DocumentItemView, DocumentRunInput, DocumentRunState, DocumentRunView,
    StartDocuments,
};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{DocumentRunId, PolicyId};
use domain::template::{About, TemplateVersionView, TemplateView, read_data};

use crate::access::{
    CancelDocumentRun, ChooseTemplate, DownloadDocumentRun, IssueDocument, Principal, ReadDocumentRuns, ReadPolicies,
    RetryDocumentRun, Standing, StartDocumentRun,
};
use crate::core::{Ports, WallClock, own_agency};
use crate::documents::{DocumentService, FactsAsked, known_names};
use crate::error::{Error, Result};
use crate::ports::unit::{DocumentRunRecord, Subject, Unit};
use crate::storage::read_whole;
use crate::templates;

/// How many policies are added at once.
const BATCH: u32 = 500;

/// The use-cases of documents about many policies.
#[derive(Clone)]
pub struct DocumentRunService {
    ports: Ports,
    documents: DocumentService,
}

/// The file of documents about many policies.
#[derive(Debug, Clone)]
pub struct DocumentRunFile {
    /// What it belongs to.
    pub view: DocumentRunView,
    /// The file.
    pub bytes: Vec<u8>,
}

impl DocumentRunService {
    pub(crate) fn new(ports: Ports, documents: DocumentService) -> Self {
        Self { ports, documents }
    }

    /// Begins to issue: about which policies, from which version and with which common facts is settled now.
    pub async fn start(&self, who: &Principal, input: DocumentRunInput) -> Result<DocumentRunView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<StartDocumentRun>()?;
        unit.permit::<IssueDocument>()?;
        let read = unit.permit::<ReadPolicies>()?;
        let start = input.parse()?;
        let (template, version) = usable(&mut unit, who, &start).await?;
        has_its_facts(&template, &version, &start)?;
        let now = self.ports.now();
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(now);
        let author = unit.principal().user_id().ok_or(Error::Forbidden(Code::Forbidden))?;
        let total = unit.policies().count_selected(&read, &start.selection, moment).await?;
        if total == 0 || total > DOCUMENTS_MAX {
            let range = FieldError::new("policies", Code::OutOfRange).with("min", 1);
            return Err(Error::field(range.with("max", DOCUMENTS_MAX)));
        }
        let id = DocumentRunId::from_uuid(self.ports.chance.id());
        let run = DocumentRunRecord {
            id,
            template: template.id,
            template_version: version.number,
            output: start.output,
            data: start.data,
            author,
            total,
            at: now,
        };
        unit.document_runs().insert(&permit, &run).await?;
        let (mut after, mut added): (Option<PolicyId>, u64) = (None, 0);
        loop {
            let ids = unit.policies().selected(&read, &start.selection, moment, after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            unit.document_runs().add(&permit, id, added, &ids).await?;
            added += u64::try_from(ids.len()).unwrap_or_default();
        }
        let view = load(&mut unit, id).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// What to ask for before they are begun. What the books know of each policy is none of it.
    pub async fn facts_asked(&self, who: &Principal, template: domain::shared::TemplateId) -> Result<FactsAsked> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<StartDocumentRun>()?;
        let currency = own_agency(&mut unit).await?.currency;
        let (template, version) = current(&mut unit, template).await?;
        let (usage, source) = (template.usage, version.content.as_str());
        let known = known_names(usage);
        let missing = usage.missing_facts(source, &serde_json::Value::Null).into_iter();
        Ok(FactsAsked {
            usage,
            facts: usage.asked_facts(source),
            required: missing.map(|fact| fact.name).filter(|name| !known.contains(name)).collect(),
            known: serde_json::Map::new(),
            currency,
        })
    }

    /// A page of them, newest first; a USER sees his own.
    pub async fn list(&self, who: &Principal, page: &PageRequest) -> Result<Page<DocumentRunView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDocumentRuns>()?;
        unit.document_runs().list(&permit, page).await
    }

    /// One of them.
    pub async fn find(&self, who: &Principal, id: DocumentRunId) -> Result<DocumentRunView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// What became of the document about each policy of one.
    pub async fn items(
        &self,
        who: &Principal,
        id: DocumentRunId,
        state: Option<DocumentItemState>,
        page: &PageRequest,
    ) -> Result<Page<DocumentItemView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDocumentRuns>()?;
        load(&mut unit, id).await?;
        unit.document_runs().items(&permit, id, state, page).await
    }

    /// Calls off what was not issued yet. What was, stands.
    pub async fn cancel(&self, who: &Principal, id: DocumentRunId) -> Result<DocumentRunView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CancelDocumentRun>()?;
        let before = load(&mut unit, id).await?;
        let (to, now) = (DocumentRunState::Cancelled, self.ports.now());
        if !before.state.is_busy() || !unit.document_runs().steer(&permit.part(), id, before.state, to, now).await? {
            return Err(forbids(&before));
        }
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Has tried again what failed because a part of the service did not answer.
    pub async fn retry(&self, who: &Principal, id: DocumentRunId) -> Result<DocumentRunView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RetryDocumentRun>()?;
        let before = load(&mut unit, id).await?;
        let (to, now) = (DocumentRunState::Issuing, self.ports.now());
        if !before.may_be_retried() || !unit.document_runs().steer(&permit.part(), id, before.state, to, now).await? {
            return Err(forbids(&before));
        }
        unit.document_runs().forgive(&permit.part(), id).await?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// The file of one. Each download is audited.
    pub async fn download(&self, who: &Principal, id: DocumentRunId) -> Result<DocumentRunFile> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<DownloadDocumentRun>()?;
        let view = load(&mut unit, id).await?;
        let file = unit.document_runs().file(&permit, id, self.ports.now()).await?.ok_or(Error::NotFound)?;
        drop(unit);
        let bytes = read_whole(&self.ports, who, &subject(&view), &file.file_key, &file.checksum_sha256).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DownloadDocumentRun>()?;
        unit.record_act(&permit, subject(&view));
        unit.commit().await?;
        Ok(DocumentRunFile { view, bytes })
    }
}

/// The template and its version that serves now.
async fn current(
    unit: &mut Box<dyn Unit>,
    id: domain::shared::TemplateId,
) -> Result<(TemplateView, TemplateVersionView)> {
    let template = match templates::load(unit, id).await {
        Err(Error::NotFound) => Err(Error::NoSuchReference("template_id")),
        found => found,
    }?;
    let number = template.current_version.ok_or_else(|| Error::refused(&DocumentError::TemplateNotUsable))?;
    let permit = unit.permit::<ChooseTemplate>()?;
    let version = unit.templates().version(&permit, template.id, number).await?;
    Ok((template, version.ok_or(Error::NoSuchReference("template_id"))?))
}

/// The template, where it serves for policies and he may issue from it.
async fn usable(
    unit: &mut Box<dyn Unit>,
    who: &Principal,
    start: &StartDocuments,
) -> Result<(TemplateView, TemplateVersionView)> {
    let (template, version) = current(unit, start.template_id).await?;
    if template.usage.about() == About::Company {
        return Err(Error::refused(&DocumentError::TemplateNotUsable));
    }
    match who.standing() {
        Standing::Person(role) if role >= template.usage.least_role() => Ok((template, version)),
        _ => Err(Error::Forbidden(Code::Forbidden)),
    }
}

/// Refuses wrong facts, and lacking ones that no policy's books hold, before anything is issued.
fn has_its_facts(template: &TemplateView, version: &TemplateVersionView, start: &StartDocuments) -> Result<()> {
    let (usage, source) = (template.usage, version.content.as_str());
    let facts = read_data(usage, source, start.data.clone())?;
    let known = known_names(usage);
    let missing = usage.missing_facts(source, &facts).into_iter().filter(|fact| !known.contains(&fact.name));
    let missing: Vec<FieldError> =
        missing.map(|fact| FieldError::new(&format!("data/{}", fact.name), Code::Required)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Error::Invalid(missing)) }
}

fn forbids(run: &DocumentRunView) -> Error {
    let facts = Facts::from([("documents".into(), run.state.code().into())]);
    Error::Refused { code: Code::DocumentRunStateForbids, facts }
}

/// One of them, or "not there".
async fn load(unit: &mut Box<dyn Unit>, id: DocumentRunId) -> Result<DocumentRunView> {
    let permit = unit.permit::<ReadDocumentRuns>()?;
    unit.document_runs().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(run: &DocumentRunView) -> Subject {
    Subject::new("document_run", run.id, run.total.to_string())
}
