//! The list of companies.

use domain::company::{CompanyFilter, CompanyView};
use domain::list::Names;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::lists::{ListState, Options};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, EmptyState, Glyph, LinkButton, PageHeader, Tone};
use crate::request::Visit;

/// The companies the firm works with.
#[component]
pub fn CompaniesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (mut list, CompanyFilter) = ListState::of::<CompanyFilter>(&visit, &[]);
        let page = server_fns::list(&visit, &mut list).await?;
        let title = words.companies().title();
        let lead = words.companies().found(page.total.unwrap_or_default());
        let new = || visit.may(ActionKind::CreateCompany).then(|| new_button(words));
        let found = if !page.items.is_empty() {
            table(words, &list, &page.items)
        } else if list.is_narrowed() {
            list.nothing_found()
        } else {
            let new = new();
            view! {
                <EmptyState icon=Glyph::Company title=words.companies().none_title() hint=words.companies().none_hint()>
                    {new}
                </EmptyState>
            }
            .into_any()
        };
        let new = new();
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=title lead=lead>{new}</PageHeader>
            {views}
            {list.told()}
            {list.filters(words.companies().search(), &[], &Options::default())}
            {found}
            {list.pages(&page)}
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

fn table(words: Words, list: &ListState, companies: &[CompanyView]) -> AnyView {
    let table = list.table(words.companies().title(), companies, &Names::default(), |_| Tone::Neutral, false);
    view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any()
}
