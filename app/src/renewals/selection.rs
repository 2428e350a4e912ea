//! Which policies a form is about, as it travels through it: the list's own query, in one hidden field.

use std::collections::BTreeMap;

use domain::renewal::RenewalRunInput;
use domain::shared::problem::{Code, FieldError};
use leptos::prelude::WithUntracked;

/// Names and values, in the order of the address.
pub(crate) type Pairs = Vec<(String, String)>;

/// What the address of this page asks for.
pub(crate) fn asked() -> Pairs {
    leptos_router::hooks::use_query_map().with_untracked(|query| {
        let pairs = query.clone().into_iter().map(|(name, value)| (name.into_owned(), value));
        pairs.filter(|(_, value)| !value.trim().is_empty()).collect()
    })
}

/// Whether it is about all that match, and not about ticked ones.
pub(crate) fn is_all(pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(name, _)| name == "all")
}

/// What a hidden field holds.
pub(crate) fn written(pairs: &Pairs) -> String {
    serde_json::to_string(pairs).unwrap_or_default()
}

/// Reads [`written`].
pub(crate) fn read(text: &str) -> Pairs {
    serde_json::from_str(text).unwrap_or_default()
}

/// The policies one by one; or in place of them what they match.
pub(crate) fn chosen(pairs: Pairs) -> (Option<Vec<String>>, Option<BTreeMap<String, String>>) {
    if is_all(&pairs) {
        let places = ["all", "id", "sort", "cursor", "columns", "limit", "count"];
        return (None, Some(pairs.into_iter().filter(|(name, _)| !places.contains(&name.as_str())).collect()));
    }
    (Some(pairs.into_iter().filter(|(name, _)| name == "id").map(|(_, id)| id).collect()), None)
}

/// The request for these policies.
pub(super) fn input(pairs: Pairs) -> RenewalRunInput {
    let (policies, matching) = chosen(pairs);
    RenewalRunInput { policies, matching, ..RenewalRunInput::default() }
}

/// A typed percentage in millionths: `3,5` is 35,000.
pub(super) fn percent(text: &str) -> Result<i64, FieldError> {
    let wrong = || FieldError::new("premium_change", Code::InvalidAmount);
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '%' | '+' | '\u{202f}')).collect();
    let (negative, digits) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, compact.as_str()),
    };
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || fraction.len() > 4 || !plain(whole) || !plain(fraction) {
        return Err(wrong());
    }
    let millionths: i64 = format!("{whole}{fraction:0<4}").parse().map_err(|_| wrong())?;
    Ok(if negative { -millionths } else { millionths })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_as_it_is_typed() {
        let cases = [("3,5", 35_000), ("3.5 %", 35_000), ("-2", -20_000), ("+0,0001", 1), ("−1,25", -12_500), ("0", 0)];
        for (text, millionths) in cases {
            assert_eq!(percent(text).unwrap(), millionths, "{text}");
        }
        for text in ["", "%", "a", "1,2,3", "3,55555", "9999999"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn all_that_match_keep_the_filters_and_leave_the_place_in_the_list() {
        let pairs = |pairs: &[(&str, &str)]| -> Pairs {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let all = pairs(&[("all", "1"), ("state", "in_force"), ("sort", "due_date"), ("q", "martin")]);
        assert_eq!(read(&written(&all)), all);
        let matching = input(all).matching.unwrap();
        assert_eq!(matching.into_iter().collect::<Pairs>(), pairs(&[("q", "martin"), ("state", "in_force")]));
        assert_eq!(input(pairs(&[("id", "a"), ("id", "b")])).policies.unwrap(), ["a", "b"]);
    }
}
