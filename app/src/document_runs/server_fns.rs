//! The forms of documents about many policies, and what its pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use std::collections::BTreeMap;

use domain::document_run::{DocumentItemState, DocumentItemView, DocumentRunInput, DocumentRunView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{DocumentRunId, UserId};
use domain::template::{About, TemplateView};
use leptos::prelude::*;
use services::access::Standing;
use services::documents::FactsAsked;
use services::{Error, Result as Outcome};

use super::HOME;
use crate::documents::facts;
use crate::forms::{Fields, answer, encoded, tried};
use crate::locales::{DocumentRuns, Words};
use crate::renewals::selection;
use crate::request::Visit;

/// Has documents issued about many policies; or only shows the form again as it was typed, with the fields of the template
/// chosen.
#[server(prefix = "/forms", endpoint = "document-runs/start")]
pub async fn start_document_run(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let pairs = selection::read(&fields.text("selection").unwrap_or_default());
    let query: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let back = format!("{HOME}/new?{}", query.join("&"));
    if fields.ticked(super::new::CHOOSE) {
        return match visit.who() {
            Ok(_) => tried(&visit, &back, &fields).await,
            Err(error) => answer(&visit, &back, &fields, Err(error)).await,
        };
    }
    let outcome = async {
        let offered = templates(&visit).await?;
        let named = fields.text("template_id");
        let template = offered.iter().find(|template| named.as_deref() == Some(template.id.to_string().as_str()));
        let data = template.map(|template| facts::read(&fields, template.usage));
        let (policies, matching) = selection::chosen(pairs);
        let input = DocumentRunInput { template_id: named, policies, matching, output: fields.text("output"), data };
        let run = visit.services.document_runs.start(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((address(run.id), words(&visit).started(run.total.to_string())))
    };
    answer(&visit, &back, &fields, outcome.await).await
}

/// Calls off what was not issued yet.
#[server(prefix = "/forms", endpoint = "document-runs/cancel")]
pub async fn cancel_document_run(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let run = visit.services.document_runs.cancel(visit.who()?, id_of(&fields)?).await?;
        Ok((address(run.id), words(&visit).cancelled().to_owned()))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

/// Has tried again what failed.
#[server(prefix = "/forms", endpoint = "document-runs/retry")]
pub async fn retry_document_run(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let run = visit.services.document_runs.retry(visit.who()?, id_of(&fields)?).await?;
        Ok((address(run.id), words(&visit).retried().to_owned()))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

fn words(visit: &Visit) -> DocumentRuns {
    Words::in_language(visit.language).document_runs()
}

fn address(id: DocumentRunId) -> String {
    format!("{HOME}/{id}")
}

fn id_of(fields: &Fields) -> Outcome<DocumentRunId> {
    fields.text("id").and_then(|id| DocumentRunId::parse(&id)).ok_or(Error::NotFound)
}

fn page_of(fields: &Fields) -> String {
    id_of(fields).map_or_else(|_| HOME.to_owned(), address)
}

/// A record that is not there is the fault of the field that names it.
fn at_its_field(error: Error) -> Error {
    match error {
        Error::NoSuchReference(field) => Error::field(FieldError::new(field, Code::UnknownReference)),
        other => other,
    }
}

/// The templates that serve for policies and from which the reader may issue, by use, those of his language first.
pub(super) async fn templates(visit: &Visit) -> Outcome<Vec<TemplateView>> {
    let who = visit.who()?;
    let mut templates = visit.services.templates.choices(who).await?;
    templates.retain(|template| {
        let role = matches!(who.standing(), Standing::Person(role) if role >= template.usage.least_role());
        role && template.usage.about() != About::Company
    });
    templates
        .sort_by_key(|template| (template.usage, template.language != visit.language, template.company_id.is_none()));
    Ok(templates)
}

/// What a form asks for, to issue from this template.
pub(super) async fn facts_asked(visit: &Visit, template: &TemplateView) -> Outcome<FactsAsked> {
    visit.services.document_runs.facts_asked(visit.who()?, template.id).await
}

/// A page of them.
pub(super) async fn runs(visit: &Visit, page: &PageRequest) -> Outcome<Page<DocumentRunView>> {
    visit.services.document_runs.list(visit.who()?, page).await
}

/// One of them.
pub(super) async fn run(visit: &Visit, id: DocumentRunId) -> Outcome<DocumentRunView> {
    visit.services.document_runs.find(visit.who()?, id).await
}

/// A page of its policies.
pub(super) async fn items(
    visit: &Visit,
    id: DocumentRunId,
    state: Option<DocumentItemState>,
    page: &PageRequest,
) -> Outcome<Page<DocumentItemView>> {
    visit.services.document_runs.items(visit.who()?, id, state, page).await
}

/// The names of the firm's brokers.
pub(super) async fn names(visit: &Visit) -> Outcome<BTreeMap<UserId, String>> {
    Ok(visit.services.clients.owners(visit.who()?).await?.into_iter().collect())
}
