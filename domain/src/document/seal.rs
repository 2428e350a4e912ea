//! The visible digital seal (*cachet électronique visible*, ISO 22376): what the QR code of a document states under the
//! signature of the installation, so that it can be checked without asking anybody.

use jiff::civil::Date;

use crate::template::TemplateKind;

/// What is sealed: no more than is printed, and no name of a person, since a QR code is often an address that others log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFacts {
    /// The firm that issued the document.
    pub agency_name: String,
    /// The document's number.
    pub number: String,
    /// What it is.
    pub kind: TemplateKind,
    /// The day it was issued.
    pub issued_on: Date,
    /// The policy's number, where it is about one.
    pub policy_number: Option<String>,
    /// The first day of cover it states.
    pub covered_from: Option<Date>,
    /// The last day of cover it states.
    pub covered_to: Option<Date>,
}

impl SealedFacts {
    /// The text that is signed: a line for each fact, in this order, empty where there is none.
    pub fn text(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        [
            self.number.clone(),
            self.kind.code().to_owned(),
            self.issued_on.to_string(),
            self.policy_number.clone().unwrap_or_default(),
            day(self.covered_from),
            day(self.covered_to),
            self.agency_name.clone(),
        ]
        .map(|line| line.replace('\n', " "))
        .join("\n")
    }

    /// Reads [`Self::text`].
    pub fn parse(text: &str) -> Option<Self> {
        let lines: [&str; 7] = text.split('\n').collect::<Vec<_>>().try_into().ok()?;
        let [number, kind, issued_on, policy_number, from, to, agency_name] = lines;
        let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<Date>().ok().map(Some) };
        Some(Self {
            agency_name: agency_name.to_owned(),
            number: number.to_owned(),
            kind: TemplateKind::parse(kind)?,
            issued_on: issued_on.parse().ok()?,
            policy_number: Some(policy_number.to_owned()).filter(|number| !number.is_empty()),
            covered_from: day(from)?,
            covered_to: day(to)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_reads_back_as_it_was() {
        let facts = SealedFacts {
            agency_name: "Cabinet Démo | Fils".to_owned(),
            number: "ATT-2026-00001".to_owned(),
            kind: TemplateKind::Certificate,
            issued_on: "2026-11-23".parse().unwrap(),
            policy_number: Some("P 1".to_owned()),
            covered_from: Some("2026-01-01".parse().unwrap()),
            covered_to: None,
        };
        assert_eq!(SealedFacts::parse(&facts.text()), Some(facts.clone()));
        let letter = SealedFacts { policy_number: None, covered_from: None, ..facts };
        assert_eq!(SealedFacts::parse(&letter.text()), Some(letter.clone()));
        assert_eq!(SealedFacts::parse(&letter.text().replace("2026-11-23", "2026-11-31")), None);
        assert_eq!(SealedFacts::parse("ATT"), None);
    }
}
