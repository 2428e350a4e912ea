//! Everything that was told about a policy and still counts, as known at a moment: its versions and its facts.
//!
//! A fact told in error is withdrawn by another fact. What it had brought, versions of the terms too, no longer counts from
//! the moment the withdrawal was recorded; looked at as known before, it does.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Fact, FactKind, PolicyVersionView, Timeline};
use crate::shared::FactId;

/// What counts of a policy's past and future, as known at a moment.
#[derive(Debug, Clone)]
pub struct History<'a> {
    first: &'a PolicyVersionView,
    later: Vec<&'a PolicyVersionView>,
    facts: Vec<&'a Fact>,
    known_at: Timestamp,
    every_fact: &'a [Fact],
}

impl<'a> History<'a> {
    /// What of all this counted, as far as it was known at a moment.
    pub fn known(
        first: &'a PolicyVersionView,
        endorsements: &'a [PolicyVersionView],
        facts: &'a [Fact],
        at: Timestamp,
    ) -> Self {
        let withdrawn = withdrawn(facts, at);
        let mut later: Vec<_> = endorsements
            .iter()
            .filter(|version| version.recorded_at <= at)
            .filter(|version| version.fact_id.is_none_or(|fact| !withdrawn.contains(&fact)))
            .collect();
        later.sort_by_key(|version| (version.effective_date, version.number));
        let facts_that_count = facts
            .iter()
            .filter(|fact| fact.recorded_at <= at && fact.kind != FactKind::Withdrawn && !withdrawn.contains(&fact.id))
            .collect();
        Self { first, later, facts: facts_that_count, known_at: at, every_fact: facts }
    }

    /// The version whose terms count on a day; before the first day, the first.
    pub fn terms_on(&self, day: Date) -> &'a PolicyVersionView {
        let counting = self.later.iter().rev().find(|version| version.effective_date <= day);
        counting.copied().unwrap_or(self.first)
    }

    /// The version that counts last, which says when the policy ends.
    pub fn latest(&self) -> &'a PolicyVersionView {
        self.later.last().copied().unwrap_or(self.first)
    }

    /// The versions that take the place of the others on a later day, in order.
    pub fn after(&self, day: Date) -> Vec<&'a PolicyVersionView> {
        let mut days: Vec<&PolicyVersionView> = Vec::new();
        for version in self.later.iter().filter(|version| version.effective_date > day) {
            match days.last_mut() {
                Some(last) if last.effective_date == version.effective_date => *last = version,
                _ => days.push(version),
            }
        }
        days
    }

    /// The facts that count, in the order in which they were recorded.
    pub fn facts(&self) -> &[&'a Fact] {
        &self.facts
    }

    /// The life that follows.
    pub fn life(&self) -> Timeline {
        let terms = &self.latest().terms;
        let end = (!terms.tacit_renewal).then_some(terms.expiry_date);
        Timeline::derive(self.every_fact, self.first.terms.effective_date, end, self.known_at)
    }
}

/// The facts that were withdrawn, as far as it was known at a moment.
pub fn withdrawn(facts: &[Fact], at: Timestamp) -> BTreeSet<FactId> {
    facts.iter().filter(|fact| fact.recorded_at <= at).filter_map(|fact| fact.withdraws).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::policy::{PaymentFrequency, PolicyState, ProductLine, Risk, Terms};
    use crate::shared::{Currency, Money, UserId};

    fn id(number: u128) -> FactId {
        FactId::from_uuid(Uuid::from_u128(number))
    }

    fn second(number: i64) -> Timestamp {
        Timestamp::from_second(1_750_000_000 + number).unwrap()
    }

    fn version(number: i64, from: &str, until: &str, fact: Option<u128>) -> PolicyVersionView {
        PolicyVersionView {
            number,
            effective_date: from.parse().unwrap(),
            recorded_at: second(number),
            author_id: UserId::from_uuid(Uuid::nil()),
            reason: None,
            fact_id: fact.map(id),
            terms: Terms {
                product_line: ProductLine::Home,
                product_name: "Habitation".into(),
                premium: Money { amount_minor: number, currency: Currency::EUR },
                effective_date: "2026-01-01".parse().unwrap(),
                expiry_date: until.parse().unwrap(),
                tacit_renewal: false,
                payment_frequency: PaymentFrequency::Annual,
                risk: Risk::new(),
                risk_objects: Vec::new(),
            },
        }
    }

    fn fact(number: u128, kind: FactKind, at: &str, recorded: i64, withdraws: Option<u128>) -> Fact {
        Fact {
            id: id(number),
            kind,
            effective_at: at.parse().unwrap(),
            recorded_at: second(recorded),
            author_id: UserId::from_uuid(Uuid::nil()),
            reason: None,
            until: None,
            withdraws: withdraws.map(id),
        }
    }

    #[test]
    fn what_a_withdrawn_fact_had_brought_counts_only_as_known_before() {
        let first = version(1, "2026-01-01", "2027-01-01", None);
        let later =
            [version(3, "2027-01-01", "2028-01-01", Some(30)), version(4, "2026-03-01", "2027-01-01", Some(40))];
        let facts = [
            fact(1, FactKind::Bound, "2025-12-01T10:00", 1, None),
            fact(30, FactKind::Renewed, "2027-01-01T00:00", 3, None),
            fact(40, FactKind::Endorsed, "2026-03-01T00:00", 4, None),
            fact(50, FactKind::Withdrawn, "2026-06-01T00:00", 5, Some(30)),
        ];
        let day = |text: &str| text.parse::<Date>().unwrap();
        let before = History::known(&first, &later, &facts, second(4));
        assert_eq!(before.latest().number, 3);
        assert_eq!(before.life().at("2027-06-01T00:00".parse().unwrap()).state, PolicyState::InForce);
        assert_eq!(before.after(day("2026-01-01")).iter().map(|one| one.number).collect::<Vec<_>>(), [4, 3]);
        let now = History::known(&first, &later, &facts, Timestamp::MAX);
        assert_eq!((now.latest().number, now.terms_on(day("2027-06-01")).number), (4, 4));
        assert_eq!(now.terms_on(day("2026-02-28")).number, 1);
        assert_eq!(now.life().at("2027-06-01T00:00".parse().unwrap()).state, PolicyState::Expired);
        assert_eq!(now.facts().len(), 2);
    }
}
