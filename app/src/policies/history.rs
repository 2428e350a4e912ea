//! What happened to a policy: its versions, its facts, its documents.

use std::collections::BTreeMap;

use domain::document::DocumentView;
use domain::labels::Label;
use domain::policy::{Fact, PolicyVersionView, PolicyView};
use domain::shared::UserId;
use domain::shared::format::day;
use leptos::prelude::*;
use services::access::ActionKind;

use super::differences::differences;
use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{Badge, ButtonKind, Card, Cell, Column, EmptyState, Glyph, LinkButton, Row, Table, Tone};
use crate::request::Visit;

type Names = BTreeMap<UserId, String>;

/// The versions, newest first, each with what it changed.
pub(super) fn versions(words: Words, versions: &[PolicyVersionView], names: &Names, current: i64) -> AnyView {
    let (policies, common) = (words.policies(), words.common());
    let columns = vec![
        Column::text(common.version()),
        Column::text(policies.effective_date()),
        Column::text(policies.changes()),
        Column::text(policies.recorded()),
    ];
    let before = std::iter::once(None).chain(versions.iter().map(Some));
    let mut rows: Vec<AnyView> = versions
        .iter()
        .zip(before)
        .map(|(version, before)| {
            let by = names.get(&version.author_id).cloned().unwrap_or_else(|| policies.someone().to_owned());
            let in_use = (version.number == current)
                .then(|| view! { " "<Badge tone=Tone::Success label=words.templates().is_current()/> });
            let changes = changes(words, before, version);
            let (number, from, recorded) = (version.number, version.effective_date, version.recorded_at);
            view! {
                <Row>
                    <Cell main=true>{number.to_string()}{in_use}</Cell>
                    <Cell label=policies.effective_date() code=true>{day(from)}</Cell>
                    <Cell label=policies.changes()>{changes}</Cell>
                    <Cell label=policies.recorded()>
                        <div>{instant(recorded)}<br/><small class="muted">{common.by(by)}</small></div>
                    </Cell>
                </Row>
            }
            .into_any()
        })
        .collect();
    rows.reverse();
    view! {
        <Card title=policies.versions() lead=policies.versions_lead() flush=true>
            <Table caption=policies.versions() columns=columns>{rows}</Table>
        </Card>
    }
    .into_any()
}

fn changes(words: Words, before: Option<&PolicyVersionView>, version: &PolicyVersionView) -> AnyView {
    let policies = words.policies();
    let Some(before) = before else { return policies.version_first().into_any() };
    let reason = reason(words, version.reason.as_deref());
    let changed = differences(&before.terms, &version.terms, words.language());
    let changed = if changed.is_empty() {
        view! { <small class="muted">{policies.nothing_changes()}</small> }.into_any()
    } else {
        changed
            .into_iter()
            .map(|one| {
                let (term, change) = (policies.change_of(one.term), format!("{} → {}", one.before, one.after));
                view! { <div><small><span class="muted">{term}</span>" "{change}</small></div> }
            })
            .collect_view()
            .into_any()
    };
    view! { <div><div>{reason}</div>{changed}</div> }.into_any()
}

/// The reason as told; a renewal that nobody gave a reason for carries its code.
fn reason(words: Words, reason: Option<&str>) -> Option<String> {
    reason.map(|reason| match reason {
        "renewal" => words.policies().renewal_reason().to_owned(),
        told => told.to_owned(),
    })
}

/// The facts, the latest first.
pub(super) fn timeline(words: Words, facts: &[Fact], names: &Names) -> AnyView {
    let policies = words.policies();
    let lines = facts
        .iter()
        .rev()
        .map(|fact| {
            let by = names.get(&fact.author_id).cloned().unwrap_or_else(|| policies.someone().to_owned());
            let until = fact.until.map(|until| policies.state_until(day(until)));
            let reason = reason(words, fact.reason.as_deref());
            let more = [until, reason].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let at = fact.effective_at;
            let hour = (at.hour() != 0 || at.minute() != 0).then(|| format!(" {:02}:{:02}", at.hour(), at.minute()));
            view! {
                <li class="pb-4">
                    <strong>{fact.kind.label(words.language())}</strong>
                    <div>{policies.counts_from(day(at.date()))}{hour}</div>
                    {(!more.is_empty()).then(|| view! { <div>{more}</div> })}
                    <small class="muted">{policies.fact_recorded(instant(fact.recorded_at), by)}</small>
                </li>
            }
        })
        .collect_view();
    view! { <Card title=policies.timeline()><ol>{lines}</ol></Card> }.into_any()
}

/// The documents about the policy.
pub(super) fn documents(visit: &Visit, policy: &PolicyView, documents: &[DocumentView]) -> AnyView {
    let words = Words::in_language(visit.language);
    let (policies, heads) = (words.policies(), words.documents());
    let language = visit.language;
    let may_issue = visit.may(ActionKind::IssueDocument);
    let new = format!("/documents/new?policy_id={}", policy.id);
    let inside = if documents.is_empty() {
        let button =
            may_issue.then(|| view! { <LinkButton href=new.clone()>{policies.issue_certificate()}</LinkButton> });
        view! { <EmptyState icon=Glyph::Document title=heads.none_title()>{button}</EmptyState> }.into_any()
    } else {
        let columns = vec![
            Column::text(heads.number()),
            Column::text(heads.kind()),
            Column::text(heads.issued_at()),
            Column::text(words.common().status()),
        ];
        let rows = documents
            .iter()
            .map(|document| {
                let href = format!("/documents/{}", document.id);
                let (number, kind, at, status) =
                    (document.number.clone(), document.kind, document.created_at, document.status);
                view! {
                    <Row>
                        <Cell main=true code=true href=href>{number}</Cell>
                        <Cell label=heads.kind()>{kind.label(language)}</Cell>
                        <Cell label=heads.issued_at() code=true>{instant(at)}</Cell>
                        <Cell label=words.common().status()>
                            <Badge tone=crate::documents::tone(status) label=status.label(language)/>
                        </Cell>
                    </Row>
                }
            })
            .collect_view();
        view! { <Table caption=heads.title() columns=columns>{rows}</Table> }.into_any()
    };
    let more = (may_issue && !documents.is_empty()).then(|| {
        view! { <LinkButton href=new kind=ButtonKind::Secondary compact=true icon=Glyph::Plus>{heads.new()}</LinkButton> }
    });
    view! { <Card title=policies.documents() actions=more.into_any() flush=true>{inside}</Card> }.into_any()
}
