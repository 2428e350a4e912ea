//! What one may ask about the renewal of many policies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PremiumChange;
use crate::list::Selection;
use crate::policy::PolicyFilter;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{PolicyId, text};

/// The most policies that are renewed in one go.
pub const RENEWALS_MAX: u64 = 20_000;
/// The strongest fall of premiums in one go, in millionths: by half.
pub const PREMIUM_CHANGE_MIN: i64 = -500_000;
/// The strongest rise of premiums in one go, in millionths: twice as dear.
pub const PREMIUM_CHANGE_MAX: i64 = 1_000_000;

/// A renewal of many policies as a request describes it: the ticked ones, or all that match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RenewalRunInput {
    /// The policies, one by one.
    pub policies: Option<Vec<String>>,
    /// In place of them: all policies that match, by the names and values of the list's own filters and `q`.
    pub matching: Option<BTreeMap<String, String>>,
    /// By how much the premiums change, in millionths: 35000 for 3.5 % more. Not at all when absent.
    pub premium_change_per_million: Option<i64>,
    /// Why, or under which reference.
    pub reason: Option<String>,
}

/// A renewal of many policies, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartRenewals {
    /// Which policies.
    pub selection: Selection<PolicyId, PolicyFilter>,
    /// By how much their premiums change.
    pub change: PremiumChange,
    /// Why.
    pub reason: Option<String>,
}

impl RenewalRunInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<StartRenewals, Vec<FieldError>> {
        let mut check = Checker::default();
        let (ids, matching) = (self.policies.as_deref(), self.matching.as_ref());
        let selection = Selection::named("policies", ids, matching, PolicyId::parse);
        let selection = selection.map_err(|errors| check.note_all(errors)).ok();
        let per_million = self.premium_change_per_million.unwrap_or_default();
        let in_range = (PREMIUM_CHANGE_MIN..=PREMIUM_CHANGE_MAX).contains(&per_million);
        let change = check.keep(in_range.then_some(PremiumChange { per_million }).ok_or_else(|| {
            FieldError::new("premium_change_per_million", Code::OutOfRange)
                .with("min", PREMIUM_CHANGE_MIN)
                .with("max", PREMIUM_CHANGE_MAX)
        }));
        let reason = check.keep(text::line("reason", self.reason.as_deref(), text::LINE_MAX));
        let start = selection.zip(change).zip(reason);
        check.finish(start.map(|((selection, change), reason)| StartRenewals { selection, change, reason }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(input: RenewalRunInput) -> Vec<(String, Code)> {
        input.parse().unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn what_is_renewed_is_named_or_described_and_never_everything_by_mistake() {
        assert_eq!(wrong(RenewalRunInput::default()), [("/policies".into(), Code::Required)]);
        let none = RenewalRunInput { policies: Some(Vec::new()), ..RenewalRunInput::default() };
        assert_eq!(wrong(none), [("/policies".into(), Code::Required)]);
        let unknown = BTreeMap::from([("stat".to_owned(), "in_force".to_owned())]);
        let unknown = RenewalRunInput { matching: Some(unknown), ..RenewalRunInput::default() };
        assert_eq!(wrong(unknown)[0].0, "/matching/stat");
        let dear = RenewalRunInput {
            matching: Some(BTreeMap::from([("state".to_owned(), "in_force".to_owned())])),
            premium_change_per_million: Some(1_000_001),
            ..RenewalRunInput::default()
        };
        assert_eq!(wrong(dear), [("/premium_change_per_million".into(), Code::OutOfRange)]);
    }
}
