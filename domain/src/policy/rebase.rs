//! A late endorsement: what it changes holds in the later versions too, unless they changed the same term themselves.

use serde_json::{Map, Value};

use super::Terms;

/// The terms of a version that follows, once those before it changed: its own changes, laid over the new ones.
///
/// `was` are the terms before the version as it was recorded, `follows` its own, `now` the new terms before it. `None` when
/// they cannot be told as data, which no terms are.
pub fn rebased(was: &Terms, follows: &Terms, now: &Terms) -> Option<Terms> {
    let (was, follows, now) = (fields(was)?, fields(follows)?, fields(now)?);
    serde_json::from_value(Value::Object(laid(&was, &follows, &now))).ok()
}

fn fields(terms: &Terms) -> Option<Map<String, Value>> {
    match serde_json::to_value(terms).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn laid(was: &Map<String, Value>, follows: &Map<String, Value>, now: &Map<String, Value>) -> Map<String, Value> {
    let mut result = now.clone();
    for name in was.keys().chain(follows.keys()) {
        match (was.get(name), follows.get(name)) {
            (before, after) if before == after => {}
            // What is insured changes thing by thing; money does not: amount and currency are one term.
            (Some(Value::Object(before)), Some(Value::Object(after))) if name == "risk" => {
                let rest = now.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                result.insert(name.clone(), Value::Object(laid(before, after, &rest)));
            }
            (_, Some(after)) => drop(result.insert(name.clone(), after.clone())),
            (_, None) => drop(result.remove(name)),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{PaymentFrequency, ProductLine, Risk};
    use crate::shared::{Currency, Money};

    fn terms(premium: i64, until: &str, risk: &[(&str, &str)]) -> Terms {
        Terms {
            product_line: ProductLine::Motor,
            product_name: "Auto".into(),
            premium: Money { amount_minor: premium, currency: Currency::EUR },
            effective_date: "2026-01-01".parse().unwrap(),
            expiry_date: until.parse().unwrap(),
            tacit_renewal: false,
            payment_frequency: PaymentFrequency::Annual,
            risk: risk.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect::<Risk>(),
            risk_objects: Vec::new(),
        }
    }

    #[test]
    fn a_late_change_holds_later_unless_the_later_version_changed_the_same() {
        let was = terms(500, "2027-01-01", &[("plate", "AA-111-AA"), ("make", "Dacia")]);
        let renewed = terms(500, "2028-01-01", &[("plate", "AA-111-AA"), ("make", "Dacia"), ("use", "trips")]);
        let now = terms(620, "2027-01-01", &[("plate", "BB-222-BB")]);
        let expected = terms(620, "2028-01-01", &[("plate", "BB-222-BB"), ("use", "trips")]);
        assert_eq!(rebased(&was, &renewed, &now), Some(expected));
        let dearer = terms(700, "2027-01-01", &[("plate", "AA-111-AA")]);
        let expected = terms(700, "2027-01-01", &[("plate", "BB-222-BB")]);
        assert_eq!(rebased(&was, &dearer, &now), Some(expected));
    }
}
