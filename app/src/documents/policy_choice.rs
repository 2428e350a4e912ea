//! The step before a document's form: about which policy.

use domain::labels::Label;
use domain::policy::PolicyRow;
use leptos::prelude::*;

use crate::locales::Words;
use crate::parts::{
    Badge, Card, Cell, Column, Crumb, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row, SearchField, Table,
};

/// The search and what it found.
pub(super) fn policy_choice(words: Words, q: String, found: Vec<PolicyRow>) -> AnyView {
    let heads = words.documents();
    view! {
        <PageHeader
            title=heads.new()
            lead=heads.choose_policy_lead()
            breadcrumbs=vec![Crumb::new(heads.title(), "/documents")]
        />
        <Card title=heads.choose_policy()>
            <FilterBar action="/documents/new">
                <SearchField name="policy_q" label=words.policies().search() value=q/>
            </FilterBar>
        </Card>
        {results(words, found)}
    }
    .into_any()
}

fn results(words: Words, policies: Vec<PolicyRow>) -> AnyView {
    let (language, heads, common) = (words.language(), words.policies(), words.common());
    if policies.is_empty() {
        return view! {
            <EmptyState icon=Glyph::Search title=common.nothing_found()>
                <LinkButton href="/policies/new">{heads.new()}</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::text(heads.number()),
        Column::text(heads.client()),
        Column::text(heads.product()),
        Column::text(heads.state()),
    ];
    let rows = policies
        .into_iter()
        .map(|policy| {
            view! {
                <Row>
                    <Cell main=true code=true href=format!("/documents/new?policy_id={}", policy.id)>
                        {policy.policy_number}
                    </Cell>
                    <Cell label=heads.client()>{policy.client.display_name}</Cell>
                    <Cell label=heads.product()>{policy.product_name}</Cell>
                    <Cell label=heads.state()>
                        <Badge tone=crate::policies::tone(policy.state) label=policy.state.label(language)/>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=words.documents().choose_policy() columns=columns>{rows}</Table> }.into_any()
}
