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
    /// A person and an organisation are not one client.
    MergeOfKinds,
    /// A merge cannot be undone any more.
    MergeNotUndoable {
        /// The file that stayed is no longer in use.
        survivor_gone: bool,
        /// How many records that were moved have moved on since.
        missing: usize,
    },
    /// The broker named looks after him already.
    SameOwner,
}

impl Refusal for ClientError {
    fn code(&self) -> Code {
        match self {
            Self::HasPolicies { .. } => Code::ClientHasPolicies,
            Self::SameOwner => Code::SameOwner,
            Self::MergeOfKinds => Code::MergeOfKinds,
            Self::MergeNotUndoable { survivor_gone: true, .. } => Code::MergeSurvivorGone,
            Self::MergeNotUndoable { .. } => Code::MergeMovedOn,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::HasPolicies { count } => Facts::from([("count".into(), count.to_string())]),
            Self::MergeNotUndoable { survivor_gone: false, missing } => {
                Facts::from([("count".into(), missing.to_string())])
            }
            Self::SameOwner | Self::MergeOfKinds | Self::MergeNotUndoable { .. } => Facts::new(),
        }
    }
}
