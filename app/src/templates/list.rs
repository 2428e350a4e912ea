//! The list of templates.

use domain::labels::Label;
use domain::shared::Language;
use domain::template::{TemplateFilter, TemplateKind, TemplateView};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Cell, Choice, Column, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row, SearchField,
    SelectField, Table,
};
use crate::request::Visit;

const SORTS: &[&str] = &["name", "updated_at"];

/// The firm's templates.
#[component]
pub fn TemplatesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let listing = Listing::of(&visit, &["kind", "language"], SORTS);
        let filter = TemplateFilter {
            kind: listing.given("kind").and_then(TemplateKind::parse),
            language: listing.given("language").and_then(Language::parse),
        };
        let page = server_fns::templates(&visit, &listing.request(), &filter).await?;
        let total = page.total.unwrap_or_default();
        let mut chips = Vec::new();
        if let Some(kind) = filter.kind {
            chips.push(("kind", kind.label(visit.language).to_owned()));
        }
        if let Some(language) = filter.language {
            chips.push(("language", language.label(visit.language).to_owned()));
        }
        let new = visit.may(ActionKind::CreateTemplate).then(|| {
            view! {
                <LinkButton href="/templates/new" kind=ButtonKind::Primary icon=Glyph::Plus>{heads.new()}</LinkButton>
            }
        });
        let inside = if page.items.is_empty() {
            nothing(words, &listing)
        } else {
            let pages = listing.pages(&page);
            view! { {table(words, &listing, page.items)} {pages} }.into_any()
        };
        let body = view! {
            <PageHeader title=heads.title() lead=heads.found(total)>
                <LinkButton href="/templates/help" icon=Glyph::Info>{heads.help()}</LinkButton>
                {new}
            </PageHeader>
            {filter_bar(words, &listing)}
            {listing.chips(chips)}
            {inside}
        };
        Ok(Content::new(heads.title(), body))
    })
}

fn filter_bar(words: Words, listing: &Listing) -> AnyView {
    let (shown_in, heads, any) = (words.language(), words.templates(), words.common().any());
    let kinds = TemplateKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(shown_in))).collect();
    let languages = Language::ALL.iter().map(|one| Choice::new(one.code(), one.label(shown_in))).collect();
    let filters = view! {
        <SearchField label=heads.search() value=listing.text("q")/>
        <SelectField name="kind" label=heads.kind() value=listing.text("kind") options=kinds empty=any/>
        <SelectField
            name="language"
            label=words.common().language()
            value=listing.text("language")
            options=languages
            empty=any
        />
        {listing.kept_sort()}
    };
    view! { <FilterBar action="/templates">{filters}</FilterBar> }.into_any()
}

fn nothing(words: Words, listing: &Listing) -> AnyView {
    let (common, heads) = (words.common(), words.templates());
    if listing.is_narrowed() {
        view! {
            <EmptyState icon=Glyph::Search title=common.nothing_found() hint=common.nothing_found_hint()>
                <LinkButton href="/templates">{common.clear_filters()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState icon=Glyph::Template title=heads.none_title() hint=heads.none_hint()>
                <LinkButton href="/templates/new" kind=ButtonKind::Primary>{heads.new()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn table(words: Words, listing: &Listing, templates: Vec<TemplateView>) -> AnyView {
    let (language, heads, common) = (words.language(), words.templates(), words.common());
    let columns = vec![
        listing.sorting(Column::text(common.name()), "name"),
        Column::text(heads.kind()),
        Column::text(common.language()),
        Column::text(heads.format()),
        Column::text(heads.current()),
        listing.sorting(Column::text(common.updated_at()), "updated_at"),
    ];
    let rows = templates
        .into_iter()
        .map(|template| {
            let current = template.current_version.map_or_else(|| "—".to_owned(), |number| heads.version(number));
            view! {
                <Row>
                    <Cell main=true href=format!("/templates/{}", template.id)>{template.name}</Cell>
                    <Cell label=heads.kind()>{template.kind.label(language)}</Cell>
                    <Cell label=common.language()>{template.language.label(language)}</Cell>
                    <Cell label=heads.format()>{template.format.label(language)}</Cell>
                    <Cell label=heads.current()>{current}</Cell>
                    <Cell label=common.updated_at() code=true>{instant(template.updated_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=heads.title() columns=columns>{rows}</Table> }.into_any()
}
