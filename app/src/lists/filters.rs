//! The search box and the filters over a list, and the chips of those that are on.

use std::collections::BTreeMap;

use domain::list::{Filter, FilterKind, Moment};
use domain::shared::{Currency, format};
use leptos::prelude::*;

use super::state::ListState;
use crate::locales::problem_message;
use crate::moments;
use crate::parts::{Chip, Choice, DateField, FilterBar, FilterChips, SearchField, SelectField, TextField, Width};

/// The records that filters offer to choose from, and the names of those chosen elsewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    offered: BTreeMap<&'static str, Vec<Choice>>,
    named: BTreeMap<&'static str, String>,
}

impl Options {
    /// Offers records in a filter.
    pub(crate) fn offer(mut self, key: &'static str, choices: impl IntoIterator<Item = (String, String)>) -> Self {
        let choices = choices.into_iter().map(|(value, label)| Choice::new(value, label)).collect();
        self.offered.insert(key, choices);
        self
    }

    /// Names the record that a filter is set to, where the filter offers none.
    pub(crate) fn name(mut self, key: &'static str, name: Option<String>) -> Self {
        self.named.extend(name.map(|name| (key, name)));
        self
    }

    fn name_of(&self, key: &str, value: &str) -> Option<String> {
        let offered = self.offered.get(key).into_iter().flatten();
        let found = offered.clone().find(|choice| choice.value == value).map(|choice| choice.label.clone());
        found.or_else(|| self.named.get(key).cloned())
    }
}

impl ListState {
    /// The search box, the filters and the chips. `first` are the filters that are always in sight; the others open.
    pub(crate) fn filters(&self, search: &'static str, first: &[&str], options: &Options) -> AnyView {
        let mine = self.query.schema().filters.iter().filter(|filter| !self.hidden.contains(&filter.key));
        let (first, more): (Vec<&Filter>, Vec<&Filter>) = mine.partition(|filter| first.contains(&filter.key));
        let field = |filter: &&Filter| self.field(filter, options);
        let is_on = |filter: &&Filter| self.query.given(filter.key).is_some() && offers(filter, options);
        let is_wrong = |filter: &&Filter| self.error(filter.key).is_some();
        let open = more.iter().any(is_on) || more.iter().any(is_wrong);
        let has_more = more.iter().any(|filter| offers(filter, options));
        let more = more.iter().map(field).collect_view();
        let more = if has_more {
            view! {
                <details class="filter-more" open=open>
                    <summary class="button" data-kind="ghost">{self.words.lists().more_filters()}</summary>
                    <div class="filter-more-fields">{more}</div>
                </details>
            }
            .into_any()
        } else {
            more.into_any()
        };
        let kept = self.query.pairs().into_iter().filter(|(name, _)| matches!(*name, "sort" | "columns"));
        let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
        let q = self.typed.get("q").cloned().unwrap_or_default();
        let (first, chips) = (first.iter().map(field).collect_view(), self.chips(options));
        view! {
            <FilterBar action=self.path.clone()>
                <SearchField label=search value=q/>
                {first}
                {kept}
                {more}
            </FilterBar>
            {chips}
        }
        .into_any()
    }

    fn error(&self, key: &str) -> Option<String> {
        let wrong = self.wrong.iter().find(|error| error.pointer.trim_start_matches('/') == key)?;
        Some(problem_message(wrong.code, &wrong.args, self.words.language()))
    }

