//! The list of policies.

use domain::company::CompanyView;
use domain::labels::Label;
use domain::policy::{PolicyFilter, PolicyRow, PolicyState, ProductLine};
use domain::shared::text::day;
use domain::shared::{ClientId, CompanyId, format};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{server_fns, tone};
use crate::listing::Listing;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Cell, Choice, Column, DateField, EmptyState, FilterBar, Glyph, LinkButton, PageHeader, Row,
    SearchField, SelectField, Table, Width,
};
use crate::request::Visit;

const FILTERS: [&str; 6] = ["state", "product_line", "company_id", "client_id", "expiring_after", "expiring_before"];
const SORTS: &[&str] = &["policy_number", "due_date", "effective_date", "created_at", "updated_at"];

/// Every policy within the reader's reach.
#[component]
pub fn PoliciesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let listing = Listing::of(&visit, &FILTERS, SORTS);
        let filter = filter(&listing);
        let page = server_fns::policies(&visit, &listing.request(), &filter).await?;
        let companies = server_fns::companies(&visit).await?;
        let chips = chips(&visit, &listing, &filter).await?;
        let total = page.total.unwrap_or_default();
        let title = words.policies().title();
        let new = visit.may(ActionKind::CreatePolicy).then(|| {
            let href = filter.client_id.map_or_else(
                || "/policies/new".to_owned(),
                |client| format!("/policies/new?client_id={client}"),
            );
            view! { <LinkButton href=href kind=ButtonKind::Primary icon=Glyph::Plus>{words.policies().new()}</LinkButton> }
        });
        let inside = if page.items.is_empty() {
            nothing(words, &listing)
        } else {
            let pages = listing.pages(&page);
            view! { {table(words, &listing, page.items)} {pages} }.into_any()
        };
        let body = view! {
            <PageHeader title=title lead=words.policies().found(total)>{new}</PageHeader>
            {filter_bar(words, &listing, companies)}
            {chips}
            {inside}
        };
        Ok(Content::new(title, body))
    })
}

/// The filters of the address; a value that is none of the offered ones filters nothing.
fn filter(listing: &Listing) -> PolicyFilter {
    let day_of = |name: &str| day(name, listing.given(name)).ok().flatten();
    PolicyFilter {
        client_id: listing.given("client_id").and_then(ClientId::parse),
        company_id: listing.given("company_id").and_then(CompanyId::parse),
        state: listing.given("state").and_then(PolicyState::parse),
        product_line: listing.given("product_line").and_then(ProductLine::parse),
        expiring_before: day_of("expiring_before"),
        expiring_after: day_of("expiring_after"),
        ..PolicyFilter::default()
    }
}

fn filter_bar(words: Words, listing: &Listing, companies: Vec<CompanyView>) -> AnyView {
    let language = words.language();
    let (policies, all) = (words.policies(), words.common().any());
    let states = PolicyState::ALL.iter().map(|state| Choice::new(state.code(), state.label(language))).collect();
    let lines = ProductLine::ALL.iter().map(|line| Choice::new(line.code(), line.label(language))).collect();
    let companies = companies.into_iter().map(|company| Choice::new(company.id.to_string(), company.name)).collect();
    let client = listing.given("client_id").map(str::to_owned);
    let filters = view! {
        <SearchField label=policies.search() value=listing.text("q")/>
        <SelectField name="state" label=policies.state() value=listing.text("state") options=states empty=all/>
        <SelectField
            name="product_line"
            label=policies.product_line()
            value=listing.text("product_line")
            options=lines
            empty=all
        />
        <SelectField
            name="company_id"
            label=policies.company()
            value=listing.text("company_id")
            options=companies
            empty=all
        />
        <DateField
            name="expiring_after"
            label=policies.due_after()
            value=listing.text("expiring_after")
            width=Width::Full
        />
        <DateField
            name="expiring_before"
            label=policies.due_before()
            value=listing.text("expiring_before")
            width=Width::Full
        />
        {client.map(|client| view! { <input type="hidden" name="client_id" value=client/> })}
        {listing.kept_sort()}
    };
    view! { <FilterBar action="/policies">{filters}</FilterBar> }.into_any()
}

async fn chips(visit: &Visit, listing: &Listing, filter: &PolicyFilter) -> Result<AnyView, Error> {
    let words = Words::in_language(visit.language).policies();
    let mut chips = Vec::new();
    if let Some(state) = filter.state {
        chips.push(("state", state.label(visit.language).to_owned()));
    }
    if let Some(line) = filter.product_line {
        chips.push(("product_line", line.label(visit.language).to_owned()));
    }
    if let Some(company) = filter.company_id {
        chips.push(("company_id", server_fns::company_name(visit, company).await?));
    }
    if let Some(client) = filter.client_id {
        chips.push(("client_id", server_fns::client(visit, client).await?.display_name));
    }
    if let Some(day) = filter.expiring_after {
        chips.push(("expiring_after", format!("{} {}", words.due_after(), format::day(day))));
    }
    if let Some(day) = filter.expiring_before {
        chips.push(("expiring_before", format!("{} {}", words.due_before(), format::day(day))));
    }
    Ok(listing.chips(chips))
}

fn nothing(words: Words, listing: &Listing) -> AnyView {
    let common = words.common();
    if listing.is_narrowed() {
        view! {
            <EmptyState icon=Glyph::Search title=common.nothing_found() hint=common.nothing_found_hint()>
                <LinkButton href="/policies">{common.clear_filters()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        let policies = words.policies();
        view! {
            <EmptyState icon=Glyph::Policy title=policies.none_title() hint=policies.none_hint()>
                <LinkButton href="/policies/new" kind=ButtonKind::Primary>{policies.new()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}

fn table(words: Words, listing: &Listing, policies: Vec<PolicyRow>) -> AnyView {
    let language = words.language();
    let heads = words.policies();
    let columns = vec![
        listing.sorting(Column::text(heads.number()), "policy_number"),
        Column::text(heads.client()),
        Column::text(heads.product_line()),
        Column::text(heads.company()),
        Column::text(heads.state()),
        listing.sorting(Column::text(heads.effective_date()), "effective_date"),
        listing.sorting(Column::text(heads.due_date()), "due_date"),
        Column::number(heads.premium()),
    ];
    let rows = policies
        .into_iter()
        .map(|policy| {
            view! {
                <Row>
                    <Cell main=true code=true href=format!("/policies/{}", policy.id)>{policy.policy_number}</Cell>
                    <Cell label=heads.client()>{policy.client.display_name}</Cell>
                    <Cell label=heads.product_line()>{policy.product_line.label(language)}</Cell>
                    <Cell label=heads.company()>{policy.company.name}</Cell>
                    <Cell label=heads.state()>
                        <Badge tone=tone(policy.state) label=policy.state.label(language)/>
                    </Cell>
                    <Cell label=heads.effective_date() code=true>{format::day(policy.effective_date)}</Cell>
                    <Cell label=heads.due_date() code=true>{format::day(policy.due_date)}</Cell>
                    <Cell label=heads.premium() number=true>{format::money(policy.premium, language)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=heads.title() columns=columns>{rows}</Table> }.into_any()
}
