//! What may be seen of the renewal of many policies.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ItemState, PlanKind, RunState};
use crate::shared::problem::{Code, Facts};
use crate::shared::{Money, PolicyId, RenewalRunId, UserId};

/// The renewal of many policies, with how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RenewalRunView {
    /// Its id.
    pub id: RenewalRunId,
    /// How far it has come.
    pub state: RunState,
    /// By how much premiums change, in millionths.
    pub premium_change_per_million: i64,
    /// Why.
    pub reason: Option<String>,
    /// Who began it.
    pub author_id: UserId,
    /// How many policies it is about.
    pub total: i64,
    /// How many are not looked at yet.
    pub waiting: i64,
    /// How many can be renewed.
    pub planned: i64,
    /// How many cannot.
    pub refused: i64,
    /// How many are renewed.
    pub done: i64,
    /// How many renewals are withdrawn.
    pub undone: i64,
    /// How many renewals stay although they should be withdrawn.
    pub kept: i64,
    /// When it was begun.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it last went on.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl RenewalRunView {
    /// How many of how many are through with the work under way.
    pub const fn progress(&self) -> (i64, i64) {
        match self.state {
            RunState::Preparing => (self.total - self.waiting, self.total),
            RunState::Undoing => (self.undone + self.kept, self.undone + self.kept + self.done),
            _ => (self.done, self.done + self.planned),
        }
    }
}

/// One policy in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RenewalItemView {
    /// The policy.
    pub policy_id: PolicyId,
    /// Its number.
    pub policy_number: String,
    /// The policyholder's name.
    pub client_name: String,
    /// The insurer's name.
    pub company_name: String,
    /// What became of it.
    pub state: ItemState,
    /// How it goes on.
    pub kind: Option<PlanKind>,
    /// The first day of the next term.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub from: Option<Date>,
    /// The day the next term ends.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
    /// The yearly premium before.
    pub premium_before: Option<Money>,
    /// The yearly premium of the next term.
    pub premium_after: Option<Money>,
    /// Why it is refused, or why its renewal stays.
    pub code: Option<Code>,
    /// The facts of the refusal.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub args: Facts,
}
