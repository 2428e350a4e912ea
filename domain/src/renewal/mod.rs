//! The renewal of many policies at once (*renouvellement en masse*): first it is worked out what would change, then somebody
//! confirms it, and afterwards it can be undone.

mod commands;
mod plan;
mod views;

pub use commands::{PREMIUM_CHANGE_MAX, PREMIUM_CHANGE_MIN, RENEWALS_MAX, RenewalRunInput, StartRenewals};
pub use plan::{Plan, PlanKind, PremiumChange};
pub use views::{RenewalItemView, RenewalRunView};

use crate::shared::choices;

choices! {
    /// How far a renewal of many policies has come.
    RunState {
        /// It is being worked out what would change.
        Preparing = "preparing",
        /// Somebody must confirm it.
        Ready = "ready",
        /// The policies are being renewed.
        Running = "running",
        /// Every policy is renewed or refused.
        Done = "done",
        /// The renewals are being withdrawn.
        Undoing = "undoing",
        /// What could be withdrawn is.
        Undone = "undone",
        /// Nobody wanted it; nothing was changed.
        Discarded = "discarded",
        /// Who began it may no longer renew policies; the rest was left as it is.
        Stopped = "stopped",
    }
}

impl RunState {
    /// Whether work is under way in the background.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Preparing | Self::Running | Self::Undoing)
    }
}

choices! {
    /// What became of one policy in it.
    ItemState {
        /// Not looked at yet.
        Waiting = "waiting",
        /// It can be renewed.
        Planned = "planned",
        /// It cannot, for the reason told.
        Refused = "refused",
        /// It is renewed.
        Done = "done",
        /// Its renewal is withdrawn.
        Undone = "undone",
        /// Its renewal stays, for the reason told.
        Kept = "kept",
    }
}
