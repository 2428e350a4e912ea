//! The fields that describe a policy, shared by the forms of a quote and of an endorsement.

use domain::labels::Label;
use domain::policy::{PaymentFrequency, ProductLine, Risk, Terms};
use domain::shared::Currency;
use leptos::prelude::*;

use super::risk;
use crate::forms::Filled;
use crate::locales::Words;
use crate::parts::{CheckboxField, Choice, DateField, MoneyField, SelectField, Width};

/// The terms as the values of a form.
pub(super) fn values(terms: &Terms, words: Words) -> Vec<(String, String)> {
    let mark = if words.language() == domain::shared::Language::Fr { ',' } else { '.' };
    let mut values: Vec<(String, String)> = [
        ("product_line", terms.product_line.code().to_owned()),
        ("product_name", terms.product_name.clone()),
        ("premium", terms.premium.to_input(mark)),
        ("premium_currency", terms.premium.currency.code().to_owned()),
        ("expiry_date", terms.expiry_date.to_string()),
        ("payment_frequency", terms.payment_frequency.code().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    if terms.tacit_renewal {
        values.push(("tacit_renewal".to_owned(), "on".to_owned()));
    }
    values.extend(risk::values(terms));
    values
}

/// A choice in words.
pub(super) fn said(words: Words, name: &str, value: &str) -> Option<String> {
    let language = words.language();
    let label = match name {
        "product_line" => ProductLine::parse(value)?.label(language),
        "payment_frequency" => PaymentFrequency::parse(value)?.label(language),
        "tacit_renewal" => words.common().yes_or_no(!value.is_empty()),
        _ => return risk::said(words, name, value),
    };
    Some(label.to_owned())
}

/// The names of the fields, for the summary of errors; `known` is the risk as it is recorded.
pub(super) fn labels(words: Words, known: &Risk) -> Vec<(String, String)> {
    let policies = words.policies();
    let mut labels: Vec<(String, String)> = [
        ("client_id", policies.client()),
        ("company_id", policies.company()),
        ("policy_number", policies.number()),
        ("product_line", policies.product_line()),
        ("product_name", policies.product()),
        ("effective_date", policies.effective_date()),
        ("reason", policies.reason()),
        ("expiry_date", policies.expiry_date()),
        ("premium", policies.premium()),
        ("premium_currency", words.common().currency()),
        ("tacit_renewal", policies.tacit_renewal()),
        ("payment_frequency", policies.payment_frequency()),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .into();
    labels.extend(risk::labels(words, known));
    labels
}

/// Premium, how it is paid, and the renewal.
pub(super) fn premium(words: Words, filled: &Filled, currency: Currency) -> AnyView {
    let policies = words.policies();
    let chosen = Some(filled.value("premium_currency")).filter(|code| !code.is_empty());
    let chosen = chosen.unwrap_or_else(|| currency.code().to_owned());
    let mut offered: Vec<Choice> =
        Currency::OFFERED.iter().map(|currency| Choice::new(currency.code(), currency.code())).collect();
    // A quote that came through the API may have any currency; it keeps it.
    if !offered.iter().any(|choice| choice.value == chosen) && Currency::parse(&chosen).is_some() {
        offered.push(Choice::new(chosen.clone(), chosen.clone()));
    }
    let frequency = Some(filled.value("payment_frequency")).filter(|code| !code.is_empty());
    let frequencies: Vec<Choice> = PaymentFrequency::ALL
        .iter()
        .map(|frequency| Choice::new(frequency.code(), frequency.label(words.language())))
        .collect();
    view! {
        <MoneyField
            name="premium"
            label=policies.premium()
            hint=policies.premium_hint()
            value=filled.value("premium")
            currency=chosen
            currencies=offered
            error=filled.error("premium")
            required=true
        />
        <SelectField
            name="payment_frequency"
            label=policies.payment_frequency()
            value=frequency.unwrap_or_else(|| PaymentFrequency::Annual.code().to_owned())
            options=frequencies
            error=filled.error("payment_frequency")
            required=true
            width=Width::Half
        />
    }
    .into_any()
}

/// Whether the policy renews by itself.
pub(super) fn renewal(words: Words, filled: &Filled) -> AnyView {
    let policies = words.policies();
    view! {
        <CheckboxField
            name="tacit_renewal"
            label=policies.tacit_renewal()
            hint=policies.tacit_renewal_hint()
            checked=filled.ticked("tacit_renewal")
            required=false
        />
    }
    .into_any()
}

/// The day the term ends.
pub(super) fn expiry(words: Words, filled: &Filled) -> AnyView {
    let policies = words.policies();
    view! {
        <DateField
            name="expiry_date"
            label=policies.expiry_date()
            hint=policies.expiry_hint()
            value=filled.value("expiry_date")
            error=filled.error("expiry_date")
            required=true
        />
    }
    .into_any()
}
