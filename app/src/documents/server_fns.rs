//! The forms of documents, and what the pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::client::ClientView;
use domain::document::{
    DocumentFilter, DocumentInput, DocumentRow, DocumentView, SignedUrl, SignedUrlInput, VerificationView,
};
use domain::policy::{PolicyFilter, PolicyRow, PolicyView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{ClientId, DocumentId, PolicyId, UserId};
use domain::template::TemplateView;
use leptos::prelude::*;
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use crate::forms::{Fields, answer, encoded};
use crate::lists::ListState;
use crate::locales::Words;
use crate::request::{Visit, session_failed};

/// The key of the session under which a fresh link waits to be shown, once.
const LINK_KEY: &str = "document_link";

/// Issues a document.
#[server(prefix = "/forms", endpoint = "documents/issue")]
pub async fn issue_document(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).documents();
    let outcome = async {
        let input = DocumentInput {
            template_id: fields.text("template_id"),
            template_version: None,
            policy_id: fields.text("policy_id"),
            client_id: fields.text("client_id"),
            format: fields.text("format"),
            data: None,
        };
        let document = visit.services.documents.issue(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((format!("/documents/{}", document.id), words.issued(document.number)))
    };
    let about = |name: &str| fields.text(name).map(|id| format!("{name}={}", encoded(&id)));
    let query: Vec<String> = ["policy_id", "client_id"].into_iter().filter_map(about).collect();
    let back = format!("/documents/new?{}", query.join("&"));
    answer(&visit, &back, &fields, outcome.await).await
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
        };
        let link = visit.services.documents.share(visit.who()?, id, &input).await?;
        visit.session.insert(LINK_KEY, (id, link)).await.map_err(session_failed)?;
        Ok((format!("/documents/{id}"), words.link_made().to_owned()))
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
        visit.services.documents.revoke(visit.who()?, id, fields.seen()).await?;
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
pub(super) async fn verification(visit: &Visit, code: &str) -> Outcome<Option<VerificationView>> {
    match visit.services.documents.verify(code, visit.context.clone()).await {
        Err(Error::NotFound) => Ok(None),
        found => found.map(Some),
    }
}
