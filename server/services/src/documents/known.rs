//! Facts of a document that the books already know: nobody types them twice, over either door.

use domain::document::DocumentInput;
use domain::policy::PolicyState;
use domain::shared::{Currency, Money};
use domain::template::{Fact, TemplateUsage as Usage};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::DocumentService;
use super::material::Material;
use crate::access::{IssueDocument, Principal};
use crate::error::Result;

/// What a form asks for, to issue from a template.
#[derive(Debug, Clone)]
pub struct FactsAsked {
    /// What the document is used for.
    pub usage: Usage,
    /// The facts to ask for, in order.
    pub facts: Vec<&'static Fact>,
    /// Those without which it does not leave.
    pub required: Vec<&'static str>,
    /// What the books know of them already.
    pub known: Map<String, Value>,
    /// The currency of amounts.
    pub currency: Currency,
}

impl DocumentService {
    /// What to ask for before a document is issued, with what the books know already.
    pub async fn facts_asked(&self, who: &Principal, input: DocumentInput) -> Result<FactsAsked> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<IssueDocument>()?;
        let material = self.gather(&mut unit, &input.parse()?).await?;
        let (usage, source) = (material.usage(), material.version.content.as_str());
        let policy = material.policy.as_ref();
        Ok(FactsAsked {
            usage,
            facts: usage.asked_facts(source),
            required: usage.missing_facts(source, &Value::Null).into_iter().map(|fact| fact.name).collect(),
            known: with_known(&material, Map::new()),
            currency: policy.map_or(material.agency.currency, |policy| policy.terms.premium.currency),
        })
    }
}

/// What was given, and where nothing was, what the books know. A fact given as `null` or left empty counts as not given.
pub(super) fn with_known(material: &Material, mut given: Map<String, Value>) -> Map<String, Value> {
    let usage = material.usage();
    for (name, value) in known(material) {
        let absent = given.get(name).is_none_or(|given| given.is_null() || given.as_str().is_some_and(str::is_empty));
        if absent && !value.is_null() && usage.fact(name).is_some() {
            given.insert(name.to_owned(), value);
        }
    }
    given
}

/// The names of the facts that the books may know of a policy, each for itself.
pub(crate) const fn known_names(usage: Usage) -> &'static [&'static str] {
    match usage {
        Usage::CoverNote => &["covered_from", "covered_to"],
        Usage::PremiumNotice => &["due_on", "period_from", "period_to"],
        Usage::FormalNotice => &["sent_on"],
        Usage::CancellationLetter => &["ends_on"],
        Usage::EndorsementLetter => &["effective_on", "premium_difference"],
        Usage::LiabilityCertificate => &["activities"],
        Usage::Quote => &["total"],
        _ => &[],
    }
}

fn known(material: &Material) -> Vec<(&'static str, Value)> {
    let Some(policy) = &material.policy else {
        return match material.usage() {
            Usage::FormalNotice => vec![("sent_on", json!(material.today))],
            _ => Vec::new(),
        };
    };
    // Cover ends at 00:00 of the due date, so the day before is the last one covered.
    let period_to = policy.period_until.saturating_sub(1.day());
    match material.usage() {
        Usage::CoverNote => vec![("covered_from", json!(policy.period_from)), ("covered_to", json!(period_to))],
        Usage::PremiumNotice => vec![
            ("due_on", json!(policy.period_from)),
            ("period_from", json!(policy.period_from)),
            ("period_to", json!(period_to)),
        ],
        Usage::FormalNotice => vec![("sent_on", json!(material.today))],
        Usage::CancellationLetter => vec![("ends_on", json!(ends_on(material)))],
        Usage::EndorsementLetter => endorsed(material),
        Usage::LiabilityCertificate => {
            vec![("activities", policy.terms.risk.get("activity").cloned().unwrap_or_default())]
        }
        Usage::Quote => vec![("total", json!(policy.terms.premium))],
        _ => Vec::new(),
    }
}

/// The day a policy ends by a cancellation that is recorded: past, or still to come.
fn ends_on(material: &Material) -> Option<Date> {
    let policy = material.policy.as_ref()?;
    if policy.state == PolicyState::Cancelled {
        return policy.state_since.map(|since| {
            let clock = crate::core::WallClock::of(&material.agency);
            clock.today(since)
        });
    }
    material.cover_ends.filter(|ends| *ends > material.today)
}

fn endorsed(material: &Material) -> Vec<(&'static str, Value)> {
    let Some((before, after)) = &material.endorsement else { return Vec::new() };
    let (was, is) = (before.terms.premium, after.terms.premium);
    let difference = (was.currency == is.currency)
        .then(|| is.amount_minor.checked_sub(was.amount_minor))
        .flatten()
        .map(|amount_minor| Money { amount_minor, currency: is.currency });
    vec![("effective_on", json!(after.effective_date)), ("premium_difference", json!(difference))]
}
