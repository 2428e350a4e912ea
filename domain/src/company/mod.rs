//! An insurance company (*compagnie*), and the mandates by which it lets the firm act in its name.

mod commands;
mod contacts;
mod error;
mod integration;
mod list;
mod papers;
mod products;
mod views;

pub use commands::{CompanyInput, MandateInput, SaveCompany, SaveMandate};
pub use contacts::{CompanyContact, CompanyContactInput, CompanyContactRole};
pub use error::CompanyError;
pub use integration::{
    Authentication, CallbackSecret, IntegrationInput, IntegrationMode, IntegrationView, ReportFormat, SaveIntegration,
    SecretChange, SecretView, TestOutcome, TestReport, TestStep, TestedView,
};
pub use list::{COMPANY_LIST, CompanyFilter};
pub use papers::{HandedIn, PAPER_MAX, PaperView, SavePaper, too_large};
pub use products::{PRODUCTS_MAX, ProductInput, ProductView, ProductsView, Sale, SaveProduct, products};
pub use views::{CompanyRef, CompanyView, MandateView, MandatesView};

use crate::policy::ProductLine;
use crate::shared::choices;
use jiff::civil::Date;

choices! {
    /// What a company lets the broker do in its name.
    MandateKind {
        /// Collect premiums.
        CollectPremiums = "collect_premiums",
        /// Issue certificates.
        IssueCertificates = "issue_certificates",
        /// Issue cover notes; in the CIMA zone only with an express mandate (article 543).
        IssueCoverNotes = "issue_cover_notes",
    }
}

/// Whether one of the mandates allows this act for this line on this day.
pub fn allows(mandates: &[MandateView], kind: MandateKind, line: ProductLine, on: Date) -> bool {
    mandates.iter().any(|mandate| {
        mandate.kind == kind
            && (mandate.product_lines.is_empty() || mandate.product_lines.contains(&line))
            && mandate.valid_from <= on
            && mandate.valid_until.is_none_or(|until| on <= until)
    })
}

#[cfg(test)]
mod tests {
    use crate::shared::MandateId;

    use super::*;

    #[test]
    fn a_mandate_counts_for_its_act_its_lines_and_its_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mandate = MandateView {
            id: MandateId::from_uuid(uuid::Uuid::nil()),
            document: None,
            kind: MandateKind::IssueCertificates,
            product_lines: vec![ProductLine::Motor],
            valid_from: day("2026-01-01"),
            valid_until: Some(day("2026-12-31")),
        };
        let given = [mandate];
        let cases = [
            (MandateKind::IssueCertificates, ProductLine::Motor, "2026-12-31", true),
            (MandateKind::IssueCertificates, ProductLine::Motor, "2027-01-01", false),
            (MandateKind::IssueCertificates, ProductLine::Home, "2026-06-01", false),
            (MandateKind::IssueCoverNotes, ProductLine::Motor, "2026-06-01", false),
        ];
        for (kind, line, on, expected) in cases {
            assert_eq!(allows(&given, kind, line, day(on)), expected, "{kind:?} {line:?} {on}");
        }
    }
}
