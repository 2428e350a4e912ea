//! What the clients' pages read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::client::{
    CLIENT_LIST, ClientAct, ClientFilter, ClientInput, ClientKind, ClientView, HandOverInput, Happening,
    LikelyDuplicate, LikenessInput, MergeInput, NoteInput, NoteView,
};
use domain::document::{DocumentFilter, DocumentRow};
use domain::list::{ActReport, Selection, pairs_of, query_of};
use domain::policy::{PolicyFilter, PolicyRow};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{Address, ClientId, UserId};
use leptos::prelude::*;
use services::access::ActionKind;
use services::{Error, Result as Outcome};

use super::{around, duplicates, many};
use crate::forms::{Fields, answer, answer_undoable};
use crate::lists::ListState;
use crate::locales::Words;
use crate::parts::Undo;
use crate::request::{Visit, session_failed};

/// How many of a client's policies and documents his file shows.
const SHOWN: u32 = 50;
/// How many notes his file shows.
const NOTES_SHOWN: u32 = 10;
/// How much of what happened to him his file shows.
pub(super) const LATEST: u32 = 8;
/// How much of it a page of its own shows.
pub(super) const TIMELINE_PAGE: u32 = 50;
/// How many files one chooses from.
const CHOICES: u32 = 20;

/// A page of clients.
pub(super) async fn list(visit: &Visit, list: &mut ListState, filter: &ClientFilter) -> Outcome<Page<ClientView>> {
    let who = visit.who()?;
    match visit.services.clients.list(who, &list.request(), filter).await {
        Err(error) => visit.services.clients.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// One client's file.
pub(super) async fn find(visit: &Visit, id: ClientId) -> Outcome<ClientView> {
    visit.services.clients.find(visit.who()?, id).await
}

/// A file that was put away.
pub(super) async fn find_put_away(visit: &Visit, id: ClientId) -> Outcome<ClientView> {
    visit.services.clients.find_put_away(visit.who()?, id).await
}

/// The notes about a client, newest first.
pub(super) async fn notes(visit: &Visit, id: ClientId) -> Outcome<Page<NoteView>> {
    let request = PageRequest { limit: Some(NOTES_SHOWN), ..PageRequest::default() };
    visit.services.clients.notes(visit.who()?, id, &request).await
}

/// What happened to a client, newest first; an old place begins anew.
pub(super) async fn timeline(
    visit: &Visit,
    id: ClientId,
    cursor: Option<String>,
    limit: u32,
) -> Outcome<Page<Happening>> {
    let request = PageRequest { limit: Some(limit), cursor, ..PageRequest::default() };
    match visit.services.clients.timeline(visit.who()?, id, &request).await {
        Err(Error::Invalid(_)) if request.cursor.is_some() => {
            let first = PageRequest { cursor: None, ..request };
            visit.services.clients.timeline(visit.who()?, id, &first).await
        }
        page => page,
    }
}

/// The files that were merged into a client's.
pub(super) async fn aliases(visit: &Visit, id: ClientId) -> Outcome<Vec<ClientView>> {
    visit.services.clients.aliases(visit.who()?, id).await
}

/// Who is likely recorded already.
pub(super) async fn likely(visit: &Visit, typed: LikenessInput) -> Outcome<Vec<LikelyDuplicate>> {
    visit.services.clients.likely_duplicates(visit.who()?, &typed, None).await
}

/// The other files that are likely a client's.
pub(super) async fn likely_same(visit: &Visit, client: &ClientView) -> Outcome<Vec<LikelyDuplicate>> {
    visit.services.clients.likely_duplicates(visit.who()?, &client.as_input().into(), Some(client.id)).await
}

/// The other clients that a search finds.
pub(super) async fn others(visit: &Visit, id: ClientId, q: &str) -> Outcome<Vec<ClientView>> {
    let request = PageRequest { limit: Some(CHOICES), q: Some(q.to_owned()), ..PageRequest::default() };
    let found = visit.services.clients.list(visit.who()?, &request, &ClientFilter::default()).await?;
    Ok(found.items.into_iter().filter(|client| client.id != id).collect())
}

/// The brokers a client may be handed to; nobody for who may not hand over.
pub(super) async fn owners(visit: &Visit) -> Outcome<Vec<(UserId, String)>> {
    if visit.may(ActionKind::HandOverClient) {
        visit.services.clients.owners(visit.who()?).await
    } else {
        Ok(Vec::new())
    }
}

/// The name of who looks after a client.
pub(super) async fn owner_name(visit: &Visit, owner: UserId) -> Outcome<Option<String>> {
    let all = visit.services.clients.owners(visit.who()?).await?;
    Ok(all.into_iter().find(|(id, _)| *id == owner).map(|(_, name)| name))
}

/// The client's policies, those due first at the top.
pub(super) async fn policies(visit: &Visit, client: ClientId) -> Outcome<Page<PolicyRow>> {
    let request =
        PageRequest { limit: Some(SHOWN), sort: Some("expiry_date".to_owned()), count: true, ..PageRequest::default() };
    let filter = PolicyFilter { client_id: Some(client), ..PolicyFilter::default() };
    visit.services.policies.list(visit.who()?, &request, &filter).await
}

/// The client's documents, newest first.
pub(super) async fn documents(visit: &Visit, client: ClientId) -> Outcome<Page<DocumentRow>> {
    let request = PageRequest { limit: Some(SHOWN), count: true, ..PageRequest::default() };
    let filter = DocumentFilter { client_id: Some(client), ..DocumentFilter::default() };
    visit.services.documents.list(visit.who()?, &request, &filter).await
}

/// Records a client.
#[server(prefix = "/forms", endpoint = "clients/create")]
pub async fn create_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let (who, wanted) = (visit.who()?, input(&fields));
        if !fields.ticked(duplicates::SEEN)
            && !visit.services.clients.likely_duplicates(who, &wanted.clone().into(), None).await?.is_empty()
        {
            return Err(Error::Refused { code: Code::LikelyDuplicates, facts: Facts::new() });
        }
        let client = visit.services.clients.create(who, wanted).await?;
        let word = Words::in_language(visit.language).clients().created(&client.display_name);
        Ok((format!("/clients/{}", client.id), word))
    };
    answer(&visit, "/clients/new", &fields, outcome.await).await
}

