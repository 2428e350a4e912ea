//! An address as the post reads it. In France the rules of AFNOR NF Z10-011: at most six lines of at most 38 characters, from the
//! person to the place, from the street on in capitals and without punctuation, the postcode and the town last. Abroad as the
//! country there writes it, with the country in French and in capitals on the last line (UPU S42).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::countries::CodePlace;
use super::fault::{AddressFault, AddressPart};
use super::{MailingOrder, Nation};
use crate::shared::Address;
use crate::shared::text::search_key;

/// The most characters of a line, spaces included.
pub const LINE_MAX: usize = 38;
/// The most lines, apart from the country's.
pub const LINES_MAX: usize = 6;

/// An address, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalAddress {
    /// What is printed.
    pub lines: Vec<String>,
    /// Abroad or not, the country, the postal code, the town.
    route: (bool, String, String, String),
}

impl PostalAddress {
    /// The address of somebody, for a letter that is posted in `from`.
    ///
    /// # Errors
    /// Why no letter would arrive.
    pub fn of(name: &str, address: Option<&Address>, from: Nation) -> Result<Self, AddressFault> {
        let address = address.filter(|address| !is_empty(address)).ok_or(AddressFault::Missing)?;
        let nation = match said(address.country.as_deref()) {
            None => Ok(from),
            Some(text) => Nation::parse(&text).ok_or(text),
        };
        let is_french = nation.as_ref().is_ok_and(|nation| nation.writes_as_french());
        let parts = Parts::of(address, is_french);
        // An accent typed as a sign of its own is one letter with the one before it.
        let mut lines = broken(&name.nfc().collect::<String>())?;
        let (place, code) = if is_french { parts.in_france(&mut lines)? } else { parts.abroad(&mut lines, &nation)? };
        lines.extend(place);
        if lines.len() > LINES_MAX {
            return Err(AddressFault::TooLong);
        }
        let country = match &nation {
            Ok(nation) if nation.code == from.code || nation.is_french_post() && from.is_french_post() => None,
            Ok(nation) => Some(nation.written()),
            Err(typed) => Some(typed.to_uppercase()),
        };
        let route = (
            country.is_some(),
            country.clone().unwrap_or_default(),
            code,
            search_key(parts.city.as_deref().unwrap_or_default()),
        );
        lines.extend(country);
        Ok(Self { lines, route })
    }

    /// What it is sorted by, before the name; nothing where the name decides.
    pub fn place_in(&self, order: MailingOrder) -> impl Ord + use<> {
        (order == MailingOrder::PostalCode).then(|| self.route.clone())
    }
}

/// The parts of an address, none of them empty.
struct Parts {
    lines: Vec<String>,
    code: Option<String>,
    city: Option<String>,
}

impl Parts {
    /// Who typed everything into the lines wrote postcode and town at their end.
    fn of(address: &Address, is_french: bool) -> Self {
        let lines = address.lines.as_deref().unwrap_or_default().lines().filter_map(|line| said(Some(line)));
        let mut parts = Self {
            lines: lines.collect(),
            code: said(address.postal_code.as_deref()),
            city: said(address.city.as_deref()),
        };
        if is_french && parts.code.is_none() && parts.city.is_none() {
            let last = parts.lines.last().and_then(|line| line.split_once(' '));
            let split = last.filter(|(code, _)| french_code(code).is_some());
            if let Some((code, city)) = split.map(|(code, city)| (code.to_owned(), city.to_owned())) {
                parts.lines.pop();
                (parts.code, parts.city) = (Some(code), Some(city));
            }
        }
        parts
    }

    /// Adds the lines to those of the name; tells the last one and the postal code.
    fn in_france(&self, lines: &mut Vec<String>) -> Result<(Vec<String>, String), AddressFault> {
        let city = self.city.as_deref().map(plain).filter(|city| !city.is_empty());
        let city = city.ok_or_else(|| lacking(AddressPart::City))?;
        let code = self.code.as_deref().and_then(french_code).ok_or_else(|| lacking(AddressPart::PostalCode))?;
        // A firm with a code of its own has no need of a street.
        if self.lines.is_empty() && !city.contains(" CEDEX") {
            return Err(lacking(AddressPart::Lines));
        }
        for line in &self.lines {
            let line = plain(line);
            if !line.is_empty() {
                lines.extend(broken(&shortened(line))?);
            }
        }
        let place = shortened(format!("{code} {city}"));
        if place.chars().count() > LINE_MAX { Err(AddressFault::TooLong) } else { Ok((vec![place], code)) }
    }

