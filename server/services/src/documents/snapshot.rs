//! The data snapshot a document is made from. It is stored with the document, so that the same bytes can be made again.

use domain::agency::AgencyView;
use domain::client::ClientView;
use domain::company::CompanyView;
use domain::document::SealedFacts;
use domain::labels::{Label, risk_label};
use domain::policy::{PartyRole, PartyView, PolicyView, told};
use domain::shared::Language;
use domain::template::TemplateKind;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Everything that goes into the snapshot.
pub(crate) struct Sources<'a> {
    pub agency: &'a AgencyView,
    pub client: Option<&'a ClientView>,
    pub company: Option<&'a CompanyView>,
    pub policy: Option<&'a PolicyView>,
    /// Who has a role in it on the day.
    pub parties: &'a [PartyView],
    /// The first day without cover that is already known, such as a cancellation recorded ahead.
    pub cover_ends: Option<Date>,
    pub number: &'a str,
    pub issued_on: Date,
    pub verification_code: &'a str,
    pub verification_url: &'a str,
    /// Puts the visible seal over what the document states; the answer is the text of its QR code.
    pub seal: &'a (dyn Fn(&SealedFacts) -> String + Sync),
    pub kind: TemplateKind,
    pub author: &'a str,
    pub language: Language,
    pub data: &'a Value,
}

/// The snapshot, as `TEMPLATES.md` describes it to template writers. Every name is always there, `null` when empty.
pub(crate) fn snapshot(from: &Sources<'_>) -> Value {
    json!({
        "agency": {
            "name": from.agency.name,
            "legal_form": from.agency.legal_form,
            "address": from.agency.address,
            "phone": from.agency.phone,
            "email": from.agency.email,
            "registration": from.agency.registration,
            "legal_mentions": from.agency.legal_mentions,
            "jurisdiction": from.agency.jurisdiction,
        },
        "client": from.client.map(client),
        "company": from.company.map(|company| json!({
            "name": company.name,
            "code": company.code,
            "address": company.address,
        })),
        "policy": from.policy.map(|view| policy(view, from)),
        "document": {
            "number": from.number,
            "issued_on": from.issued_on,
            "verification_code": from.verification_code,
            "verification_url": from.verification_url,
            "verification_qr": (from.seal)(&sealed_facts(from)),
        },
        "author": { "full_name": from.author },
        "data": from.data,
    })
}

fn client(client: &ClientView) -> Value {
    json!({
        "kind": client.kind,
        "display_name": client.display_name,
        "first_name": client.first_name,
        "last_name": client.last_name,
        "legal_name": client.legal_name,
        "address": client.address,
        "email": client.email,
        "phone": client.phone,
        "birth_date": client.birth_date,
        "tax_id": client.tax_id,
    })
}

/// What the seal states: the number, the day and, of a certificate, the cover.
fn sealed_facts(from: &Sources<'_>) -> SealedFacts {
    let covered = from.policy.filter(|_| from.kind.needed_mandate().is_some());
    SealedFacts {
        agency_name: from.agency.name.clone(),
        number: from.number.to_owned(),
        kind: from.kind,
        issued_on: from.issued_on,
        policy_number: from.policy.map(|policy| policy.policy_number.clone()),
        covered_from: covered.map(|policy| policy.period_from),
        covered_to: covered.map(|policy| last_covered(policy, from)),
    }
}

/// Cover ends at 00:00 of the due date, or of the day it was ended on, so the day before is the last one covered.
fn last_covered(policy: &PolicyView, from: &Sources<'_>) -> Date {
    let until = from.cover_ends.map_or(policy.period_until, |ends| ends.min(policy.period_until));
    until.saturating_sub(1.day())
}

fn policy(policy: &PolicyView, from: &Sources<'_>) -> Value {
    let language = from.language;
    let terms = &policy.terms;
    let things = terms
        .risk
        .iter()
        .map(|(name, value)| json!({ "label": risk_label(name, language), "value": told(name, value, language) }));
    let objects = terms.risk_objects.iter().map(|object| {
        let parts: Vec<&str> =
            [Some(object.reference.as_str()), object.description.as_deref()].into_iter().flatten().collect();
        json!({ "label": object.kind.label(language), "value": parts.join(" – ") })
    });
    let risk: Vec<Value> = things.chain(objects).collect();
    let parties = from.parties.iter();
    let parties: Vec<Value> = parties
        .map(|party| json!({ "role": party.role, "label": party.role.label(language), "name": party.name }))
        .collect();
    json!({
        "policy_number": policy.policy_number,
        "product_line": terms.product_line,
        "product_line_label": terms.product_line.label(language),
        "product_name": terms.product_name,
        "effective_date": terms.effective_date,
        "expiry_date": terms.expiry_date,
        "period_from": policy.period_from,
        "period_to": last_covered(policy, from),
        "tacit_renewal": terms.tacit_renewal,
        "payment_frequency": terms.payment_frequency,
        "payment_frequency_label": terms.payment_frequency.label(language),
        "version": policy.current_version,
        "state": policy.state,
        "state_label": policy.state.label(language),
        "premium": terms.premium,
        "risk": risk,
        "payer": named_as(from.parties, PartyRole::Payer).unwrap_or_else(|| policy.client.display_name.clone()),
        "insured": named_as(from.parties, PartyRole::Insured).unwrap_or_else(|| policy.client.display_name.clone()),
        "parties": parties,
    })
}

/// The names of those with a role, where anybody has it.
fn named_as(parties: &[PartyView], role: PartyRole) -> Option<String> {
    let names: Vec<&str> = parties.iter().filter(|party| party.role == role).map(|party| party.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
