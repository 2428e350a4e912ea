//! The life of a sample policy, told step by step as brokers record it: a step only where the one before allows it.

use domain::policy::{Fact, FactKind, PolicyVersionView, Terms};
use domain::shared::{FactId, UserId};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::dice::Dice;
use super::policies::later;

/// A quote as it was recorded.
pub(super) struct Quote<'a> {
    pub(super) recorded_at: Timestamp,
    pub(super) author: UserId,
    pub(super) zone: &'a TimeZone,
    pub(super) today: Date,
}

/// A life as far as it went.
pub(super) struct Life {
    pub(super) terms: Terms,
    pub(super) versions: Vec<PolicyVersionView>,
    pub(super) facts: Vec<Fact>,
    pub(super) version: i64,
    pub(super) updated_at: Timestamp,
}

/// How a year of cover ended.
enum Year {
    /// There is another one.
    GoesOn,
    /// The life is over, or goes on beyond today.
    Told,
}

/// Lives on from a quote until today.
pub(super) fn live(
    dice: &mut Dice,
    quote: &Quote<'_>,
    terms: Terms,
    endorse: impl Fn(&mut Dice, &Terms) -> (Terms, &'static str),
) -> Life {
    let quoted = quote.zone.to_datetime(quote.recorded_at);
    let mut story = Story { quote, dice, life: begun(quote, terms), years: 0 };
    story.fact(FactKind::Quoted, quoted, quote.recorded_at, None);
    story.life.version = 1;
    // A quote of these days may wait yet; of the older ones only few came to nothing.
    let waits = if quoted.date() > later(quote.today, -60) { 350 } else { 40 };
    let bound_on = later(quoted.date(), story.dice.between(1, 4));
    if story.dice.yes(waits) || !story.is_past(bound_on) {
        return story.life;
    }
    let at = bound_on.at(10, 15, 0, 0);
    story.fact(FactKind::Bound, at, story.instant(at), None);
    while matches!(story.year(&endorse), Year::GoesOn) {}
    let last = story.quote.zone.to_datetime(story.life.updated_at).date();
    if story.dice.yes(4) && story.is_past(later(last, 1)) {
        story.step(FactKind::Voided, later(last, 1), 0, "Fausse déclaration intentionnelle");
    }
    story.life
}

fn begun(quote: &Quote<'_>, terms: Terms) -> Life {
    let first = PolicyVersionView {
        number: 1,
        effective_date: terms.effective_date,
        recorded_at: quote.recorded_at,
        author_id: quote.author,
        reason: None,
        fact_id: None,
        terms: terms.clone(),
    };
    Life { terms, versions: vec![first], facts: Vec::new(), version: 0, updated_at: quote.recorded_at }
}

struct Story<'a> {
    quote: &'a Quote<'a>,
    dice: &'a mut Dice,
    life: Life,
    /// How many years of cover are told.
    years: i64,
}

impl Story<'_> {
    /// One year of cover. Each thing has its season, so that the steps follow each other as days do.
    fn year(&mut self, endorse: &impl Fn(&mut Dice, &Terms) -> (Terms, &'static str)) -> Year {
        let (start, end) = self.current_term();
        self.years += 1;
        if self.dice.yes(180) {
            let on = later(start, self.dice.between(20, 120));
            if self.is_past(on) {
                let (terms, reason) = endorse(self.dice, &self.life.terms);
                self.agreed(FactKind::Endorsed, terms, on, on, reason);
            }
        }
        if self.dice.yes(35) {
            let on = later(start, self.dice.between(130, 240));
            if self.is_past(on) {
                self.step(FactKind::Suspended, on, 0, "Prime impayée");
                let back = later(on, self.dice.between(5, 45));
                if !self.is_past(back) || self.dice.yes(250) {
                    // Ten days after the suspension the company may cancel (article L113-3); some are left as they are.
                    let on = later(on, 40);
                    if self.dice.yes(600) && self.is_past(on) {
                        self.step(FactKind::Cancelled, on, 0, "Non-paiement de la prime");
                    }
                    return Year::Told;
                }
                self.step(FactKind::Reinstated, back, 12, "Prime réglée");
            }
        }
        if self.dice.yes(60) {
            let on = later(start, self.dice.between(300, 345));
            if self.is_past(on) {
                let reason = *self.dice.pick(&[
                    "Véhicule vendu",
                    "Demande du client",
                    "Déménagement",
                    "Résiliation à l’échéance",
                ]);
                self.step(FactKind::Cancelled, on, 0, reason);
                return Year::Told;
            }
        }
        if !self.is_past(end) {
            return Year::Told;
        }
        if self.life.terms.tacit_renewal {
            return Year::GoesOn;
        }
        if self.dice.yes(120) {
            return Year::Told;
        }
        let told = later(end, -12);
        let terms = Terms { expiry_date: end.saturating_add(1.year()), ..self.life.terms.clone() };
        self.agreed(FactKind::Renewed, terms, end, told, "renewal");
        Year::GoesOn
    }

    /// The year that the story has come to.
    fn current_term(&self) -> (Date, Date) {
        let terms = &self.life.terms;
        let start = terms.effective_date.saturating_add(self.years.years());
        let end = if terms.tacit_renewal {
            terms.effective_date.saturating_add((self.years + 1).years())
        } else {
            terms.expiry_date
        };
        (start, end)
    }

    /// A step that counts from a day on, recorded on that very day.
    fn step(&mut self, kind: FactKind, on: Date, hour: i8, reason: &str) {
        let recorded = self.instant(on.at(9, 30, 0, 0));
        self.fact(kind, on.at(hour, 0, 0, 0), recorded, Some(reason));
    }

    fn fact(&mut self, kind: FactKind, effective_at: DateTime, recorded_at: Timestamp, reason: Option<&str>) {
        self.life.facts.push(Fact {
            id: FactId::from_uuid(self.dice.id(recorded_at)),
            kind,
            effective_at,
            recorded_at,
            author_id: self.quote.author,
            reason: reason.map(str::to_owned),
            until: None,
            withdraws: None,
        });
        self.stored(recorded_at);
    }

    /// New terms from a day on: the fact and the version it brought are one step.
    fn agreed(&mut self, kind: FactKind, terms: Terms, from: Date, told_on: Date, reason: &str) {
        let recorded_at = self.instant(told_on.at(9, 30, 0, 0));
        self.fact(kind, from.at(0, 0, 0, 0), recorded_at, Some(reason));
        let fact_id = self.life.facts.last_mut().map(|fact| {
            fact.until = (kind == FactKind::Renewed).then_some(terms.expiry_date);
            fact.id
        });
        self.life.versions.push(PolicyVersionView {
            number: i64::try_from(self.life.versions.len()).unwrap_or(i64::MAX) + 1,
            effective_date: from,
            recorded_at,
            author_id: self.quote.author,
            reason: Some(reason.to_owned()),
            fact_id,
            terms: terms.clone(),
        });
        self.life.terms = terms;
    }

    fn stored(&mut self, at: Timestamp) {
        self.life.version += 1;
        self.life.updated_at = at;
    }

    fn instant(&self, at: DateTime) -> Timestamp {
        self.quote.zone.to_timestamp(at).unwrap_or(self.quote.recorded_at)
    }

    /// Whether a day is over: what is recorded was recorded before today.
    fn is_past(&self, day: Date) -> bool {
        day < self.quote.today
    }
}
