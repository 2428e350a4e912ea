//! The page of the search.

use domain::search::Search;
use leptos::prelude::*;
use services::access::ActionKind;

use super::{rows, server_fns};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, EmptyState, Glyph, PageHeader, SearchField, SubmitButton};
use crate::request::{Visit, query_value};

/// Everything in which the words are found, by kind.
#[component]
pub fn SearchPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SearchPortfolio)?;
        let words = Words::in_language(visit.language);
        let q = query_value("q").unwrap_or_default();
        let view = server_fns::find(&visit, &q).await?;
        let title = words.search().title();
        let found = if view.groups.is_empty() { nothing(words, &q) } else { rows::groups(words, &q, view.groups) };
        let body = view! {
            <PageHeader title=title lead=words.search().lead()/>
            <form class="filter-bar" role="search" method="get" action="/search" aria-label=title>
                <SearchField label=words.shell().search_everything() value=q/>
                <SubmitButton kind=ButtonKind::Primary>{words.common().search()}</SubmitButton>
            </form>
            <div class="found-all" id="found">{found}</div>
        };
        Ok(Content::new(title, body))
    })
}

/// Nothing was asked, too little, or nothing was found.
fn nothing(words: Words, q: &str) -> AnyView {
    let (title, hint) = match Search::parse(q) {
        Search::Everything => (words.search().ask(), words.search().ask_hint()),
        Search::Nothing => (words.search().too_short(), words.search().ask_hint()),
        Search::Words(_) => (words.common().nothing_found(), words.search().nothing_hint()),
    };
    view! { <EmptyState icon=Glyph::Search title=title hint=hint/> }.into_any()
}
