//! What a document is made of: the records it is about, gathered, and whether they allow it.

use domain::agency::AgencyView;
use domain::client::ClientView;
use domain::company::{CompanyError, CompanyView, allows};
use domain::document::{DocumentError, IssueDocument as Order};
use domain::policy::{PartyView, PolicyError, PolicyVersionView, PolicyView};
use domain::shared::problem::{Code, FieldError};
use domain::template::{About, Mention, MentionCase, TemplateUsage, TemplateVersionView, TemplateView};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::DocumentService;
use crate::access::{ChooseTemplate, Principal, ReadPolicies, Standing};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::policies::{AsOf, Seen};
use crate::ports::unit::Unit;
use crate::{clients, companies, policies, templates};

/// Everything a document is made of.
pub(super) struct Material {
    pub agency: AgencyView,
    pub template: TemplateView,
    pub version: TemplateVersionView,
    pub client: Option<ClientView>,
    pub company: Option<CompanyView>,
    pub policy: Option<PolicyView>,
    /// The latest endorsement of the policy that counts, after the version before it.
    pub endorsement: Option<(PolicyVersionView, PolicyVersionView)>,
    /// Who has a role in the policy today.
    pub parties: Vec<PartyView>,
    /// The first day without cover that is already known.
    pub cover_ends: Option<Date>,
    /// Why the company's mandate does not allow it, where one is needed.
    lacks_mandate: Option<CompanyError>,
    pub today: Date,
    pub now: Timestamp,
}

impl DocumentService {
    /// Gathers what an order names. What is not there is the fault of the field that names it.
    pub(super) async fn gather(&self, unit: &mut Box<dyn Unit>, order: &Order) -> Result<Material> {
        let agency = own_agency(unit).await?;
        let clock = WallClock::of(&agency);
        // Kept in microseconds: what is made again later begins from the same moment.
        let now = self.ports.now();
        let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        let template = named(templates::load(unit, order.template_id).await, "template_id")?;
        let number = order.template_version.or(template.current_version);
        let number = number.ok_or_else(|| Error::refused(&DocumentError::TemplateNotUsable))?;
        let permit = unit.permit::<ChooseTemplate>()?;
        let version = unit.templates().version(&permit, template.id, number).await?;
        let version = version.ok_or(Error::NoSuchReference("template_version"))?;

        let today = clock.today(now);
        let mut company = match order.company_id {
            Some(id) => Some(named(companies::load(unit, id).await, "company_id")?),
            None => None,
        };
        let (mut policy, mut endorsement, mut parties, mut lacks_mandate) = (None, None, Vec::new(), None);
        if let Some(id) = order.policy_id {
            let record = named(policies::load(unit, id).await, "policy_id")?;
            let view = Seen { as_of: AsOf::default(), now, clock: &clock }.view(&record);
            if order.company_id.is_some_and(|asked| asked != view.company_id) {
                return Err(Error::NoSuchReference("company_id"));
            }
            endorsement = latest_endorsement(&record, now);
            let insurer = companies::load(unit, view.company_id).await?;
            lacks_mandate = missing_mandate(unit, &template, &insurer, &view, today).await?;
            company = Some(insurer);
            let permit = unit.permit::<ReadPolicies>()?;
            parties = unit.parties().of_policy(&permit, id).await?;
            parties.retain(|party| party.holds_on(today));
            policy = Some(view);
        }
        if template.company_id.is_some_and(|own| company.as_ref().is_none_or(|company| company.id != own)) {
            return Err(Error::refused(&DocumentError::TemplateNotUsable));
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
        let cover_ends = policy.as_ref().and_then(|policy| policy.state_until).map(|until| clock.today(until));
        Ok(Material {
            agency,
            template,
            version,
            client,
            company,
            policy,
            endorsement,
            parties,
            cover_ends,
            lacks_mandate,
            today,
            now,
        })
    }
}

impl Material {
    /// What the document is used for.
    pub(super) fn usage(&self) -> TemplateUsage {
        self.template.usage
    }

