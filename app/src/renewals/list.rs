//! The renewals of many policies, newest first.

use domain::labels::Label;
use domain::renewal::RenewalRunView;
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
pub fn RenewalsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (renewals, policies) = (words.renewals(), words.policies());
        let listing = Listing::of(&visit, &[], &["-created_at", "created_at"]);
        let page = server_fns::runs(&visit, &listing.request()).await?;
        let pages = listing.pages(&page);
        let inside = if page.items.is_empty() {
            view! {
                <EmptyState icon=Glyph::Calendar title=renewals.none_title() hint=renewals.none_hint()>
                    <LinkButton href="/policies?state=in_force&sort=due_date">{renewals.to_policies()}</LinkButton>
                </EmptyState>
            }
            .into_any()
        } else {
            table(words, &listing, page.items)
        };
        let crumbs = vec![Crumb::new(policies.title(), "/policies")];
        let body = view! {
            <PageHeader title=renewals.title() lead=renewals.lead() breadcrumbs=crumbs/>
            {inside}
            {pages}
        };
        Ok(Content::new(renewals.title(), body))
    })
}

fn table(words: Words, listing: &Listing, runs: Vec<RenewalRunView>) -> AnyView {
    let (renewals, common, language) = (words.renewals(), words.common(), words.language());
    let columns = vec![
        Column::text(renewals.run()),
        Column::text(common.status()),
        Column::text(renewals.reason()),
        listing.sorting(Column::text(common.date()), "created_at"),
    ];
    let rows = runs
        .into_iter()
        .map(|run| {
            let (state, reason) = (run.state, run.reason.unwrap_or_default());
            view! {
                <Row>
                    <Cell main=true href=format!("{HOME}/{}", run.id)>{renewals.run_title(run.total.to_string())}</Cell>
                    <Cell label=common.status()><Badge tone=tone(state) label=state.label(language)/></Cell>
                    <Cell label=renewals.reason()>{reason}</Cell>
                    <Cell label=common.date() code=true>{instant(run.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=renewals.title() columns=columns>{rows}</Table> }.into_any()
}
