//! The list of clients.

use domain::client::{ClientKind, ClientView};
use domain::labels::Label;
use domain::shared::UserId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Cell, Choice, Column, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row, SearchField,
    SelectField, Table,
};
use crate::request::Visit;

/// The clients the reader may see.
#[component]
pub fn ClientsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let listing = Listing::of(&visit, &["kind", "owner_id"], &["display_name", "created_at", "updated_at"]);
        let page = server_fns::list(&visit, &listing).await?;
        let owners = server_fns::owners(&visit).await?;
        let title = words.clients().title();
        let lead = words.clients().found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let new = visit.may(ActionKind::CreateClient).then(|| {
            view! {
                <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
            }
        });
        let found =
            if page.items.is_empty() { nobody(words, &listing) } else { table(words, &listing, page.items, &owners) };
        let body = view! {
            <PageHeader title=title lead=lead>{new}</PageHeader>
            {filters(words, &listing, &owners)}
            {found}
            {pages}
        };
        Ok(Content::new(title, body))
    })
}

fn filters(words: Words, listing: &Listing, owners: &[(UserId, String)]) -> AnyView {
    let kinds: Vec<Choice> =
        ClientKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(words.language()))).collect();
    let brokers: Vec<Choice> = owners.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let kind_name = listing.given("kind").and_then(ClientKind::parse).map(|kind| kind.label(words.language()));
    let owner_name =
        owners.iter().find(|(id, _)| listing.given("owner_id") == Some(id.to_string().as_str())).map(|(_, name)| name);
    let chips = listing.chips(vec![
        ("kind", kind_name.unwrap_or_default().to_owned()),
        ("owner_id", owner_name.cloned().unwrap_or_default()),
    ]);
    let owner = (!brokers.is_empty()).then(|| {
        view! {
            <SelectField
                name="owner_id"
                label=words.clients().owner()
                value=listing.text("owner_id")
                options=brokers
                empty=words.clients().everyone()
            />
        }
    });
    let (q, kind, sort) = (listing.text("q"), listing.text("kind"), listing.kept_sort());
    view! {
        <FilterBar action=listing.path()>
            <SearchField label=words.clients().search() value=q/>
            <SelectField
                name="kind"
                label=words.clients().kind()
                value=kind
                options=kinds
                empty=words.clients().any_kind()
            />
            {owner}
            {sort}
        </FilterBar>
        {chips}
    }
    .into_any()
}

fn table(words: Words, listing: &Listing, clients: Vec<ClientView>, owners: &[(UserId, String)]) -> AnyView {
    let (client, common) = (words.clients(), words.common());
    let mut columns = vec![
        listing.sorting(Column::text(client.display_name()), "display_name"),
        Column::text(common.kind()),
        Column::text(client.contact()),
        Column::text(common.city()),
    ];
    if !owners.is_empty() {
        columns.push(Column::text(client.owner()));
    }
    columns.push(Column::number(words.policies().title()));
    columns.push(listing.sorting(Column::text(common.created_at()), "created_at"));
    columns.push(listing.sorting(Column::text(common.updated_at()), "updated_at"));
    let rows = clients.into_iter().map(|client| row(words, client, owners)).collect_view();
    view! { <Table caption=words.clients().title() columns=columns>{rows}</Table> }.into_any()
}

fn row(words: Words, client: ClientView, owners: &[(UserId, String)]) -> AnyView {
    let nothing = || "—".to_owned();
    let city = client.address.and_then(|address| address.city).unwrap_or_else(nothing);
    let owner = (!owners.is_empty()).then(|| {
        let name = owners.iter().find(|(id, _)| *id == client.owner_id).map(|(_, name)| name.clone());
        view! { <Cell label=words.clients().owner()>{name.unwrap_or_else(nothing)}</Cell> }
    });
    let policies = u64::try_from(client.policy_count).unwrap_or_default();
    view! {
        <Row>
            <Cell main=true href=format!("/clients/{}", client.id)>{client.display_name}</Cell>
            <Cell label=words.common().kind()>{client.kind.label(words.language())}</Cell>
            <Cell label=words.clients().contact()>{client.email.or(client.phone).unwrap_or_else(nothing)}</Cell>
            <Cell label=words.common().city()>{city}</Cell>
            {owner}
            <Cell label=words.policies().title() number=true>
                {domain::shared::format::count(policies, words.language())}
            </Cell>
            <Cell label=words.common().created_at() code=true>{moments::day(client.created_at)}</Cell>
            <Cell label=words.common().updated_at() code=true>{moments::day(client.updated_at)}</Cell>
        </Row>
    }
    .into_any()
}

/// Nobody yet, or nobody who matches.
fn nobody(words: Words, listing: &Listing) -> AnyView {
    if listing.is_narrowed() {
        return listing.nothing_found();
    }
    view! {
        <EmptyState icon=Glyph::Clients title=words.clients().none_title() hint=words.clients().none_hint()>
            <LinkButton href="/clients/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}
