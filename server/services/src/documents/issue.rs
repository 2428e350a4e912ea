//! Issuing a document: guards first, then a number, the rendering outside any transaction, the file, and last the row.

use domain::document::{DocumentError, DocumentInput, DocumentStatus, DocumentView, IssueDocument as Order};
use domain::labels::Label;
use domain::shared::problem::{Code, Facts};
use domain::shared::{DocumentId, DocumentRunId, PolicyId};
use domain::template::read_data;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::canonical::canonical_sha256;
use super::known::with_known;
use super::material::{Material, named};
use super::snapshot::{Sources, snapshot};
use super::truth::Statement;
use super::verify::sealed_address;
use super::{DocumentService, load, subject};
use crate::access::{IssueDocument, Principal, SupersedeDocument};
use crate::core::unless_stale;
use crate::error::{Error, Result};
use crate::policies;
use crate::ports::render::{RenderError, RenderOrder};
use crate::ports::unit::{DocumentRecord, IssuedData, Unit};

/// The place of a document in a run about many policies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForRun {
    pub(crate) run: DocumentRunId,
    pub(crate) policy: PolicyId,
}

impl DocumentService {
    /// Issues a document. Refused with the reason when the company's mandate, the policy's state or a mandatory mention
    /// is missing. A number once given is not given again, even when the rendering fails.
    pub async fn issue(&self, who: &Principal, input: DocumentInput) -> Result<DocumentView> {
        self.issue_as(who, input, None).await
    }

    /// The same, as one document of a run about many policies: it is stored together with the note that it is, both or neither.
    pub(crate) async fn issue_for_run(
        &self,
        who: &Principal,
        input: DocumentInput,
        of: ForRun,
    ) -> Result<DocumentView> {
        self.issue_as(who, input, Some(of)).await
    }

    async fn issue_as(&self, who: &Principal, input: DocumentInput, of: Option<ForRun>) -> Result<DocumentView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<IssueDocument>()?;
        let order = input.parse()?;
        let material = self.gather(&mut unit, &order).await?;
        let replaced = match order.supersedes {
            Some(id) => Some(replaceable(&mut unit, id, &material, &order).await?),
            None => None,
        };
        drop(unit);
        material.allows(who)?;
        let given = with_known(&material, order.data);
        let facts = read_data(material.usage(), &material.version.content, given)?;
        material.is_complete(&facts)?;

        let number = self.take_number(who, &material).await?;
        let id = DocumentId::from_uuid(self.ports.chance.id());
        let code = verification_code(self.ports.chance.secret());
        let data = self.data_of(who, &material, &facts, (&number, &code))?;
        let snapshot_sha256 = canonical_sha256(&data);
        let title = format!("{} {number}", material.usage().label(material.template.language));
        let rendered = self
            .ports
            .renderer
            .render(RenderOrder {
                source: material.version.content.clone(),
                data: data.clone(),
                format: order.format,
                language: material.template.language,
                title: title.clone(),
                made_at: material.now,
                preview: None,
            })
            .await
            .map_err(refused)?;

