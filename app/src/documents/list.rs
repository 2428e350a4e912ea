//! The list of documents.

use domain::document::{DocumentFilter, DocumentRow, DocumentStatus};
use domain::list::Names;
use domain::shared::page::Page;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{server_fns, tone};
use crate::listing::Listing;
use crate::lists::{ListState, Look, Options};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Cell, Column, EmptyState, Glyph, IconLink, LinkButton, PageHeader, Tone};
use crate::request::Visit;

/// Every document within the reader's reach, the latest first.
#[component]
pub fn DocumentsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let (mut list, filter) = ListState::of::<DocumentFilter>(&visit, &[]);
        let page = server_fns::documents(&visit, &mut list, &filter).await?;
        let options = options(&visit, &filter).await?;
        let lead = Listing::size(&page, |total| heads.found(total));
        let new = visit.may(ActionKind::IssueDocument).then(|| {
            view! {
                <LinkButton href="/documents/new" kind=ButtonKind::Primary icon=Glyph::Plus>{heads.new()}</LinkButton>
            }
        });
        let runs = visit.may(ActionKind::StartDocumentRun).then(|| {
            view! { <LinkButton href="/documents/runs" icon=Glyph::Document>{words.document_runs().title()}</LinkButton> }
        });
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=heads.title() lead=lead>{runs} {new}</PageHeader>
            {views}
            {list.told()}
            {list.filters(heads.search(), &["kind", "status"], &options)}
            {found(words, &list, &page)}
            {list.pages(&page)}
        };
        Ok(Content::new(heads.title(), body))
    })
}

/// The names of those that filters name. Who is not there is not named; the list is empty then, as it should be.
async fn options(visit: &Visit, filter: &DocumentFilter) -> Result<Options, Error> {
    let known = |name: Result<String, Error>| match name {
        Ok(name) => Ok(Some(name)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    };
    let mut options = Options::default();
    if let Some(client) = filter.client_id {
        let client = server_fns::client(visit, client).await.map(|client| client.display_name);
        options = options.name("client_id", known(client)?);
    }
    if let Some(policy) = filter.policy_id {
        let policy = server_fns::policy(visit, policy).await.map(|policy| policy.policy_number);
        options = options.name("policy_id", known(policy)?);
    }
    Ok(options)
}

fn found(words: Words, list: &ListState, page: &Page<DocumentRow>) -> AnyView {
    let heads = words.documents();
    if !page.items.is_empty() {
        let download = |row: &DocumentRow| {
            let (href, number) = (format!("/files/documents/{}", row.document.id), &row.document.number);
            let label = format!("{} {number}", heads.download());
            view! { <Cell actions=true><IconLink href=href label=label icon=Glyph::Download/></Cell> }.into_any()
        };
        let names = Names::default();
        let look = Look::new(heads.title(), &names).tone(status_tone);
        let table = list.looking(&page.items, &look.last(Column::actions(heads.download()), &download));
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    view! {
        <EmptyState icon=Glyph::Document title=heads.none_title() hint=heads.none_hint()>
            <LinkButton href="/documents/new" kind=ButtonKind::Primary>{heads.new()}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn status_tone(code: &str) -> Tone {
    DocumentStatus::parse(code).map_or(Tone::Neutral, tone)
}
