//! The forms of documents, and what the pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::client::ClientView;
use domain::company::CompanyView;
use domain::document::{
    DocumentFilter, DocumentInput, DocumentRow, DocumentView, EmailInput, LinkView, Reproduction, RevocationInput,
    SignedUrl, SignedUrlInput, VerificationView,
};
use domain::policy::{PolicyFilter, PolicyRow, PolicyView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{ClientId, CompanyId, DocumentId, LinkId, PolicyId, UserId};
use domain::template::TemplateView;
use leptos::prelude::*;
use services::documents::{FactsAsked, Shown};
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use super::facts;
use crate::forms::{Fields, answer, encoded, tried};
use crate::lists::ListState;
use crate::locales::Words;
use crate::request::{Visit, session_failed};

/// The key of the session under which a fresh link waits to be shown, once.
const LINK_KEY: &str = "document_link";
/// The key under which what came of making a document again waits to be shown, once.
const REPRODUCTION_KEY: &str = "document_reproduction";

/// Issues a document; or only shows the form again as it was typed, with the fields of the template chosen and empty lines
/// where all were full.
#[server(prefix = "/forms", endpoint = "documents/issue")]
pub async fn issue_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    if fields.ticked(super::form::CHOOSE) {
        return match visit.who() {
            Ok(_) => tried(&visit, &new_page(&fields), &fields).await,
            Err(error) => answer(&visit, &new_page(&fields), &fields, Err(error)).await,
        };
    }
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let template = templates(&visit).await?;
        let named = fields.text("template_id");
        let template = template.iter().find(|template| named.as_deref() == Some(template.id.to_string().as_str()));
        let input = DocumentInput {
            template_id: named.clone(),
            template_version: None,
            policy_id: fields.text("policy_id"),
            client_id: fields.text("client_id"),
            company_id: fields.text("company_id"),
            format: fields.text("format"),
            data: template.map(|template| facts::read(&fields, template.usage)),
            supersedes: fields.text("supersedes"),
        };
        let document = visit.services.documents.issue(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((format!("/documents/{}", document.id), words.issued(document.number)))
    };
    answer(&visit, &new_page(&fields), &fields, outcome.await).await
}

/// The page of the form, about the same as it.
fn new_page(fields: &Fields) -> String {
    let about = |name: &str| fields.text(name).map(|id| format!("{name}={}", encoded(&id)));
    let query: Vec<String> =
        ["policy_id", "client_id", "company_id", "supersedes"].into_iter().filter_map(about).collect();
    format!("/documents/new?{}", query.join("&"))
}

/// Makes a document again and compares. What came of it is shown once, on its page.
#[server(prefix = "/forms", endpoint = "documents/reproduce")]
pub async fn reproduce_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let id = id_of(&fields)?;
        let made = visit.services.documents.reproduce(visit.who()?, id).await?;
        visit.session.insert(REPRODUCTION_KEY, (id, made)).await.map_err(session_failed)?;
        Ok((format!("/documents/{id}"), words.reproduced().to_owned()))
    };
    answer(&visit, &record_page(&fields), &fields, outcome.await).await
}

/// Makes a signed link. Its address opens the document for anybody, so it goes through the session and is shown once; in
/// the address bar it would stay in the history.
#[server(prefix = "/forms", endpoint = "documents/share")]
pub async fn share_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let id = id_of(&fields)?;
        let input = SignedUrlInput {
            expires_in_seconds: fields.text("expires_in_seconds").map(|text| text.parse().unwrap_or(-1)),
            single_use: Some(fields.ticked("single_use")),
            recipient: fields.text("recipient"),
        };
        let link = visit.services.documents.share(visit.who()?, id, &input).await?;
        visit.session.insert(LINK_KEY, (id, link)).await.map_err(session_failed)?;
        Ok((format!("/documents/{id}"), words.link_made().to_owned()))
    };
    answer(&visit, &record_page(&fields), &fields, outcome.await).await
}

/// Sends a document by e-mail.
#[server(prefix = "/forms", endpoint = "documents/email")]
pub async fn email_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let input = EmailInput {
            to: fields.text("to"),
            name: fields.text("name"),
            message: fields.text("message"),
            attach: Some(fields.ticked("attach")),
            expires_in_seconds: None,
        };
        let link = visit.services.documents.email(who, id, &input).await?;
        Ok((format!("/documents/{id}"), words.email_written(link.recipient.unwrap_or_default())))
    };
    answer(&visit, &record_page(&fields), &fields, outcome.await).await
}

/// Takes a link back.
#[server(prefix = "/forms", endpoint = "documents/revoke-link")]
pub async fn revoke_document_link(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let link = fields.text("link").and_then(|link| LinkId::parse(&link)).ok_or(Error::NotFound)?;
        visit.services.documents.revoke_link(who, id, link).await?;
        Ok((format!("/documents/{id}"), words.link_revoked().to_owned()))
    };
    answer(&visit, &record_page(&fields), &fields, outcome.await).await
}

