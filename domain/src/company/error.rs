//! Why something is refused about a company.

use super::MandateKind;
use crate::shared::problem::{Code, Facts, Refusal};

/// A rule about companies that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyError {
    /// The company still has policies.
    HasPolicies {
        /// How many.
        count: i64,
    },
    /// The company did not give the firm this mandate.
    MandateMissing {
        /// What the broker wanted to do.
        kind: MandateKind,
        /// The company's name.
        company: String,
    },
}

impl Refusal for CompanyError {
    fn code(&self) -> Code {
        match self {
            Self::HasPolicies { .. } => Code::CompanyHasPolicies,
            Self::MandateMissing { .. } => Code::MandateMissing,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::HasPolicies { count } => Facts::from([("count".into(), count.to_string())]),
            Self::MandateMissing { kind, company } => {
                Facts::from([("mandate".into(), kind.code().into()), ("company".into(), company.clone())])
            }
        }
    }
}
