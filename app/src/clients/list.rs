//! The list of clients.

use domain::client::{ClientFilter, ClientView};
use domain::list::Names;
use domain::shared::page::Page;
use leptos::prelude::*;
use services::access::ActionKind;

use super::many::{ARCHIVE, HAND_OVER};
use super::server_fns;
use crate::listing::Listing;
use crate::lists::{Act, ListState, Options};
use crate::locales::Words;
use crate::mailings::OF_CLIENTS;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, EmptyState, Glyph, LinkButton, PageHeader, Tone};
use crate::request::Visit;

/// What the reader may do about many clients at once.
fn acts(visit: &Visit, words: Words) -> Vec<Act> {
    let act = |action, page, label, icon| visit.may(action).then_some(Act { page, label, icon });
    let clients = words.clients();
    let acts = [
        act(ActionKind::HandOverClient, HAND_OVER, clients.hand_over(), Glyph::Clients),
        act(ActionKind::ExportList, OF_CLIENTS, words.mailings().act(), Glyph::Mail),
        act(ActionKind::ArchiveClient, ARCHIVE, clients.archive(), Glyph::Delete),
    ];
    acts.into_iter().flatten().collect()
}

/// The clients the reader may see.
#[component]
pub fn ClientsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        // Who sees his own clients only has no use for their owner.
        let owners = server_fns::owners(&visit).await?;
        let hidden: &[&str] = if owners.is_empty() { &["owner", "owner_id"] } else { &[] };
        let (mut list, filter) = ListState::of::<ClientFilter>(&visit, hidden);
        let page = server_fns::list(&visit, &mut list, &filter).await?;
        let title = words.clients().title();
        let lead = Listing::size(&page, |total| words.clients().found(total));
        let options =
            Options::default().offer("owner_id", owners.iter().map(|(id, name)| (id.to_string(), name.clone())));
        let names: Names = owners.into_iter().collect();
        let new = visit.may(ActionKind::CreateClient).then(|| {
            view! {
                <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
            }
        });
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=title lead=lead>{new}</PageHeader>
            {views}
            {list.told()}
            {list.filters(words.clients().search(), &["kind", "owner_id"], &options)}
            {found(&visit, words, &list, &page, &names)}
            {list.pages(&page)}
        };
        Ok(Content::new(title, body))
    })
}

fn found(visit: &Visit, words: Words, list: &ListState, page: &Page<ClientView>, names: &Names) -> AnyView {
    if !page.items.is_empty() {
        let acts = acts(visit, words);
        let table = list.table(words.clients().title(), &page.items, names, |_| Tone::Neutral, !acts.is_empty());
        let table = list.selectable(table, page, &acts);
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    view! {
        <EmptyState icon=Glyph::Clients title=words.clients().none_title() hint=words.clients().none_hint()>
            <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}
