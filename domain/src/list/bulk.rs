//! What became of an act on many records.

use serde::{Deserialize, Serialize};

use crate::shared::problem::{Code, Facts};

/// The most records that one act reaches.
pub const ACT_MAX: u64 = 20_000;
/// The most refusals that are told one by one.
const REFUSALS_TOLD: usize = 20;

/// One record that an act left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LeftAlone {
    /// The record.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub code: Code,
    /// The facts of the sentence.
    #[cfg_attr(feature = "schema", schema(value_type = std::collections::HashMap<String, String>))]
    pub facts: Facts,
}

/// What became of an act on many records: each was done, or left alone for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ActReport {
    /// How many were selected.
    pub selected: u64,
    /// For how many it was done.
    pub done: u64,
    /// How many were left as they were.
    pub left: u64,
    /// The first of those, with their reasons.
    pub reasons: Vec<LeftAlone>,
}

impl ActReport {
    /// Counts one record that was left alone.
    pub fn leave(&mut self, one: LeftAlone) {
        self.left += 1;
        if self.reasons.len() < REFUSALS_TOLD {
            self.reasons.push(one);
        }
    }
}
