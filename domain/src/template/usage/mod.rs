//! What a template is used for in the trade: its facts, its mandatory mentions, and who may issue it about what.
//!
//! The *kind* of a template is the broad word of the API; its *usage* says which paper of the trade it is, and that decides
//! what must stand in it. Everything here is data: one table per question.

mod data;
mod facts;
mod mentions;

pub use data::{prints, read_data};
pub use facts::{Fact, FactShape, TABLE_ROWS_MAX};
pub use mentions::{Mention, MentionCase};

use super::TemplateKind;
use crate::company::MandateKind;
use crate::policy::PolicyState;
use crate::shared::choices;
use crate::shared::problem::{Code, FieldError};
use crate::user::Role;

choices! {
    /// What a template is used for.
    TemplateUsage {
        /// Certificate of insurance, for whichever line.
        Certificate = "certificate",
        /// Motor certificate (French Insurance Code R.211-14 to R.211-17).
        MotorCertificate = "motor_certificate",
        /// Certificate of liability cover, mostly professional or ten-year (*décennale*).
        LiabilityCertificate = "liability_certificate",
        /// Cover note; in the CIMA zone only with the company's express mandate (CIMA Code article 543).
        CoverNote = "cover_note",
        /// A free letter.
        Letter = "letter",
        /// Letter that asks for a cancellation, or tells of one.
        CancellationLetter = "cancellation_letter",
        /// Letter that goes with an endorsement.
        EndorsementLetter = "endorsement_letter",
        /// Premium notice (French Insurance Code L.113-3, first paragraph).
        PremiumNotice = "premium_notice",
        /// Reminder of a premium that was not paid.
        Reminder = "reminder",
        /// Formal notice (*mise en demeure*, French Insurance Code L.113-3; Belgian Act of 4 April 2014, articles 69 to 72).
        FormalNotice = "formal_notice",
        /// Statement of a client's account.
        ClientStatement = "client_statement",
        /// What was produced in a time, for a company.
        ProductionBordereau = "production_bordereau",
        /// What was collected and is paid over to a company (CIMA Code article 541).
        RemittanceBordereau = "remittance_bordereau",
        /// Commissions expected and received.
        CommissionBordereau = "commission_bordereau",
        /// Advice record (French Insurance Code L.521-4).
        AdviceRecord = "advice_record",
        /// The document of the first contact (French Insurance Code L.521-2, R.521-1 and R.521-2).
        FirstContact = "first_contact",
        /// Priced proposal.
        Quote = "quote",
        /// Anything else.
        Other = "other",
    }
}

/// What a document of a usage must be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A policy, which brings its client and company.
    Policy,
    /// A client, or a policy, which brings one.
    Client,
    /// A company, or a policy, which brings one.
    Company,
    /// Anything, or nothing of the books.
    Anything,
}

impl TemplateUsage {
    /// The kind of document it makes.
    pub const fn kind(self) -> TemplateKind {
        match self {
            Self::Certificate | Self::MotorCertificate | Self::LiabilityCertificate => TemplateKind::Certificate,
            Self::CoverNote => TemplateKind::CoverNote,
            Self::Letter | Self::CancellationLetter | Self::EndorsementLetter => TemplateKind::Letter,
            Self::PremiumNotice | Self::Reminder | Self::FormalNotice => TemplateKind::Notice,
            Self::ClientStatement => TemplateKind::Statement,
            Self::ProductionBordereau | Self::RemittanceBordereau | Self::CommissionBordereau => {
                TemplateKind::Bordereau
            }
            Self::AdviceRecord | Self::FirstContact | Self::Quote => TemplateKind::Advice,
            Self::Other => TemplateKind::Other,
        }
    }

    /// The usage that a template of a kind has when nobody says.
    pub const fn usual(kind: TemplateKind) -> Self {
        match kind {
            TemplateKind::Certificate => Self::Certificate,
            TemplateKind::CoverNote => Self::CoverNote,
            TemplateKind::Letter => Self::Letter,
            TemplateKind::Notice => Self::PremiumNotice,
            TemplateKind::Statement => Self::ClientStatement,
            TemplateKind::Bordereau => Self::ProductionBordereau,
            TemplateKind::Advice => Self::AdviceRecord,
            TemplateKind::Other => Self::Other,
        }
    }

    /// Whether it is the usual one of its kind. A usual one asks for the facts and addresses that its template prints; any
    /// other was chosen on purpose, and asks for all of its own.
    pub fn is_usual(self) -> bool {
        Self::usual(self.kind()) == self
    }

