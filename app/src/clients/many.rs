//! Acts on many clients: a page that says how many and what, and asks; and a page that tells what became of it.

use domain::client::{CLIENT_LIST, ClientFilter};
use domain::list::{ActReport, Selection, pairs_of};
use domain::shared::ClientId;
use leptos::prelude::*;
use services::access::ActionKind;
use services::{Error, Result as Outcome};

use super::server_fns;
use crate::forms::Filled;
use crate::locales::{Words, problem_message};
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Choice, Crumb, EmptyState, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, Notice,
    PageHeader, SelectField, Tone,
};
use crate::request::{Visit, set_status};

/// The page that hands clients over.
pub(super) const HAND_OVER: &str = "/clients/hand-over";
/// The page that puts clients' files away.
pub(super) const ARCHIVE: &str = "/clients/archive";

/// The part of an address that says which clients are meant.
pub(super) fn selection(query: &str) -> Outcome<Selection<ClientId, ClientFilter>> {
    let pairs = pairs_of(query);
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Selection::read(pairs.collect::<Vec<_>>(), ClientId::parse).map_err(Error::Invalid)
}

/// The list from which the clients were selected.
pub(super) fn list_of(query: &str) -> String {
    let pairs = pairs_of(query);
    let (query, _) = CLIENT_LIST.read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let written = query.written();
    if written.is_empty() { "/clients".to_owned() } else { format!("/clients?{written}") }
}

/// Hands the selected clients over to a broker.
#[component]
pub fn HandOverManyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::HandOverClient)?;
        let words = Words::in_language(visit.language);
        let owners = server_fns::owners(&visit).await?;
        let form = Filled::default().or_typed(&visit).await?;
        let options = owners.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
        let (value, error) = (form.value("owner_id"), form.error("owner_id"));
        let field = view! {
            <SelectField name="owner_id" label=words.clients().new_owner() value=value options=options error=error required=true/>
        };
        let clients = words.clients();
        let asked = Asked {
            title: clients.hand_over(),
            question: |words, count| words.clients().hand_over_many(count),
            action: "/forms/clients/hand-over-many",
            kind: ButtonKind::Primary,
        };
        page(&visit, words, asked, field.into_any(), &form).await
    })
}

/// Puts the selected clients' files away.
#[component]
pub fn ArchiveManyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::ArchiveClient)?;
        let words = Words::in_language(visit.language);
        let form = Filled::default().or_typed(&visit).await?;
        let asked = Asked {
            title: words.clients().archive(),
            question: |words, count| words.clients().archive_many(count),
            action: "/forms/clients/archive-many",
            kind: ButtonKind::Danger,
        };
        page(&visit, words, asked, ().into_any(), &form).await
    })
}

/// What a page asks.
struct Asked {
    title: &'static str,
    question: fn(Words, u64) -> String,
    action: &'static str,
    kind: ButtonKind,
}

async fn page(visit: &Visit, words: Words, asked: Asked, field: AnyView, form: &Filled) -> Result<Content, Error> {
    let query = visit.address.split_once('?').map_or("", |(_, query)| query).to_owned();
    let list = list_of(&query);
    let crumbs = vec![Crumb::new(words.clients().title(), list.clone())];
    let title = asked.title;
    let selected = match selection(&query) {
        Ok(selection) => server_fns::selected(visit, &selection).await?,
        Err(Error::Invalid(errors)) => {
            // Nothing was ticked, or the address was bent: said, and nothing is offered to be done.
            set_status(422);
            let why = errors.first().map(|wrong| match wrong.pointer.as_str() {
                "/id" => words.lists().nothing_ticked().to_owned(),
                _ => problem_message(wrong.code, &wrong.args, visit.language),
            });
            let body = view! {
                <PageHeader title=title breadcrumbs=crumbs/>
                <EmptyState icon=Glyph::Search title=words.lists().nothing_selected() hint=why.unwrap_or_default()>
                    <LinkButton href=list>{words.lists().back_to_list()}</LinkButton>
                </EmptyState>
            };
            return Ok(Content::new(title, body));
        }
        Err(error) => return Err(error),
    };
    let (errors, message) = (form.errors(), form.message());
    let question = (asked.question)(words, selected);
    let body = view! {
        <PageHeader title=title lead=question.clone() breadcrumbs=crumbs/>
        <Form action=asked.action>
            <FormErrors errors=errors message=message/>
            <FormSection lead=words.lists().each_is_written_down()>
                <input type="hidden" name="selection" value=query/>
                {field}
            </FormSection>
            <FormActions submit=question kind=asked.kind cancel_href=list/>
        </Form>
    };
    Ok(Content::new(title, body))
}

/// What became of the last act on many clients.
#[component]
pub fn ManyDonePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let lists = words.lists();
        let Some((report, list)) = server_fns::last_report(&visit).await? else { return Err(Error::NotFound) };
        let title = lists.report_title();
        let crumbs = vec![Crumb::new(words.clients().title(), list.clone())];
        let tone = if report.left == 0 { Tone::Success } else { Tone::Warning };
        let lead = lists.report(counted(report.done, words), counted(report.selected, words));
        let reasons = (report.left > 0).then(|| reasons(words, &report));
        let body = view! {
            <PageHeader title=title breadcrumbs=crumbs/>
            <Notice tone=tone title=lead><p>{lists.left_alone(report.left)}</p></Notice>
            {reasons}
            <p><LinkButton href=list>{lists.back_to_list()}</LinkButton></p>
        };
        Ok(Content::new(title, body))
    })
}

fn counted(number: u64, words: Words) -> String {
    domain::shared::format::count(number, words.language())
}

fn reasons(words: Words, report: &ActReport) -> AnyView {
    let lines = report
        .reasons
        .iter()
        .map(|one| {
            let why = problem_message(one.code, &one.facts, words.language());
            view! { <li><a href=format!("/clients/{}", one.id)>{one.name.clone()}</a>" – "{why}</li> }
        })
        .collect_view();
    view! { <Card title=words.lists().reasons()><ul class="plain-list">{lines}</ul></Card> }.into_any()
}
