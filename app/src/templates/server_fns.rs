//! The forms of templates, and what the pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::company::{CompanyView, HandedIn};
use domain::policy::PolicyFilter;
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{TemplateId, UserId};
use domain::template::{
    Comparison, PreviewAbout, PreviewData, PreviewInput, TemplateFilter, TemplateInput, TemplateName,
    TemplateVersionView, TemplateView, VersionInput, checked_source,
};
use leptos::prelude::*;
use services::ports::render::{Picture, TemplateProblem};
use services::templates::{Looked, Preview};
use services::{Error, Result as Outcome};

use super::compare::Pages;
use super::draft::{Draft, POLICY};
use super::look::{Look, Mistake, Shown};
use crate::forms::{Fields, Settled, answer, answer_undoable, settle};
use crate::lists::ListState;
use crate::locales::{Templates, Words, problem_message};
use crate::parts::Undo;
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
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let given = input(&fields);
        // A patch that empties a field is refused at the field; the source has versions of its own.
        let patch = serde_json::json!({
            "name": given.name, "company_id": given.company_id, "kind": given.kind, "usage": given.usage, "format": given.format, "language": given.language,
        });
        let template = visit.services.templates.update(who, id, fields.seen(), &patch).await?;
        Ok((address(id), words(&visit).updated(template.name)))
    };
    answer(&visit, &page_of(&fields, "/edit"), &fields, outcome.await).await
}

/// Writes the next version; or, by its other button, only keeps what is typed, for the studio to look at.
#[server(prefix = "/forms", endpoint = "templates/add-version")]
pub async fn add_template_version(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let studio = page_of(&fields, "/studio");
    if fields.text("preview").is_some() {
        let kept = async {
            visit.who()?;
            let id = id_of(&fields)?;
            checked_size(&fields)?;
            Draft::typed(id, &fields).keep(&visit).await
        };
        return match kept.await {
            Ok(()) => {
                leptos_axum::redirect(&studio);
                Ok(())
            }
            Err(error) => answer(&visit, &studio, &fields, Err(error)).await,
        };
    }
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let input = VersionInput { content: fields.text("content") };
        let version = visit.services.templates.add_version(who, id, fields.seen(), input).await?;
        Draft::forget(&visit, id).await?;
        Ok((address(id), words(&visit).version_added(version.number)))
    };
    answer(&visit, &studio, &fields, outcome.await).await
}

/// Gives up what is in writing.
#[server(prefix = "/forms", endpoint = "templates/discard")]
pub async fn discard_draft(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        visit.who()?;
        Draft::forget(&visit, id_of(&fields)?).await?;
        Ok((page_of(&fields, "/studio"), words(&visit).draft_discarded().to_owned()))
    };
    answer(&visit, &page_of(&fields, "/studio"), &fields, outcome.await).await
}

/// A text that could not be a version is not kept as a draft either.
fn checked_size(fields: &Fields) -> Outcome<()> {
    match fields.text("content") {
        Some(content) => checked_source("content", &content).map(drop).map_err(Error::field),
        None => Ok(()),
    }
}

/// Puts a template away. The next page offers to take it out again.
#[server(prefix = "/forms", endpoint = "templates/archive")]
pub async fn archive_template(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        visit.services.templates.archive(who, id, fields.seen()).await?;
        let put_away = visit.services.templates.find_put_away(who, id).await?;
        let fields = vec![("id".to_owned(), id.to_string()), ("version".to_owned(), put_away.version.to_string())];
        let undo = Undo { action: "/forms/templates/restore".to_owned(), fields };
        Ok(("/templates".to_owned(), words(&visit).archived(put_away.name), Some(undo)))
    };
    let outcome = outcome.await;
    answer_undoable(&visit, &page_of(&fields, ""), &fields, outcome).await
}

/// Takes a template out again that was put away.
#[server(prefix = "/forms", endpoint = "templates/restore")]
pub async fn restore_template(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let template = visit.services.templates.restore(visit.who()?, id_of(&fields)?, fields.seen()).await?;
        Ok((address(template.id), words(&visit).taken_out(template.name)))
    };
    answer(&visit, &page_of(&fields, ""), &fields, outcome.await).await
}

