//! The numbers by which authorities know people and firms, recognised by their form and proven by their check digits.
//!
//! Which number a field means depends on where the firm works, on whom it describes and on the day: the rows of [`RULES`]
//! say so, each with the text it follows. A text that has the form of a number we know must have right check digits; one of
//! a form nobody here knows, such as a foreign client's, is kept as it was typed.

mod checks;
mod country;
pub mod phone;

use jiff::civil::Date;

pub use country::Country;

use super::choices;
use crate::client::ClientKind;

choices! {
    /// A kind of number that we can prove.
    Scheme {
        /// A French enterprise (*SIREN*): nine digits.
        Siren = "siren",
        /// A French establishment (*SIRET*): its enterprise's SIREN and five digits.
        Siret = "siret",
        /// A French VAT number: `FR`, two characters, the SIREN.
        FrenchVat = "fr_vat",
        /// A Belgian enterprise (*numéro d’entreprise*), which is its VAT number too.
        BelgianEnterprise = "be_enterprise",
        /// A Senegalese enterprise (*NINEA*), with or without its tax code (*COFI*).
        Ninea = "sn_ninea",
        /// A person in France's register (*NIR*, the social security number) with its key.
        FrenchNir = "fr_nir",
        /// A person in Belgium's national register.
        BelgianNationalNumber = "be_national",
    }
}

/// Which field of a client's file a number stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberField {
    /// The tax or enterprise number.
    Tax,
    /// The identity number.
    National,
}

/// That a bare number of a form is taken for one of a scheme.
struct Rule {
    scheme: Scheme,
    field: NumberField,
    /// For whom: persons, who trade under their own name too, or organisations only.
    kinds: &'static [ClientKind],
    /// In which countries a firm means this scheme; none for a form that no other number has anywhere.
    at_home_in: &'static [Country],
    /// Since when the number exists.
    since: Date,
}

const EVERYBODY: &[ClientKind] = ClientKind::ALL;
const PERSONS: &[ClientKind] = &[ClientKind::Person];

const RULES: &[Rule] = &[
    // France: decree 73-314 of 14 March 1973, now article R123-221 of the commercial code.
    Rule {
        scheme: Scheme::Siren,
        field: NumberField::Tax,
        kinds: EVERYBODY,
        at_home_in: &[Country::France, Country::Monaco, Country::Senegal],
        since: Date::constant(1973, 3, 14),
    },
    Rule {
        scheme: Scheme::Siret,
        field: NumberField::Tax,
        kinds: EVERYBODY,
        at_home_in: &[Country::France, Country::Monaco, Country::Belgium, Country::Senegal],
        since: Date::constant(1973, 3, 14),
    },
    // Directive 91/680/EEC, in force on 1 January 1993; key of the French tax office.
    Rule {
        scheme: Scheme::FrenchVat,
        field: NumberField::Tax,
        kinds: EVERYBODY,
        at_home_in: &[],
        since: Date::constant(1993, 1, 1),
    },
    // Belgium: law of 16 January 2003 on the Crossroads Bank for Enterprises, in force on 1 July 2003.
    Rule {
        scheme: Scheme::BelgianEnterprise,
        field: NumberField::Tax,
        kinds: EVERYBODY,
        at_home_in: &[Country::Belgium],
        since: Date::constant(2003, 7, 1),
    },
    // Senegal: decree 95-364 of 14 April 1995, replaced by decree 2012-886.
    Rule {
        scheme: Scheme::Ninea,
        field: NumberField::Tax,
        kinds: EVERYBODY,
        at_home_in: &[Country::Senegal],
        since: Date::constant(1995, 4, 14),
    },
    // France: decree 82-103 of 22 January 1982 on the national register of natural persons.
    Rule {
        scheme: Scheme::FrenchNir,
        field: NumberField::National,
        kinds: PERSONS,
        at_home_in: &[Country::France],
        since: Date::constant(1982, 1, 22),
    },
    // Belgium: law of 8 August 1983 on a national register of natural persons; royal decree of 3 April 1984.
    Rule {
        scheme: Scheme::BelgianNationalNumber,
        field: NumberField::National,
        kinds: PERSONS,
        at_home_in: &[Country::Belgium],
        since: Date::constant(1984, 4, 3),
    },
];

/// A number as it is stored: without separators where its scheme is known, as typed where it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The number.
    pub text: String,
    /// What it is, where we know.
    pub scheme: Option<Scheme>,
}

/// The number has the form of one of `schemes`, but wrong check digits for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCheckDigits {
    /// What it looks like.
    pub scheme: Scheme,
}

