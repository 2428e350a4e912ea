//! What a renewal would change about one policy.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::policy::{History, PolicyError, PolicyState, PolicyStep, Terms, current_period};
use crate::shared::{Money, choices};

choices! {
    /// How a policy goes on.
    PlanKind {
        /// A new term is agreed.
        Renewal = "renewal",
        /// It goes on by itself; its premium changes with the new term.
        PremiumChange = "premium_change",
    }
}

/// By how much premiums change, in millionths: 35,000 makes them 3.5 % dearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PremiumChange {
    /// The millionths.
    pub per_million: i64,
}

impl PremiumChange {
    /// The premium after the change, to the nearest minor unit, halves up; `None` where it is more than can be counted.
    pub fn of(self, premium: Money) -> Option<Money> {
        let exact = i128::from(premium.amount_minor) * (1_000_000 + i128::from(self.per_million));
        let amount_minor = i64::try_from((exact + 500_000).div_euclid(1_000_000)).ok()?;
        Some(Money { amount_minor, ..premium })
    }
}

/// The next term of one policy, as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How it goes on.
    pub kind: PlanKind,
    /// The first day of the next term: the main due date.
    pub from: Date,
    /// The day the next term ends.
    pub until: Date,
    /// The yearly premium now.
    pub premium_before: Money,
    /// The yearly premium of the next term.
    pub premium_after: Money,
}

impl Plan {
    /// What would change about a policy, or why nothing can.
    ///
    /// # Errors
    /// The policy's state now, or on its due date, allows no next term; the next term is agreed already; or the policy goes on by
    /// itself and no premium would change.
    pub fn of(
        history: &History<'_>,
        state: PolicyState,
        today: Date,
        change: PremiumChange,
        term_years: i8,
    ) -> Result<Self, PolicyError> {
        if !PolicyStep::Renew.is_open_in(state) {
            return Err(PolicyError::StateForbids { state });
        }
        let latest = history.latest();
        let terms = &latest.terms;
        let tacit = terms.tacit_renewal;
        if tacit && change.per_million == 0 {
            return Err(PolicyError::RenewsTacitly);
        }
        let from = if tacit { current_period(terms, today).1 } else { terms.expiry_date };
        // Terms that count from the due date on, or later, are those of the next term.
        let agreed = if tacit { from } else { today.tomorrow().unwrap_or(today) };
        if latest.effective_date >= agreed && latest.number > 1 {
            return Err(PolicyError::AlreadyRenewed { from: latest.effective_date });
        }
        let on_the_day = history.life().at(from.at(0, 0, 0, 0)).state;
        let goes_on = if tacit { !on_the_day.is_over() } else { on_the_day == PolicyState::Expired };
        if !goes_on {
            return Err(PolicyError::StateForbids { state: on_the_day });
        }
        let until = if tacit { current_period(terms, from).1 } else { next_end(terms, term_years) };
        let premium_after = change.of(terms.premium).ok_or(PolicyError::PremiumTooLarge)?;
        let kind = if tacit { PlanKind::PremiumChange } else { PlanKind::Renewal };
        Ok(Self { kind, from, until, premium_before: terms.premium, premium_after })
    }

    /// The terms of the next term.
    pub fn terms(&self, now: &Terms) -> Terms {
        let expiry_date = if self.kind == PlanKind::Renewal { self.until } else { now.expiry_date };
        Terms { expiry_date, premium: self.premium_after, ..now.clone() }
    }
}

/// The end of the term after the agreed one.
fn next_end(terms: &Terms, term_years: i8) -> Date {
    terms.expiry_date.saturating_add(i64::from(term_years).years())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Currency;

    #[test]
    fn a_premium_changes_to_the_nearest_minor_unit() {
        let euros = |amount_minor| Money { amount_minor, currency: Currency::EUR };
        let cases = [
            (45_600, 35_000, Some(47_196)),
            (45_600, 0, Some(45_600)),
            (10, 50_000, Some(11)),
            (9, 50_000, Some(9)),
            (45_600, -1_000_000, Some(0)),
            (i64::MAX, 35_000, None),
            (i64::MAX, 0, Some(i64::MAX)),
        ];
        for (before, per_million, after) in cases {
            assert_eq!(PremiumChange { per_million }.of(euros(before)), after.map(euros), "{before} {per_million}");
        }
    }
}