/// Brings an old version back, as the newest one.
#[server(prefix = "/forms", endpoint = "templates/restore-version")]
pub async fn restore_template_version(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let who = visit.who()?;
        let (id, number) = (id_of(&fields)?, number_of(&fields)?);
        let version = visit.services.templates.restore_version(who, id, fields.seen(), number).await?;
        Ok((address(id), words(&visit).version_restored(number, version.number)))
    };
    answer(&visit, &version_page(&fields), &fields, outcome.await).await
}

/// Puts a version to use.
#[server(prefix = "/forms", endpoint = "templates/activate")]
pub async fn activate_template_version(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let who = visit.who()?;
        let (id, number) = (id_of(&fields)?, number_of(&fields)?);
        let patch = serde_json::json!({ "current_version": number });
        visit.services.templates.update(who, id, fields.seen(), &patch).await?;
        Ok((address(id), words(&visit).version_activated(number)))
    };
    answer(&visit, &version_page(&fields), &fields, outcome.await).await
}

/// Takes a file in as the next version.
///
/// # Errors
/// When the session cannot be kept.
pub async fn hand_in_version(visit: &Visit, fields: &Fields, file: Outcome<HandedIn>) -> Outcome<Settled> {
    let outcome = async {
        let who = visit.who()?;
        let id = id_of(fields)?;
        let file = file?;
        if file.bytes.is_empty() {
            return Err(Error::field(FieldError::new("file", Code::Required)));
        }
        let content = String::from_utf8(file.bytes);
        let content = content.map_err(|_| Error::field(FieldError::new("file", Code::Unreadable)))?;
        let input = VersionInput { content: Some(content) };
        let version = visit.services.templates.add_version(who, id, fields.seen(), input).await?;
        Ok((address(id), words(visit).version_added(version.number), None))
    };
    let outcome = outcome.await;
    settle(visit, &page_of(fields, ""), fields, outcome).await
}

fn number_of(fields: &Fields) -> Outcome<i64> {
    fields.text("number").and_then(|number| number.parse().ok()).ok_or(Error::NotFound)
}

