//! The notes about a client, on his file: those there are, and a place for one more.

use domain::client::{ClientView, NoteView};
use domain::shared::page::Page;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::forms::Filled;
use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{ButtonKind, Card, PostForm, SubmitButton, TextArea};
use crate::request::Visit;

/// The card of the client's file.
pub(super) fn card(
    visit: &Visit,
    words: Words,
    client: &ClientView,
    notes: Page<NoteView>,
    filled: &Filled,
) -> AnyView {
    let (word, common) = (words.clients(), words.common());
    let form = visit.may(ActionKind::NoteClient).then(|| {
        let id = client.id.to_string();
        let (value, error) = (filled.value("text"), filled.error("text"));
        view! {
            <PostForm class="note-form" action="/forms/clients/note">
                <input type="hidden" name="id" value=id/>
                <TextArea name="text" label=word.new_note() value=value error=error rows=2/>
                <SubmitButton kind=ButtonKind::Secondary>{word.add_note()}</SubmitButton>
            </PostForm>
        }
    });
    let more = notes.next_cursor.is_some().then(|| view! { <p class="muted">{word.older_notes()}</p> });
    let notes = notes
        .items
        .into_iter()
        .map(|note| {
            let by = note.author.unwrap_or_else(|| words.policies().someone().to_owned());
            view! {
                <li class="note" id=format!("note-{}", note.id)>
                    <p class="free-text">{note.text}</p>
                    <small class="muted">{instant(note.created_at)}" · "{common.by(by)}</small>
                </li>
            }
        })
        .collect_view();
    view! { <Card title=word.notes_title()>{form}<ol class="note-list">{notes}</ol>{more}</Card> }.into_any()
}