/// Changes a client's file.
#[server(prefix = "/forms", endpoint = "clients/update")]
pub async fn update_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let client = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let mut patch = serde_json::to_value(input(&fields)).map_err(|error| Error::Internal(Box::new(error)))?;
        // The people and addresses around him have a form of their own; this one leaves them as they are.
        if let Some(patch) = patch.as_object_mut() {
            patch.retain(|name, _| !matches!(name.as_str(), "contacts" | "addresses"));
        }
        let client = visit.services.clients.update(visit.who()?, client, fields.seen(), &patch).await?;
        let word = Words::in_language(visit.language).clients().updated(&client.display_name);
        Ok((format!("/clients/{}", client.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/edit"), &fields, outcome).await
}

/// Puts a client's file away. The next page offers to take it out again.
#[server(prefix = "/forms", endpoint = "clients/archive")]
pub async fn archive_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let client = find(&visit, ClientId::parse(&id).ok_or(Error::NotFound)?).await?;
        visit.services.clients.archive(visit.who()?, client.id, fields.seen()).await?;
        let word = Words::in_language(visit.language).clients().archived(&client.display_name);
        let put_away = find_put_away(&visit, client.id).await?;
        let fields =
            vec![("id".to_owned(), client.id.to_string()), ("version".to_owned(), put_away.version.to_string())];
        Ok(("/clients".to_owned(), word, Some(Undo { action: "/forms/clients/restore".to_owned(), fields })))
    };
    let outcome = outcome.await;
    answer_undoable(&visit, &back(&id, ""), &fields, outcome).await
}

/// Takes a file out again that was put away.
#[server(prefix = "/forms", endpoint = "clients/restore")]
pub async fn restore_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let id = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let client = visit.services.clients.restore(visit.who()?, id, fields.seen()).await?;
        let word = Words::in_language(visit.language).clients().restored(&client.display_name);
        Ok((format!("/clients/{}", client.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, ""), &fields, outcome).await
}

/// The key under which the report of the last act on many clients is kept.
const REPORT_KEY: &str = "clients report";

