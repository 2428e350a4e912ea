//! An insurance policy (*police*): terms that change by endorsement, and a state that is never stored as truth but derived
//! from dated facts, as of a moment and as known at a moment.
//!
//! All effective moments are wall-clock times in the firm's own zone: the law speaks of midnights and noons, not of UTC.

mod commands;
mod due;
mod error;
mod history;
mod list;
mod party;
mod rebase;
mod risk;
mod steps;
mod terms;
mod timeline;
mod totals;
mod views;

pub use commands::{
    CancellationInput, EndorsementInput, PolicyInput, RenewalInput, SavePolicy, StepInput, WithdrawalInput,
};
pub use due::DueDate;
pub use error::PolicyError;
pub use history::{History, withdrawn};
pub use list::{POLICY_LIST, PolicyFilter};
pub use party::{ClientRole, PARTIES_MAX, PartyIdentity, PartyInput, PartyRole, PartyView, SaveParty};
pub use rebase::rebased;
pub use risk::{RISK_OBJECTS_MAX, RiskKind, RiskObject, RiskObjectInput, Shape, THINGS, Thing, known_thing, told};
pub use steps::PolicyStep;
pub use terms::{PaymentFrequency, ProductLine, Risk, Terms, current_period};
pub use timeline::{Fact, FactKind, Span, Timeline};
pub use totals::{PolicyTotal, currencies, summed};
pub use views::{PolicyRow, PolicyVersionView, PolicyView};

use crate::shared::choices;

choices! {
    /// Where a policy stands in its life.
    PolicyState {
        /// Priced, not yet proposed.
        Quote = "quote",
        /// Proposed to the client.
        Offered = "offered",
        /// Agreed, cover has not begun.
        Accepted = "accepted",
        /// Covered by a cover note until the policy is issued.
        Provisional = "provisional",
        /// Covered.
        InForce = "in_force",
        /// Cover is suspended, mostly for an unpaid premium.
        Suspended = "suspended",
        /// Ended before its term.
        Cancelled = "cancelled",
        /// Ended with its term.
        Expired = "expired",
        /// Never was: void from the beginning.
        Void = "void",
        /// The company or the client said no.
        Declined = "declined",
        /// The proposal ran out.
        Lapsed = "lapsed",
    }
}

impl PolicyState {
    /// Whether the insurer covers a loss in this state.
    pub const fn is_covered(self) -> bool {
        matches!(self, Self::InForce | Self::Provisional)
    }

    /// Whether the policy is over for good.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Expired | Self::Void | Self::Declined | Self::Lapsed)
    }
}
