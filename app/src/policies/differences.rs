//! What an endorsement changed, in words.

use std::collections::BTreeSet;

use domain::labels::{Label, risk_label};
use domain::policy::{Terms, told as told_of};
use domain::shared::{Language, format};

use super::risk::object_line;
use crate::locales::Words;

/// One term that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The term's name.
    pub term: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// The terms that differ between two versions, in the order of the page.
pub(super) fn differences(before: &Terms, after: &Terms, language: Language) -> Vec<Difference> {
    let names: BTreeSet<&String> = before.risk.keys().chain(after.risk.keys()).collect();
    let (mut was, mut now) = (told(before, language), told(after, language));
    for name in names {
        let value =
            |terms: &Terms| terms.risk.get(name).map_or_else(|| "—".to_owned(), |value| told_of(name, value, language));
        was.push((risk_label(name, language), value(before)));
        now.push((risk_label(name, language), value(after)));
    }
    let objects = |terms: &Terms| match terms.risk_objects.as_slice() {
        [] => "—".to_owned(),
        objects => objects.iter().map(object_line).collect::<Vec<_>>().join("; "),
    };
    let objects_name = Words::in_language(language).policies().risk_objects();
    was.push((objects_name.to_owned(), objects(before)));
    now.push((objects_name.to_owned(), objects(after)));
    was.into_iter()
        .zip(now)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((term, before), (_, after))| Difference { term, before, after })
        .collect()
}

fn told(terms: &Terms, language: Language) -> Vec<(String, String)> {
    let words = Words::in_language(language);
    let (policies, common) = (words.policies(), words.common());
    let tacit = if terms.tacit_renewal { common.yes() } else { common.no() };
    [
        (policies.product(), terms.product_name.clone()),
        (policies.premium(), format::money(terms.premium, language)),
        (policies.effective_date(), format::day(terms.effective_date)),
        (policies.expiry_date(), format::day(terms.expiry_date)),
        (policies.tacit_renewal(), tacit.to_owned()),
        (policies.payment_frequency(), terms.payment_frequency.label(language).to_owned()),
    ]
    .map(|(term, value)| (term.to_owned(), value))
    .into()
}

#[cfg(test)]
mod tests {
    use domain::policy::{PaymentFrequency, ProductLine, Risk};
    use domain::shared::{Currency, Money};
    use serde_json::Value;

    use super::*;

    #[test]
    fn an_endorsement_tells_what_it_changed_and_nothing_else() {
        let before = Terms {
            product_line: ProductLine::Motor,
            product_name: "Auto".into(),
            premium: Money { amount_minor: 50_000, currency: Currency::EUR },
            effective_date: "2026-01-01".parse().unwrap(),
            expiry_date: "2027-01-01".parse().unwrap(),
            tacit_renewal: true,
            payment_frequency: PaymentFrequency::Annual,
            risk: Risk::from([("plate".to_owned(), Value::from("AB-123-CD"))]),
            risk_objects: Vec::new(),
        };
        let mut after = before.clone();
        after.premium.amount_minor = 60_000;
        after.risk.clear();
        let told = differences(&before, &after, Language::En);
        let told: Vec<_> = told.iter().map(|d| (d.term.as_str(), d.before.as_str(), d.after.as_str())).collect();
        assert_eq!(told, [("Yearly premium", "€500.00", "€600.00"), ("Registration plate", "AB-123-CD", "—")]);
    }
}
