//! The list of policies.

use domain::list::Names;
use domain::policy::{PolicyFilter, PolicyRow, PolicyState};
use domain::shared::page::Page;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{server_fns, tone};
use crate::listing::Listing;
use crate::lists::{Act, ListState, Options};
use crate::locales::Words;
use crate::mailings::OF_POLICIES;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, EmptyState, Glyph, LinkButton, PageHeader, Tone};
use crate::request::Visit;

/// The page that renews many policies.
const RENEW: &str = "/policies/renewals/new";

/// The page that issues documents about many policies.
const ISSUE: &str = "/documents/runs/new";

/// The filters that are always in sight.
const FIRST: [&str; 5] = ["state", "product_line", "company_id", "expiring_after", "expiring_before"];

/// Every policy within the reader's reach.
#[component]
pub fn PoliciesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        // Who sees his own clients' policies only has no use for their owner.
        let hidden: &[&str] = if visit.may(ActionKind::HandOverClient) { &[] } else { &["owner_id"] };
        let (mut list, filter) = ListState::of::<PolicyFilter>(&visit, hidden);
        let page = server_fns::policies(&visit, &mut list, &filter).await?;
        let options = options(&visit, &filter).await?;
        let title = words.policies().title();
        let lead = Listing::size(&page, |total| words.policies().found(total));
        let new = visit.may(ActionKind::CreatePolicy).then(|| {
            let href = filter.client_id.map_or_else(
                || "/policies/new".to_owned(),
                |client| format!("/policies/new?client_id={client}"),
            );
            view! { <LinkButton href=href kind=ButtonKind::Primary icon=Glyph::Plus>{words.policies().new()}</LinkButton> }
        });
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=title lead=lead>{new}</PageHeader>
            {views}
            {list.told()}
            {list.filters(words.policies().search(), &FIRST, &options)}
            {found(&visit, words, &list, &page)}
            {list.pages(&page)}
        };
        Ok(Content::new(title, body))
    })
}

/// What the reader may do about many policies at once.
fn acts(visit: &Visit, words: Words) -> Vec<Act> {
    let renew = Act { page: RENEW, label: words.policies().renew(), icon: Glyph::Calendar };
    let issue = Act { page: ISSUE, label: words.document_runs().new(), icon: Glyph::Document };
    let renew = visit.may(ActionKind::RenewPolicy).then_some(renew);
    let mail = Act { page: OF_POLICIES, label: words.mailings().act(), icon: Glyph::Mail };
    let issue = visit.may(ActionKind::StartDocumentRun).then_some(issue);
    let mail = visit.may(ActionKind::ExportList).then_some(mail);
    [renew, issue, mail].into_iter().flatten().collect()
}

/// The companies to choose from, and the names of those that filters name. What is not there is not named; the list is
/// empty then, as it should be.
async fn options(visit: &Visit, filter: &PolicyFilter) -> Result<Options, Error> {
    let known = |name: Result<String, Error>| match name {
        Ok(name) => Ok(Some(name)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    };
    let companies = server_fns::companies(visit).await?;
    let mut options = Options::default()
        .offer("company_id", companies.into_iter().map(|company| (company.id.to_string(), company.name)));
    if visit.may(ActionKind::HandOverClient) {
        let owners = server_fns::names(visit).await?;
        options = options.offer("owner_id", owners.into_iter().map(|(id, name)| (id.to_string(), name)));
    }
    if let Some(company) = filter.company_id {
        options = options.name("company_id", known(server_fns::company_name(visit, company).await)?);
    }
    if let Some(client) = filter.client_id {
        let client = server_fns::client(visit, client).await.map(|client| client.display_name);
        options = options.name("client_id", known(client)?);
    }
    Ok(options)
}

fn found(visit: &Visit, words: Words, list: &ListState, page: &Page<PolicyRow>) -> AnyView {
    if !page.items.is_empty() {
        let acts = acts(visit, words);
        let table = list.table(words.policies().title(), &page.items, &Names::default(), state_tone, !acts.is_empty());
        let table = list.selectable(table, page, &acts);
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    let policies = words.policies();
    view! {
        <EmptyState icon=Glyph::Policy title=policies.none_title() hint=policies.none_hint()>
            <LinkButton href="/policies/new" kind=ButtonKind::Primary>{policies.new()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn state_tone(code: &str) -> Tone {
    PolicyState::parse(code).map_or(Tone::Neutral, tone)
}
