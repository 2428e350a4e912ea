//! The page: the form, what it makes, and who is left out.

use domain::client::CLIENT_LIST;
use domain::list::{LeftAlone, ListSchema, query_of};
use domain::mailing::{MailingInput, MailingList, MailingView};
use domain::policy::POLICY_LIST;
use domain::shared::problem::{Code, FieldError as Wrong};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;
use services::mailings::MailingLook;

use super::fields::NAMES;
use super::{OF_CLIENTS, OF_POLICIES, fields, server_fns, sheet};
use crate::locales::{Words, problem_message};
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Card, Crumb, EmptyState, FieldError, Glyph, LinkButton, Notice, PageHeader, Tone};
use crate::renewals::selection::{self, Pairs};
use crate::request::{Visit, set_status};

/// How many of those left out are listed; the others are counted.
const LEFT_OUT_SHOWN: usize = 100;

/// Labels and envelopes for clients.
#[component]
pub fn ClientMailingPage() -> AnyView {
    framed(async |visit: Visit| page(&visit, MailingList::Clients).await)
}

/// Labels and envelopes for the holders of policies.
#[component]
pub fn PolicyMailingPage() -> AnyView {
    framed(async |visit: Visit| page(&visit, MailingList::Policies).await)
}

async fn page(visit: &Visit, list: MailingList) -> Result<Content, Error> {
    visit.require(ActionKind::ExportList)?;
    let words = Words::in_language(visit.language);
    let mailings = words.mailings();
    let (schema, action, list_title): (&ListSchema, _, _) = match list {
        MailingList::Clients => (&CLIENT_LIST, OF_CLIENTS, words.clients().title()),
        MailingList::Policies => (&POLICY_LIST, OF_POLICIES, words.policies().title()),
    };
    let mut pairs = selection::asked();
    let back = list_of(schema, &pairs);
    let crumbs = vec![Crumb::new(list_title, back.clone())];
    if !pairs.iter().any(|(name, _)| name == "format") {
        pairs.push(("format".to_owned(), "l7160".to_owned()));
    }
    let looked = match MailingInput::of_query(list, pairs.clone()) {
        Ok(input) => server_fns::look(visit, input).await,
        Err(errors) => Err(Error::Invalid(errors)),
    };
    let header = |lead: Option<String>| view! { <PageHeader title=mailings.title() lead=lead.unwrap_or_default() breadcrumbs=crumbs/> };
    let body = match looked {
        Ok(look) => {
            let selected = mailings.selected(look.view.selected);
            let form = fields::form(words, action, &pairs, Vec::new());
            let found = found(words, list, &pairs, look);
            view! { {header(Some(selected))} <Card>{form}</Card> {found} }.into_any()
        }
        Err(Error::Invalid(errors)) if is_of_the_form(&errors) => {
            set_status(422);
            let told = |wrong: &Wrong| {
                let message = problem_message(wrong.code, &wrong.args, visit.language);
                FieldError::new(wrong.pointer.trim_start_matches('/'), message)
            };
            let form = fields::form(words, action, &pairs, errors.iter().map(told).collect());
            view! { {header(None)} <Card>{form}</Card> }.into_any()
        }
        Err(error @ (Error::Invalid(_) | Error::Refused { .. })) => {
            // Nobody is selected, or too many are, or the address was bent: said, and nothing is offered.
            set_status(422);
            view! { {header(None)} {nothing(words, &error, back)} }.into_any()
        }
        Err(error) => return Err(error),
    };
    Ok(Content::new(mailings.title(), body))
}

/// Whether what is wrong can be mended in the form.
fn is_of_the_form(errors: &[Wrong]) -> bool {
    errors.iter().all(|wrong| NAMES.contains(&wrong.pointer.trim_start_matches('/')))
}

fn nothing(words: Words, error: &Error, back: String) -> AnyView {
    let problem = error.problem();
    let wrong = problem.errors.first();
    let why = match wrong {
        Some(wrong) if matches!(wrong.code, Code::Required | Code::OutOfRange) => {
            words.lists().nothing_ticked().to_owned()
        }
        Some(wrong) => problem_message(wrong.code, &wrong.args, words.language()),
        None => problem_message(problem.code, &problem.facts, words.language()),
    };
    view! {
        <EmptyState icon=Glyph::Search title=words.lists().nothing_selected() hint=why>
            <LinkButton href=back>{words.lists().back_to_list()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// The list from which the records were selected.
fn list_of(schema: &'static ListSchema, pairs: &Pairs) -> String {
    let (query, _) = schema.read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let written = query.written();
    if written.is_empty() { schema.path.to_owned() } else { format!("{}?{written}", schema.path) }
}

fn found(words: Words, list: MailingList, pairs: &Pairs, look: MailingLook) -> AnyView {
    let mailings = words.mailings();
    let left_out = left_out(words, &look.view.left_out);
    if look.view.pieces == 0 {
        return view! {
            <EmptyState icon=Glyph::Mail title=mailings.nobody() hint=mailings.nobody_hint()/>
            {left_out}
        }
        .into_any();
    }
    let query = query_of(pairs.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let file = format!("/files/mailings/{}?{query}", list.code());
    let size = size(words, &look.view);
    let drawn = sheet::drawing(words, look.view.format, look.first_sheet, &look.used);
    view! {
        <Card title=mailings.result()>
            <p><strong>{size}</strong></p>
            <p>
                <LinkButton href=file kind=ButtonKind::Primary icon=Glyph::Download download=true>
                    {mailings.download()}
                </LinkButton>
            </p>
            <p class="muted">{mailings.lead()}" "{mailings.written_down()}</p>
            {drawn}
        </Card>
        {left_out}
    }
    .into_any()
}

/// How many labels on how many sheets.
fn size(words: Words, view: &MailingView) -> String {
    let mailings = words.mailings();
    if view.format.is_sheet() {
        format!("{} {}", mailings.labels(view.pieces), mailings.sheets(view.sheets))
    } else {
        mailings.envelopes(view.pieces)
    }
}

/// Who is left out, each with the way to his file and the reason.
fn left_out(words: Words, left_out: &[LeftAlone]) -> AnyView {
    if left_out.is_empty() {
        return ().into_any();
    }
    let mailings = words.mailings();
    let count = |number: usize| u64::try_from(number).unwrap_or_default();
    let lines = left_out
        .iter()
        .take(LEFT_OUT_SHOWN)
        .map(|one| {
            let why = problem_message(one.code, &one.facts, words.language());
            view! { <li><a href=format!("/clients/{}", one.id)>{one.name.clone()}</a>" – "{why}</li> }
        })
        .collect_view();
    let more = left_out.len().saturating_sub(LEFT_OUT_SHOWN);
    let more = (more > 0).then(|| view! { <p class="muted">{mailings.more_left_out(count(more))}</p> });
    let title = mailings.left_out(count(left_out.len()));
    view! {
        <Notice tone=Tone::Warning>{title}</Notice>
        <Card title=words.lists().reasons()><ul class="plain-list">{lines}</ul>{more}</Card>
    }
    .into_any()
}
