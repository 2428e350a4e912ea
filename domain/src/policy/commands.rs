//! What one may ask about policies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::risk::{objects, risk};
use super::{PaymentFrequency, ProductLine, Risk, RiskObjectInput, Terms};
use crate::search::search_text;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, CompanyId, FactId, Money, text};

/// A policy as a request describes it; both doors fill it in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyInput {
    /// The policyholder.
    pub client_id: Option<String>,
    /// The insurer.
    pub company_id: Option<String>,
    /// The insurer's number for it.
    pub policy_number: Option<String>,
    /// The line of business.
    pub product_line: Option<String>,
    /// The company's name for the product.
    pub product_name: Option<String>,
    /// The yearly premium, all taxes included.
    pub premium: Option<Money>,
    /// The day cover begins.
    pub effective_date: Option<String>,
    /// The day the term ends.
    pub expiry_date: Option<String>,
    /// Whether it renews tacitly; no when absent.
    pub tacit_renewal: Option<bool>,
    /// How often the premium is paid; yearly when absent.
    pub payment_frequency: Option<String>,
    /// What is insured, by name: `plate`, `make`, `model`, `use`, `vin`, `first_registration`, `address`, `surface_m2`, `rooms`,
    /// `built_in`, `occupancy`, `people`, `activity`, `activity_code`, `employees`, `goods` and `description` are checked by
    /// what they are; any other name is kept.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub risk: Option<Risk>,
    /// What else the same policy insures.
    pub risk_objects: Option<Vec<RiskObjectInput>>,
}

/// A policy to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavePolicy {
    /// The policyholder.
    pub client_id: ClientId,
    /// The insurer.
    pub company_id: CompanyId,
    /// The insurer's number for it.
    pub policy_number: String,
    /// The agreed terms.
    pub terms: Terms,
}

impl SavePolicy {
    /// Everything a search should find the policy by, beside its client.
    pub fn search_text(&self) -> String {
        let risk = self.terms.risk.values().filter_map(Value::as_str);
        let objects = self.terms.risk_objects.iter();
        let objects =
            objects.flat_map(|object| [object.reference.as_str(), object.description.as_deref().unwrap_or_default()]);
        let parts = [self.policy_number.as_str(), self.terms.product_name.as_str()];
        search_text(parts.into_iter().chain(risk).chain(objects))
    }
}

impl PolicyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SavePolicy, Vec<FieldError>> {
        let mut check = Checker::default();
        let client_id = check.keep(reference("client_id", self.client_id.as_deref(), ClientId::parse));
        let company_id = check.keep(reference("company_id", self.company_id.as_deref(), CompanyId::parse));
        let policy_number = check.keep(text::required_line("policy_number", self.policy_number.as_deref(), 60));
        let line = check.keep(ProductLine::field("product_line", self.product_line.as_deref()));
        let product_name =
            check.keep(text::required_line("product_name", self.product_name.as_deref(), text::LINE_MAX));
        let premium = check.keep(premium(self.premium));
        let from = check.keep(text::required_day("effective_date", self.effective_date.as_deref()));
        let until = check.keep(text::required_day("expiry_date", self.expiry_date.as_deref()));
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            check.note(FieldError::new("expiry_date", Code::DateNotAfter).with("after", from));
        }
        let frequency = match self.payment_frequency.as_deref() {
            None | Some("") => Some(PaymentFrequency::Annual),
            word => check.keep(PaymentFrequency::field("payment_frequency", word)),
        };
        let risk = check.keep(risk(self.risk.unwrap_or_default()));
        let risk_objects = objects(&mut check, line, self.risk_objects.unwrap_or_default());
        let terms = line.zip(product_name).zip(premium).zip(from.zip(until)).zip(frequency.zip(risk)).map(
            |((((product_line, product_name), premium), (effective_date, expiry_date)), (payment_frequency, risk))| {
                Terms {
                    product_line,
                    product_name,
                    premium,
                    effective_date,
                    expiry_date,
                    tacit_renewal: self.tacit_renewal.unwrap_or(false),
                    payment_frequency,
                    risk,
                    risk_objects,
                }
            },
        );
        let policy = client_id.zip(company_id).zip(policy_number).zip(terms).map(
            |(((client_id, company_id), policy_number), terms)| SavePolicy {
                client_id,
                company_id,
                policy_number,
                terms,
            },
        );
        check.finish(policy)
    }
}

fn reference<T>(field: &str, text: Option<&str>, parse: fn(&str) -> Option<T>) -> Result<T, FieldError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| FieldError::new(field, Code::Required))?;
    parse(text).ok_or_else(|| FieldError::new(field, Code::UnknownReference))
}