    fn field(&self, filter: &Filter, options: &Options) -> AnyView {
        let language = self.words.language();
        let (key, label) = (filter.key, filter.name.in_language(language));
        let value = self.typed.get(key).cloned().unwrap_or_default();
        let (error, any) = (self.error(key), self.words.common().any());
        let select = |options: Vec<Choice>| {
            let error = error.clone();
            view! { <SelectField name=key label=label value=value.clone() options=options empty=any error=error/> }
                .into_any()
        };
        match filter.kind {
            FilterKind::Word(words) => {
                select(words(language).into_iter().map(|(code, label)| Choice::new(code, label)).collect())
            }
            FilterKind::Flag => select(vec![
                Choice::new("true", self.words.common().yes()),
                Choice::new("false", self.words.common().no()),
            ]),
            FilterKind::Currency => {
                select(Currency::OFFERED.iter().map(|one| Choice::new(one.code(), one.code())).collect())
            }
            FilterKind::Record => match options.offered.get(key) {
                Some(choices) => select(choices.clone()),
                // What is chosen on another page stays until its chip is pressed.
                None => self
                    .query
                    .given(key)
                    .map(|id| view! { <input type="hidden" name=key value=id.to_owned()/> })
                    .into_any(),
            },
            FilterKind::Day => {
                let value = self.query.given(key).map_or(value.clone(), str::to_owned);
                view! { <DateField name=key label=label value=value error=error width=Width::Full/> }.into_any()
            }
            // An instant, from a program's address, has no field of days; it stays until its chip is pressed.
            FilterKind::Moment => match self.query.moment(key) {
                Some(Moment::Instant(at)) => view! { <input type="hidden" name=key value=at.to_string()/> }.into_any(),
                given => {
                    let value = given.map_or(value.clone(), |day| day.to_string());
                    view! { <DateField name=key label=label value=value error=error width=Width::Full/> }.into_any()
                }
            },
            FilterKind::Text => match options.offered.get(key) {
                Some(choices) => {
                    let known = value.is_empty() || choices.iter().any(|choice| choice.value == value);
                    let other = (!known).then(|| Choice::new(value.clone(), value.clone()));
                    select(choices.iter().cloned().chain(other).collect())
                }
                None => view! {
                    <TextField name=key label=label value=value error=error autocomplete="off" width=Width::Full/>
                }
                .into_any(),
            },
            FilterKind::Amount => {
                view! { <TextField name=key label=label value=value error=error width=Width::Full/> }.into_any()
            }
        }
    }

    /// The filters that are on, each with a way to take it off.
    fn chips(&self, options: &Options) -> AnyView {
        if !self.is_narrowed() {
            return ().into_any();
        }
        let q = self.query.q().map(|q| Chip::new(self.words.common().quoted(q), self.with("q", None), true));
        let mut chips: Vec<Chip> = q.into_iter().collect();
        chips.extend(
            self.query
                .filters()
                .map(|(filter, value)| Chip::new(self.said(filter, value, options), self.with(filter.key, None), true)),
        );
        view! { <FilterChips chips=chips clear_href=self.path.clone()/> }.into_any()
    }

    /// What a filter that is on says.
    fn said(&self, filter: &Filter, value: &str, options: &Options) -> String {
        let language = self.words.language();
        let name = filter.name.in_language(language);
        match filter.kind {
            FilterKind::Word(words) => {
                let word = words(language).into_iter().find(|(code, _)| *code == value);
                word.map_or_else(String::new, |(_, label)| label.to_owned())
            }
            FilterKind::Record => options.name_of(filter.key, value).unwrap_or_else(|| name.to_owned()),
            FilterKind::Day => format!("{name} {}", value.parse().map_or_else(|_| value.to_owned(), format::day)),
            FilterKind::Flag => {
                let answer = self.words.common().yes_or_no(value == "true");
                self.words.lists().chip(name, answer.to_lowercase())
            }
            FilterKind::Moment => match self.query.moment(filter.key) {
                Some(Moment::Day(day)) => format!("{name} {}", format::day(day)),
                Some(Moment::Instant(at)) => format!("{name} {}", moments::instant(at)),
                None => format!("{name} {value}"),
            },
            FilterKind::Text => match options.name_of(filter.key, value) {
                Some(label) => label,
                None => self.words.lists().chip(name, value),
            },
            FilterKind::Amount | FilterKind::Currency => format!("{name} {value}"),
        }
    }
}

/// Whether a filter has a field of its own.
fn offers(filter: &Filter, options: &Options) -> bool {
    !matches!(filter.kind, FilterKind::Record) || options.offered.contains_key(filter.key)
}
