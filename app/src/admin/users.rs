//! The firm's users.

use domain::list::Names;
use domain::shared::page::Page;
use domain::user::{UserFilter, UserStanding, UserView};
use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::lists::{ListState, Look, Options};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Crumb, EmptyState, FormErrors, Glyph, LinkButton, PageHeader, Tone};
use crate::request::Visit;

/// Who signs in, and with which role.
#[component]
pub fn UsersPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (mut list, filter) = ListState::of::<UserFilter>(&visit, &[]);
        let page = server_fns::users(&visit, &mut list, &filter).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let errors = refused.errors_at(&[("hand_over_to", words.admin().hand_over_to())]);
        let title = words.admin().users();
        let lead = Listing::size(&page, |total| words.admin().users_found(total));
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=title lead=lead breadcrumbs=vec![Crumb::new(words.admin().title(), "/admin")]>
                {new_button(words)}
            </PageHeader>
            <FormErrors errors=errors message=refused.message()/>
            {views}
            {list.told()}
            {list.filters(words.admin().user_search(), &["role", "standing"], &Options::default())}
            {found(words, &list, &page)}
            {list.pages(&page)}
        };
        Ok(Content::new(title, body))
    })
}

fn new_button(words: Words) -> AnyView {
    view! {
        <LinkButton href="/admin/users/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.admin().new_user()}</LinkButton>
    }
    .into_any()
}

fn found(words: Words, list: &ListState, page: &Page<UserView>) -> AnyView {
    if !page.items.is_empty() {
        let names = Names::default();
        let table = list.looking(&page.items, &Look::new(words.admin().users(), &names).tone(standing_tone));
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    view! { <EmptyState icon=Glyph::Clients title=words.admin().users_none()>{new_button(words)}</EmptyState> }
        .into_any()
}

fn standing_tone(code: &str) -> Tone {
    match UserStanding::parse(code) {
        Some(UserStanding::Active) => Tone::Success,
        Some(UserStanding::Invited) => Tone::Info,
        _ => Tone::Neutral,
    }
}
