//! What happened to a policy: its versions, its facts, its documents.

use std::collections::BTreeMap;

use domain::document::DocumentView;
use domain::labels::Label;
use domain::policy::{Fact, History, PolicyVersionView, PolicyView, withdrawn};
use domain::shared::UserId;
use domain::shared::format::day;
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use services::access::ActionKind;

use super::differences::differences;
use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{Badge, ButtonKind, Card, Cell, Column, EmptyState, Glyph, LinkButton, Row, Table, Tone};
use crate::request::Visit;

type Names = BTreeMap<UserId, String>;

/// The versions, newest first, each with what it changed.
pub(super) fn versions(
    words: Words,
    versions: &[PolicyVersionView],
    facts: &[Fact],
    names: &Names,
    current: i64,
) -> AnyView {
    let (policies, common) = (words.policies(), words.common());
    let withdrawn = withdrawn(facts, Timestamp::MAX);
    let columns = vec![
        Column::text(common.version()),
        Column::text(policies.effective_date()),
        Column::text(policies.changes()),
        Column::text(policies.recorded()),
    ];
    let mut rows: Vec<AnyView> = versions
        .iter()
        .map(|version| {
            let before = replaced(versions, facts, version);
            let gone = version.fact_id.is_some_and(|fact| withdrawn.contains(&fact));
            let gone = gone.then(|| view! { " "<Badge tone=Tone::Warning label=policies.withdrawn()/> });
            let by = names.get(&version.author_id).cloned().unwrap_or_else(|| policies.someone().to_owned());
            let in_use = (version.number == current)
                .then(|| view! { " "<Badge tone=Tone::Success label=words.templates().is_current()/> });
            let changes = changes(words, before, version);
            let (number, from, recorded) = (version.number, version.effective_date, version.recorded_at);
            view! {
                <Row>
                    <Cell main=true>{number.to_string()}{in_use}{gone}</Cell>
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

/// The version that counted on the day of another one just before that was recorded.
fn replaced<'a>(
    versions: &'a [PolicyVersionView],
    facts: &'a [Fact],
    version: &PolicyVersionView,
) -> Option<&'a PolicyVersionView> {
    let (first, later) = versions.split_first()?;
    let before = version.recorded_at.checked_sub(SignedDuration::from_micros(1)).ok()?;
    (version.number > first.number)
        .then(|| History::known(first, later, facts, before).terms_on(version.effective_date))
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

/// The reason as told; where nobody gave one, the program's own, by its code.
pub(super) fn reason(words: Words, reason: Option<&str>) -> Option<String> {
    reason.map(|reason| match reason {
        "renewal" => words.policies().renewal_reason().to_owned(),
        "renewal_undone" => words.policies().renewal_undone_reason().to_owned(),
        "follows" => words.policies().follows_reason().to_owned(),
        told => told.to_owned(),
    })
}

/// The facts, the latest first.
pub(super) fn timeline(words: Words, policy: &PolicyView, facts: &[Fact], names: &Names, correct: bool) -> AnyView {
    let policies = words.policies();
    let withdrawn = withdrawn(facts, Timestamp::MAX);
    let lines = facts
        .iter()
        .rev()
        .map(|fact| {
            let by = names.get(&fact.author_id).cloned().unwrap_or_else(|| policies.someone().to_owned());
            let until = fact.until.map(|until| policies.state_until(day(until)));
            let reason = reason(words, fact.reason.as_deref());
            let more = [until, reason].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let at = fact.effective_at;
            let label = fact.kind.label(words.language());
            let gone = withdrawn.contains(&fact.id);
            let title = if gone {
                view! { <s>{label}</s>" "<Badge tone=Tone::Warning label=policies.withdrawn()/> }.into_any()
            } else {
                view! { <strong>{label}</strong> }.into_any()
            };
            let subject = fact.withdraws.and_then(|id| facts.iter().find(|other| other.id == id));
            let subject = subject.map(|other| view! { <div>{other.kind.label(words.language())}</div> });
            let way = (correct && super::withdraw::is_offered(fact, facts)).then(|| {
                let href = format!("/policies/{}/facts/{}", policy.id, fact.id);
                view! { <div><small><a href=href aria-label=policies.withdraw_this(label)>{policies.withdraw()}</a></small></div> }
            });
            let hour = (at.hour() != 0 || at.minute() != 0).then(|| format!(" {:02}:{:02}", at.hour(), at.minute()));
            view! {
                <li class="pb-4">
                    <div>{title}</div>
                    {subject}
                    <div>{policies.counts_from(day(at.date()))}{hour}</div>
                    {(!more.is_empty()).then(|| view! { <div>{more}</div> })}
                    <small class="muted">{policies.fact_recorded(instant(fact.recorded_at), by)}</small>
                    {way}
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