/// Takes a document back.
#[server(prefix = "/forms", endpoint = "documents/revoke")]
pub async fn revoke_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let id = id_of(&fields)?;
        let input = RevocationInput { reason: fields.text("reason") };
        visit.services.documents.revoke(visit.who()?, id, fields.seen(), Some(&input)).await?;
        let number = fields.text("number").unwrap_or_default();
        Ok((format!("/documents/{id}"), words.revoked_done(number)))
    };
    answer(&visit, &record_page(&fields), &fields, outcome.await).await
}

fn id_of(fields: &Fields) -> Outcome<DocumentId> {
    fields.text("id").and_then(|id| DocumentId::parse(&id)).ok_or(Error::NotFound)
}

fn record_page(fields: &Fields) -> String {
    id_of(fields).map_or_else(|_| "/documents".to_owned(), |id| format!("/documents/{id}"))
}

/// A record that is not there is the fault of the field that names it.
fn at_its_field(error: Error) -> Error {
    match error {
        Error::NoSuchReference(field) => Error::field(FieldError::new(field, Code::UnknownReference)),
        other => other,
    }
}

/// A page of the documents.
pub(super) async fn documents(
    visit: &Visit,
    list: &mut ListState,
    filter: &DocumentFilter,
) -> Outcome<Page<DocumentRow>> {
    let who = visit.who()?;
    match visit.services.documents.list(who, &list.request(), filter).await {
        Err(error) => visit.services.documents.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// One document.
pub(super) async fn document(visit: &Visit, id: DocumentId) -> Outcome<DocumentView> {
    visit.services.documents.find(visit.who()?, id).await
}

/// The link just made to this document, which is not kept after this.
pub(super) async fn fresh_link(visit: &Visit, id: DocumentId) -> Outcome<Option<SignedUrl>> {
    let kept = visit.take(LINK_KEY, |(document, _): &(DocumentId, SignedUrl)| *document == id).await?;
    Ok(kept.map(|(_, link)| link))
}

/// What came of making this document again just now.
pub(super) async fn reproduction(visit: &Visit, id: DocumentId) -> Outcome<Option<Reproduction>> {
    let kept = visit.take(REPRODUCTION_KEY, |(document, _): &(DocumentId, Reproduction)| *document == id).await?;
    Ok(kept.map(|(_, made)| made))
}

/// What a form asks for, to issue from this template about this.
pub(super) async fn facts_asked(visit: &Visit, template: &TemplateView, about: &str, id: &str) -> Outcome<FactsAsked> {
    let named = |field: &str| (about == field).then(|| id.to_owned());
    let input = DocumentInput {
        template_id: Some(template.id.to_string()),
        policy_id: named("policy_id"),
        client_id: named("client_id"),
        company_id: named("company_id"),
        ..DocumentInput::default()
    };
    visit.services.documents.facts_asked(visit.who()?, input).await
}

/// The company that a document is about.
pub(super) async fn company(visit: &Visit, id: CompanyId) -> Outcome<CompanyView> {
    visit.services.companies.find(visit.who()?, id).await
}

/// The templates to choose from.
pub(super) async fn templates(visit: &Visit) -> Outcome<Vec<TemplateView>> {
    visit.services.templates.choices(visit.who()?).await
}

/// The policy that a document is about.
pub(super) async fn policy(visit: &Visit, id: PolicyId) -> Outcome<PolicyView> {
    visit.services.policies.find(visit.who()?, id, AsOf::default()).await
}

/// The client that a document is about.
pub(super) async fn client(visit: &Visit, id: ClientId) -> Outcome<ClientView> {
    visit.services.clients.find(visit.who()?, id).await
}

/// The policies that a search finds, the first ten.
pub(super) async fn policies(visit: &Visit, q: &str) -> Outcome<Vec<PolicyRow>> {
    let page = PageRequest { q: Some(q.to_owned()), limit: Some(10), ..PageRequest::default() };
    Ok(visit.services.policies.list(visit.who()?, &page, &PolicyFilter::default()).await?.items)
}

/// The name of who issued a document, where he is still there.
pub(super) async fn author(visit: &Visit, id: UserId) -> Outcome<Option<String>> {
    let names = visit.services.clients.owners(visit.who()?).await?;
    Ok(names.into_iter().find(|(user, _)| *user == id).map(|(_, name)| name))
}

/// What anybody may check of a document; nothing when the code is none of ours.
pub(super) async fn verification(visit: &Visit, code: &str, shown: &Shown) -> Outcome<Option<VerificationView>> {
    match visit.services.documents.verify(code, shown, visit.context.clone()).await {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// The code of the document that a file is, byte for byte.
pub(super) async fn code_of_file(visit: &Visit, checksum: &str) -> Outcome<Option<String>> {
    visit.services.documents.code_of_file(checksum).await
}

/// The links to a document.
pub(super) async fn links(visit: &Visit, id: DocumentId) -> Outcome<Vec<LinkView>> {
    visit.services.documents.links(visit.who()?, id).await
}
