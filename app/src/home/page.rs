//! The home page.

use domain::labels::Label;
use domain::shared::format::{count, day, day_in_words};
use leptos::prelude::*;
use services::access::ActionKind;

use super::charts::charts;
use super::platform::platform;
use super::recent::{Named, recent};
use super::server_fns::{self, Due, Glance, Scope, When};
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, EmptyState, Glyph, Icon, LinkButton, Notice, PageHeader, StatTile, StatTiles, Tab, Tabs, Tone,
};
use crate::request::Visit;
use crate::rows::document_table;

/// What waits for the reader. Who operates the platform reads no client file and sees the firms instead.
#[component]
pub fn HomePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let title = words.home().title();
        if !visit.may(ActionKind::ReadClients) {
            return Ok(Content::new(title, platform(&visit, words, greeting(&visit, words)).await?));
        }
        let scope = Scope::of(&visit);
        let glance = server_fns::glance(&visit, scope, moments::today()).await?;
        let seen = recent(&visit).await?;
        Ok(Content::new(title, work(&visit, words, scope, glance, seen)))
    })
}

fn greeting(visit: &Visit, words: Words) -> String {
    let name = visit.reader().map(|reader| reader.name).unwrap_or_default();
    words.home().greeting(name.split_whitespace().next().unwrap_or_default())
}

fn work(visit: &Visit, words: Words, scope: Scope, glance: Glance, seen: Vec<Named>) -> AnyView {
    let home = words.home();
    let firm = visit.reader().map(|reader| reader.firm).unwrap_or_default();
    let lead = format!("{firm} · {}", day_in_words(moments::today(), words.language()));
    let tiles = tiles(words, scope, &glance);
    let charts = charts(words, scope, &glance.totals, &glance.companies);
    let board = board(words, glance.board);
    let untrue = now_false(words, glance.now_false);
    let latest = if glance.latest.items.is_empty() {
        view! {
            <EmptyState icon=Glyph::Document title=home.no_documents() hint=home.no_documents_hint()/>
        }
        .into_any()
    } else {
        document_table(words, glance.latest.items)
    };
    let see_documents = view! { <LinkButton href="/documents" compact=true>{home.all_due()}</LinkButton> }.into_any();
    let choice = scope.may_choose.then(|| {
        let tabs = vec![
            Tab::new(home.whole_firm(), "/", !scope.is_own()),
            Tab::new(home.own_clients(), "/?scope=own", scope.is_own()),
        ];
        view! { <Tabs tabs=tabs/> }
    });
    view! {
        <PageHeader title=greeting(visit, words) lead=lead>
            <LinkButton href="/policies/new" icon=Glyph::Plus>{words.policies().new()}</LinkButton>
            <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
        </PageHeader>
        {choice}
        {untrue}
        {tiles}
        {board}
        {charts}
        <div class="split">
            <div>
                <Card title=home.latest_documents() flush=true actions=see_documents>{latest}</Card>
            </div>
            <div>{looked_at(words, seen)}</div>
        </div>
    }
    .into_any()
}

fn tiles(words: Words, scope: Scope, glance: &Glance) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let tile = |label: &'static str, number: u64, href: String, icon: Glyph| {
        view! { <StatTile label=label value=count(number, language) href=href icon=icon/> }.into_any()
    };
    let tiles = vec![
        tile(home.clients(), glance.clients, glance.clients_href.clone(), Glyph::Clients),
        tile(home.in_force(), glance.in_force, scope.in_force(&[]), Glyph::Policy),
        tile(home.quotes(), glance.quotes, scope.href(&[("state", Some("quote".to_owned()))]), Glyph::Edit),
        tile(home.stale_quotes(), glance.stale, glance.stale_href.clone(), Glyph::Warning),
    ];
    view! { <StatTiles>{tiles}</StatTiles> }.into_any()
}

/// Says that certificates in circulation are no longer true, and leads to them; nothing when all are.
fn now_false(words: Words, number: u64) -> Option<AnyView> {
    let home = words.home();
    (number > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning title=home.now_false(number)>
                <p>{home.now_false_lead()} " " <a href="/documents?became_false=true">{home.see_them()}</a></p>
            </Notice>
        }
        .into_any()
    })
}

/// The renewals: one column for each time, the most pressing first. All are links, so that the keyboard needs nothing more.
fn board(words: Words, board: Vec<Due>) -> AnyView {
    let home = words.home();
    let columns = board.into_iter().map(|due| column(words, due)).collect_view();
    view! {
        <Card title=home.renewals() lead=home.renewals_lead()>
            <div class="board">{columns}</div>
        </Card>
    }
    .into_any()
}

fn column(words: Words, due: Due) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let title = match due.when {
        When::Overdue => home.overdue().to_owned(),
        When::Within(days, 0) => home.due_within(u64::try_from(days).unwrap_or_default()),
        When::Within(days, from) => home.due_between(from, days),
    };
    let total = due.page.total.unwrap_or_default();
    let more = total.saturating_sub(u64::try_from(due.page.items.len()).unwrap_or_default());
    let rows = due
        .page
        .items
        .into_iter()
        .map(|policy| {
            view! {
                <li class="board-row">
                    <a class="row-link" href=format!("/policies/{}", policy.id)>{policy.policy_number}</a>
                    <span>{policy.client.display_name}</span>
                    <small class="row-note">{policy.product_line.label(language)}" · "{day(policy.due_date)}</small>
                </li>
            }
        })
        .collect_view();
    let tone = (due.when == When::Overdue && total > 0).then_some("danger");
    let rest = (more > 0).then(|| view! { <p><a href=due.href.clone()>{home.more_due(more)}</a></p> });
    view! {
        <section class="board-column" data-tone=tone>
            <h3 class="board-title"><a href=due.href>{title}<span class="tab-count">{count(total, language)}</span></a></h3>
            <ul class="board-rows">{rows}</ul>
            {rest}
        </section>
    }
    .into_any()
}

fn looked_at(words: Words, seen: Vec<Named>) -> AnyView {
    let home = words.home();
    let inside = if seen.is_empty() {
        view! { <p class="page-lead">{home.nothing_seen()}</p> }.into_any()
    } else {
        let lines = seen
            .into_iter()
            .map(|one| view! { <li><a class="menu-item" href=one.href><Icon glyph=one.icon/><span>{one.name}</span></a></li> })
            .collect_view();
        view! { <ul class="plain-list">{lines}</ul> }.into_any()
    };
    view! { <Card title=home.seen_last()>{inside}</Card> }.into_any()
}
