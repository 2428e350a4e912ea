//! The rules of each country, as dated data: which pack counts follows from the firm's jurisdiction and a day.
//!
//! A rule without an article is the house's own until that country's is written down: the hour is then the later one that
//! any of the laws names, so that nobody is told he is covered before he is.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use crate::agency::Jurisdiction;

/// One rule with where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule<T> {
    /// What it says.
    pub value: T,
    /// The article it follows; absent where it is the house's own.
    #[serde(default)]
    pub article: Option<String>,
}

impl Rule<i8> {
    /// The moment on a day from which a step counts, where the rule names the hour.
    pub fn on(&self, day: Date) -> DateTime {
        day.at(self.value, 0, 0, 0)
    }
}

/// The rules of one country from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Its name and version.
    pub id: String,
    /// The country's law.
    pub jurisdiction: Jurisdiction,
    /// The first day it counts; until the next pack of the same country begins.
    pub valid_from: Date,
    /// How many years the next term has, where nobody says.
    pub term_years: Rule<i8>,
    /// The hour of the day from which a suspension counts.
    pub suspension_hour: Rule<i8>,
    /// The hour of the day at which cover comes back.
    pub reinstatement_hour: Rule<i8>,
    /// The hour of the day from which a cancelled policy no longer covers.
    pub cancellation_hour: Rule<i8>,
}

/// Read once; that it can be read is tested.
static PACKS: LazyLock<Vec<RulePack>> =
    LazyLock::new(|| serde_json::from_str(include_str!("packs.json")).unwrap_or_default());

impl RulePack {
    /// The rules of a country that count on a day; none before its first pack.
    pub fn of(jurisdiction: Jurisdiction, on: Date) -> Option<&'static Self> {
        let theirs = PACKS.iter().filter(|pack| pack.jurisdiction == jurisdiction && pack.valid_from <= on);
        theirs.max_by_key(|pack| pack.valid_from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_rules_on_every_day_that_a_field_takes() {
        for jurisdiction in Jurisdiction::ALL {
            for day in ["1800-01-01", "2026-11-23", "2200-12-31"] {
                let pack = RulePack::of(*jurisdiction, day.parse().unwrap());
                assert!(pack.is_some_and(|pack| pack.jurisdiction == *jurisdiction), "{jurisdiction:?} {day}");
            }
        }
    }

    #[test]
    fn in_france_cover_comes_back_at_noon() {
        let day: Date = "2026-11-23".parse().unwrap();
        let pack = RulePack::of(Jurisdiction::France, day).unwrap();
        assert_eq!(pack.reinstatement_hour.on(day), "2026-11-23T12:00".parse().unwrap());
        assert_eq!(pack.reinstatement_hour.article.as_deref(), Some("Code des assurances, art. L113-3"));
        assert_eq!(pack.suspension_hour.on(day), "2026-11-23T00:00".parse().unwrap());
    }
}
