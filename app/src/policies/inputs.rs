//! From the fields of a form to what the services take.

use domain::policy::{EndorsementInput, PolicyInput, PolicyView, Risk, Terms};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{Currency, Money, MoneyError};
use serde_json::Value;
use services::Error;

use super::risk;
use crate::forms::Fields;

/// The premium as typed; what is wrong with it is told together with the other fields.
struct Premium {
    amount: Option<Money>,
    wrong: Option<FieldError>,
}

impl Premium {
    fn of(fields: &Fields) -> Self {
        let currency = match fields.text("premium_currency").as_deref().map(Currency::parse) {
            Some(Some(currency)) => currency,
            Some(None) => return Self::wrong(Code::InvalidCurrency),
            None => Currency::EUR,
        };
        match fields.text("premium").map(|text| Money::parse(&text, currency)) {
            None => Self { amount: None, wrong: None },
            Some(Ok(amount)) => Self { amount: Some(amount), wrong: None },
            Some(Err(MoneyError::TooManyDecimals)) => Self::wrong(Code::TooManyDecimals),
            Some(Err(MoneyError::NotANumber | MoneyError::TooLarge)) => Self::wrong(Code::InvalidAmount),
        }
    }

    fn wrong(code: Code) -> Self {
        Self { amount: None, wrong: Some(FieldError::new("premium", code)) }
    }

    /// What is wrong with the whole form, when the amount is: the other fields' errors, and the amount's instead of
    /// “required”, which is not what its typist needs to hear.
    fn with_others(self, others: Result<(), Vec<FieldError>>) -> Result<(), Error> {
        let Some(wrong) = self.wrong else { return Ok(()) };
        let mut errors = others.err().unwrap_or_default();
        errors.retain(|error| error.pointer != wrong.pointer);
        errors.push(wrong);
        Err(Error::Invalid(errors))
    }
}

/// What a form says of a policy.
pub(super) fn policy(fields: &Fields) -> Result<PolicyInput, Error> {
    let premium = Premium::of(fields);
    let input = PolicyInput {
        client_id: fields.text("client_id"),
        company_id: fields.text("company_id"),
        policy_number: fields.text("policy_number"),
        product_line: fields.text("product_line"),
        product_name: fields.text("product_name"),
        premium: premium.amount,
        effective_date: fields.text("effective_date"),
        expiry_date: fields.text("expiry_date"),
        tacit_renewal: Some(fields.ticked("tacit_renewal")),
        payment_frequency: fields.text("payment_frequency"),
        risk: Some(risk::read(fields)),
        risk_objects: Some(risk::read_objects(fields)),
    };
    premium.with_others(input.clone().parse().map(drop))?;
    Ok(input)
}

/// A form as a patch (RFC 7396) over the quote as it is: what was emptied is taken out.
pub(super) fn patch(input: &PolicyInput, current: &Risk) -> Result<Value, Error> {
    let mut patch = serde_json::to_value(input).map_err(|error| Error::Internal(Box::new(error)))?;
    if let Some(risk) = patch.get_mut("risk").and_then(Value::as_object_mut) {
        for name in current.keys() {
            risk.entry(name.clone()).or_insert(Value::Null);
        }
    }
    Ok(patch)
}

/// What a form that showed the `base` terms says of an endorsement: only what was changed in it, since the endorsement may count
/// from a day on which other terms hold.
pub(super) fn endorsement(fields: &Fields, policy: &PolicyView, base: &Terms) -> Result<EndorsementInput, Error> {
    let current = PolicyView { terms: base.clone(), ..policy.clone() }.as_input();
    let premium = Premium::of(fields);
    let input = EndorsementInput {
        effective_date: fields.text("effective_date"),
        reason: fields.text("reason"),
        // The form shows every term, so an emptied one is an error and not "as before".
        product_name: Some(fields.text("product_name").unwrap_or_default()),
        premium: premium.amount,
        expiry_date: Some(fields.text("expiry_date").unwrap_or_default()),
        tacit_renewal: Some(fields.ticked("tacit_renewal")),
        payment_frequency: fields.text("payment_frequency"),
        risk: Some(risk::read(fields)),
        risk_objects: Some(risk::read_objects(fields)),
    };
    let emptied = fields.text("premium").is_none().then(|| FieldError::new("premium", Code::Required));
    let premium = Premium { wrong: premium.wrong.or(emptied), ..premium };
    premium.with_others(input.clone().parse(&current).map(drop))?;
    Ok(match input.clone().parse(&current) {
        Ok((_, _, terms)) => changed_only(input, &terms, base),
        // The service tells what is wrong.
        Err(_) => input,
    })
}

fn changed_only(input: EndorsementInput, terms: &Terms, base: &Terms) -> EndorsementInput {
    fn unless<T>(same: bool, value: Option<T>) -> Option<T> {
        value.filter(|_| !same)
    }
    EndorsementInput {
        product_name: unless(terms.product_name == base.product_name, input.product_name),
        premium: unless(terms.premium == base.premium, input.premium),
        expiry_date: unless(terms.expiry_date == base.expiry_date, input.expiry_date),
        tacit_renewal: unless(terms.tacit_renewal == base.tacit_renewal, input.tacit_renewal),
        payment_frequency: unless(terms.payment_frequency == base.payment_frequency, input.payment_frequency),
        risk: unless(terms.risk == base.risk, input.risk),
        risk_objects: unless(terms.risk_objects == base.risk_objects, input.risk_objects),
        ..input
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        serde_json::from_value(pairs.iter().map(|(n, t)| ((*n).to_owned(), Value::from(*t))).collect()).unwrap()
    }

    fn errors(outcome: Result<PolicyInput, Error>) -> Vec<(String, Code)> {
        let errors = outcome.unwrap_err().problem().errors;
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn a_text_that_is_no_amount_is_told_with_the_other_fields() {
        let wrong = errors(policy(&typed(&[("premium", "beaucoup"), ("policy_number", "A1")])));
        assert!(wrong.contains(&("/premium".to_owned(), Code::InvalidAmount)));
        assert!(wrong.contains(&("/client_id".to_owned(), Code::Required)));
        assert!(!wrong.contains(&("/premium".to_owned(), Code::Required)));
        let francs = errors(policy(&typed(&[("premium", "12,50"), ("premium_currency", "XOF")])));
        assert!(francs.contains(&("/premium".to_owned(), Code::TooManyDecimals)));
    }

    #[test]
    fn an_emptied_thing_is_taken_out_of_the_risk() {
        let input =
            policy(&typed(&[("risk_plate", "AB-123-CD"), ("risk_make", " "), ("risk_surface_m2", "80")])).unwrap();
        let now = input.risk.clone().unwrap();
        assert_eq!(now.get("surface_m2"), Some(&Value::from("80")));
        assert_eq!(now.get("make"), None);
        let before = Risk::from([("make".to_owned(), Value::from("Renault"))]);
        assert_eq!(patch(&input, &before).unwrap()["risk"]["make"], Value::Null);
    }
}
