//! The list of templates.

use domain::list::Names;
use domain::shared::page::Page;
use domain::template::{TemplateFilter, TemplateView};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::listing::Listing;
use crate::lists::{ListState, Look, Options};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, EmptyState, Glyph, LinkButton, PageHeader};
use crate::request::Visit;

/// The firm's templates.
#[component]
pub fn TemplatesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let (mut list, filter) = ListState::of::<TemplateFilter>(&visit, &[]);
        let page = server_fns::templates(&visit, &mut list, &filter).await?;
        let lead = Listing::size(&page, |total| heads.found(total));
        let new = visit.may(ActionKind::CreateTemplate).then(|| {
            view! {
                <LinkButton href="/templates/new" kind=ButtonKind::Primary icon=Glyph::Plus>{heads.new()}</LinkButton>
            }
        });
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=heads.title() lead=lead>
                <LinkButton href="/templates/help" icon=Glyph::Info>{heads.help()}</LinkButton>
                {new}
            </PageHeader>
            {views}
            {list.told()}
            {list.filters(heads.search(), &["kind", "usage", "language", "archived"], &Options::default())}
            {found(words, &list, &page)}
            {list.pages(&page)}
        };
        Ok(Content::new(heads.title(), body))
    })
}

fn found(words: Words, list: &ListState, page: &Page<TemplateView>) -> AnyView {
    let heads = words.templates();
    if !page.items.is_empty() {
        let current = |key: &str, template: &TemplateView| {
            let number = template.current_version.filter(|_| key == "current_version")?;
            Some(heads.version(number).into_any())
        };
        let names = Names::default();
        let table = list.looking(&page.items, &Look::new(heads.title(), &names).own(&current));
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    view! {
        <EmptyState icon=Glyph::Template title=heads.none_title() hint=heads.none_hint()>
            <LinkButton href="/templates/new" kind=ButtonKind::Primary>{heads.new()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}
