//! Why something is refused about a client.

use crate::shared::problem::{Code, Facts, Refusal};

/// A rule about clients that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientError {
    /// The client still has policies: they would lose their holder.
    HasPolicies {
        /// How many.
        count: i64,
    },
}

impl Refusal for ClientError {
    fn code(&self) -> Code {
        match self {
            Self::HasPolicies { .. } => Code::ClientHasPolicies,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::HasPolicies { count } => Facts::from([("count".into(), count.to_string())]),
        }
    }
}