/// The page of the version that a form is about.
fn version_page(fields: &Fields) -> String {
    number_of(fields).map_or_else(|_| page_of(fields, ""), |number| page_of(fields, &format!("/versions/{number}")))
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
        usage: fields.text("usage"),
        format: fields.text("format"),
        language: fields.text("language"),
        company_id: fields.text("company_id"),
        current_version: None,
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

/// What a text in writing makes, as the studio shows it.
pub(super) async fn look(visit: &Visit, template: &TemplateView, draft: &Draft) -> Outcome<Look> {
    if draft.content.trim().is_empty() {
        return Ok(Look::default());
    }
    let input = PreviewInput {
        format: Some("png".to_owned()),
        page: Some(draft.page.to_string()),
        ..about(visit, draft).await?
    };
    if draft.data == POLICY && input.policy_id.is_none() {
        let code = if draft.policy_number.is_empty() { Code::Required } else { Code::UnknownReference };
        let message = problem_message(code, &Facts::new(), visit.language);
        return Ok(Look { policy_error: Some(message), ..Look::default() });
    }
    let show = input.parse().map_err(Error::from)?;
    let made = visit.services.templates.preview(visit.who()?, template.id, Looked::Typed(&draft.content), &show).await;
    let words = words(visit);
    match made {
        Ok(Preview::Page(picture)) => Ok(Look { shown: Some(shown(&picture)), ..Look::default() }),
        Ok(Preview::File { .. }) => Ok(Look::default()),
        Err(Error::Template(problems)) => {
            let told = |problem: &TemplateProblem| {
                let (line, column) = (problem.line.to_string(), problem.column.to_string());
                let text = words.mistake(&problem.code, &problem.subject, &line, &column);
                Mistake { line: problem.line, column: problem.column, text }
            };
            Ok(Look { mistakes: problems.iter().map(told).collect(), ..Look::default() })
        }
        // A text that goes too far, or an engine that is busy, is told beside the text, which stays.
        Err(
            error @ (Error::Refused { .. } | Error::Invalid(_) | Error::Unavailable { .. } | Error::NoSuchReference(_)),
        ) => {
            let problem = error.problem();
            let message = problem_message(problem.code, &problem.facts, visit.language);
            Ok(Look { message: Some(message), ..Look::default() })
        }
        Err(other) => Err(other),
    }
}

/// What differs between the texts of two versions.
pub(super) async fn comparison(visit: &Visit, id: TemplateId, versions: (i64, i64)) -> Outcome<Comparison> {
    visit.services.templates.compare(visit.who()?, id, versions).await
}

/// The same page of two versions. An older version may no longer make one; that is told, and its text still stands there.
pub(super) async fn compared_pages(
    visit: &Visit,
    template: &TemplateView,
    versions: (i64, i64),
    data: PreviewData,
    page: u32,
) -> Outcome<Pages> {
    let who = visit.who()?;
    let about = PreviewAbout::Made(data);
    match visit.services.templates.compare_pages(who, template.id, versions, about, page).await {
        Ok(pages) => Ok(Pages { before: Some(shown(&pages.before)), after: Some(shown(&pages.after)), message: None }),
        Err(error @ (Error::Template(_) | Error::Refused { .. } | Error::Unavailable { .. })) => {
            let problem = error.problem();
            let message = problem_message(problem.code, &problem.facts, visit.language);
            Ok(Pages { before: None, after: None, message: Some(message) })
        }
        Err(other) => Err(other),
    }
}

fn shown(picture: &Picture) -> Shown {
    let source = format!("data:image/png;base64,{}", STANDARD.encode(&picture.png));
    Shown { page: picture.page, pages: picture.pages, source }
}

/// With which data a draft is looked at. A policy is found by its number; what is no number of a policy finds none.
async fn about(visit: &Visit, draft: &Draft) -> Outcome<PreviewInput> {
    if draft.data != POLICY {
        return Ok(PreviewInput { data: Some(draft.data.clone()), ..PreviewInput::default() });
    }
    let number = draft.policy_number.trim();
    if number.is_empty() {
        return Ok(PreviewInput::default());
    }
    let page = PageRequest { limit: Some(20), q: Some(number.to_owned()), ..PageRequest::default() };
    let found = visit.services.policies.list(visit.who()?, &page, &PolicyFilter::default()).await?.items;
    let policy = found.iter().find(|policy| policy.policy_number.eq_ignore_ascii_case(number));
    Ok(PreviewInput { policy_id: policy.map(|policy| policy.id.to_string()), ..PreviewInput::default() })
}

/// What is in writing as a whole file; where nothing is, the version in use.
///
/// # Errors
/// Not signed in, no such template, or a text that makes no document.
pub async fn preview_file(visit: &Visit, id: TemplateId) -> Outcome<Preview> {
    let who = visit.who()?;
    let draft = Draft::of(visit, id).await?;
    let current = visit.services.templates.find(who, id).await?.current_version;
    let (looked, input) = match (&draft, current) {
        (Some(draft), _) => (Looked::Typed(&draft.content), about(visit, draft).await?),
        (None, Some(number)) => (Looked::Version(number), PreviewInput::default()),
        (None, None) => return Err(Error::NotFound),
    };
    visit.services.templates.preview(who, id, looked, &input.parse().map_err(Error::from)?).await
}

/// Every name that the template may read.
pub(super) async fn readable_names(visit: &Visit, id: TemplateId) -> Outcome<Vec<TemplateName>> {
    visit.services.templates.names(visit.who()?, id).await
}

/// One version of a template.
pub(super) async fn version(visit: &Visit, id: TemplateId, number: i64) -> Outcome<TemplateVersionView> {
    visit.services.templates.version(visit.who()?, id, number).await
}

/// A template that was put away.
pub(super) async fn put_away(visit: &Visit, id: TemplateId) -> Outcome<TemplateView> {
    visit.services.templates.find_put_away(visit.who()?, id).await
}

/// The companies to choose from.
pub(super) async fn companies(visit: &Visit) -> Outcome<Vec<CompanyView>> {
    let page = PageRequest { limit: Some(MAX_LIMIT), ..PageRequest::default() };
    Ok(visit.services.companies.list(visit.who()?, &page).await?.items)
}

/// The names of the firm's brokers.
pub(super) async fn names(visit: &Visit) -> Outcome<BTreeMap<UserId, String>> {
    Ok(visit.services.clients.owners(visit.who()?).await?.into_iter().collect())
}
