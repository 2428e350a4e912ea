//! Why something is refused about a policy.

use jiff::civil::Date;

use super::{FactKind, PARTIES_MAX, PolicyState};
use crate::shared::problem::{Code, Facts, Refusal};

/// A rule about policies that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyError {
    /// The policy's state does not allow the step.
    StateForbids {
        /// The state it is in.
        state: PolicyState,
    },
    /// The day lies outside the cover.
    OutsideCover {
        /// The first day of cover.
        from: Date,
        /// The day cover ends, where it does.
        until: Option<Date>,
    },
    /// The terms of a bound policy change by an endorsement only.
    EndorsementNeeded,
    /// The policy goes on by itself; only its terms can change.
    RenewsTacitly,
    /// The next term is agreed already.
    AlreadyRenewed {
        /// The day its terms count from.
        from: Date,
    },
    /// The premium would be more than can be counted.
    PremiumTooLarge,
    /// The policy names as many parties as one may.
    TooManyParties,
    /// Other facts rest on the one that should be withdrawn.
    FactNeeded {
        /// The first of them.
        by: FactKind,
    },
    /// The recording of a quote, and a withdrawal, are not withdrawn; nor is what is withdrawn already.
    FactStays,
}

impl Refusal for PolicyError {
    fn code(&self) -> Code {
        match self {
            Self::StateForbids { .. } => Code::PolicyStateForbids,
            Self::OutsideCover { .. } => Code::OutsideCover,
            Self::EndorsementNeeded => Code::EndorsementNeeded,
            Self::RenewsTacitly => Code::RenewsTacitly,
            Self::TooManyParties => Code::TooManyParties,
            Self::FactNeeded { .. } => Code::FactNeeded,
            Self::FactStays => Code::FactStays,
            Self::AlreadyRenewed { .. } => Code::AlreadyRenewed,
            Self::PremiumTooLarge => Code::PremiumTooLarge,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::StateForbids { state } => Facts::from([("state".into(), state.code().into())]),
            Self::OutsideCover { from, until } => Facts::from([
                ("from".into(), from.to_string()),
                ("until".into(), until.map_or_else(String::new, |day| day.to_string())),
            ]),
            Self::EndorsementNeeded | Self::RenewsTacitly | Self::FactStays | Self::PremiumTooLarge => Facts::new(),
            Self::TooManyParties => Facts::from([("max".into(), PARTIES_MAX.to_string())]),
            Self::AlreadyRenewed { from } => Facts::from([("from".into(), from.to_string())]),
            Self::FactNeeded { by } => Facts::from([("fact".into(), by.code().into())]),
        }
    }
}
