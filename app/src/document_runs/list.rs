//! Documents about many policies, newest first.

use domain::document_run::DocumentRunView;
use domain::labels::Label;
use domain::shared::format;
use leptos::prelude::*;

use super::{HOME, server_fns, tone};
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{Badge, Cell, Column, Crumb, EmptyState, Glyph, LinkButton, PageHeader, Row, Table};
use crate::request::Visit;

/// All of them.
#[component]
pub fn DocumentRunsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (runs, documents) = (words.document_runs(), words.documents());
        let listing = Listing::of(&visit, &[], &["-created_at", "created_at"]);
        let page = server_fns::runs(&visit, &listing.request()).await?;
        let pages = listing.pages(&page);
        let inside = if page.items.is_empty() {
            view! {
                <EmptyState icon=Glyph::Document title=runs.none_title() hint=runs.none_hint()>
                    <LinkButton href="/policies?state=in_force">{runs.to_policies()}</LinkButton>
                </EmptyState>
            }
            .into_any()
        } else {
            table(words, &listing, page.items)
        };
        let crumbs = vec![Crumb::new(documents.title(), "/documents")];
        let body = view! {
            <PageHeader title=runs.title() lead=runs.lead() breadcrumbs=crumbs/>
            {inside}
            {pages}
        };
        Ok(Content::new(runs.title(), body))
    })
}

fn table(words: Words, listing: &Listing, found: Vec<DocumentRunView>) -> AnyView {
    let (runs, common, language) = (words.document_runs(), words.common(), words.language());
    let columns = vec![
        Column::text(runs.run()),
        Column::text(common.status()),
        Column::text(runs.output()),
        listing.sorting(Column::text(common.date()), "created_at"),
    ];
    let rows = found
        .into_iter()
        .map(|run| {
            let count = format::count(u64::try_from(run.total).unwrap_or_default(), language);
            let title = runs.run_title(run.usage.label(language), count);
            view! {
                <Row>
                    <Cell main=true href=format!("{HOME}/{}", run.id)>{title}</Cell>
                    <Cell label=common.status()><Badge tone=tone(run.state) label=run.state.label(language)/></Cell>
                    <Cell label=runs.output()>{run.output.label(language)}</Cell>
                    <Cell label=common.date() code=true>{instant(run.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=runs.title() columns=columns>{rows}</Table> }.into_any()
}