fn premium(amount: Option<Money>) -> Result<Money, FieldError> {
    let amount = amount.ok_or_else(|| FieldError::new("premium", Code::Required))?;
    if amount.amount_minor < 0 {
        return Err(FieldError::new("premium", Code::NegativeAmount));
    }
    Ok(amount)
}

/// A step that only needs its day and its reason: suspension, reinstatement, making void, binding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepInput {
    /// The day it counts from; today when absent.
    pub effective_date: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl StepInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self, today: Date) -> Result<(Date, Option<String>), Vec<FieldError>> {
        let mut check = Checker::default();
        let on = check.keep(text::day("effective_date", self.effective_date.as_deref()));
        let reason = check.keep(text::line("reason", self.reason.as_deref(), text::LINE_MAX));
        let step = on.zip(reason).map(|(on, reason)| (on.unwrap_or(today), reason));
        check.finish(step)
    }
}

/// A cancellation: the first day without cover, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancellationInput {
    /// The first day without cover, from 00:00.
    pub effective_date: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl CancellationInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<(Date, String), Vec<FieldError>> {
        let mut check = Checker::default();
        let on = check.keep(text::required_day("effective_date", self.effective_date.as_deref()));
        let reason = check.keep(text::required_line("reason", self.reason.as_deref(), text::LINE_MAX));
        check.finish(on.zip(reason))
    }
}

/// The withdrawal of a fact that was told in error: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawalInput {
    /// The fact.
    pub fact_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl WithdrawalInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<(FactId, String), Vec<FieldError>> {
        let mut check = Checker::default();
        let fact = check.keep(reference("fact_id", self.fact_id.as_deref(), FactId::parse));
        let reason = check.keep(text::required_line("reason", self.reason.as_deref(), text::LINE_MAX));
        check.finish(fact.zip(reason))
    }
}

/// A renewal: the end of the new term; a year after the last when absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RenewalInput {
    /// The day the new term ends.
    pub expiry_date: Option<String>,
    /// Why, or under which reference.
    pub reason: Option<String>,
}

impl RenewalInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<(Option<Date>, Option<String>), Vec<FieldError>> {
        let mut check = Checker::default();
        let until = check.keep(text::day("expiry_date", self.expiry_date.as_deref()));
        let reason = check.keep(text::line("reason", self.reason.as_deref(), text::LINE_MAX));
        check.finish(until.zip(reason))
    }
}

/// An endorsement (*avenant*): changed terms from a day on, and why. A term left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndorsementInput {
    /// The day it counts from.
    pub effective_date: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The company's name for the product.
    pub product_name: Option<String>,
    /// The yearly premium.
    pub premium: Option<Money>,
    /// The day the term ends.
    pub expiry_date: Option<String>,
    /// Whether it renews tacitly.
    pub tacit_renewal: Option<bool>,
    /// How often the premium is paid.
    pub payment_frequency: Option<String>,
    /// What is insured.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub risk: Option<Risk>,
    /// What else the same policy insures: all of it, as it is from that day on.
    pub risk_objects: Option<Vec<RiskObjectInput>>,
}

impl EndorsementInput {
    /// The day it counts from, where one can be read; what is wrong with it is told by [`Self::parse`].
    pub fn day(&self) -> Option<Date> {
        text::day("effective_date", self.effective_date.as_deref()).ok().flatten()
    }

    /// Checks every field and lays the changed terms over the `current` ones.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self, current: &PolicyInput) -> Result<(Date, String, Terms), Vec<FieldError>> {
        let mut check = Checker::default();
        let on = check.keep(text::required_day("effective_date", self.effective_date.as_deref()));
        let reason = check.keep(text::required_line("reason", self.reason.as_deref(), text::LINE_MAX));
        let changed = PolicyInput {
            product_name: self.product_name.or_else(|| current.product_name.clone()),
            premium: self.premium.or(current.premium),
            expiry_date: self.expiry_date.or_else(|| current.expiry_date.clone()),
            tacit_renewal: self.tacit_renewal.or(current.tacit_renewal),
            payment_frequency: self.payment_frequency.or_else(|| current.payment_frequency.clone()),
            risk: self.risk.or_else(|| current.risk.clone()),
            risk_objects: self.risk_objects.or_else(|| current.risk_objects.clone()),
            ..current.clone()
        };
        let terms = match changed.parse() {
            Ok(policy) => Some(policy.terms),
            Err(errors) => {
                check.note_all(errors);
                None
            }
        };
        check.finish(on.zip(reason).zip(terms).map(|((on, reason), terms)| (on, reason, terms)))
    }
}