    /// The same for any other country.
    fn abroad(
        &self,
        lines: &mut Vec<String>,
        nation: &Result<Nation, String>,
    ) -> Result<(Vec<String>, String), AddressFault> {
        let city = self.city.as_deref().ok_or_else(|| lacking(AddressPart::City))?.to_uppercase();
        if self.code.is_none() && nation.as_ref().is_ok_and(|nation| nation.needs_code()) {
            return Err(lacking(AddressPart::PostalCode));
        }
        if self.lines.is_empty() {
            return Err(lacking(AddressPart::Lines));
        }
        for line in &self.lines {
            lines.extend(broken(line)?);
        }
        let Some(code) = self.code.as_deref().map(str::to_uppercase) else {
            return Ok((broken(&city)?, String::new()));
        };
        let place = match nation.as_ref().map_or(CodePlace::Before, |nation| nation.code_place()) {
            CodePlace::Before => broken(&format!("{code} {city}"))?,
            CodePlace::After => broken(&format!("{city} {code}"))?,
            CodePlace::Below => [broken(&city)?, vec![code.clone()]].concat(),
        };
        Ok((place, code))
    }
}

fn lacking(part: AddressPart) -> AddressFault {
    AddressFault::Incomplete { part }
}

fn is_empty(address: &Address) -> bool {
    let parts = [&address.lines, &address.postal_code, &address.city];
    parts.into_iter().all(|part| said(part.as_deref()).is_none())
}

/// A text with single spaces; an empty one counts as absent.
fn said(text: Option<&str>) -> Option<String> {
    let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| text.nfc().collect())
}

/// Five digits, however they were spaced, also behind `F-`.
fn french_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let digits = digits.trim_start_matches("F-").trim_start_matches("FR-");
    (digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

/// Capitals without accents and punctuation, as sorting machines read them best.
pub(super) fn plain(text: &str) -> String {
    let upper = text.to_uppercase().replace('Œ', "OE").replace('Æ', "AE");
    let bare = upper.nfd().filter(|sign| !is_combining_mark(*sign));
    let spaced: String = bare.map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The abbreviations of the norm, for lines that are too long only.
const SHORT: &[(&str, &str)] = &[
    ("ALLEE", "ALL"),
    ("APPARTEMENT", "APP"),
    ("AVENUE", "AV"),
    ("BATIMENT", "BAT"),
    ("BOULEVARD", "BD"),
    ("CAPITAINE", "CPT"),
    ("CHEMIN", "CHE"),
    ("COLONEL", "CNL"),
    ("COMMANDANT", "CDT"),
    ("DOCTEUR", "DR"),
    ("ESCALIER", "ESC"),
    ("ETAGE", "ETG"),
    ("FAUBOURG", "FG"),
    ("GENERAL", "GAL"),
    ("IMMEUBLE", "IMM"),
    ("IMPASSE", "IMP"),
    ("LIEUTENANT", "LT"),
    ("LOTISSEMENT", "LOT"),
    ("MARECHAL", "MAL"),
    ("PASSAGE", "PAS"),
    ("PLACE", "PL"),
    ("PRESIDENT", "PDT"),
    ("PROFESSEUR", "PR"),
    ("RESIDENCE", "RES"),
    ("ROUTE", "RTE"),
    ("SAINT", "ST"),
    ("SAINTE", "STE"),
    ("SQUARE", "SQ"),
];

/// A line of capitals, with the abbreviations of the norm where it is longer than a line may be.
fn shortened(line: String) -> String {
    if line.chars().count() <= LINE_MAX {
        return line;
    }
    let short = |word| SHORT.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| *short);
    line.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// A text in lines that are not too long, broken between words.
fn broken(text: &str) -> Result<Vec<String>, AddressFault> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if length > LINE_MAX {
            return Err(AddressFault::TooLong);
        }
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= LINE_MAX => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests;