    /// The guards of the usage, in the order a broker would ask: what it is about, the policy's state on the day, the company's
    /// mandate, and whether he may.
    pub(super) fn allows(&self, who: &Principal) -> Result<()> {
        let usage = self.usage();
        let lacking = match usage.asks_for(&self.version.content) {
            About::Policy if self.policy.is_none() => Some("policy_id"),
            About::Client if self.client.is_none() => Some("client_id"),
            About::Company if self.company.is_none() => Some("company_id"),
            _ => None,
        };
        if let Some(field) = lacking {
            return Err(Error::field(FieldError::new(field, Code::Required)));
        }
        if let Some(error) = &self.lacks_mandate {
            return Err(Error::refused(error));
        }
        if let Some(policy) = &self.policy
            && !usage.fits_state(policy.state)
        {
            return Err(Error::refused(&PolicyError::StateForbids { state: policy.state }));
        }
        match who.standing() {
            Standing::Person(role) if role < usage.least_role() => Err(Error::Forbidden(Code::Forbidden)),
            _ => Ok(()),
        }
    }

    /// Every fact and mention that must stand in the document and is not there, all at once.
    pub(super) fn is_complete(&self, data: &Value) -> Result<()> {
        let (usage, source) = (self.usage(), self.version.content.as_str());
        let case = MentionCase {
            jurisdiction: self.agency.jurisdiction,
            to_company: data.get("to_company").and_then(Value::as_bool).unwrap_or_default(),
            source,
        };
        let facts = usage.missing_facts(source, data).into_iter();
        let facts = facts.map(|fact| FieldError::new(&format!("data/{}", fact.name), Code::Required));
        let mentions = usage.mentions(&case).into_iter().filter(|mention| !self.has(*mention));
        let mentions = mentions.map(|mention| FieldError::new(&mention.pointer(), Code::MentionNotRecorded));
        let missing: Vec<FieldError> = facts.chain(mentions).collect();
        if missing.is_empty() { Ok(()) } else { Err(Error::MentionsMissing(missing)) }
    }

    fn has(&self, mention: Mention) -> bool {
        let placed = |address: Option<&domain::shared::Address>| address.is_some_and(|address| address.city.is_some());
        let told = |name: &str| {
            self.policy.as_ref().is_some_and(|policy| {
                let vehicles = policy.terms.risk_objects.iter();
                let mut vehicles = vehicles.filter(|object| object.kind == domain::policy::RiskKind::Vehicle);
                // A fleet names its vehicles one by one, each by its plate and what it is.
                policy.terms.risk.contains_key(name)
                    || vehicles.any(|vehicle| name == "plate" || vehicle.description.is_some())
            })
        };
        match mention {
            Mention::AgencyAddress => placed(self.agency.address.as_ref()),
            Mention::AgencyRegistration => self.agency.registration.is_some(),
            Mention::LegalMentions => !self.agency.legal_mentions.is_empty(),
            Mention::ClientAddress => placed(self.client.as_ref().and_then(|client| client.address.as_ref())),
            Mention::CompanyAddress => placed(self.company.as_ref().and_then(|company| company.address.as_ref())),
            Mention::Plate => told("plate"),
            Mention::Make => told("make"),
        }
    }
}

async fn missing_mandate(
    unit: &mut Box<dyn Unit>,
    template: &TemplateView,
    insurer: &CompanyView,
    policy: &PolicyView,
    today: Date,
) -> Result<Option<CompanyError>> {
    let Some(kind) = template.usage.needed_mandate() else { return Ok(None) };
    let mandates = companies::mandates(unit, insurer.id).await?;
    let given = allows(&mandates, kind, policy.terms.product_line, today);
    Ok((!given).then(|| CompanyError::MandateMissing { kind, company: insurer.name.clone() }))
}

/// The latest terms that count, after those before them.
fn latest_endorsement(
    record: &crate::ports::unit::PolicyRecord,
    now: Timestamp,
) -> Option<(PolicyVersionView, PolicyVersionView)> {
    let latest = record.history(now).latest().clone();
    let before =
        record.versions().filter(|version| version.number < latest.number).max_by_key(|version| version.number);
    Some((before?.clone(), latest))
}

/// A record that is not there is the fault of the field that names it.
pub(super) fn named<T>(found: Result<T>, field: &'static str) -> Result<T> {
    found.map_err(|error| match error {
        Error::NotFound | Error::Merged(_) => Error::NoSuchReference(field),
        other => other,
    })
}
