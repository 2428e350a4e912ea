//! A list's state as it stands in its address: what is searched for, what is filtered, the sort, and the part shown.

use std::collections::BTreeMap;

use domain::shared::page::{COUNT_MAX, Page, PageRequest};
use leptos::prelude::*;

use crate::forms::encoded;
use crate::locales::use_words;
use crate::parts::{Chip, Column, EmptyState, FilterChips, Glyph, LinkButton, Notice, Pagination, Tone};
use crate::request::Visit;

/// What is no filter: the sort and the place.
const PLACES: [&str; 2] = ["sort", "cursor"];

/// The state of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    path: String,
    given: BTreeMap<String, String>,
    sorts: &'static [&'static str],
    /// A sort in the address that the list does not know.
    unknown_sort: Option<String>,
}

impl Listing {
    /// The state in the address of this visit. `names` are the filters the list knows, `sorts` its sorts, the first of
    /// which holds when nobody says; anything else in the address is left out.
    pub fn of(visit: &Visit, names: &[&str], sorts: &'static [&'static str]) -> Self {
        let given = leptos_router::hooks::use_query_map().with_untracked(|query| {
            let known = names.iter().chain(["q", "sort", "cursor"].iter());
            known.filter_map(|name| Some(((*name).to_owned(), query.get(name)?))).collect()
        });
        Self::new(visit.path(), given, sorts)
    }

    fn new(path: &str, mut given: BTreeMap<String, String>, sorts: &'static [&'static str]) -> Self {
        given.retain(|_, value| !value.trim().is_empty());
        // An unknown sort is an old or a mistyped address: it is told, and the list's own order will do.
        let is_unknown =
            |sort: &&String| !sorts.iter().any(|known| known.trim_start_matches('-') == sort.trim_start_matches('-'));
        let unknown_sort = given.get("sort").filter(is_unknown).cloned();
        if unknown_sort.is_some() {
            given.remove("sort");
        }
        Self { path: path.to_owned(), given, sorts, unknown_sort }
    }

    /// The list's own address, without its state.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// A filter, where it is set.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// A filter's text, empty where it is not set.
    pub fn text(&self, name: &str) -> String {
        self.given(name).unwrap_or_default().to_owned()
    }

    /// Whether anything is searched for or filtered.
    pub fn is_narrowed(&self) -> bool {
        self.given.keys().any(|name| !PLACES.contains(&name.as_str()))
    }

    /// What to ask the services for.
    pub fn request(&self) -> PageRequest {
        PageRequest {
            limit: None,
            cursor: self.given("cursor").map(str::to_owned),
            sort: self.given("sort").map(str::to_owned),
            q: self.given("q").map(str::to_owned),
            count: true,
            count_max: Some(COUNT_MAX),
        }
    }

    /// The address with one thing changed, or taken out. All else stays, but the list begins anew.
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        let mut given = self.given.clone();
        given.remove("cursor");
        match value {
            Some(value) => given.insert(name.to_owned(), value.to_owned()),
            None => given.remove(name),
        };
        let query: Vec<String> =
            given.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }

    /// A column whose head sorts the list; pressed again it turns the order round.
    pub fn sorting(&self, column: Column, sort: &str) -> Column {
        let first = self.sorts.first().copied().unwrap_or_default();
        let current = self.given("sort").unwrap_or(first);
        if current == sort {
            column.sorted_by(self.with("sort", Some(&format!("-{sort}")))).ascending()
        } else if current.strip_prefix('-') == Some(sort) {
            column.sorted_by(self.with("sort", Some(sort))).descending()
        } else {
            column.sorted_by(self.with("sort", Some(sort)))
        }
    }

    /// The sort, as a hidden field of the filter form, so that filtering keeps it.
    pub fn kept_sort(&self) -> AnyView {
        let sort = self.given("sort").map(str::to_owned);
        sort.map(|sort| view! { <input type="hidden" name="sort" value=sort/> }).into_any()
    }

    /// The filters that are on, each with a way to take it off: name and what it says.
    pub fn chips(&self, filters: Vec<(&str, String)>) -> AnyView {
        let told = self.told(&filters);
        if !self.is_narrowed() {
            return told;
        }
        let on =
            |(name, label): (&str, String)| self.given(name).map(|_| Chip::new(label, self.with(name, None), true));
        let mut chips: Vec<Chip> = filters.into_iter().filter_map(on).collect();
        if let Some(q) = self.given("q") {
            chips.insert(0, Chip::new(use_words().common().quoted(q), self.with("q", None), true));
        }
        view! { <FilterChips chips=chips clear_href=self.path.clone()/> {told} }.into_any()
    }

    /// What the address asks for and the list does not know: a sort, or the value of a filter that its page could not read.
    fn told(&self, filters: &[(&str, String)]) -> AnyView {
        let is_read =
            |name: &str| name == "q" || filters.iter().any(|(known, label)| *known == name && !label.is_empty());
        let unread = self.given.iter().filter(|(name, _)| !PLACES.contains(&name.as_str()) && !is_read(name));
        let common = use_words().common();
        let values: Vec<String> =
            unread.map(|(_, value)| value).chain(&self.unknown_sort).map(|value| common.quoted(value)).collect();
        (!values.is_empty())
            .then(|| {
                let title = use_words().lists().wrong_title();
                view! { <Notice tone=Tone::Warning title=title><p>{values.join(", ")}</p></Notice> }
            })
            .into_any()
    }

    /// What stands in the list's place when nothing matches: the way out is to take the filters off.
    pub fn nothing_found(&self) -> AnyView {
        let (words, path) = (use_words().common(), self.path.clone());
        view! {
            <EmptyState icon=Glyph::Search title=words.nothing_found() hint=words.nothing_found_hint()>
                <LinkButton href=path>{words.clear_filters()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }

    /// What the list's head says of its size: `found` as it is, or "more than" where the counting ended.
    pub fn size<T>(page: &Page<T>, found: impl FnOnce(u64) -> String) -> String {
        let found = found(page.total.unwrap_or_default());
        if page.more_than_total { use_words().common().found_more_than(found) } else { found }
    }

    /// The ways to the parts before and after.
    pub fn pages<T>(&self, page: &Page<T>) -> AnyView {
        let words = use_words();
        let to = |cursor: &Option<String>| cursor.as_deref().map(|cursor| self.with("cursor", Some(cursor)));
        let (previous, next) = (to(&page.previous_cursor), to(&page.next_cursor));
        let needed = previous.is_some() || next.is_some();
        let count = |number| domain::shared::format::count(number, words.language());
        let shown = count(u64::try_from(page.items.len()).unwrap_or(u64::MAX));
        let summary = page.total.map(|total| {
            let total = count(total);
            let total = if page.more_than_total { words.common().more_than(total) } else { total };
            words.common().progress(shown, total)
        });
        needed
            .then(|| match summary {
                Some(summary) => view! { <Pagination previous=previous next=next summary=summary/> },
                None => view! { <Pagination previous=previous next=next/> },
            })
            .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(given: &[(&str, &str)]) -> Listing {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Listing::new("/clients", given, &["display_name", "created_at"])
    }

    #[test]
    fn changing_one_thing_keeps_the_others_and_begins_anew() {
        let list = listing(&[("q", "du parc"), ("kind", "person"), ("cursor", "ab"), ("sort", "-created_at")]);
        assert_eq!(list.with("kind", None), "/clients?q=du%20parc&sort=-created_at");
        assert_eq!(list.with("cursor", Some("cd")), "/clients?cursor=cd&kind=person&q=du%20parc&sort=-created_at");
        assert!(list.is_narrowed());
    }

    #[test]
    fn an_empty_filter_is_none_and_an_unknown_sort_is_left_out() {
        let list = listing(&[("q", " "), ("sort", "colour"), ("cursor", "ab")]);
        assert!(!list.is_narrowed());
        assert_eq!(list.request().sort, None);
        assert_eq!(list.with("q", None), "/clients");
    }

    #[test]
    fn a_head_pressed_again_turns_the_order_round() {
        let head = || Column::text("Nom");
        assert_eq!(
            listing(&[]).sorting(head(), "display_name"),
            head().sorted_by("/clients?sort=-display_name").ascending()
        );
        assert_eq!(
            listing(&[("sort", "-display_name")]).sorting(head(), "display_name"),
            head().sorted_by("/clients?sort=display_name").descending()
        );
        assert_eq!(listing(&[]).sorting(head(), "created_at"), head().sorted_by("/clients?sort=created_at"));
    }
}
