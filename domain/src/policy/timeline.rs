//! From dated facts to states: one pure function, the only place that knows what follows from what.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{PolicyState, withdrawn};
use crate::shared::{FactId, UserId, choices};

choices! {
    /// What happened.
    FactKind {
        /// The policy was recorded as a quote.
        Quoted = "quoted",
        /// The client agreed and the company accepted.
        Bound = "bound",
        /// Cover was suspended.
        Suspended = "suspended",
        /// Cover came back.
        Reinstated = "reinstated",
        /// A new term was agreed, up to `until`.
        Renewed = "renewed",
        /// The policy ended before its term.
        Cancelled = "cancelled",
        /// The policy is void from the beginning.
        Voided = "voided",
        /// The quote came to nothing.
        Declined = "declined",
        /// The terms changed from a day on.
        Endorsed = "endorsed",
        /// Another fact was told in error and counts no more.
        Withdrawn = "withdrawn",
    }
}

/// One dated fact in a policy's life. Facts are added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fact {
    /// The fact's id.
    pub id: FactId,
    /// What happened.
    pub kind: FactKind,
    /// From when it counts, on the firm's wall clock.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub effective_at: DateTime,
    /// When it was told to this program.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub recorded_at: Timestamp,
    /// Who told it.
    pub author_id: UserId,
    /// Why, in the broker's words or by code.
    pub reason: Option<String>,
    /// The end of the new term, for a renewal.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
    /// The fact that counts no more, for a withdrawal.
    pub withdraws: Option<FactId>,
}

/// A stretch of time in one state: from `from` on, up to but not with `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The state.
    pub state: PolicyState,
    /// The first moment.
    pub from: DateTime,
    /// The first moment after; open when absent.
    pub until: Option<DateTime>,
}

/// A policy's whole life, past and to come, as the known facts have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    spans: Vec<Span>,
}

impl Timeline {
    /// Derives the life from the facts and the agreed cover. Facts recorded after `known_at` are not known, and a fact that
    /// is withdrawn by a known one does not count.
    ///
    /// Cover runs from `cover_from` 00:00 to `cover_until` 00:00, or on and on where it is renewed tacitly (`None`). A
    /// renewal writes its new end into the terms, so `cover_until` is that of the latest ones.
    pub fn derive(facts: &[Fact], cover_from: Date, cover_until: Option<Date>, known_at: Timestamp) -> Self {
        let withdrawn = withdrawn(facts, known_at);
        let counts = |fact: &&Fact| fact.recorded_at <= known_at && !withdrawn.contains(&fact.id);
        let mut known: Vec<&Fact> = facts.iter().filter(counts).collect();
        known.sort_by_key(|fact| (fact.effective_at, fact.recorded_at, fact.id));
        let first = |kind: FactKind| known.iter().find(|fact| fact.kind == kind).map(|fact| fact.effective_at);
        let mut changes: Vec<(DateTime, PolicyState)> = vec![(DateTime::MIN, PolicyState::Quote)];

        if first(FactKind::Voided).is_some() {
            return Self::from_changes(&[(DateTime::MIN, PolicyState::Void)]);
        }
        let Some(bound_at) = first(FactKind::Bound) else {
            if let Some(declined_at) = first(FactKind::Declined) {
                changes.push((declined_at, PolicyState::Declined));
            }
            return Self::from_changes(&changes);
        };

        let cover_from = cover_from.at(0, 0, 0, 0);
        if bound_at < cover_from {
            changes.push((bound_at, PolicyState::Accepted));
        }
        changes.push((cover_from, PolicyState::InForce));

        let term_end = cover_until.map(|day| (day.at(0, 0, 0, 0), PolicyState::Expired));
        let cancelled = first(FactKind::Cancelled).map(|at| (at.max(cover_from), PolicyState::Cancelled));
        // The earlier end counts; on the same moment the cancellation, because somebody decided it.
        let end = match (term_end, cancelled) {
            (Some(term), Some(cancel)) => Some(if cancel.0 <= term.0 { cancel } else { term }),
            (term, cancel) => term.or(cancel),
        };
        let before_end = |at: DateTime| end.is_none_or(|(end, _)| at < end);

        for fact in &known {
            let state = match fact.kind {
                FactKind::Suspended => PolicyState::Suspended,
                FactKind::Reinstated => PolicyState::InForce,
                _ => continue,
            };
            if fact.effective_at >= cover_from && before_end(fact.effective_at) {
                changes.push((fact.effective_at, state));
            }
        }
        changes.extend(end);
        Self::from_changes(&changes)
    }

