//! A record that somebody changed while its form was being filled in, told field by field.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use leptos::prelude::*;

use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{Difference, StaleNotice};

/// What a box sends when it is ticked.
const TICKED: &str = "on";

/// The record as it is now, and who made it so.
#[derive(Debug, Clone)]
pub(crate) struct Stale {
    /// The record as the form's fields.
    pub(crate) record: BTreeMap<String, String>,
    /// Who changed it and when, as far as the reader may know.
    pub(crate) by: Option<(String, Timestamp)>,
    /// When it was changed last.
    pub(crate) changed_at: Timestamp,
    /// The form's own address.
    pub(crate) address: String,
}

impl Stale {
    /// The notice over the form.
    pub(crate) fn notice(
        &self,
        words: Words,
        typed: &BTreeMap<String, String>,
        fields: &[(&str, &str)],
        say: impl Fn(&str, &str) -> Option<String>,
    ) -> AnyView {
        let common = words.common();
        let changed = match &self.by {
            Some((name, at)) => common.stale_by(name, instant(*at)),
            None => common.stale_at(instant(self.changed_at)),
        };
        let differences = self.differences(typed, fields, say);
        view! { <StaleNotice changed=changed differences=differences href=self.address.clone()/> }.into_any()
    }

    /// The fields that differ: in the order of the form first, then those that have no label there, so that none is hidden.
    fn differences(
        &self,
        typed: &BTreeMap<String, String>,
        fields: &[(&str, &str)],
        say: impl Fn(&str, &str) -> Option<String>,
    ) -> Vec<Difference> {
        let unlabelled: BTreeSet<&str> = self.record.keys().chain(typed.keys()).map(String::as_str).collect();
        let unlabelled = unlabelled.into_iter().filter(|name| fields.iter().all(|(labelled, _)| labelled != name));
        let all = fields.iter().copied().chain(unlabelled.map(|name| (name, name)));
        let told = |name: &str, value: &str| say(name, value).unwrap_or_else(|| plain(value));
        all.filter(|(name, _)| !matches!(*name, "id" | "version" | "form_key"))
            .filter_map(|(name, label)| {
                let (now, typed) = (self.record.get(name), typed.get(name));
                let compared = match (now, typed) {
                    (Some(_), Some(_)) => true,
                    // A field that the reader does not see is not sent, and stays as it is; a box not ticked is not sent either.
                    (Some(only), None) | (None, Some(only)) => only == TICKED,
                    (None, None) => false,
                };
                let (now, typed) = (now.map_or("", String::as_str), typed.map_or("", String::as_str));
                (compared && tidy(now) != tidy(typed)).then(|| Difference {
                    label: label.to_owned(),
                    now: told(name, now),
                    typed: told(name, typed),
                })
            })
            .collect()
    }
}

/// The text as it would be stored: a browser sends other line ends than it was given.
fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// A value that is words already, or a day.
fn plain(value: &str) -> String {
    let value = tidy(value);
    if value.is_empty() {
        return "—".to_owned();
    }
    value.parse().map_or(value, domain::shared::format::day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn told(record: &[(&str, &str)], typed: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let stale =
            Stale { record: values(record), by: None, changed_at: Timestamp::UNIX_EPOCH, address: "/x".to_owned() };
        let fields = [("city", "City"), ("since", "Since"), ("active", "Active")];
        let say = |name: &str, value: &str| (name == "active").then(|| format!("{}", value == TICKED));
        let differences = stale.differences(&values(typed), &fields, say);
        differences.into_iter().map(|one| (one.label, one.now, one.typed)).collect()
    }

    fn row(label: &str, now: &str, typed: &str) -> (String, String, String) {
        (label.to_owned(), now.to_owned(), typed.to_owned())
    }

    #[test]
    fn what_differs_is_told_in_the_order_of_the_form_and_nothing_is_hidden() {
        let record = [("id", "1"), ("version", "2"), ("other", "a"), ("city", "Albi"), ("since", "2026-01-31")];
        let typed = [("id", "1"), ("version", "1"), ("other", "b"), ("city", "Auch"), ("since", "")];
        let rows = [row("City", "Albi", "Auch"), row("Since", "31/01/2026", "—"), row("other", "a", "b")];
        assert_eq!(told(&record, &typed), rows);
    }

    #[test]
    fn a_box_differs_when_it_is_ticked_on_one_side_only() {
        assert_eq!(told(&[("active", "on")], &[]), [row("Active", "true", "false")]);
        assert_eq!(told(&[], &[("active", "on")]), [row("Active", "false", "true")]);
        assert_eq!(told(&[("active", "on")], &[("active", "on")]), []);
    }

    #[test]
    fn a_field_that_the_reader_does_not_see_is_no_difference_and_neither_are_line_ends() {
        assert_eq!(told(&[("owner_id", "7")], &[]), []);
        assert_eq!(told(&[("city", "a\nb")], &[("city", "a\r\nb ")]), []);
        assert_eq!(told(&[], &[("reason", "because")]), []);
    }
}
