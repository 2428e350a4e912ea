//! Issuing a document: guards first, then a number, the rendering outside any transaction, the file, and last the row.

use domain::agency::{AgencyView, Jurisdiction};
use domain::client::ClientView;
use domain::company::{CompanyError, CompanyView, allows};
use domain::document::{DocumentError, DocumentInput, DocumentStatus, DocumentView, IssueDocument as Order};
use domain::labels::Label;
use domain::policy::{PartyView, PolicyError, PolicyView};
use domain::shared::DocumentId;
use domain::shared::problem::{Code, Facts, FieldError};
use domain::template::{TemplateKind, TemplateVersionView, TemplateView};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::snapshot::{Sources, snapshot};
use super::{DocumentService, subject};
use crate::access::{ChooseTemplate, IssueDocument, Principal, ReadPolicies};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::policies::{AsOf, Seen};
use crate::ports::render::{RenderError, RenderOrder};
use crate::ports::unit::{DocumentRecord, IssuedData, Unit};
use crate::{clients, companies, policies, templates};

/// What the document will be made of, once every guard has passed.
struct Material {
    agency: AgencyView,
    template: TemplateView,
    version: TemplateVersionView,
    client: Option<ClientView>,
    company: Option<CompanyView>,
    policy: Option<PolicyView>,
    /// Who has a role in the policy today.
    parties: Vec<PartyView>,
    /// The first day without cover that is already known.
    cover_ends: Option<Date>,
    today: Date,
    now: Timestamp,
}

impl DocumentService {
    /// Issues a document. Refused with the reason when the company's mandate, the policy's state or a mandatory mention
    /// is missing. A number once given is not given again, even when the rendering fails.
    pub async fn issue(&self, who: &Principal, input: DocumentInput) -> Result<DocumentView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<IssueDocument>()?;
        let order = input.parse()?;
        let material = self.gather(&mut unit, &order).await?;
        drop(unit);
        may_be_issued(&material)?;

        let number = self.take_number(who, &material).await?;
        let id = DocumentId::from_uuid(self.ports.chance.id());
        let code = verification_code(self.ports.chance.secret());
        let url = format!("{}/verify/{code}", self.ports.settings.public_url);
        let data = snapshot(&Sources {
            agency: &material.agency,
            client: material.client.as_ref(),
            company: material.company.as_ref(),
            policy: material.policy.as_ref(),
            parties: &material.parties,
            cover_ends: material.cover_ends,
            number: &number,
            issued_on: material.today,
            verification_code: &code,
            verification_url: &url,
            author: &who.name(),
            language: material.template.language,
            data: &order.data,
        });
        let title = format!("{} {number}", material.template.kind.label(material.template.language));
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
            })
            .await
            .map_err(refused)?;

        let file_key = format!("{}/{id}.{}", material.agency.id, order.format.code());
        let view = DocumentView {
            id,
            agency_id: material.agency.id,
            number,
            kind: material.template.kind,
            title,
            language: material.template.language,
            client_id: material.client.as_ref().map(|client| client.id),
            policy_id: material.policy.as_ref().map(|policy| policy.id),
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
        let data = IssuedData { snapshot: data, engine: rendered.engine, file_key };
        unit.documents().insert(&permit, &DocumentRecord { view: view.clone(), data }).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    async fn gather(&self, unit: &mut Box<dyn Unit>, order: &Order) -> Result<Material> {
        let agency = own_agency(unit).await?;
        let clock = WallClock::of(&agency);
        let now = self.ports.now();
        let template = named(templates::load(unit, order.template_id).await, "template_id")?;
        let number = order.template_version.or(template.current_version);
        let number = number.ok_or_else(|| Error::refused(&DocumentError::TemplateNotUsable))?;
        let permit = unit.permit::<ChooseTemplate>()?;
        let version = unit.templates().version(&permit, template.id, number).await?;
        let version = version.ok_or(Error::NoSuchReference("template_version"))?;

        let today = clock.today(now);
        let mut policy = None;
        let mut company = None;
        let mut parties = Vec::new();
        if let Some(id) = order.policy_id {
            let record = named(policies::load(unit, id).await, "policy_id")?;
            let view = Seen { as_of: AsOf::default(), now, clock: &clock }.view(&record);
            company = Some(companies::load(unit, view.company_id).await?);
            let permit = unit.permit::<ReadPolicies>()?;
            parties = unit.parties().of_policy(&permit, id).await?;
            parties.retain(|party| party.holds_on(today));
            policy = Some(view);
        }
        let holder = policy.as_ref().map(|policy| policy.client_id);
        if let (Some(asked), Some(holder)) = (order.client_id, holder)
            && asked != holder
        {
            return Err(Error::NoSuchReference("client_id"));
        }
        let client = match order.client_id.or(holder) {
            Some(id) => Some(named(clients::load(unit, id).await, "client_id")?),
            None => None,
        };
        if let (Some(policy), Some(company)) = (&policy, &company) {
            let mandates = companies::mandates(unit, company.id).await?;
            if let Some(kind) = template.kind.needed_mandate()
                && !allows(&mandates, kind, policy.terms.product_line, today)
            {
                return Err(Error::refused(&CompanyError::MandateMissing { kind, company: company.name.clone() }));
            }
        }
        let cover_ends = policy.as_ref().and_then(|policy| policy.state_until).map(|until| clock.today(until));
        Ok(Material { agency, template, version, client, company, policy, parties, cover_ends, today, now })
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

/// The guards of the kind: a policy that covers, and every mandatory mention.
fn may_be_issued(material: &Material) -> Result<()> {
    let kind = material.template.kind;
    if kind.needed_mandate().is_some() {
        let Some(policy) = &material.policy else {
            return Err(Error::field(FieldError::new("policy_id", Code::Required)));
        };
        if policy.state.is_over() || (kind.states_cover() && !policy.state.is_covered()) {
            return Err(Error::refused(&PolicyError::StateForbids { state: policy.state }));
        }
    }
    let missing = missing_mentions(kind, &material.agency);
    if missing.is_empty() { Ok(()) } else { Err(Error::refused(&DocumentError::MentionsMissing { missing })) }
}

/// The mentions that every page must carry: the firm's identity and registration (French Insurance Code L512-1 and
/// R521-1), or the footer of article 540 in the CIMA zone.
fn missing_mentions(kind: TemplateKind, agency: &AgencyView) -> Vec<String> {
    let mut missing = Vec::new();
    if agency.address.as_ref().is_none_or(|address| address.city.is_none()) {
        missing.push("agency.address".to_owned());
    }
    let registered = match agency.jurisdiction {
        Jurisdiction::France | Jurisdiction::Belgium => agency.registration.is_some(),
        Jurisdiction::Cima => !agency.legal_mentions.is_empty(),
    };
    if !registered {
        let place =
            if agency.jurisdiction == Jurisdiction::Cima { "agency.legal_mentions" } else { "agency.registration" };
        missing.push(place.to_owned());
    }
    if matches!(kind, TemplateKind::Other) { Vec::new() } else { missing }
}

fn named<T>(found: Result<T>, field: &'static str) -> Result<T> {
    found.map_err(|error| match error {
        Error::NotFound | Error::Merged(_) => Error::NoSuchReference(field),
        other => other,
    })
}

fn refused(error: RenderError) -> Error {
    match error {
        RenderError::Template(problems) => Error::Template(problems),
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