    /// The spans in order of time, without gap or overlap, from the beginning of time on.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The state at a moment, with the span it belongs to.
    pub fn at(&self, moment: DateTime) -> Span {
        let place = self.spans.partition_point(|span| span.from <= moment);
        // The first span begins with time itself, so there is always one before.
        self.spans.get(place.saturating_sub(1)).copied().unwrap_or(Span {
            state: PolicyState::Quote,
            from: DateTime::MIN,
            until: None,
        })
    }

    fn from_changes(changes: &[(DateTime, PolicyState)]) -> Self {
        let mut spans: Vec<Span> = Vec::with_capacity(changes.len());
        for &(from, state) in changes {
            match spans.last_mut() {
                Some(last) if last.state == state => {}
                Some(last) if last.from == from => last.state = state,
                Some(last) => {
                    last.until = Some(from);
                    spans.push(Span { state, from, until: None });
                }
                None => spans.push(Span { state, from, until: None }),
            }
        }
        Self { spans }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn fact(kind: FactKind, at: &str, recorded: &str) -> Fact {
        Fact {
            id: FactId::from_uuid(Uuid::from_u128(1)),
            kind,
            effective_at: at.parse().unwrap(),
            recorded_at: recorded.parse().unwrap(),
            author_id: UserId::from_uuid(Uuid::nil()),
            reason: None,
            until: None,
            withdraws: None,
        }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    const ALWAYS: Timestamp = Timestamp::MAX;

    #[test]
    fn a_life_is_told_by_its_facts() {
        let mut facts = vec![fact(FactKind::Quoted, "2025-12-01T10:00", "2025-12-01T09:00:00Z")];
        let at = |facts: &[Fact], moment: &str| {
            Timeline::derive(facts, day("2026-01-01"), Some(day("2027-01-01")), ALWAYS)
                .at(moment.parse().unwrap())
                .state
        };
        assert_eq!(at(&facts, "2026-06-01T00:00"), PolicyState::Quote);

        facts.push(fact(FactKind::Bound, "2025-12-10T10:00", "2025-12-10T09:00:00Z"));
        assert_eq!(at(&facts, "2025-12-09T00:00"), PolicyState::Quote);
        assert_eq!(at(&facts, "2025-12-31T23:59"), PolicyState::Accepted);
        assert_eq!(at(&facts, "2026-01-01T00:00"), PolicyState::InForce);
        assert_eq!(at(&facts, "2026-12-31T23:59"), PolicyState::InForce);
        assert_eq!(at(&facts, "2027-01-01T00:00"), PolicyState::Expired);

        facts.push(fact(FactKind::Suspended, "2026-03-01T00:00", "2026-03-01T00:00:00Z"));
        facts.push(fact(FactKind::Reinstated, "2026-03-10T12:00", "2026-03-09T00:00:00Z"));
        assert_eq!(at(&facts, "2026-03-10T11:59"), PolicyState::Suspended);
        assert_eq!(at(&facts, "2026-03-10T12:00"), PolicyState::InForce);

        facts.push(fact(FactKind::Cancelled, "2026-07-01T00:00", "2026-06-20T00:00:00Z"));
        assert_eq!(at(&facts, "2026-06-30T23:59"), PolicyState::InForce);
        assert_eq!(at(&facts, "2026-07-01T00:00"), PolicyState::Cancelled);
        assert_eq!(at(&facts, "2028-01-01T00:00"), PolicyState::Cancelled);

        facts.push(fact(FactKind::Voided, "2026-08-01T00:00", "2026-08-01T00:00:00Z"));
        assert_eq!(at(&facts, "2026-02-01T00:00"), PolicyState::Void);
    }

    #[test]
    fn what_was_not_yet_known_did_not_count() {
        let facts = [
            fact(FactKind::Bound, "2025-12-10T10:00", "2025-12-10T09:00:00Z"),
            fact(FactKind::Cancelled, "2026-02-01T00:00", "2026-05-01T00:00:00Z"),
        ];
        let known = |at: &str| {
            Timeline::derive(&facts, day("2026-01-01"), None, at.parse().unwrap())
                .at("2026-03-01T00:00".parse().unwrap())
        };
        assert_eq!(known("2026-04-30T00:00:00Z").state, PolicyState::InForce);
        assert_eq!(known("2026-05-01T00:00:00Z").state, PolicyState::Cancelled);
    }

    #[test]
    fn a_term_ends_as_the_terms_say_and_tacit_renewal_has_no_end() {
        let facts = [fact(FactKind::Bound, "2025-12-10T10:00", "2025-12-10T09:00:00Z")];
        let at = |until: Option<&str>, moment: &str| {
            Timeline::derive(&facts, day("2026-01-01"), until.map(day), ALWAYS).at(moment.parse().unwrap()).state
        };
        assert_eq!(at(Some("2027-01-01"), "2027-06-01T00:00"), PolicyState::Expired);
        // A renewal writes the new end into the terms.
        assert_eq!(at(Some("2028-01-01"), "2027-06-01T00:00"), PolicyState::InForce);
        assert_eq!(at(Some("2028-01-01"), "2028-01-01T00:00"), PolicyState::Expired);
        assert_eq!(at(None, "2036-01-01T00:00"), PolicyState::InForce);
    }

    /// The state at one moment, thought through from the words of the law instead of by spans.
    fn naive(told: &[Fact], from: Date, until: Option<Date>, moment: DateTime) -> PolicyState {
        let told_in_error = |f: &Fact| told.iter().any(|other| other.withdraws == Some(f.id));
        let facts: Vec<Fact> = told.iter().filter(|f| !told_in_error(f)).cloned().collect();
        let first = |kind| facts.iter().filter(|f| f.kind == kind).map(|f| f.effective_at).min();
        if first(FactKind::Voided).is_some() {
            return PolicyState::Void;
        }
        let Some(bound) = first(FactKind::Bound) else {
            return match first(FactKind::Declined) {
                Some(declined) if declined <= moment => PolicyState::Declined,
                _ => PolicyState::Quote,
            };
        };
        let start = from.at(0, 0, 0, 0);
        if moment < start {
            return if bound <= moment { PolicyState::Accepted } else { PolicyState::Quote };
        }
        let expiry = until.map(|day| day.at(0, 0, 0, 0));
        let cancelled = first(FactKind::Cancelled).map(|at| at.max(start));
        match (cancelled, expiry) {
            (Some(c), Some(e)) if c <= moment && c <= e => return PolicyState::Cancelled,
            (Some(c), None) if c <= moment => return PolicyState::Cancelled,
            (_, Some(e)) if e <= moment => return PolicyState::Expired,
            _ => {}
        }
        let mut last: Vec<&Fact> = facts
            .iter()
            .filter(|f| matches!(f.kind, FactKind::Suspended | FactKind::Reinstated))
            .filter(|f| f.effective_at >= start && f.effective_at <= moment)
            .collect();
        last.sort_by_key(|f| (f.effective_at, f.recorded_at, f.id));
        match last.last() {
            Some(f) if f.kind == FactKind::Suspended => PolicyState::Suspended,
            _ => PolicyState::InForce,
        }
    }

    prop_compose! {
        fn any_fact()(kind in 0..FactKind::ALL.len(), days in 0..900i64, hour in 0..24i8, recorded in 0..900i64, id in 0..30u128, other in 0..30u128, term in 0..900i64) -> Fact {
            let base = day("2025-06-01");
            Fact {
                id: FactId::from_uuid(Uuid::from_u128(id)),
                kind: FactKind::ALL[kind],
                effective_at: base.saturating_add(jiff::Span::new().days(days)).at(hour, 0, 0, 0),
                recorded_at: Timestamp::from_second(1_750_000_000 + recorded * 86_400).unwrap(),
                author_id: UserId::from_uuid(Uuid::nil()),
                reason: None,
                until: (FactKind::ALL[kind] == FactKind::Renewed)
                    .then(|| base.saturating_add(jiff::Span::new().days(term))),
                withdraws: (FactKind::ALL[kind] == FactKind::Withdrawn)
                    .then(|| FactId::from_uuid(Uuid::from_u128(other))),
            }
        }
    }

    proptest! {
        #[test]
        fn any_history_agrees_with_the_naive_replay(
            facts in prop::collection::vec(any_fact(), 0..12),
            length in prop::option::of(1..700i64),
            days in 0..1000i64,
            hour in 0..24i8,
        ) {
            let from = day("2025-09-01");
            let until = length.map(|days| from.saturating_add(jiff::Span::new().days(days)));
            let moment = day("2025-05-01").saturating_add(jiff::Span::new().days(days)).at(hour, 30, 0, 0);
            let timeline = Timeline::derive(&facts, from, until, ALWAYS);
            prop_assert_eq!(timeline.at(moment).state, naive(&facts, from, until, moment));
            for pair in timeline.spans().windows(2) {
                prop_assert_eq!(pair[0].until, Some(pair[1].from));
                prop_assert!(pair[0].from < pair[1].from);
                prop_assert_ne!(pair[0].state, pair[1].state);
            }
        }
    }
}