        let file_key = format!("{}/{id}.{}", material.agency.id, order.format.code());
        let view = DocumentView {
            id,
            agency_id: material.agency.id,
            number,
            kind: material.template.kind,
            usage: material.template.usage,
            title,
            language: material.template.language,
            client_id: material.client.as_ref().map(|client| client.id),
            policy_id: material.policy.as_ref().map(|policy| policy.id),
            company_id: order.company_id,
            template_id: material.template.id,
            template_version_id: material.version.id,
            format: order.format,
            status: DocumentStatus::Issued,
            checksum_sha256: hex::encode(Sha256::digest(&rendered.bytes)),
            size_bytes: i64::try_from(rendered.bytes.len()).unwrap_or(i64::MAX),
            mime_type: order.format.mime_type().to_owned(),
            verification_code: code,
            author_id: who.user_id().ok_or(Error::Forbidden(Code::Forbidden))?,
            version: 1,
            created_at: material.now,
            revoked_at: None,
            revocation_reason: None,
            supersedes: order.supersedes,
            superseded_by: None,
            superseded_at: None,
            template_sha256: Some(hex::encode(Sha256::digest(&material.version.content))),
            snapshot_sha256: Some(snapshot_sha256),
            engine: rendered.engine,
        };
        // The file comes first: a row without its file would be a broken promise, a file without a row is only waste.
        self.ports.files.put(&file_key, rendered.bytes).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<IssueDocument>()?;
        // Rendering takes its time; what the document says must still be so.
        if let Some(policy) = &material.policy
            && policies::load(&mut unit, policy.id).await?.head.version != policy.version
        {
            return Err(Error::StaleVersion);
        }
        let statement = Statement::of(view.kind, &data);
        let record = DocumentRecord {
            view: view.clone(),
            data: IssuedData { snapshot: data, file_key },
            stated_to: statement.covered_to.filter(|_| statement.states_cover),
            stated_version: statement.version.filter(|_| statement.states_cover),
        };
        unit.documents().insert(&permit, &record).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        if let Some(old) = replaced {
            self.replace(&mut unit, &old, &view).await?;
        }
        // Another instance was faster, or the run was called off: nothing of this one stays.
        if let Some(of) = of
            && !unit.document_runs().issued(&permit, of.run, of.policy, id).await?
        {
            return Err(Error::StaleVersion);
        }
        unit.commit().await?;
        Ok(view)
    }

    /// What the document is made of: the snapshot, with the seal over what it states.
    fn data_of(
        &self,
        who: &Principal,
        material: &Material,
        facts: &Value,
        (number, code): (&str, &str),
    ) -> Result<Value> {
        let url = format!("{}/verify/{code}", self.ports.settings.public_url);
        as_kept(snapshot(&Sources {
            agency: &material.agency,
            client: material.client.as_ref(),
            company: material.company.as_ref(),
            policy: material.policy.as_ref(),
            parties: &material.parties,
            cover_ends: material.cover_ends,
            number,
            issued_on: material.today,
            verification_code: code,
            verification_url: &url,
            seal: &|facts| sealed_address(&url, &self.ports.visible_seals.seal(code, &facts.text())),
            kind: material.template.kind,
            author: &who.name(),
            language: material.template.language,
            data: facts,
        }))
    }

    /// Marks the old document as replaced by the new, in the unit that stores the new one.
    async fn replace(&self, unit: &mut Box<dyn Unit>, old: &DocumentView, by: &DocumentView) -> Result<()> {
        let permit = unit.permit::<SupersedeDocument>()?;
        unless_stale(unit.documents().supersede(&permit, old, by.id, by.created_at).await?)?;
        let after = load(unit, old.id).await?;
        unit.record(&permit, subject(&after), Some(old), Some(&after));
        Ok(())
    }

    async fn take_number(&self, who: &Principal, material: &Material) -> Result<String> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<IssueDocument>()?;
        let (kind, year) = (material.template.kind, material.today.year());
        let number = unit.documents().next_number(&permit, kind, year).await?;
        unit.commit().await?;
        Ok(format!("{}-{year}-{number:05}", kind.number_prefix()))
    }
}

/// The document to replace: one that stands, of the same kind, about the same client, policy and company.
async fn replaceable(
    unit: &mut Box<dyn Unit>,
    id: DocumentId,
    material: &Material,
    order: &Order,
) -> Result<DocumentView> {
    let old = named(load(unit, id).await, "supersedes")?;
    match old.status {
        DocumentStatus::Issued => {}
        DocumentStatus::Superseded => return Err(Error::refused(&DocumentError::Superseded)),
        DocumentStatus::Revoked => return Err(Error::refused(&DocumentError::Revoked)),
    }
    let same = old.kind == material.template.kind
        && old.client_id == material.client.as_ref().map(|client| client.id)
        && old.policy_id == order.policy_id
        && old.company_id == order.company_id;
    if same { Ok(old) } else { Err(Error::refused(&DocumentError::ReplacesAnother)) }
}

/// The data as it will be read back, so that what is rendered and hashed now is what is rendered and hashed again.
fn as_kept(data: Value) -> Result<Value> {
    let internal = |error| Error::Internal(Box::new(error));
    serde_json::from_str(&serde_json::to_string(&data).map_err(internal)?).map_err(internal)
}

pub(crate) fn refused(error: RenderError) -> Error {
    match error {
        RenderError::Template(problems) => Error::Template(problems),
        RenderError::Limit(limit) if limit == "rows" => {
            Error::Refused { code: Code::TooManyRows, facts: Facts::default() }
        }
        RenderError::Limit(limit) => {
            Error::Refused { code: Code::RenderingLimit, facts: Facts::from([("limit".to_owned(), limit)]) }
        }
        RenderError::Engine(_) => Error::Unavailable { part: "rendering", source: Box::new(error) },
    }
}

/// Twenty letters and digits of Crockford's base 32, in groups of five: 100 bits nobody guesses, easy to read out.
fn verification_code(secret: [u8; 32]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut code = String::with_capacity(23);
    for (place, byte) in secret.iter().take(20).enumerate() {
        if place > 0 && place % 5 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    code
}
