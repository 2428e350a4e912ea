//! The list of companies.

use domain::company::CompanyView;
use domain::shared::format::count;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Cell, Column, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row, SearchField, Table,
};
use crate::request::Visit;

/// The companies the firm works with.
#[component]
pub fn CompaniesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let listing = Listing::of(&visit, &[], &["name", "code", "created_at"]);
        let page = server_fns::list(&visit, &listing).await?;
        let title = words.companies().title();
        let lead = words.companies().found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let new = || visit.may(ActionKind::CreateCompany).then(|| new_button(words));
        let found = if !page.items.is_empty() {
            table(words, &listing, page.items)
        } else if listing.is_narrowed() {
            listing.nothing_found()
        } else {
            let new = new();
            view! {
                <EmptyState icon=Glyph::Company title=words.companies().none_title() hint=words.companies().none_hint()>
                    {new}
                </EmptyState>
            }
            .into_any()
        };
        let (q, sort, new) = (listing.text("q"), listing.kept_sort(), new());
        let body = view! {
            <PageHeader title=title lead=lead>{new}</PageHeader>
            <FilterBar action=listing.path()>
                <SearchField label=words.companies().search() value=q/>
                {sort}
            </FilterBar>
            {listing.chips(vec![])}
            {found}
            {pages}
        };
        Ok(Content::new(title, body))
    })
}

fn new_button(words: Words) -> AnyView {
    view! {
        <LinkButton href="/companies/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.companies().new()}</LinkButton>
    }
    .into_any()
}

fn table(words: Words, listing: &Listing, companies: Vec<CompanyView>) -> AnyView {
    let (word, common) = (words.companies(), words.common());
    let columns = vec![
        listing.sorting(Column::text(common.name()), "name"),
        listing.sorting(Column::text(word.code()), "code"),
        Column::text(word.broker_code()),
        Column::text(word.contact()),
        Column::number(word.policies()),
        listing.sorting(Column::text(common.created_at()), "created_at"),
    ];
    let nothing = || "—".to_owned();
    let rows = companies
        .into_iter()
        .map(|company| {
            let policies = count(u64::try_from(company.policy_count).unwrap_or_default(), words.language());
            view! {
                <Row>
                    <Cell main=true href=format!("/companies/{}", company.id)>{company.name}</Cell>
                    <Cell label=word.code() code=true>{company.code}</Cell>
                    <Cell label=word.broker_code() code=true>{company.broker_code.unwrap_or_else(nothing)}</Cell>
                    <Cell label=word.contact()>{company.email.or(company.phone).unwrap_or_else(nothing)}</Cell>
                    <Cell label=word.policies() number=true>{policies}</Cell>
                    <Cell label=common.created_at() code=true>{moments::day(company.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=word.title() columns=columns>{rows}</Table> }.into_any()
}
