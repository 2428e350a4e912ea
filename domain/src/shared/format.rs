//! How amounts and days are written for a reader: one place for screens and documents.

use jiff::civil::Date;

use super::{Language, Money};

/// Between thousands, and between an amount and its currency: never a line break there.
const NO_BREAK_SPACE: char = '\u{a0}';

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `1 234,56 €`, `809 816 F CFA`; in English `€1,234.56`, `809,816 F CFA`.
pub fn money(amount: Money, language: Language) -> String {
    let (sign, whole, fraction) = amount.digits();
    let currency = amount.currency;
    match language {
        Language::Fr => {
            let number = join(&grouped(&whole, NO_BREAK_SPACE), ',', &fraction);
            format!("{sign}{number}{NO_BREAK_SPACE}{}", currency.sign())
        }
        Language::En => {
            let number = join(&grouped(&whole, ','), '.', &fraction);
            if currency.code() == "EUR" {
                format!("{sign}€{number}")
            } else {
                format!("{sign}{number}{NO_BREAK_SPACE}{}", currency.sign())
            }
        }
    }
}

/// `23/11/2026`, in both languages: day first, as everywhere the product is sold.
pub fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `23 novembre 2026`, `1er janvier 2027`; in English `23 November 2026`.
pub fn day_in_words(date: Date, language: Language) -> String {
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match language {
        Language::Fr => {
            let number = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
            format!("{number}{NO_BREAK_SPACE}{} {}", MONTHS_FR[month], date.year())
        }
        Language::En => format!("{}{NO_BREAK_SPACE}{} {}", date.day(), MONTHS_EN[month], date.year()),
    }
}

/// A whole number with its thousands apart: `1 234` or `1,234`.
pub fn count(number: u64, language: Language) -> String {
    grouped(&number.to_string(), if language == Language::Fr { NO_BREAK_SPACE } else { ',' })
}

fn join(whole: &str, mark: char, fraction: &str) -> String {
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}{mark}{fraction}") }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Currency;

    #[test]
    fn amounts_and_days_are_written_as_the_reader_expects() {
        let euros = Money { amount_minor: 123_456, currency: Currency::EUR };
        let francs = Money { amount_minor: -809_816, currency: Currency::XOF };
        assert_eq!(money(euros, Language::Fr), "1\u{a0}234,56\u{a0}€");
        assert_eq!(money(euros, Language::En), "€1,234.56");
        assert_eq!(money(francs, Language::Fr), "-809\u{a0}816\u{a0}F\u{a0}CFA");
        assert_eq!(day(Date::constant(2026, 11, 3)), "03/11/2026");
        assert_eq!(day_in_words(Date::constant(2027, 1, 1), Language::Fr), "1er\u{a0}janvier 2027");
        assert_eq!(day_in_words(Date::constant(2026, 12, 23), Language::En), "23\u{a0}December 2026");
        assert_eq!(count(1_000_000, Language::Fr), "1\u{a0}000\u{a0}000");
    }
}
