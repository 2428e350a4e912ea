//! The home page.

use domain::shared::format::{count, day_in_words};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns::{self, Due, Glance};
use crate::admin::{agencies, agency_table};
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Card, EmptyState, Glyph, LinkButton, PageHeader, StatTile, StatTiles};
use crate::request::Visit;
use crate::rows::{document_table, policy_table};

/// What waits for the reader. Who operates the platform reads no client file and sees the firms instead.
#[component]
pub fn HomePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let title = words.home().title();
        if !visit.may(ActionKind::ReadClients) {
            return Ok(Content::new(title, platform(&visit, words).await?));
        }
        let glance = server_fns::glance(&visit, moments::today()).await?;
        Ok(Content::new(title, work(&visit, words, glance)))
    })
}

fn greeting(visit: &Visit, words: Words) -> String {
    let name = visit.reader().map(|reader| reader.name).unwrap_or_default();
    words.home().greeting(name.split_whitespace().next().unwrap_or_default())
}

fn work(visit: &Visit, words: Words, glance: Glance) -> AnyView {
    let firm = visit.reader().map(|reader| reader.firm).unwrap_or_default();
    let lead = format!("{firm} · {}", day_in_words(moments::today(), words.language()));
    let all_due = glance.due.last().map(|due| due.href.clone()).unwrap_or_default();
    let tiles = tiles(words, &glance);
    let next = if glance.next.items.is_empty() {
        view! {
            <EmptyState icon=Glyph::Calendar title=words.home().none_due() hint=words.home().none_due_hint()/>
        }
        .into_any()
    } else {
        policy_table(words, glance.next.items, true)
    };
    let latest = if glance.latest.items.is_empty() {
        view! {
            <EmptyState icon=Glyph::Document title=words.home().no_documents() hint=words.home().no_documents_hint()/>
        }
        .into_any()
    } else {
        document_table(words, glance.latest.items)
    };
    let see_due = view! { <LinkButton href=all_due compact=true>{words.home().all_due()}</LinkButton> }.into_any();
    let see_documents =
        view! { <LinkButton href="/documents" compact=true>{words.home().all_due()}</LinkButton> }.into_any();
    view! {
        <PageHeader title=greeting(visit, words) lead=lead>
            <LinkButton href="/policies/new" icon=Glyph::Plus>{words.policies().new()}</LinkButton>
            <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
        </PageHeader>
        {tiles}
        <div class="split">
            <div>
                <Card title=words.home().next_due() lead=words.home().next_due_lead() flush=true actions=see_due>{next}</Card>
            </div>
            <div>
                <Card title=words.home().latest_documents() flush=true actions=see_documents>{latest}</Card>
            </div>
        </div>
    }
    .into_any()
}

fn tiles(words: Words, glance: &Glance) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let tile = |label: String, number: u64, href: String, icon: Glyph| {
        view! { <StatTile label=label value=count(number, language) href=href icon=icon/> }.into_any()
    };
    let mut tiles = vec![
        tile(home.clients().to_owned(), glance.clients, "/clients".to_owned(), Glyph::Clients),
        tile(home.in_force().to_owned(), glance.in_force, "/policies?state=in_force".to_owned(), Glyph::Policy),
        tile(home.quotes().to_owned(), glance.quotes, "/policies?state=quote".to_owned(), Glyph::Edit),
    ];
    tiles.extend(
        glance
            .due
            .iter()
            .map(|Due { days, count, href }| tile(home.due_within(*days), *count, href.clone(), Glyph::Calendar)),
    );
    view! { <div class="tiles-by-three"><StatTiles>{tiles}</StatTiles></div> }.into_any()
}

async fn platform(visit: &Visit, words: Words) -> Result<AnyView, services::Error> {
    let listing = Listing::of(visit, &[], &["name"]);
    let page = agencies(visit, &listing).await?;
    let pages = listing.pages(&page);
    let table = agency_table(words, &listing, page.items);
    let view = view! {
        <PageHeader title=greeting(visit, words) lead=words.home().platform_lead()>
            <LinkButton href="/admin/agencies/new" kind=ButtonKind::Primary icon=Glyph::Plus>
                {words.admin().new_agency()}
            </LinkButton>
        </PageHeader>
        {table}
        {pages}
    };
    Ok(view.into_any())
}