/// How many clients a selection means now.
pub(super) async fn selected(visit: &Visit, selection: &Selection<ClientId, ClientFilter>) -> Outcome<u64> {
    visit.services.clients.selected(visit.who()?, selection).await
}

/// What became of the last act on many clients, and the list they were selected from.
pub(super) async fn last_report(visit: &Visit) -> Outcome<Option<(ActReport, String)>> {
    visit.session.get(REPORT_KEY).await.map_err(session_failed)
}

/// Hands the selected clients over.
#[server(prefix = "/forms", endpoint = "clients/hand-over-many")]
pub async fn hand_over_many(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let owner = async {
        visit.who()?;
        let owner = fields.text("owner_id").ok_or_else(|| Error::field(FieldError::new("owner_id", Code::Required)))?;
        let unknown = || Error::field(FieldError::new("owner_id", Code::UnknownReference));
        act(&visit, &fields, ClientAct::HandOver(UserId::parse(&owner).ok_or_else(unknown)?)).await
    };
    let outcome = owner.await;
    answer(&visit, &asking(many::HAND_OVER, &fields), &fields, outcome).await
}

/// Puts the selected clients' files away.
#[server(prefix = "/forms", endpoint = "clients/archive-many")]
pub async fn archive_many(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = act(&visit, &fields, ClientAct::Archive).await;
    answer(&visit, &asking(many::ARCHIVE, &fields), &fields, outcome).await
}

/// Does it, and keeps what became of it for the next page.
async fn act(visit: &Visit, fields: &Fields, act: ClientAct) -> Outcome<(String, String)> {
    let who = visit.who()?;
    let query = fields.text("selection").unwrap_or_default();
    let selection = many::selection(&query)?;
    let report = visit.services.clients.act(who, &selection, act).await.map_err(|error| match error {
        Error::NoSuchReference(field) => Error::field(FieldError::new(field, Code::UnknownReference)),
        error => error,
    })?;
    let words = Words::in_language(visit.language);
    let count = |number| domain::shared::format::count(number, words.language());
    let word = words.lists().report(count(report.done), count(report.selected));
    let list = many::list_of(&query);
    if report.left == 0 && report.done == report.selected {
        return Ok((list, word));
    }
    visit.session.insert(REPORT_KEY, (report, list)).await.map_err(session_failed)?;
    Ok(("/clients/done".to_owned(), word))
}

/// The page that asks about a selection; the list's own query and ids, written anew, so that it leads nowhere else.
fn asking(page: &str, fields: &Fields) -> String {
    let pairs = pairs_of(&fields.text("selection").unwrap_or_default());
    let known = |name: &str| matches!(name, "id" | "all" | "q") || CLIENT_LIST.filter(name).is_some();
    format!("{page}?{}", query_of(pairs.iter().filter(|(name, _)| known(name)).map(|(name, value)| (name, value))))
}