impl Identifier {
    /// Reads a number as a firm at home in `country` means it on a day.
    ///
    /// # Errors
    /// When it has a known form but wrong check digits.
    pub fn read(
        text: &str,
        field: NumberField,
        kind: ClientKind,
        country: Country,
        on: Date,
    ) -> Result<Self, WrongCheckDigits> {
        let compact = compact(text);
        let rules = RULES.iter().filter(|rule| rule.field == field && rule.kinds.contains(&kind) && rule.since <= on);
        let mut looks_like = None;
        for rule in rules {
            let Some(form) = rule.scheme.form(&compact) else { continue };
            if form == Form::Bare && !rule.at_home_in.contains(&country) {
                continue;
            }
            if let Some(text) = rule.scheme.proven(&compact) {
                return Ok(Self { text, scheme: Some(rule.scheme) });
            }
            looks_like = looks_like.or(Some(rule.scheme));
        }
        match looks_like {
            Some(scheme) => Err(WrongCheckDigits { scheme }),
            None => Ok(Self { text: text.to_owned(), scheme: None }),
        }
    }

    /// The form under which two spellings of one number meet.
    pub fn key(&self) -> String {
        compact(&self.text)
    }
}

/// How sure the form of a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Digits alone, which mean something else elsewhere.
    Bare,
    /// With letters or a length that no other number has.
    Marked,
}

impl Scheme {
    /// Whether a text without separators has this scheme's form.
    fn form(self, compact: &str) -> Option<Form> {
        let digits = compact.bytes().all(|byte| byte.is_ascii_digit());
        let all_digits_after = |start: usize| {
            compact.get(start..).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        match self {
            Self::Siren => (digits && compact.len() == 9).then_some(Form::Bare),
            Self::Siret => (digits && compact.len() == 14).then_some(Form::Bare),
            Self::FrenchVat => {
                (compact.starts_with("FR") && compact.len() == 13 && all_digits_after(4)).then_some(Form::Marked)
            }
            Self::BelgianEnterprise => match compact.strip_prefix("BE") {
                Some(number) => (matches!(number.len(), 9 | 10) && number.bytes().all(|byte| byte.is_ascii_digit()))
                    .then_some(Form::Marked),
                None => (digits && matches!(compact.len(), 9 | 10)).then_some(Form::Bare),
            },
            Self::Ninea => match checks::ninea_parts(compact)? {
                (_, Some(_)) => Some(Form::Marked),
                (_, None) => Some(Form::Bare),
            },
            Self::FrenchNir => (compact.len() == 15 && checks::nir_digits(compact).is_some()).then_some(Form::Bare),
            Self::BelgianNationalNumber => (digits && compact.len() == 11).then_some(Form::Bare),
        }
    }

    /// The number as it is stored, when its check digits are right.
    fn proven(self, compact: &str) -> Option<String> {
        let kept = || Some(compact.to_owned());
        match self {
            Self::Siren => checks::siren(compact).then(kept)?,
            Self::Siret => checks::siret(compact).then(kept)?,
            Self::FrenchVat => checks::french_vat(compact).then(kept)?,
            Self::BelgianEnterprise => {
                let number = compact.strip_prefix("BE").unwrap_or(compact);
                // Numbers given before 2005 had nine digits; a zero was put before them.
                let number = format!("{number:0>10}");
                checks::belgian_enterprise(&number).then_some(number)
            }
            Self::Ninea => checks::ninea(compact).then(kept)?,
            Self::FrenchNir => checks::nir(compact).then(kept)?,
            Self::BelgianNationalNumber => checks::belgian_national(compact).then(kept)?,
        }
    }

    /// A stored number as it is printed: in groups, with spaces that do not break.
    pub fn printed(self, text: &str) -> String {
        match self {
            Self::Siren => grouped(text, &[3, 3, 3], "\u{a0}"),
            Self::Siret => grouped(text, &[3, 3, 3, 5], "\u{a0}"),
            Self::FrenchVat => grouped(text, &[2, 2, 3, 3, 3], "\u{a0}"),
            Self::BelgianEnterprise => grouped(text, &[4, 3, 3], "."),
            Self::Ninea => match checks::ninea_parts(text) {
                Some((number, Some(cofi))) => format!("{number}\u{a0}{cofi}"),
                _ => text.to_owned(),
            },
            Self::FrenchNir => grouped(text, &[1, 2, 2, 2, 3, 3, 2], "\u{a0}"),
            Self::BelgianNationalNumber => match (text.get(..6), text.get(6..9), text.get(9..)) {
                (Some(born), Some(number), Some(key)) => {
                    format!("{}-{number}.{key}", grouped(born, &[2, 2, 2], "."))
                }
                _ => text.to_owned(),
            },
        }
    }
}

/// A text in groups of these lengths; one of another length as it is.
fn grouped(text: &str, lengths: &[usize], between: &str) -> String {
    if text.len() != lengths.iter().sum::<usize>() || !text.is_ascii() {
        return text.to_owned();
    }
    let mut rest = text;
    let mut groups = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (group, after) = rest.split_at(*length);
        groups.push(group);
        rest = after;
    }
    groups.join(between)
}

/// A number without what people put between its digits.
fn compact(text: &str) -> String {
    let kept =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | ',' | '\u{a0}' | '\u{202f}'));
    kept.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
