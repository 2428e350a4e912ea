//! The data snapshot a document is made from. It is stored with the document, so that the same bytes can be made again.

use domain::agency::AgencyView;
use domain::client::ClientView;
use domain::company::CompanyView;
use domain::labels::{Label, risk_label};
use domain::policy::PolicyView;
use domain::shared::Language;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Everything that goes into the snapshot.
pub(super) struct Sources<'a> {
    pub agency: &'a AgencyView,
    pub client: Option<&'a ClientView>,
    pub company: Option<&'a CompanyView>,
    pub policy: Option<&'a PolicyView>,
    /// The first day without cover that is already known, such as a cancellation recorded ahead.
    pub cover_ends: Option<Date>,
    pub number: &'a str,
    pub issued_on: Date,
    pub verification_code: &'a str,
    pub verification_url: &'a str,
    pub author: &'a str,
    pub language: Language,
    pub data: &'a Value,
}

/// The snapshot, as `TEMPLATES.md` describes it to template writers. Every name is always there, `null` when empty.
pub(super) fn snapshot(from: &Sources<'_>) -> Value {
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
        "policy": from.policy.map(|view| policy(view, from.cover_ends, from.language)),
        "document": {
            "number": from.number,
            "issued_on": from.issued_on,
            "verification_code": from.verification_code,
            "verification_url": from.verification_url,
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

fn policy(policy: &PolicyView, cover_ends: Option<Date>, language: Language) -> Value {
    let period_until = cover_ends.map_or(policy.period_until, |ends| ends.min(policy.period_until));
    let terms = &policy.terms;
    let risk: Vec<Value> = terms
        .risk
        .iter()
        .map(|(name, value)| json!({ "label": risk_label(name, language), "value": written(value, language) }))
        .collect();
    json!({
        "policy_number": policy.policy_number,
        "product_line": terms.product_line,
        "product_line_label": terms.product_line.label(language),
        "product_name": terms.product_name,
        "effective_date": terms.effective_date,
        "expiry_date": terms.expiry_date,
        "period_from": policy.period_from,
        // Cover ends at 00:00 of the due date, so the day before is the last one covered.
        "period_to": period_until.saturating_sub(1.day()),
        "tacit_renewal": terms.tacit_renewal,
        "payment_frequency": terms.payment_frequency,
        "payment_frequency_label": terms.payment_frequency.label(language),
        "version": policy.current_version,
        "state": policy.state,
        "state_label": policy.state.label(language),
        "premium": terms.premium,
        "risk": risk,
    })
}

fn written(value: &Value, language: Language) -> String {
    match (value, language) {
        (Value::String(text), _) => text.clone(),
        (Value::Bool(true), Language::Fr) => "oui".to_owned(),
        (Value::Bool(false), Language::Fr) => "non".to_owned(),
        (Value::Bool(true), Language::En) => "yes".to_owned(),
        (Value::Bool(false), Language::En) => "no".to_owned(),
        (Value::Number(number), Language::Fr) => number.to_string().replace('.', ","),
        (other, _) => other.to_string(),
    }
}
