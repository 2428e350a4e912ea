//! What happened to a client, as his file and a page of its own tell it.

use domain::client::{ClientView, Happening, HappeningKind, HappeningSubject};
use domain::labels::Label;
use domain::shared::ClientId;
use domain::shared::format::day;
use domain::shared::page::Page;
use leptos::prelude::*;

use super::server_fns;
use crate::forms::encoded;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Card, Crumb, LinkButton, PageHeader, Pagination};
use crate::request::{Visit, path_id, query_value};

/// Everything that happened to a client, page by page.
#[component]
pub fn TimelinePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let client = server_fns::find(&visit, path_id(ClientId::parse)?).await?;
        let page = server_fns::timeline(&visit, client.id, query_value("cursor"), server_fns::TIMELINE_PAGE).await?;
        let own = format!("/clients/{}", client.id);
        let title = words.clients().timeline_of(&client.display_name);
        let crumbs =
            vec![Crumb::new(words.clients().title(), "/clients"), Crumb::new(client.display_name.clone(), own.clone())];
        let next = page.next_cursor.as_deref().map(|cursor| format!("{own}/timeline?cursor={}", encoded(cursor)));
        // The way back is the first page: what is newer may have grown meanwhile.
        let first = query_value("cursor").map(|_| format!("{own}/timeline"));
        let pages = (next.is_some() || first.is_some()).then(|| view! { <Pagination previous=first next=next/> });
        let list = list(words, page.items);
        let body = view! {
            <PageHeader title=title.clone() breadcrumbs=crumbs/>
            <Card>{list}</Card>
            {pages}
        };
        Ok(Content::new(title, body))
    })
}

/// The card of the client's file: the latest, and the way to the rest.
pub(super) fn card(words: Words, client: &ClientView, latest: Page<Happening>) -> AnyView {
    let href = format!("/clients/{}/timeline", client.id);
    let more = latest.next_cursor.is_some().then(|| {
        view! { <LinkButton href=href kind=ButtonKind::Ghost compact=true>{words.clients().timeline_all()}</LinkButton> }
    });
    let list = list(words, latest.items);
    view! { <Card title=words.clients().timeline() actions=more.into_any()>{list}</Card> }.into_any()
}

fn list(words: Words, happenings: Vec<Happening>) -> AnyView {
    let entries = happenings.into_iter().map(|one| entry(words, one)).collect_view();
    view! { <ol class="note-list">{entries}</ol> }.into_any()
}

fn entry(words: Words, one: Happening) -> AnyView {
    let (word, language) = (words.clients(), words.language());
    let what = one.fact.map_or_else(|| one.kind.label(language), |fact| fact.label(language));
    let href = match one.subject {
        HappeningSubject::Policy => format!("/policies/{}", one.subject_id),
        HappeningSubject::Document => format!("/documents/{}", one.subject_id),
        HappeningSubject::Client => format!("/clients/{}", one.subject_id),
    };
    let label = match one.kind {
        HappeningKind::HandOver => word.to_broker(&one.label),
        HappeningKind::Note => String::new(),
        _ => one.label.clone(),
    };
    let title = if label.is_empty() { what.to_owned() } else { format!("{what} · {label}") };
    let from = one.effective_at.map(|at| words.policies().counts_from(day(at.date())));
    let text = one.text.filter(|text| text != "renewal");
    let by = one.author.map(|author| format!(" · {}", words.common().by(author)));
    view! {
        <li class="note">
            <a href=href>{title}</a>
            {from.map(|from| view! { <div>{from}</div> })}
            {text.map(|text| view! { <p class="free-text">{text}</p> })}
            <small class="muted">{instant(one.recorded_at)}{by}</small>
        </li>
    }
    .into_any()
}
