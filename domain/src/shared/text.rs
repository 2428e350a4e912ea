//! Typed text, as values that are right once they exist.

use std::str::FromStr;

use iban::IbanLike;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::problem::{Code, FieldError};

pub use super::identity::email_identity;

/// The longest name, label or single line.
pub const LINE_MAX: usize = 200;
/// The longest free text.
pub const TEXT_MAX: usize = 10_000;

/// Reads one line: trimmed, without control characters, at most `max` characters; empty is `None`.
///
/// # Errors
/// The field's error.
pub fn line(field: &str, text: Option<&str>, max: usize) -> Result<Option<String>, FieldError> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(char::is_control) {
        return Err(FieldError::new(field, Code::ControlCharacters));
    }
    if text.chars().count() > max {
        return Err(FieldError::new(field, Code::TooLong).with("max", max));
    }
    Ok(Some(text.nfc().collect()))
}

/// Reads one line that must be there.
///
/// # Errors
/// The field's error.
pub fn required_line(field: &str, text: Option<&str>, max: usize) -> Result<String, FieldError> {
    line(field, text, max)?.ok_or_else(|| FieldError::new(field, Code::Required))
}

/// Reads free text of several lines; line ends become `\n`.
///
/// # Errors
/// The field's error.
pub fn lines(field: &str, text: Option<&str>, max: usize) -> Result<Option<String>, FieldError> {
    let text = text.unwrap_or_default().replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(FieldError::new(field, Code::ControlCharacters));
    }
    if text.chars().count() > max {
        return Err(FieldError::new(field, Code::TooLong).with("max", max));
    }
    Ok(Some(text.nfc().collect()))
}

/// Reads an e-mail address (RFC 5321: one `@`, 254 bytes) as typed, trimmed.
///
/// # Errors
/// The field's error.
pub fn email(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(address) = line(field, text, 254)? else { return Ok(None) };
    let well_formed = address.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && local.len() <= 64
            && !local.contains('@')
            && host.contains('.')
            && !host.starts_with(['.', '-'])
            && !host.ends_with(['.', '-'])
            && !host.contains("..")
            && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
    }) && !address.contains(char::is_whitespace);
    if well_formed { Ok(Some(address)) } else { Err(FieldError::new(field, Code::InvalidEmail)) }
}

/// Reads a telephone number: an optional `+`, 6 to 15 digits (E.164), with the usual separators, kept as typed.
///
/// # Errors
/// The field's error.
pub fn phone(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(number) = line(field, text, 40)? else { return Ok(None) };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain =
        number.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}'));
    let plus_leads = number.rfind('+').is_none_or(|place| place == 0);
    if plain && plus_leads && (6..=15).contains(&digits) {
        Ok(Some(number))
    } else {
        Err(FieldError::new(field, Code::InvalidPhone))
    }
}

/// The longest web address.
const WEB_MAX: usize = 300;

/// Reads the address of a site: `https` or `http`, a host with a dot in it; without a scheme it counts as `https`.
///
/// # Errors
/// The field's error.
pub fn web_address(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(typed) = line(field, text, WEB_MAX)? else { return Ok(None) };
    let address = if typed.contains("://") { typed } else { format!("https://{typed}") };
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let well_formed = name.contains('.')
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
        && !name.contains("..")
        && name.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
        && host.strip_prefix(name).is_some_and(|port| {
            port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
        })
        && !address.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
    if well_formed { Ok(Some(address)) } else { Err(FieldError::new(field, Code::InvalidUrl)) }
}

/// Reads a day, `YYYY-MM-DD` or as brokers write it, `DD/MM/YYYY`.
///
/// # Errors
/// The field's error.
pub fn day(field: &str, text: Option<&str>) -> Result<Option<Date>, FieldError> {
    let Some(text) = line(field, text, 40)? else { return Ok(None) };
    let written: Vec<&str> = text.split(['/', '.']).collect();
    let date = match written.as_slice() {
        [day, month, year] if year.len() == 4 => Date::from_str(&format!("{year}-{month:0>2}-{day:0>2}")),
        _ if text.len() == 10 => Date::from_str(&text),
        _ => return Err(FieldError::new(field, Code::InvalidDate)),
    };
    match date {
        Ok(date) if (1800..=2200).contains(&date.year()) => Ok(Some(date)),
        _ => Err(FieldError::new(field, Code::InvalidDate)),
    }
}

