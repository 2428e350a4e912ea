//! The state of a list as its address says it.

use std::collections::BTreeMap;

use domain::list::{Column, ListFilter, ListQuery, ListSchema, pairs_of, query_of};
use domain::shared::page::{COUNT_MAX, Page, PageRequest};
use domain::shared::problem::FieldError;
use leptos::prelude::*;
use services::Error;

use crate::locales::{Words, problem_message};
use crate::parts::{EmptyState, Glyph, LinkButton, Notice, Pagination, Tone};
use crate::request::{Visit, query_value};

/// The longest cursor that a way back carries.
const CURSOR_MAX: usize = 1_200;

/// One list on its page.
#[derive(Debug, Clone)]
pub(crate) struct ListState {
    pub(super) words: Words,
    pub(super) path: String,
    pub(super) query: ListQuery,
    /// What stands in the address, right or wrong, for the fields.
    pub(super) typed: BTreeMap<String, String>,
    pub(super) cursor: Option<String>,
    pub(super) wrong: Vec<FieldError>,
    pub(super) hidden: &'static [&'static str],
    /// Whether all rows of the page are ticked.
    pub(super) ticked: bool,
}

impl ListState {
    /// The list that the visit's address asks for, and its filters. What is wrong with the address is kept to be told, and
    /// the list is shown without it. `hidden` columns and filters are not the reader's.
    pub(crate) fn of<F: ListFilter>(visit: &Visit, hidden: &'static [&'static str]) -> (Self, F) {
        let pairs = pairs_of(visit.address.split_once('?').map_or("", |(_, query)| query));
        let shown = pairs.iter().filter(|(name, _)| !hidden.contains(&name.as_str()));
        let (mut query, mut wrong) = F::SCHEMA.read(shown.map(|(name, value)| (name.as_str(), value.as_str())));
        let filter = F::of(&query).unwrap_or_else(|errors| {
            wrong.extend(errors);
            query = query.clone().without_amounts();
            F::of(&query).unwrap_or_default()
        });
        let mut typed = BTreeMap::new();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            typed.entry(name).or_insert(value);
        }
        let (cursor, ticked) = (typed.get("cursor").cloned(), typed.contains_key("ticked"));
        let words = Words::in_language(visit.language);
        (Self { words, path: visit.path().to_owned(), query, typed, cursor, wrong, hidden, ticked }, filter)
    }

    /// What to ask the services for.
    pub(crate) fn request(&self) -> PageRequest {
        PageRequest { cursor: self.cursor.clone(), count: true, count_max: Some(COUNT_MAX), ..self.query.request() }
    }

    /// What to ask instead when the place in the address no longer fits: the list begins anew, and it is told.
    ///
    /// # Errors
    /// Any other refusal.
    pub(crate) fn anew(&mut self, error: Error) -> Result<PageRequest, Error> {
        match error {
            Error::Invalid(errors) if self.cursor.take().is_some() => {
                self.wrong.extend(errors);
                Ok(self.request())
            }
            error => Err(error),
        }
    }

    /// Whether anything is searched for or filtered.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.query.is_narrowed()
    }

    /// The columns shown to the reader.
    pub(super) fn columns(&self) -> Vec<&'static Column> {
        let mut columns = self.query.columns();
        columns.retain(|column| !self.hidden.contains(&column.key));
        columns
    }

    /// The address of this list with other pairs.
    pub(super) fn address(&self, pairs: Vec<(&str, String)>) -> String {
        if pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query_of(pairs)) }
    }

    /// The address with one thing changed, or taken out. All else stays, but the list begins anew.
    pub(crate) fn with(&self, name: &'static str, value: Option<&str>) -> String {
        let mut pairs = self.query.pairs();
        pairs.retain(|(known, _)| *known != name);
        if let Some(value) = value {
            pairs.push((name, value.to_owned()));
        }
        self.address(pairs)
    }

    /// The address of the part that a cursor begins.
    fn at(&self, cursor: &str) -> String {
        let mut pairs = self.query.pairs();
        pairs.push(("cursor", cursor.to_owned()));
        self.address(pairs)
    }

    /// The state as a record's way back carries it; nothing for the list as it stands without any choice.
    pub(super) fn back(&self) -> Option<String> {
        let mut pairs = self.query.pairs();
        pairs.extend(self.cursor.iter().map(|cursor| ("cursor", cursor.clone())));
        (!pairs.is_empty()).then(|| query_of(pairs))
    }

    /// The query as hidden fields of a form, without some of them.
    pub(super) fn hidden_fields(&self, without: &[&str]) -> AnyView {
        let pairs = self.query.pairs().into_iter().filter(|(name, _)| !without.contains(name));
        pairs.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view().into_any()
    }

    /// What is wrong with the address; nothing when all is well.
    pub(crate) fn told(&self) -> AnyView {
        wrong_filters(self.words, self.query.schema(), &self.wrong)
    }

    /// What stands in the list's place when nothing matches: the way out is to take the filters off.
    pub(crate) fn nothing_found(&self) -> AnyView {
        let (words, path) = (self.words.common(), self.path.clone());
        view! {
            <EmptyState icon=Glyph::Search title=words.nothing_found() hint=words.nothing_found_hint()>
                <LinkButton href=path>{words.clear_filters()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }

    /// The ways to the parts before and after.
    pub(crate) fn pages<T>(&self, page: &Page<T>) -> AnyView {
        let to = |cursor: &Option<String>| cursor.as_deref().map(|cursor| self.at(cursor));
        let (previous, next) = (to(&page.previous_cursor), to(&page.next_cursor));
        let needed = previous.is_some() || next.is_some();
        let count = |number| domain::shared::format::count(number, self.words.language());
        let shown = count(u64::try_from(page.items.len()).unwrap_or(u64::MAX));
        let summary = page.total.map(|total| {
            let total = count(total);
            let total = if page.more_than_total { self.words.common().more_than(total) } else { total };
            self.words.common().progress(shown, total)
        });
        needed
            .then(|| match summary {
                Some(summary) => view! { <Pagination previous=previous next=next summary=summary/> },
                None => view! { <Pagination previous=previous next=next/> },
            })
            .into_any()
    }
}

/// What is wrong with a list's address, each with the name of what it is about; nothing when all is well.
pub(crate) fn wrong_filters(words: Words, schema: &ListSchema, wrong: &[FieldError]) -> AnyView {
    let lists = words.lists();
    let lines: Vec<String> = wrong
        .iter()
        .map(|error| {
            let key = error.pointer.trim_start_matches('/');
            let name = schema.filter(key).map(|filter| filter.name.in_language(words.language()));
            let name = name.unwrap_or_else(|| lists.text(&format!("part_{key}")).unwrap_or_default());
            lists.wrong_one(name, problem_message(error.code, &error.args, words.language()))
        })
        .collect();
    (!lines.is_empty())
        .then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <Notice tone=Tone::Warning title=lists.wrong_title()><ul class="notice-list">{lines}</ul></Notice>
            }
        })
        .into_any()
}

/// The list that a record's page leads back to, with the filters and the place that its reader came from. What the address
/// says of it is read through the schema, so that it leads to no other page.
pub(crate) fn back_to(schema: &'static ListSchema) -> String {
    let path = schema.path.to_owned();
    let Some(back) = query_value("back") else { return path };
    let given = pairs_of(&back);
    let (query, _) = schema.read(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let mut pairs = query.pairs();
    let is_cursor = |text: &&String| text.len() <= CURSOR_MAX && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cursor = given.iter().find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor).filter(is_cursor);
    pairs.extend(cursor.map(|cursor| ("cursor", cursor.clone())));
    if pairs.is_empty() { path } else { format!("{path}?{}", query_of(pairs)) }
}
