//! Inputs that are right in everything a test does not care about.

use domain::client::ClientInput;
use domain::company::{CompanyInput, MandateInput};
use domain::policy::{PolicyInput, StepInput};
use domain::session::SignInInput;
use domain::shared::page::PageRequest;
use domain::shared::{ClientId, CompanyId, Currency, Money};

pub(crate) fn person(last_name: &str) -> ClientInput {
    ClientInput {
        kind: Some("person".into()),
        first_name: Some("Élodie".into()),
        last_name: Some(last_name.into()),
        ..ClientInput::default()
    }
}

pub(crate) fn organisation(legal_name: &str) -> ClientInput {
    ClientInput { kind: Some("organisation".into()), legal_name: Some(legal_name.into()), ..ClientInput::default() }
}

pub(crate) fn company(code: &str) -> CompanyInput {
    CompanyInput { name: Some(format!("Mutuelle {code}")), code: Some(code.into()), ..CompanyInput::default() }
}

/// A mandate for every line, from the beginning of 2026 on.
pub(crate) fn mandate(kind: &str) -> MandateInput {
    MandateInput { kind: Some(kind.into()), valid_from: Some("2026-01-01".into()), ..MandateInput::default() }
}

/// A car insured for the year 2026.
pub(crate) fn policy(client: ClientId, company: CompanyId, number: &str) -> PolicyInput {
    PolicyInput {
        client_id: Some(client.to_string()),
        company_id: Some(company.to_string()),
        policy_number: Some(number.into()),
        product_line: Some("motor".into()),
        product_name: Some("Auto Confort".into()),
        premium: Some(Money { amount_minor: 45_600, currency: Currency::EUR }),
        effective_date: Some("2026-01-01".into()),
        expiry_date: Some("2027-01-01".into()),
        ..PolicyInput::default()
    }
}

/// A step on a day, or today.
pub(crate) fn step(day: Option<&str>) -> StepInput {
    StepInput { effective_date: day.map(Into::into), reason: Some("as agreed".into()) }
}

pub(crate) fn sign_in(email: &str, password: &str) -> SignInInput {
    SignInInput { email: Some(email.into()), password: Some(password.into()), ..SignInInput::default() }
}

/// A page of so many rows.
pub(crate) fn page(limit: u32) -> PageRequest {
    PageRequest { limit: Some(limit), ..PageRequest::default() }
}
