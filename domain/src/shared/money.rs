//! Amounts of money: whole minor units and a currency, never a float.

use std::fmt;

use iso_currency::Currency as IsoCurrency;
use serde::{Deserialize, Serialize};

/// A currency of ISO 4217, written as its three letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(IsoCurrency);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(IsoCurrency::EUR);
    /// The West African CFA franc, which has no minor unit.
    pub const XOF: Self = Self(IsoCurrency::XOF);
    /// The Central African CFA franc, which has no minor unit.
    pub const XAF: Self = Self(IsoCurrency::XAF);
    /// The currencies offered on the screens; the API takes every one of ISO 4217.
    pub const OFFERED: [Self; 3] = [Self::EUR, Self::XOF, Self::XAF];

    /// Reads an upper-case ISO 4217 code.
    pub fn parse(code: &str) -> Option<Self> {
        IsoCurrency::from_code(code).map(Self)
    }

    /// The three letters of ISO 4217.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the currency has: 2 for EUR, 0 for XOF and XAF.
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// The sign printed after an amount: `€`, `F CFA`, else the code.
    pub fn sign(self) -> &'static str {
        match self.code() {
            "EUR" => "€",
            "XOF" | "XAF" => "F\u{a0}CFA",
            code => code,
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| serde::de::Error::custom("not an ISO 4217 currency"))
    }
}

/// An amount in whole minor units of a currency: `{"amount_minor": 123456, "currency": "EUR"}` is 1 234,56 €.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// The amount in the currency's minor unit: cents for EUR, whole francs for XOF.
    pub amount_minor: i64,
    /// The ISO 4217 code.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "EUR"))]
    pub currency: Currency,
}

/// Why a typed amount is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// Not digits with at most one decimal mark.
    NotANumber,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// Larger than this program counts.
    TooLarge,
}

impl Money {
    /// Reads an amount as a broker types it: `1 234,56`, `1234.56`, with any spaces between thousands; also `1,234.56` and
    /// `1.234,56`. A single comma or point is the decimal mark, so `1,234` has a decimal too many.
    ///
    /// # Errors
    /// What is wrong with the text, for the field's message.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
        let (negative, digits) = match compact.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        let (whole, fraction) = parts(digits).ok_or(MoneyError::NotANumber)?;
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) {
            return Err(MoneyError::NotANumber);
        }
        let decimals = currency.decimals() as usize;
        // Three digits after a mark are thousands to one reader and decimals to another, noughts too.
        if fraction.trim_end_matches('0').len() > decimals || fraction.len() > decimals.max(2) {
            return Err(MoneyError::TooManyDecimals);
        }
        let kept = fraction.get(..decimals.min(fraction.len())).unwrap_or("");
        let amount: i64 = format!("{whole}{kept:0<decimals$}").parse().map_err(|_| MoneyError::TooLarge)?;
        Ok(Self { amount_minor: if negative { -amount } else { amount }, currency })
    }

    /// The amount as plain digits with its decimals and no currency, for a form's field: `1234,56`.
    pub fn to_input(self, decimal_mark: char) -> String {
        let (sign, whole, fraction) = self.digits();
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{decimal_mark}{fraction}") }
    }

    /// The sign, the whole units and the decimals, each as digits.
    pub fn digits(self) -> (&'static str, String, String) {
        let decimals = self.currency.decimals() as usize;
        let all = format!("{:0>width$}", self.amount_minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = all.split_at(all.len() - decimals);
        (if self.amount_minor < 0 { "-" } else { "" }, whole.to_owned(), fraction.to_owned())
    }
}

/// The whole units without the marks between thousands, and the decimals; `None` where marks stand in no such way.
fn parts(digits: &str) -> Option<(String, &str)> {
    let marks: Vec<char> = digits.chars().filter(|c| matches!(c, ',' | '.')).collect();
    let Some((last, before)) = marks.split_last() else { return Some((digits.to_owned(), "")) };
    let Some(thousands) = before.first() else {
        return digits.split_once(*last).map(|(whole, fraction)| (whole.to_owned(), fraction));
    };
    let (whole, fraction) = if thousands == last { (digits, "") } else { digits.rsplit_once(*last)? };
    let mut groups = whole.split(*thousands);
    let first = groups.next()?;
    let well_grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    (well_grouped && before.iter().all(|mark| mark == thousands)).then(|| (whole.replace(*thousands, ""), fraction))
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.to_input('.'), self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_a_broker_types_it() {
        let cases = [
            ("1 234,56", Currency::EUR, Ok(123_456)),
            ("1234.5", Currency::EUR, Ok(123_450)),
            ("1\u{202f}234\u{a0}567", Currency::XOF, Ok(1_234_567)),
            ("-3,00", Currency::EUR, Ok(-300)),
            ("12,00", Currency::XOF, Ok(12)),
            ("12,50", Currency::XOF, Err(MoneyError::TooManyDecimals)),
            ("1,234", Currency::EUR, Err(MoneyError::TooManyDecimals)),
            ("1,000", Currency::EUR, Err(MoneyError::TooManyDecimals)),
            ("12.000", Currency::XOF, Err(MoneyError::TooManyDecimals)),
            ("1,700.00", Currency::EUR, Ok(170_000)),
            ("1.234.567,8", Currency::EUR, Ok(123_456_780)),
            ("1,234,567", Currency::XOF, Ok(1_234_567)),
            ("1,70.00", Currency::EUR, Err(MoneyError::NotANumber)),
            ("1,234.567,00", Currency::EUR, Err(MoneyError::NotANumber)),
            ("1.2,3", Currency::EUR, Err(MoneyError::NotANumber)),
            (",234.00", Currency::EUR, Err(MoneyError::NotANumber)),
            ("", Currency::EUR, Err(MoneyError::NotANumber)),
            ("12a", Currency::EUR, Err(MoneyError::NotANumber)),
            ("99999999999999999999", Currency::EUR, Err(MoneyError::TooLarge)),
        ];
        for (text, currency, expected) in cases {
            assert_eq!(Money::parse(text, currency).map(|money| money.amount_minor), expected, "{text:?}");
        }
    }

    #[test]
    fn a_franc_has_no_cents_and_a_cent_keeps_its_zero() {
        assert_eq!(Money { amount_minor: 5, currency: Currency::EUR }.to_input(','), "0,05");
        assert_eq!(Money { amount_minor: 809_816, currency: Currency::XOF }.to_input(','), "809816");
        assert_eq!(Currency::XAF.decimals(), 0);
    }
}