/// Reads a day that must be there.
///
/// # Errors
/// The field's error.
pub fn required_day(field: &str, text: Option<&str>) -> Result<Date, FieldError> {
    day(field, text)?.ok_or_else(|| FieldError::new(field, Code::Required))
}

/// Reads an IBAN (ISO 13616), kept without spaces.
///
/// # Errors
/// The field's error.
pub fn iban(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(text) = line(field, text, 60)? else { return Ok(None) };
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    match iban::Iban::from_str(&compact) {
        Ok(number) => Ok(Some(number.electronic_str().to_owned())),
        Err(_) => Err(FieldError::new(field, Code::InvalidIban)),
    }
}

/// The form in which texts are searched and sorted: lower case, without accents, one space between words.
pub fn search_key(text: &str) -> String {
    let folded: String = text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    folded
        .replace('œ', "oe")
        .replace('æ', "ae")
        .replace('ß', "ss")
        .replace(['\'', '’'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_day_is_read_in_both_forms_and_wrong_days_are_refused() {
        let cases = [
            ("2026-11-23", Some((2026, 11, 23))),
            ("23/11/2026", Some((2026, 11, 23))),
            ("3.1.2027", Some((2027, 1, 3))),
            ("31/02/2026", None),
            ("2026-13-01", None),
            ("23/11/26", None),
            ("0001-01-01", None),
        ];
        for (text, expected) in cases {
            let read = day("d", Some(text)).ok().flatten().map(|d| (d.year(), d.month(), d.day()));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn the_check_digits_of_an_iban_are_checked() {
        assert_eq!(
            iban("i", Some("fr14 2004 1010 0505 0001 3M02 606")),
            Ok(Some("FR1420041010050500013M02606".into()))
        );
        assert_eq!(iban("i", Some("FR1420041010050500013M02607")).map_err(|e| e.code), Err(Code::InvalidIban));
    }

    #[test]
    fn addresses_and_numbers_are_checked_where_they_are_typed() {
        for good in ["a@b.fr", "Anaïs.Zoé@exemple.test", "x+y@sub.domaine.sn"] {
            assert!(email("e", Some(good)).is_ok(), "{good}");
        }
        for wrong in ["a", "a@b", "@b.fr", "a@b@c.fr", "a b@c.fr", "a@.fr", "a@b..fr"] {
            assert_eq!(email("e", Some(wrong)).map_err(|e| e.code), Err(Code::InvalidEmail), "{wrong}");
        }
        assert_eq!(web_address("w", Some("www.mma.fr")), Ok(Some("https://www.mma.fr".into())));
        for good in ["https://pro.axa.fr:8443/courtiers?a=b", "http://assurances.sn"] {
            assert_eq!(web_address("w", Some(good)), Ok(Some(good.into())));
        }
        for wrong in [
            "javascript:alert(1)",
            "https://axa",
            "ftp://axa.fr",
            "https://a@axa.fr",
            "https://a b.fr",
            "https://axa.fr:x",
        ] {
            assert_eq!(web_address("w", Some(wrong)).map_err(|e| e.code), Err(Code::InvalidUrl), "{wrong}");
        }
        assert!(phone("p", Some("+221 77 123 45 67")).is_ok());
        assert!(phone("p", Some("12+34567")).is_err());
        assert_eq!(line("l", Some("a\u{0}b"), 10).map_err(|e| e.code), Err(Code::ControlCharacters));
        assert_eq!(line("l", Some("abcdef"), 3).map_err(|e| e.code), Err(Code::TooLong));
    }

    #[test]
    fn search_ignores_case_accents_and_spacing() {
        assert_eq!(search_key("  Éloïse  D’ŒUVRE "), "eloise d oeuvre");
    }
}