/// Says who stands around a client, and his further addresses.
#[server(prefix = "/forms", endpoint = "clients/contacts")]
pub async fn save_contacts(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let client = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let (contacts, addresses) = around::read(&fields);
        let patch = serde_json::json!({ "contacts": contacts, "addresses": addresses });
        let client = visit.services.clients.update(visit.who()?, client, fields.seen(), &patch).await?;
        let word = Words::in_language(visit.language).clients().around_saved(&client.display_name);
        Ok((format!("/clients/{}", client.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/contacts"), &fields, outcome).await
}

/// Hands a client over to a colleague.
#[server(prefix = "/forms", endpoint = "clients/hand-over")]
pub async fn hand_over_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let client = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let input = HandOverInput { owner_id: fields.text("owner_id"), reason: fields.text("reason") };
        let client = visit.services.clients.hand_over(visit.who()?, client, fields.seen(), input).await;
        let client = client.map_err(at_its_field)?;
        let broker = owner_name(&visit, client.owner_id).await?.unwrap_or_default();
        let word = Words::in_language(visit.language).clients().handed_over(&client.display_name, broker);
        Ok((format!("/clients/{}", client.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/hand-over"), &fields, outcome).await
}

/// Writes a note about a client.
#[server(prefix = "/forms", endpoint = "clients/note")]
pub async fn note_client(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let client = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let note = visit.services.clients.note(visit.who()?, client, NoteInput { text: fields.text("text") }).await?;
        let word = Words::in_language(visit.language).clients().noted();
        Ok((format!("/clients/{client}#note-{}", note.id), word.to_owned()))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, ""), &fields, outcome).await
}

/// Merges a file into another one. The next page offers to take them apart again.
#[server(prefix = "/forms", endpoint = "clients/merge")]
pub async fn merge_clients(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let into = fields.text("into").unwrap_or_default();
    let outcome = async {
        let from = find(&visit, ClientId::parse(&id).ok_or(Error::NotFound)?).await?;
        // A form that names no version saw none, and changes nothing.
        let into_version = fields.text("into_version").and_then(|version| version.parse().ok()).unwrap_or_default();
        let input = MergeInput { into: Some(into.clone()), into_version: Some(into_version) };
        let stays = visit.services.clients.merge(visit.who()?, from.id, fields.seen(), input).await;
        let stays = stays.map_err(at_its_field)?;
        let word = Words::in_language(visit.language).clients().merged(&from.display_name, &stays.display_name);
        let gone = visit.services.clients.find_merged(visit.who()?, from.id).await?.from;
        let undo = vec![("id".to_owned(), gone.id.to_string()), ("version".to_owned(), gone.version.to_string())];
        let undo = Undo { action: "/forms/clients/unmerge".to_owned(), fields: undo };
        Ok((format!("/clients/{}", stays.id), word, Some(undo)))
    };
    let outcome = outcome.await;
    let page = match ClientId::parse(&into) {
        Some(into) => format!("/merge?into={into}"),
        None => "/merge".to_owned(),
    };
    answer_undoable(&visit, &back(&id, &page), &fields, outcome).await
}

/// Takes two files apart again that were merged.
#[server(prefix = "/forms", endpoint = "clients/unmerge")]
pub async fn unmerge_clients(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let mut page = back(&id, "");
    let outcome = async {
        let id = ClientId::parse(&id).ok_or(Error::NotFound)?;
        let who = visit.who()?;
        // The button stands on the file that stayed; what is wrong is said there.
        if let Ok(merge) = visit.services.clients.find_merged(who, id).await {
            page = format!("/clients/{}", merge.into);
        }
        let back = visit.services.clients.unmerge(who, id, fields.seen()).await?;
        let word = Words::in_language(visit.language).clients().unmerged(&back.display_name);
        Ok((format!("/clients/{}", back.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &page, &fields, outcome).await
}

/// A form shows what is wrong at its field; a colleague who is not there is the fault of the field that names him.
fn at_its_field(error: Error) -> Error {
    match error {
        Error::NoSuchReference(field) => Error::field(FieldError::new(field, Code::UnknownReference)),
        other => other,
    }
}

/// The page of a client whose id somebody sent: a well-formed id, or the list.
fn back(id: &str, page: &str) -> String {
    ClientId::parse(id).map_or_else(|| "/clients".to_owned(), |id| format!("/clients/{id}{page}"))
}

/// The client that the form describes.
fn input(fields: &Fields) -> ClientInput {
    let kind = fields.text("kind");
    // What was typed for the other kind is hidden, so an error in it could not be seen.
    let of = |other: ClientKind, name| fields.text(name).filter(|_| kind.as_deref() != Some(other.code()));
    let of_person = |name| of(ClientKind::Organisation, name);
    ClientInput {
        first_name: of_person("first_name"),
        last_name: of_person("last_name"),
        legal_name: of(ClientKind::Person, "legal_name"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        address: Some(address(fields)),
        birth_date: of_person("birth_date"),
        national_id: of_person("national_id"),
        tax_id: fields.text("tax_id"),
        iban: fields.text("iban"),
        notes: fields.text("notes"),
        owner_id: fields.text("owner_id"),
        contacts: None,
        addresses: None,
        kind,
    }
}

/// The address that a form describes.
pub(crate) fn address(fields: &Fields) -> Address {
    Address {
        lines: fields.text("address_lines"),
        postal_code: fields.text("address_postal_code"),
        city: fields.text("address_city"),
        country: fields.text("address_country"),
    }
}
