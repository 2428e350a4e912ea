//! The arithmetic of limits. `shared.rs` says the same in the language of Redis; a test compares both.

use services::ports::limits::{FIRST_WAIT_S, Limited, Manner, Quota, Rule};

/// What is kept of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Steady: when everything spent will have come back, in microseconds.
    Steady {
        /// That moment.
        whole_at_us: u64,
    },
    /// Growing: how many tries count, and when they were made.
    Growing {
        /// How many.
        count: u32,
        /// Since when the next one waits to be forgiven, in microseconds; tries that are made meanwhile do not put it off.
        since_us: u64,
        /// The last one.
        last_us: u64,
        /// The one before it, which is the last again once that one is given back.
        before_us: u64,
        /// Whether a refusal since then was told of.
        told: bool,
    },
}

/// Spends one try: what is kept from now on, and whether the try may be made.
pub(super) fn spend(kept: Option<Kept>, rule: Rule, quota: Quota, now_us: u64) -> (Kept, Result<(), Limited>) {
    let period_us = u64::from(quota.period_s) * 1_000_000;
    let limited = |wait_us: u64, first| Limited { rule, quota, wait_s: wait_us.div_ceil(1_000_000).max(1), first };
    match rule.manner() {
        // The generic cell rate algorithm (ITU-T I.371): one number says how much is spent.
        Manner::Steady => {
            let before = match kept {
                Some(Kept::Steady { whole_at_us }) => whole_at_us.max(now_us),
                _ => now_us,
            };
            let after = before + period_us / u64::from(quota.number);
            if after > now_us + period_us {
                let wait_us = after - now_us - period_us;
                return (Kept::Steady { whole_at_us: before }, Err(limited(wait_us, false)));
            }
            (Kept::Steady { whole_at_us: after }, Ok(()))
        }
        Manner::Growing => {
            let (count, since_us, last_us, before_us, told) = match kept {
                Some(Kept::Growing { count, since_us, last_us, before_us, told }) => {
                    (count, since_us, last_us, before_us, told)
                }
                _ => (0, now_us, 0, 0, false),
            };
            let periods = now_us.saturating_sub(since_us) / period_us;
            let count = count.saturating_sub(u32::try_from(periods).unwrap_or(u32::MAX));
            let since_us = if count == 0 { now_us } else { since_us + periods * period_us };
            let rested_us = now_us.saturating_sub(last_us);
            let wait_us = match count.checked_sub(quota.number) {
                None => 0,
                Some(beyond) => (FIRST_WAIT_S * 1_000_000)
                    .saturating_mul(1_u64.checked_shl(beyond).unwrap_or(u64::MAX))
                    .min(period_us),
            };
            if rested_us < wait_us {
                let kept = Kept::Growing { count, since_us, last_us, before_us, told: true };
                return (kept, Err(limited(wait_us - rested_us, !told)));
            }
            let count = count.saturating_add(1);
            (Kept::Growing { count, since_us, last_us: now_us, before_us: last_us, told: false }, Ok(()))
        }
    }
}

/// Gives one try back.
pub(super) fn give_back(kept: Kept, quota: Quota) -> Kept {
    match kept {
        Kept::Steady { whole_at_us } => {
            let cell_us = u64::from(quota.period_s) * 1_000_000 / u64::from(quota.number);
            Kept::Steady { whole_at_us: whole_at_us.saturating_sub(cell_us) }
        }
        Kept::Growing { count, since_us, before_us, told, .. } => {
            Kept::Growing { count: count.saturating_sub(1), since_us, last_us: before_us, before_us, told }
        }
    }
}

#[cfg(test)]
mod tests {
    use services::ports::limits::Quotas;

    use super::*;

    /// Tries one after the other: seconds and whether each may be made, else its wait.
    fn tries(rule: Rule, text: &str, at_s: &[u64]) -> Vec<Option<u64>> {
        let mut quotas = Quotas::off();
        assert!(quotas.read(rule, text));
        let quota = quotas.of(rule).unwrap();
        let mut kept = None;
        let mut waits = Vec::new();
        for at in at_s {
            let (after, outcome) = spend(kept, rule, quota, 1_000_000_000_000 + at * 1_000_000);
            kept = Some(after);
            waits.push(outcome.err().map(|limited| limited.wait_s));
        }
        waits
    }

    #[test]
    fn what_is_spent_steadily_comes_back_evenly() {
        // Two in ten seconds: the third waits for the first to come back.
        let waits = tries(Rule::Downloads, "2/10s", &[0, 0, 0, 4, 5, 5, 30, 30, 30]);
        assert_eq!(waits, [None, None, Some(5), Some(1), None, Some(5), None, None, Some(5)]);
    }

    #[test]
    fn each_wrong_password_too_many_waits_twice_as_long() {
        let waits = tries(Rule::SignInPerAccount, "2/5m", &[0, 0, 0, 14, 15, 44, 45, 104, 105, 224, 225]);
        let expected = [None, None, Some(15), Some(1), None, Some(1), None, Some(1), None, Some(1), None];
        assert_eq!(waits, expected);
    }

    #[test]
    fn one_is_forgiven_each_time_though_others_try_meanwhile() {
        let rule = Rule::SignInPerAddress;
        let quota = Quota { number: 2, period_s: 60 };
        let at = |s: u64| 1_000_000_000_000 + s * 1_000_000;
        let (mut kept, _) = spend(None, rule, quota, at(0));
        kept = spend(Some(kept), rule, quota, at(1)).0;
        // Colleagues at the same address sign in with the right password all the time; it neither waits nor counts.
        for s in [20, 40, 62, 80, 100] {
            let (after, outcome) = spend(Some(kept), rule, quota, at(s));
            assert_eq!(outcome, Ok(()), "{s}");
            kept = give_back(after, quota);
        }
        let wrong = [119, 121, 122].map(|s| {
            let (after, outcome) = spend(Some(kept), rule, quota, at(s));
            kept = after;
            outcome.is_ok()
        });
        assert_eq!(wrong, [true, true, false], "two are forgiven in two minutes, and no third");
    }

    #[test]
    fn refusals_cost_nothing_and_a_burst_is_told_once() {
        let rule = Rule::SignInPerAddress;
        let quota = Quota { number: 1, period_s: 60 };
        let (kept, first) = spend(None, rule, quota, 1_000_000);
        assert!(first.is_ok());
        let (kept, second) = spend(Some(kept), rule, quota, 2_000_000);
        let (kept, third) = spend(Some(kept), rule, quota, 3_000_000);
        assert_eq!((second.unwrap_err().first, third.unwrap_err().first), (true, false));
        let (_, fourth) = spend(Some(kept), rule, quota, 16_000_000);
        assert!(fourth.is_ok());
        assert!(spend(Some(give_back(kept, quota)), rule, quota, 3_000_000).1.is_ok());
    }
}
