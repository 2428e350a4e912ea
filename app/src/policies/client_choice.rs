//! The step before a new policy's form: for which client. A firm has too many for a list to choose from.

use domain::client::ClientView;
use domain::labels::Label;
use domain::shared::ClientId;
use domain::shared::page::Page;
use leptos::prelude::*;

use crate::locales::Words;
use crate::parts::{
    ButtonKind, Card, Cell, Column, Crumb, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row, SearchField,
    Table,
};

/// The search and what it found.
pub(super) fn client_choice(words: Words, q: String, found: Option<Page<ClientView>>) -> AnyView {
    let policies = words.policies();
    let results = found.map(|found| results(words, found.items, |id| format!("/policies/new?client_id={id}")));
    view! {
        <PageHeader
            title=policies.new()
            lead=policies.choose_client_lead()
            breadcrumbs=vec![Crumb::new(policies.title(), "/policies")]
        >
            <LinkButton href="/clients/new" icon=Glyph::Plus>{policies.new_client()}</LinkButton>
        </PageHeader>
        <Card title=policies.choose_client()>
            <FilterBar action="/policies/new">
                <SearchField name="client_q" label=words.clients().search() value=q/>
            </FilterBar>
        </Card>
        {results}
    }
    .into_any()
}

/// The clients found, each leading on to the page that `next` names.
pub(super) fn results(words: Words, clients: Vec<ClientView>, next: impl Fn(ClientId) -> String) -> AnyView {
    if clients.is_empty() {
        let common = words.common();
        return view! {
            <EmptyState icon=Glyph::Search title=common.nothing_found()>
                <LinkButton href="/clients/new" kind=ButtonKind::Primary>{words.policies().new_client()}</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let (common, policies) = (words.common(), words.policies());
    let columns = vec![
        Column::text(common.name()),
        Column::text(common.kind()),
        Column::text(common.city()),
        Column::text(common.email()),
    ];
    let rows = clients
        .into_iter()
        .map(|client| {
            let city = client.address.and_then(|address| address.city).unwrap_or_default();
            let href = next(client.id);
            view! {
                <Row>
                    <Cell main=true href=href>{client.display_name}</Cell>
                    <Cell label=common.kind()>{client.kind.label(words.language())}</Cell>
                    <Cell label=common.city()>{city}</Cell>
                    <Cell label=common.email()>{client.email.unwrap_or_default()}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=policies.choose_client() columns=columns>{rows}</Table> }.into_any()
}
