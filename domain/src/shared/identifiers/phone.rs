//! Telephone numbers, brought to the one form by which they are dialled from anywhere (ITU-T E.164).
//!
//! The plans of the countries where our firms work are in [`Country`]; of a number of another country only its length is
//! known. A library of all the world's plans would weigh more than the rest of what browsers load, and know no more of these.

use super::Country;

/// How a country's numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Its calling code, without `+`.
    pub code: &'static str,
    /// The digit dialled before a number inside the country.
    pub trunk: Option<char>,
    /// How many digits a number has, without code and trunk digit.
    pub lengths: &'static [usize],
}

/// A number in the form of E.164, such as `+33612345678`, as somebody at home in `country` means it. `None` when it cannot be
/// dialled: a wrong length, or no number at all.
pub fn e164(typed: &str, country: Country) -> Option<String> {
    // Brackets around a trunk digit say that it is dialled at home only: +33 (0)6 …
    let typed = typed.trim().replace("(0)", "");
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let abroad = if typed.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    if let Some(number) = abroad {
        return international(number);
    }
    let plan = country.plan();
    let national = plan.trunk.and_then(|trunk| digits.strip_prefix(trunk)).unwrap_or(&digits);
    let fits = plan.lengths.contains(&national.len()) && (plan.trunk.is_none() || national.len() < digits.len());
    fits.then(|| format!("+{}{national}", plan.code))
}

fn international(number: &str) -> Option<String> {
    if number.starts_with('0') || !(7..=15).contains(&number.len()) {
        return None;
    }
    let plan = Country::ALL.iter().map(|country| country.plan()).find(|plan| number.starts_with(plan.code));
    let Some(plan) = plan else { return Some(format!("+{number}")) };
    let national = number.strip_prefix(plan.code)?;
    // Many write the digit dialled at home after the country's code, where it does not belong.
    let bare = plan.trunk.and_then(|trunk| national.strip_prefix(trunk)).unwrap_or(national);
    plan.lengths.contains(&bare.len()).then(|| format!("+{}{bare}", plan.code))
}
