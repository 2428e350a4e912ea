//! Tables of policies and documents, as they stand on the home page and on the files of clients.

use domain::document::{DocumentRow, DocumentStatus};
use domain::labels::Label;
use domain::policy::PolicyRow;
use domain::shared::format::{day, money};
use leptos::prelude::*;

use crate::locales::Words;
use crate::moments;
use crate::parts::{Badge, Cell, Column, Row, Table, Tone};
use crate::policies::tone;

/// Policies, each with its client where the page is not about one. Few columns: the table stands beside others.
pub(crate) fn policy_table(words: Words, policies: Vec<PolicyRow>, with_client: bool) -> AnyView {
    let (policy, home, language) = (words.policies(), words.home(), words.language());
    let second = if with_client { policy.client() } else { policy.company() };
    let columns = vec![
        Column::text(policy.one()),
        Column::text(second),
        Column::text(policy.state()),
        Column::text(home.due()),
        Column::number(home.premium()),
    ];
    let rows = policies
        .into_iter()
        .map(|row| {
            let company = row.company.name;
            let second_cell = if with_client {
                view! { <span class="row-stack">{row.client.display_name}<small class="row-note">{company}</small></span> }.into_any()
            } else {
                company.into_any()
            };
            view! {
                <Row>
                    <Cell main=true href=format!("/policies/{}", row.id)>
                        {row.policy_number}<small class="row-note">{row.product_line.label(language)}</small>
                    </Cell>
                    <Cell label=second>{second_cell}</Cell>
                    <Cell label=policy.state()><Badge tone=tone(row.state) label=row.state.label(language)/></Cell>
                    <Cell label=home.due() code=true>{day(row.due_date)}</Cell>
                    <Cell label=home.premium() number=true>{money(row.premium, language)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=policy.title() columns=columns>{rows}</Table> }.into_any()
}

/// Documents: number, kind and day; for a narrow place.
pub(crate) fn document_table(words: Words, documents: Vec<DocumentRow>) -> AnyView {
    let (document, language) = (words.documents(), words.language());
    let columns = vec![Column::text(document.one()), Column::text(document.issued_at())];
    let rows = documents
        .into_iter()
        .map(|row| row.document)
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
