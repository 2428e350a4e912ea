//! What the pages of attachments read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::attachment::{AttachedTo, AttachmentInput, AttachmentView, RemovalInput};
use domain::client::ClientView;
use domain::company::HandedIn;
use domain::policy::PolicyView;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AttachmentId, ClientId, PolicyId};
use leptos::prelude::*;
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use super::list_page;
use crate::forms::{Fields, Settled, answer, answer_undoable, settle};
use crate::locales::Words;
use crate::parts::Undo;
use crate::request::Visit;

/// How many a card shows.
const LATEST: u32 = 5;

/// The client whose attachments are looked at.
pub(super) async fn client(visit: &Visit, id: ClientId) -> Outcome<ClientView> {
    visit.services.clients.find(visit.who()?, id).await
}

/// The policy whose attachments are looked at.
pub(super) async fn policy(visit: &Visit, id: PolicyId) -> Outcome<PolicyView> {
    visit.services.policies.find(visit.who()?, id, AsOf::default()).await
}

/// One attachment.
pub(super) async fn find(visit: &Visit, id: AttachmentId) -> Outcome<AttachmentView> {
    visit.services.attachments.find(visit.who()?, id).await
}

/// What an attachment belongs to, and how that is called.
pub(super) async fn owner(visit: &Visit, one: &AttachmentView) -> Outcome<(AttachedTo, String)> {
    match (one.client_id, one.policy_id) {
        (Some(id), _) => {
            // The file of a client that was put away has its page too.
            let found = match client(visit, id).await {
                Err(Error::NotFound) => visit.services.clients.find_put_away(visit.who()?, id).await,
                found => found,
            };
            Ok((AttachedTo::Client(id), found?.display_name))
        }
        (None, Some(id)) => Ok((AttachedTo::Policy(id), policy(visit, id).await?.policy_number)),
        (None, None) => Err(Error::NotFound),
    }
}

/// What belongs to a client or a policy, newest first, or what was taken away from there; an old place begins anew.
pub(super) async fn attachments(
    visit: &Visit,
    of: AttachedTo,
    removed: bool,
    cursor: Option<String>,
    limit: u32,
) -> Outcome<Page<AttachmentView>> {
    let page = PageRequest { limit: Some(limit), cursor, ..PageRequest::default() };
    match visit.services.attachments.list(visit.who()?, of, removed, &page).await {
        Err(Error::Invalid(_)) if page.cursor.is_some() => {
            let first = PageRequest { cursor: None, ..page };
            visit.services.attachments.list(visit.who()?, of, removed, &first).await
        }
        found => found,
    }
}

/// The latest that belong to a client or a policy.
pub(crate) async fn latest(visit: &Visit, of: AttachedTo) -> Outcome<Page<AttachmentView>> {
    attachments(visit, of, false, None, LATEST).await
}

/// Puts a file with a client or a policy. A file comes in parts, so the server reads the form and calls this.
///
/// # Errors
/// When the session cannot be kept.
pub async fn attach(visit: &Visit, fields: &Fields, file: Outcome<HandedIn>) -> Outcome<Settled> {
    let of = AttachedTo::parse(fields.text("client_id").as_deref(), fields.text("policy_id").as_deref());
    let page = of.map_or_else(|_| "/".to_owned(), list_page);
    let outcome = async {
        let who = visit.who()?;
        let HandedIn { file_name, bytes } = file?;
        let (client_id, policy_id) = (fields.text("client_id"), fields.text("policy_id"));
        let input = AttachmentInput { client_id, policy_id, file_name, checksum: None, bytes };
        let attached = visit.services.attachments.attach(who, input).await?;
        let word = Words::in_language(visit.language).attachments().attached(&attached.file_name);
        Ok((page.clone(), word, None))
    };
    let outcome = outcome.await;
    settle(visit, &page, fields, outcome).await
}

/// Takes an attachment away. The next page offers to bring it back.
#[server(prefix = "/forms", endpoint = "attachments/remove")]
pub async fn remove_attachment(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let why = RemovalInput { reason: fields.text("reason") };
        let removed = visit.services.attachments.remove(who, id, fields.seen(), Some(&why)).await?;
        let (of, _) = owner(&visit, &removed).await?;
        let word = Words::in_language(visit.language).attachments().removed(&removed.file_name);
        let fields = vec![("id".to_owned(), id.to_string()), ("version".to_owned(), removed.version.to_string())];
        Ok((list_page(of), word, Some(Undo { action: "/forms/attachments/restore".to_owned(), fields })))
    };
    let outcome = outcome.await;
    answer_undoable(&visit, &record_page(&fields), &fields, outcome).await
}

/// Brings an attachment back that was taken away.
#[server(prefix = "/forms", endpoint = "attachments/restore")]
pub async fn restore_attachment(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let restored = visit.services.attachments.restore(who, id, fields.seen()).await?;
        let word = Words::in_language(visit.language).attachments().restored(&restored.file_name);
        Ok((record_page(&fields), word))
    };
    let outcome = outcome.await;
    answer(&visit, &record_page(&fields), &fields, outcome).await
}

fn id_of(fields: &Fields) -> Outcome<AttachmentId> {
    fields.text("id").and_then(|id| AttachmentId::parse(&id)).ok_or(Error::NotFound)
}

fn record_page(fields: &Fields) -> String {
    id_of(fields).map_or_else(|_| "/".to_owned(), |id| format!("/attachments/{id}"))
}
