//! What was put with a client or a policy: the cards on their pages, the page of all of it, and the page of one.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod detail;
mod page;
pub mod server_fns;

use domain::attachment::{AttachedTo, AttachmentView};
use domain::labels::Label;
use domain::shared::format::count;
use domain::shared::page::Page;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{ButtonKind, Card, Cell, Column, EmptyState, Glyph, LinkButton, Row, Table};
use crate::request::Visit;

pub use detail::AttachmentPage;
pub use page::{ClientAttachmentsPage, PolicyAttachmentsPage};

/// The page of what an attachment belongs to.
fn owner_page(of: AttachedTo) -> String {
    match of {
        AttachedTo::Client(client) => format!("/clients/{client}"),
        AttachedTo::Policy(policy) => format!("/policies/{policy}"),
    }
}

/// The page of all that belongs to a client or a policy.
fn list_page(of: AttachedTo) -> String {
    format!("{}/attachments", owner_page(of))
}

/// The card on the page of a client or a policy: the latest, and the way to all of them and to one more.
pub(crate) fn card(visit: &Visit, of: AttachedTo, latest: Page<AttachmentView>) -> AnyView {
    let words = Words::in_language(visit.language);
    let word = words.attachments();
    let href = list_page(of);
    let all = latest.next_cursor.is_some().then(|| {
        view! { <LinkButton href=href.clone() kind=ButtonKind::Ghost compact=true>{word.all()}</LinkButton> }
    });
    let add = visit.may(ActionKind::Attach).then(|| {
        view! {
            <LinkButton href=href.clone() kind=ButtonKind::Secondary compact=true icon=Glyph::Plus>
                {word.add()}
            </LinkButton>
        }
    });
    let actions = view! { {all} {add} };
    let inside = if latest.items.is_empty() {
        view! { <EmptyState icon=Glyph::Document title=word.none()/> }.into_any()
    } else {
        table(words, word.title(), latest.items)
    };
    view! { <Card title=word.title() actions=actions.into_any() flush=true>{inside}</Card> }.into_any()
}

/// Attachments, each with what it is, its size, and who put it there when; of those taken away, when they were.
fn table(words: Words, caption: &'static str, attachments: Vec<AttachmentView>) -> AnyView {
    let word = words.attachments();
    let away = attachments.iter().any(|one| one.removed.is_some());
    let when = if away { word.removed_at() } else { word.added_at() };
    let columns = vec![Column::text(word.one()), Column::text(when)];
    let rows = attachments
        .into_iter()
        .map(|one| {
            let kind = one.kind.label(words.language()).to_owned();
            let by = one.removed.as_ref().map_or(&one.author, |removal| &removal.by).clone();
            let note: Vec<String> = [Some(kind), Some(size(words, &one)), by.map(|name| words.common().by(name))]
                .into_iter()
                .flatten()
                .collect();
            let at = one.removed.as_ref().map_or(one.created_at, |removal| removal.at);
            view! {
                <Row>
                    <Cell main=true href=format!("/attachments/{}", one.id)>
                        <span class="free-text">{one.file_name}</span>
                        <small class="row-note">{note.join(" · ")}</small>
                    </Cell>
                    <Cell label=when code=true>{instant(at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=caption columns=columns>{rows}</Table> }.into_any()
}

/// Half a kilobyte counts as one: a file is never of size zero.
fn size(words: Words, attachment: &AttachmentView) -> String {
    let kilobytes = u64::try_from(attachment.size_bytes).unwrap_or_default().div_ceil(1000);
    words.documents().kilobytes(count(kilobytes, words.language()))
}
