//! Tables of policies and documents, as they stand on the home page and on the files of clients.

use domain::document::{DocumentStatus, DocumentView};
use domain::labels::Label;
use domain::policy::{PolicyRow, PolicyState};
use domain::shared::format::{day, money};
use leptos::prelude::*;

use crate::locales::Words;
use crate::moments;
use crate::parts::{Badge, Cell, Column, Row, Table, Tone};

/// What the colour of a policy's state means.
pub(crate) const fn state_tone(state: PolicyState) -> Tone {
    match state {
        PolicyState::InForce | PolicyState::Provisional => Tone::Success,
        PolicyState::Offered | PolicyState::Accepted => Tone::Info,
        PolicyState::Suspended => Tone::Warning,
        PolicyState::Cancelled | PolicyState::Void | PolicyState::Declined => Tone::Danger,
        PolicyState::Quote | PolicyState::Expired | PolicyState::Lapsed => Tone::Neutral,
    }
}

/// Policies, each with its client where the page is not about one.
pub(crate) fn policy_table(words: Words, policies: Vec<PolicyRow>, with_client: bool) -> AnyView {
    let (policy, language) = (words.policies(), words.language());
    let mut columns = vec![Column::text(policy.number())];
    if with_client {
        columns.push(Column::text(policy.client()));
    }
    columns.extend([
        Column::text(policy.product_line()),
        Column::text(policy.company()),
        Column::text(policy.state()),
        Column::text(policy.expiry_date()),
        Column::number(policy.premium()),
    ]);
    let rows = policies
        .into_iter()
        .map(|row| {
            let client = with_client.then(|| {
                view! { <Cell label=policy.client()>{row.client.display_name}</Cell> }
            });
            view! {
                <Row>
                    <Cell main=true href=format!("/policies/{}", row.id)>{row.policy_number}</Cell>
                    {client}
                    <Cell label=policy.product_line()>{row.product_line.label(language)}</Cell>
                    <Cell label=policy.company()>{row.company.name}</Cell>
                    <Cell label=policy.state()><Badge tone=state_tone(row.state) label=row.state.label(language)/></Cell>
                    <Cell label=policy.expiry_date() code=true>{day(row.expiry_date)}</Cell>
                    <Cell label=policy.premium() number=true>{money(row.premium, language)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=policy.title() columns=columns>{rows}</Table> }.into_any()
}

/// Documents: number, kind and day; for a narrow place.
pub(crate) fn document_table(words: Words, documents: Vec<DocumentView>) -> AnyView {
    let (document, language) = (words.documents(), words.language());
    let columns =
        vec![Column::text(document.one()), Column::text(document.issued_at())];
    let rows = documents
        .into_iter()
        .map(|row| {
            let revoked = (row.status == DocumentStatus::Revoked)
                .then(|| view! { " " <Badge tone=Tone::Danger label=row.status.label(language)/> });
            view! {
                <Row>
                    <Cell main=true href=format!("/documents/{}", row.id)>
                        {row.number}<small class="row-note">{row.kind.label(language)}</small>{revoked}
                    </Cell>
                    <Cell label=document.issued_at() code=true>{moments::day(row.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=document.title() columns=columns>{rows}</Table> }.into_any()
}
