//! Home of who operates the platform: each firm in figures, and whether what works unseen is well. He reads no firm's records,
//! so every figure leads to the firm, or to the table that says which firms it comes from.

use domain::agency::{FirmFigures, premiums_of};
use domain::shared::format::{count, money};
use domain::shared::page::Page;
use leptos::prelude::*;

use super::server_fns;
use crate::listing::Listing;
use crate::locales::Words;
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Column, Glyph, LinkButton, PageHeader, Row, StatTile, StatTiles, Table, Tone,
};
use crate::request::Visit;

/// The table of the firms, on this very page.
const FIRMS: &str = "#firms";

pub(super) async fn platform(visit: &Visit, words: Words, greeting: String) -> Result<AnyView, services::Error> {
    let listing = Listing::of(visit, &[], &["name"]);
    let (page, storage) = server_fns::platform(visit, &listing).await?;
    let home = words.home();
    let is_part = page.next_cursor.is_some() || page.previous_cursor.is_some();
    let note = is_part.then(|| view! { <p class="page-lead">{home.sums_of_page()}</p> });
    let pages = listing.pages(&page);
    let view = view! {
        <PageHeader title=greeting lead=home.platform_lead()>
            <LinkButton href="/admin/agencies/new" kind=ButtonKind::Primary icon=Glyph::Plus>
                {words.admin().new_agency()}
            </LinkButton>
        </PageHeader>
        {tiles(words, &page, storage)}
        {note}
        <div id="firms">
            <Card title=home.firms() lead=home.firms_lead() flush=true>{table(words, &listing, &page.items)}</Card>
        </div>
        {pages}
    };
    Ok(view.into_any())
}

fn tiles(words: Words, page: &Page<FirmFigures>, storage: bool) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let sum = |figure: fn(&FirmFigures) -> u64| page.items.iter().map(figure).fold(0_u64, u64::saturating_add);
    let tile = |label: &'static str, value: String, href: &'static str, icon: Glyph| {
        view! { <StatTile label=label value=value href=href icon=icon/> }.into_any()
    };
    let number = |figure: fn(&FirmFigures) -> u64| count(sum(figure), language);
    let firms = count(page.total.unwrap_or_default(), language);
    let state = if storage { home.storage_well() } else { home.storage_down() };
    let mut tiles = vec![
        tile(home.firms(), firms, "/admin/agencies", Glyph::Company),
        tile(home.users(), number(|firm| firm.users), FIRMS, Glyph::Clients),
        tile(home.clients(), number(|firm| firm.clients), FIRMS, Glyph::Clients),
        tile(home.in_force(), number(|firm| firm.in_force), FIRMS, Glyph::Policy),
    ];
    let premiums = premiums_of(&page.items).into_iter();
    tiles.extend(premiums.map(|premium| tile(home.premiums(), money(premium, language), FIRMS, Glyph::Policy)));
    tiles.push(tile(home.failed_letters(), number(|firm| firm.failed_letters), FIRMS, Glyph::Warning));
    tiles.push(tile(home.stopped_renewals(), number(|firm| firm.stopped_renewals), FIRMS, Glyph::Warning));
    tiles.push(tile(home.storage(), state.to_owned(), "/health/storage", Glyph::Document));
    view! { <StatTiles>{tiles}</StatTiles> }.into_any()
}

fn table(words: Words, listing: &Listing, firms: &[FirmFigures]) -> AnyView {
    let home = words.home();
    let columns = vec![
        listing.sorting(Column::text(words.common().name()), "name"),
        Column::number(home.users()),
        Column::number(home.clients()),
        Column::number(home.policies()),
        Column::number(home.in_force()),
        Column::number(home.premiums()),
        Column::text(home.background()),
    ];
    let rows = firms.iter().map(|firm| row(words, firm)).collect_view();
    view! { <Table caption=home.firms() columns=columns>{rows}</Table> }.into_any()
}

fn row(words: Words, firm: &FirmFigures) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let number = move |figure: u64| count(figure, language);
    let premiums: Vec<AnyView> =
        firm.premiums.iter().map(|premium| view! { <span>{money(*premium, language)}</span> }.into_any()).collect();
    let standing = (!firm.active).then(|| {
        view! { " " <Badge tone=Tone::Danger label=words.admin().standing_suspended()/> }
    });
    let told = [(firm.failed_letters, home.failed_letters()), (firm.stopped_renewals, home.stopped_renewals())];
    let mut failed: Vec<AnyView> = told
        .into_iter()
        .filter(|(figure, _)| *figure > 0)
        .map(|(figure, what)| {
            view! { <Badge tone=Tone::Danger label=format!("{} · {what}", number(figure))/> }.into_any()
        })
        .collect();
    if failed.is_empty() {
        failed.push(view! { <Badge tone=Tone::Success label=home.background_well()/> }.into_any());
    }
    let (name, href) = (firm.name.clone(), format!("/admin/agencies/{}", firm.agency_id));
    let figures = [
        (home.users(), firm.users),
        (home.clients(), firm.clients),
        (home.policies(), firm.policies),
        (home.in_force(), firm.in_force),
    ];
    let figures = figures.map(|(label, figure)| {
        let figure = number(figure);
        view! { <Cell label=label number=true>{figure}</Cell> }.into_any()
    });
    view! {
        <Row>
            <Cell main=true href=href>{name}{standing}</Cell>
            {Vec::from(figures)}
            <Cell label=home.premiums() number=true><span class="row-stack">{premiums}</span></Cell>
            <Cell label=home.background()><span class="row-stack">{failed}</span></Cell>
        </Row>
    }
    .into_any()
}
