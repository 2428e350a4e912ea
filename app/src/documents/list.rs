//! The list of documents.

use domain::document::{DocumentFilter, DocumentStatus, DocumentView};
use domain::labels::Label;
use domain::shared::{ClientId, PolicyId};
use domain::template::TemplateKind;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{server_fns, tone};
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Cell, Choice, Column, EmptyState, FilterBar, Glyph, IconLink, LinkButton, PageHeader, Row,
    SearchField, SelectField, Table,
};
use crate::request::Visit;

const FILTERS: [&str; 4] = ["kind", "status", "client_id", "policy_id"];
const SORTS: &[&str] = &["-created_at", "created_at", "number"];

/// Every document within the reader's reach, the latest first.
#[component]
pub fn DocumentsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let listing = Listing::of(&visit, &FILTERS, SORTS);
        let filter = DocumentFilter {
            client_id: listing.given("client_id").and_then(ClientId::parse),
            policy_id: listing.given("policy_id").and_then(PolicyId::parse),
            kind: listing.given("kind").and_then(TemplateKind::parse),
            status: listing.given("status").and_then(DocumentStatus::parse),
        };
        let page = server_fns::documents(&visit, &listing.request(), &filter).await?;
        let lead = Listing::size(&page, |total| heads.found(total));
        let chips = chips(&visit, &listing, &filter).await?;
        let new = visit.may(ActionKind::IssueDocument).then(|| {
            view! {
                <LinkButton href="/documents/new" kind=ButtonKind::Primary icon=Glyph::Plus>{heads.new()}</LinkButton>
            }
        });
        let inside = if page.items.is_empty() {
            nothing(words, &listing)
        } else {
            let pages = listing.pages(&page);
            view! { {table(words, &listing, page.items)} {pages} }.into_any()
        };
        let body = view! {
            <PageHeader title=heads.title() lead=lead>{new}</PageHeader>
            {filter_bar(words, &listing)}
            {chips}
            {inside}
        };
        Ok(Content::new(heads.title(), body))
    })
}

fn filter_bar(words: Words, listing: &Listing) -> AnyView {
    let (language, heads, common) = (words.language(), words.documents(), words.common());
    let kinds = TemplateKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(language))).collect();
    let statuses = DocumentStatus::ALL.iter().map(|one| Choice::new(one.code(), one.label(language))).collect();
    let kept = ["client_id", "policy_id"]
        .into_iter()
        .filter_map(|name| Some((name, listing.given(name)?.to_owned())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let filters = view! {
        <SearchField label=heads.search() value=listing.text("q")/>
        <SelectField name="kind" label=heads.kind() value=listing.text("kind") options=kinds empty=common.any()/>
        <SelectField
            name="status"
            label=common.status()
            value=listing.text("status")
            options=statuses
            empty=common.any()
        />
        {kept}
        {listing.kept_sort()}
    };
    view! { <FilterBar action="/documents">{filters}</FilterBar> }.into_any()
}

async fn chips(visit: &Visit, listing: &Listing, filter: &DocumentFilter) -> Result<AnyView, Error> {
    let mut chips = Vec::new();
    if let Some(kind) = filter.kind {
        chips.push(("kind", kind.label(visit.language).to_owned()));
    }
    if let Some(status) = filter.status {
        chips.push(("status", status.label(visit.language).to_owned()));
    }
    if let Some(client) = filter.client_id {
        // Who is not there is not named, and the list is empty.
        match server_fns::client(visit, client).await {
            Ok(client) => chips.push(("client_id", client.display_name)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    if let Some(policy) = filter.policy_id {
        match server_fns::policy(visit, policy).await {
            Ok(policy) => chips.push(("policy_id", policy.policy_number)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(listing.chips(chips))
}

fn nothing(words: Words, listing: &Listing) -> AnyView {
    let (common, heads) = (words.common(), words.documents());
    if listing.is_narrowed() {
        view! {
            <EmptyState icon=Glyph::Search title=common.nothing_found() hint=common.nothing_found_hint()>
                <LinkButton href="/documents">{common.clear_filters()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState icon=Glyph::Document title=heads.none_title() hint=heads.none_hint()>
                <LinkButton href="/documents/new" kind=ButtonKind::Primary>{heads.new()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn table(words: Words, listing: &Listing, documents: Vec<DocumentView>) -> AnyView {
    let (language, heads, common) = (words.language(), words.documents(), words.common());
    let columns = vec![
        listing.sorting(Column::text(heads.number()), "number"),
        Column::text(heads.kind()),
        Column::text(heads.format()),
        Column::text(common.language()),
        listing.sorting(Column::text(heads.issued_at()), "created_at"),
        Column::text(common.status()),
        Column::actions(heads.download()),
    ];
    let rows = documents
        .into_iter()
        .map(|document| {
            let download = view! {
                <IconLink
                    href=format!("/files/documents/{}", document.id)
                    label=format!("{} {}", heads.download(), document.number)
                    icon=Glyph::Download
                />
            };
            view! {
                <Row>
                    <Cell main=true code=true href=format!("/documents/{}", document.id)>{document.number}</Cell>
                    <Cell label=heads.kind()>{document.kind.label(language)}</Cell>
                    <Cell label=heads.format()>{document.format.label(language)}</Cell>
                    <Cell label=common.language()>{document.language.label(language)}</Cell>
                    <Cell label=heads.issued_at() code=true>{instant(document.created_at)}</Cell>
                    <Cell label=common.status()>
                        <Badge tone=tone(document.status) label=document.status.label(language)/>
                    </Cell>
                    <Cell actions=true>{download}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=heads.title() columns=columns>{rows}</Table> }.into_any()
}