    /// The usages of a kind, the usual one first.
    pub fn of_kind(kind: TemplateKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |usage| usage.kind() == kind)
    }

    /// Reads the usage of a template of a kind.
    ///
    /// # Errors
    /// The field's error: not a usage of that kind.
    pub fn within(field: &str, kind: TemplateKind, text: Option<&str>) -> Result<Self, FieldError> {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let Some(text) = text else { return Ok(Self::usual(kind)) };
        Self::parse(text).filter(|usage| usage.kind() == kind).ok_or_else(|| {
            let allowed: Vec<&str> = Self::of_kind(kind).map(Self::code).collect();
            FieldError::new(field, Code::NotAChoice).with("allowed", allowed.join(", "))
        })
    }

    /// What a document of it must be about.
    pub const fn about(self) -> About {
        match self {
            Self::Certificate
            | Self::MotorCertificate
            | Self::LiabilityCertificate
            | Self::CoverNote
            | Self::CancellationLetter
            | Self::EndorsementLetter
            | Self::Reminder
            | Self::FormalNotice => About::Policy,
            Self::PremiumNotice | Self::ClientStatement | Self::AdviceRecord | Self::FirstContact | Self::Quote => {
                About::Client
            }
            Self::ProductionBordereau | Self::RemittanceBordereau | Self::CommissionBordereau => About::Company,
            Self::Letter | Self::Other => About::Anything,
        }
    }

    /// What a document of it must be about, made from this template: a usual paper asks for the client or company that its
    /// template prints.
    pub fn asks_for(self, source: &str) -> About {
        match self.about() {
            About::Client if self.is_usual() && !source.contains("client.") => About::Anything,
            About::Company if self.is_usual() && !source.contains("company.") => About::Anything,
            about => about,
        }
    }

    /// The facts that a form asks for: of a usual paper those that its template prints, of any other all of its own.
    pub fn asked_facts(self, source: &str) -> Vec<&'static Fact> {
        self.facts().iter().filter(|fact| !self.is_usual() || prints(source, fact.name)).collect()
    }

    /// The mandate of the policy's company without which the firm may not issue it. Who asks for money in the insurer's name
    /// does so with its mandate to collect (CIMA Code article 541).
    pub const fn needed_mandate(self) -> Option<MandateKind> {
        match self {
            Self::Certificate | Self::MotorCertificate | Self::LiabilityCertificate => {
                Some(MandateKind::IssueCertificates)
            }
            Self::CoverNote => Some(MandateKind::IssueCoverNotes),
            Self::PremiumNotice | Self::Reminder | Self::FormalNotice => Some(MandateKind::CollectPremiums),
            _ => None,
        }
    }

    /// The least role that may issue it. What settles money with a company, and what suspends cover after thirty days, is
    /// not every broker's to send.
    pub const fn least_role(self) -> Role {
        match self {
            Self::FormalNotice | Self::ProductionBordereau | Self::RemittanceBordereau | Self::CommissionBordereau => {
                Role::Manager
            }
            _ => Role::User,
        }
    }

    /// Whether it may be issued about a policy that is in this state on the day.
    pub const fn fits_state(self, state: PolicyState) -> bool {
        use PolicyState as S;
        match self {
            // It states that the insurer covers.
            Self::Certificate | Self::MotorCertificate | Self::LiabilityCertificate => state.is_covered(),
            Self::CoverNote => !state.is_over() && !matches!(state, S::Suspended),
            Self::CancellationLetter => {
                matches!(state, S::Accepted | S::Provisional | S::InForce | S::Suspended | S::Cancelled | S::Expired)
            }
            Self::EndorsementLetter => matches!(state, S::Accepted | S::Provisional | S::InForce | S::Suspended),
            Self::PremiumNotice => matches!(state, S::Accepted | S::Provisional | S::InForce | S::Suspended),
            // What fell due while the policy ran is owed after it, too.
            Self::Reminder => {
                matches!(state, S::Provisional | S::InForce | S::Suspended | S::Cancelled | S::Expired)
            }
            Self::FormalNotice => matches!(state, S::Provisional | S::InForce | S::Suspended),
            Self::Quote => matches!(state, S::Quote | S::Offered),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_usual_usage_and_every_usage_its_kind() {
        for kind in TemplateKind::ALL {
            assert_eq!(TemplateUsage::usual(*kind).kind(), *kind);
            assert_eq!(
                TemplateUsage::of_kind(*kind).next(),
                Some(TemplateUsage::usual(*kind)),
                "the usual one is first"
            );
            assert_eq!(TemplateUsage::within("usage", *kind, None), Ok(TemplateUsage::usual(*kind)));
        }
        let wrong = TemplateUsage::within("usage", TemplateKind::Letter, Some("reminder"));
        assert_eq!(wrong.map_err(|error| error.code), Err(Code::NotAChoice));
    }

    #[test]
    fn what_states_cover_needs_a_policy_that_covers() {
        for state in PolicyState::ALL {
            assert_eq!(TemplateUsage::MotorCertificate.fits_state(*state), state.is_covered(), "{state:?}");
            assert!(TemplateUsage::Letter.fits_state(*state), "one may always write");
        }
        assert!(!TemplateUsage::CoverNote.fits_state(PolicyState::Suspended));
        assert!(!TemplateUsage::Quote.fits_state(PolicyState::InForce));
    }
}
