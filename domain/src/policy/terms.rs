//! What is agreed: product, premium, period, payment and what is insured.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::RiskObject;
use crate::shared::{Money, choices};

choices! {
    /// A line of business (*branche*), by Telebib2's families.
    ProductLine {
        /// Vehicles.
        Motor = "motor",
        /// Home and household.
        Home = "home",
        /// Health costs.
        Health = "health",
        /// Professional liability.
        ProfessionalLiability = "professional_liability",
        /// General liability.
        Liability = "liability",
        /// Premises and contents of a business.
        BusinessProperty = "business_property",
        /// Goods in transit.
        Transport = "transport",
        /// Buildings under construction.
        Construction = "construction",
        /// Legal protection.
        LegalProtection = "legal_protection",
        /// Travel and assistance.
        Travel = "travel",
        /// Life and provident cover.
        Life = "life",
        /// Anything else.
        Other = "other",
    }
}

choices! {
    /// How often the premium is paid.
    PaymentFrequency {
        /// Once a year.
        Annual = "annual",
        /// Twice a year.
        SemiAnnual = "semi_annual",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every month.
        Monthly = "monthly",
        /// Once, for the whole term.
        Single = "single",
    }
}

/// What is insured, by name: `plate` → `AB-123-CD`. Values are texts, numbers or yes/no.
pub type Risk = BTreeMap<String, Value>;

/// The agreed terms of a policy, as one version of it holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Terms {
    /// The line of business.
    pub product_line: ProductLine,
    /// The company's name for the product.
    pub product_name: String,
    /// The yearly premium, all taxes included.
    pub premium: Money,
    /// The day cover begins, at 00:00.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub effective_date: Date,
    /// The day the term ends, at 00:00; the main due date.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub expiry_date: Date,
    /// Whether the policy goes on for another term unless somebody gives notice.
    pub tacit_renewal: bool,
    /// How often the premium is paid.
    pub payment_frequency: PaymentFrequency,
    /// What is insured.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub risk: Risk,
    /// What else the same policy insures: the other vehicles of a fleet, further premises.
    #[serde(default)]
    pub risk_objects: Vec<RiskObject>,
}

/// The term that runs on `on`: for a tacitly renewed policy, the year around that day; else the agreed term.
pub fn current_period(terms: &Terms, on: Date) -> (Date, Date) {
    let (mut from, mut until) = (terms.effective_date, terms.expiry_date);
    if !terms.tacit_renewal {
        return (from, until);
    }
    // The due date stays on its day and month, also when the first term was shorter than a year.
    let due = until;
    let mut years = 0;
    while until <= on && years < 400 {
        years += 1;
        from = until;
        until = due.saturating_add(years.years());
    }
    (from, until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Currency;

    #[test]
    fn a_tacitly_renewed_policy_is_in_the_term_around_the_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mut terms = Terms {
            product_line: ProductLine::Motor,
            product_name: "Auto".into(),
            premium: Money { amount_minor: 1, currency: Currency::EUR },
            effective_date: day("2023-06-15"),
            expiry_date: day("2024-02-29"),
            tacit_renewal: true,
            payment_frequency: PaymentFrequency::Annual,
            risk: Risk::new(),
            risk_objects: Vec::new(),
        };
        let cases = [
            ("2023-06-15", ("2023-06-15", "2024-02-29")),
            ("2024-02-29", ("2024-02-29", "2025-02-28")),
            ("2026-11-23", ("2026-02-28", "2027-02-28")),
            ("2028-03-01", ("2028-02-29", "2029-02-28")),
        ];
        for (on, (from, until)) in cases {
            assert_eq!(current_period(&terms, day(on)), (day(from), day(until)), "{on}");
        }
        terms.tacit_renewal = false;
        assert_eq!(current_period(&terms, day("2030-01-01")), (day("2023-06-15"), day("2024-02-29")));
    }
}
