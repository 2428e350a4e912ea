//! Why something is refused about a policy.

use jiff::civil::Date;

use super::PolicyState;
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
    /// The terms that count from a later day are recorded already: an earlier change would have to be told in them too.
    EndorsementOutOfOrder {
        /// The day the latest terms count from.
        latest: Date,
    },
}

impl Refusal for PolicyError {
    fn code(&self) -> Code {
        match self {
            Self::StateForbids { .. } => Code::PolicyStateForbids,
            Self::OutsideCover { .. } => Code::OutsideCover,
            Self::EndorsementNeeded => Code::EndorsementNeeded,
            Self::RenewsTacitly => Code::RenewsTacitly,
            Self::EndorsementOutOfOrder { .. } => Code::EndorsementOutOfOrder,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::StateForbids { state } => Facts::from([("state".into(), state.code().into())]),
            Self::OutsideCover { from, until } => Facts::from([
                ("from".into(), from.to_string()),
                ("until".into(), until.map_or_else(String::new, |day| day.to_string())),
            ]),
            Self::EndorsementNeeded | Self::RenewsTacitly => Facts::new(),
            Self::EndorsementOutOfOrder { latest } => Facts::from([("latest".into(), latest.to_string())]),
        }
    }
}
