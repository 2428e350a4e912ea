//! The main due date (*échéance principale*) that a broker prepares: of the term that runs or comes, also after years of
//! tacit renewal.

use jiff::civil::Date;

use super::terms::current_period;
use super::{PolicyState, Span, Terms};

/// A policy's next main due date, and how long it goes on rolling by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDate {
    /// The day the term ends that runs on the day looked at; of a policy that is over, the end of its last term.
    pub on: Date,
    /// The first day on which it moves no more: the policy's end, or the agreed end where nothing renews tacitly.
    pub rolls_until: Date,
}

impl DueDate {
    /// What follows from the terms and the derived life, on a day.
    pub fn of(terms: &Terms, spans: &[Span], today: Date) -> Self {
        let ended = spans.iter().find(|span| span.state.is_over()).map(|span| span.from.date());
        let quoted = spans.last().is_none_or(|span| matches!(span.state, PolicyState::Quote | PolicyState::Offered));
        if !terms.tacit_renewal || quoted {
            return Self { on: terms.expiry_date, rolls_until: terms.expiry_date };
        }
        let rolls_until = ended.map_or(Date::MAX, |end| end.max(terms.effective_date));
        Self { on: Self::rolled(terms, rolls_until, today), rolls_until }
    }

    /// The due date on a later day: the last one before the policy's end, the next one until then.
    pub fn rolled(terms: &Terms, rolls_until: Date, today: Date) -> Date {
        let last_day = rolls_until.yesterday().unwrap_or(rolls_until);
        current_period(terms, today.min(last_day)).1
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::*;
    use crate::policy::{PaymentFrequency, ProductLine, Risk};
    use crate::shared::{Currency, Money};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn terms(tacit_renewal: bool) -> Terms {
        Terms {
            product_line: ProductLine::Motor,
            product_name: "Auto".into(),
            premium: Money { amount_minor: 1, currency: Currency::EUR },
            effective_date: day("2023-03-01"),
            expiry_date: day("2024-02-29"),
            tacit_renewal,
            payment_frequency: PaymentFrequency::Annual,
            risk: Risk::new(),
            risk_objects: Vec::new(),
        }
    }

    fn life(states: &[(PolicyState, &str)]) -> Vec<Span> {
        let from = |text: &str| if text.is_empty() { DateTime::MIN } else { day(text).at(0, 0, 0, 0) };
        states.iter().map(|(state, at)| Span { state: *state, from: from(at), until: None }).collect()
    }

    #[test]
    fn a_tacit_renewal_is_due_every_year_until_the_policy_ends() {
        use PolicyState::{Cancelled, InForce, Quote, Void};
        let running = life(&[(Quote, ""), (InForce, "2023-03-01")]);
        let until = |end| life(&[(Quote, ""), (InForce, "2023-03-01"), (Cancelled, end)]);
        let cases = [
            (true, running.clone(), "2024-02-28", "2024-02-29"),
            (true, running.clone(), "2026-11-23", "2027-02-28"),
            (true, running.clone(), "2027-02-28", "2028-02-29"),
            (false, running, "2026-11-23", "2024-02-29"),
            // A quote has no term yet that could end.
            (true, life(&[(Quote, "")]), "2026-11-23", "2024-02-29"),
            // The term in which it ended, and the one it will end in.
            (true, until("2025-06-01"), "2026-11-23", "2026-02-28"),
            (true, until("2027-02-28"), "2026-11-23", "2027-02-28"),
            (true, until("2027-02-28"), "2030-01-01", "2027-02-28"),
            (true, life(&[(Void, "")]), "2026-11-23", "2024-02-29"),
        ];
        for (tacit, spans, today, due) in cases {
            assert_eq!(DueDate::of(&terms(tacit), &spans, day(today)).on, day(due), "{tacit} {spans:?} {today}");
        }
    }
}
