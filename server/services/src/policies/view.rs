//! A policy as it is seen: as of a moment, as known at a moment.

use domain::policy::{PolicyView, current_period};
use domain::shared::problem::{Code, FieldError};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::core::WallClock;
use crate::error::{Error, Result};
use crate::ports::unit::PolicyRecord;

/// The moment looked at. A bare day means its end: what is true once the day is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsOf {
    moment: Option<Moment>,
    known_at: Option<Moment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Day(Date),
    Instant(Timestamp),
}

impl AsOf {
    /// Reads `as_of` and `as_known_at`: a day, or an instant (RFC 3339).
    ///
    /// # Errors
    /// The field's error.
    pub fn parse(as_of: Option<&str>, as_known_at: Option<&str>) -> Result<Self> {
        Ok(Self { moment: moment("as_of", as_of)?, known_at: moment("as_known_at", as_known_at)? })
    }
}

fn moment(field: &str, text: Option<&str>) -> Result<Option<Moment>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(Some(Moment::Instant(instant)));
    }
    match domain::shared::text::day(field, Some(text)) {
        Ok(Some(day)) => Ok(Some(Moment::Day(day))),
        _ => Err(Error::field(FieldError::new(field, Code::InvalidDate))),
    }
}

/// From where a policy is looked at.
pub struct Seen<'a> {
    /// The moments asked for.
    pub as_of: AsOf,
    /// Now.
    pub now: Timestamp,
    /// The firm's wall clock.
    pub(crate) clock: &'a WallClock,
}

impl Seen<'_> {
    /// The moment looked at, on the firm's wall clock.
    pub(super) fn moment(&self) -> DateTime {
        match self.as_of.moment {
            None => self.clock.at(self.now),
            Some(Moment::Day(day)) => day.at(23, 59, 59, 999_999_999),
            Some(Moment::Instant(instant)) => self.clock.at(instant),
        }
    }

    /// Up to which moment what was recorded counts as known.
    pub fn known_at(&self) -> Timestamp {
        match self.as_of.known_at {
            None => Timestamp::MAX,
            Some(Moment::Day(day)) => self.clock.instant(day.at(23, 59, 59, 999_999_999)).unwrap_or(self.now),
            Some(Moment::Instant(instant)) => instant,
        }
    }

    /// Refuses to show what nobody knew of yet.
    pub(super) fn is_known(&self, record: &PolicyRecord) -> Result<()> {
        let first = record.facts.iter().map(|fact| fact.recorded_at).min().unwrap_or(record.head.created_at);
        if first <= self.known_at() { Ok(()) } else { Err(Error::NotKnownYet(first)) }
    }

    /// The policy as it was, is, or will be.
    pub fn view(&self, record: &PolicyRecord) -> PolicyView {
        let (moment, known_at) = (self.moment(), self.known_at());
        let history = record.history(known_at);
        let version = history.terms_on(moment.date());
        let span = history.life().at(moment);
        let (period_from, period_until) = current_period(&version.terms, moment.date());
        let head = &record.head;
        PolicyView {
            id: head.id,
            agency_id: head.agency_id,
            client_id: head.client.id,
            client: head.client.clone(),
            company_id: head.company.id,
            company: head.company.clone(),
            policy_number: head.policy_number.clone(),
            terms: version.terms.clone(),
            state: span.state,
            state_since: self.clock.instant(span.from).or(Some(head.created_at)),
            state_until: span.until.and_then(|until| self.clock.instant(until)),
            period_from,
            period_until,
            current_version: version.number,
            version: head.version,
            created_at: head.created_at,
            updated_at: head.updated_at,
        }
    }
}
