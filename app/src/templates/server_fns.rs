//! The forms of templates, and what the pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use std::collections::BTreeMap;

use domain::shared::page::Page;
use domain::shared::{TemplateId, UserId};
use domain::template::{TemplateFilter, TemplateInput, TemplateVersionView, TemplateView, VersionInput};
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use crate::forms::{Fields, answer};
use crate::lists::ListState;
use crate::locales::{Templates, Words};
use crate::request::Visit;

/// Records a template.
#[server(prefix = "/forms", endpoint = "templates/create")]
pub async fn create_template(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let template = visit.services.templates.create(visit.who()?, input(&fields)).await?;
        Ok((address(template.id), words(&visit).created(template.name)))
    };
    answer(&visit, "/templates/new", &fields, outcome.await).await
}

/// Changes what a template is called and what it makes.
#[server(prefix = "/forms", endpoint = "templates/update")]
pub async fn update_template(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let given = input(&fields);
        // A patch that empties a field is refused at the field; the source has versions of its own.
        let patch = serde_json::json!({
            "name": given.name, "kind": given.kind, "format": given.format, "language": given.language,
        });
        let template = visit.services.templates.update(visit.who()?, id, fields.seen(), &patch).await?;
        Ok((address(id), words(&visit).updated(template.name)))
    };
    answer(&visit, &page_of(&fields, "/edit"), &fields, outcome.await).await
}

/// Writes the next version.
#[server(prefix = "/forms", endpoint = "templates/add-version")]
pub async fn add_template_version(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let input = VersionInput { content: fields.text("content") };
        let version = visit.services.templates.add_version(visit.who()?, id, fields.seen(), input).await?;
        Ok((address(id), words(&visit).version_added(version.number)))
    };
    answer(&visit, &page_of(&fields, "/versions/new"), &fields, outcome.await).await
}

/// Puts a template away.
#[server(prefix = "/forms", endpoint = "templates/archive")]
pub async fn archive_template(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        visit.services.templates.archive(visit.who()?, id_of(&fields)?, fields.seen()).await?;
        Ok(("/templates".to_owned(), words(&visit).archived(fields.text("name").unwrap_or_default())))
    };
    answer(&visit, &page_of(&fields, ""), &fields, outcome.await).await
}

fn words(visit: &Visit) -> Templates {
    Words::in_language(visit.language).templates()
}

fn address(id: TemplateId) -> String {
    format!("/templates/{id}")
}

fn id_of(fields: &Fields) -> Outcome<TemplateId> {
    fields.text("id").and_then(|id| TemplateId::parse(&id)).ok_or(Error::NotFound)
}

/// A page of the template that a form is about. A form without its template has none.
fn page_of(fields: &Fields, part: &str) -> String {
    id_of(fields).map_or_else(|_| "/templates".to_owned(), |id| format!("{}{part}", address(id)))
}

fn input(fields: &Fields) -> TemplateInput {
    TemplateInput {
        name: fields.text("name"),
        kind: fields.text("kind"),
        format: fields.text("format"),
        language: fields.text("language"),
        content: fields.text("content"),
    }
}

/// A page of the templates.
pub(super) async fn templates(
    visit: &Visit,
    list: &mut ListState,
    filter: &TemplateFilter,
) -> Outcome<Page<TemplateView>> {
    let who = visit.who()?;
    match visit.services.templates.list(who, &list.request(), filter).await {
        Err(error) => visit.services.templates.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// One template.
pub(super) async fn template(visit: &Visit, id: TemplateId) -> Outcome<TemplateView> {
    visit.services.templates.find(visit.who()?, id).await
}

/// Every version of a template, newest first.
pub(super) async fn versions(visit: &Visit, id: TemplateId) -> Outcome<Vec<TemplateVersionView>> {
    visit.services.templates.versions(visit.who()?, id).await
}

/// One version of a template.
pub(super) async fn version(visit: &Visit, id: TemplateId, number: i64) -> Outcome<TemplateVersionView> {
    visit.services.templates.version(visit.who()?, id, number).await
}

/// The names of the firm's brokers.
pub(super) async fn names(visit: &Visit) -> Outcome<BTreeMap<UserId, String>> {
    Ok(visit.services.clients.owners(visit.who()?).await?.into_iter().collect())
}
