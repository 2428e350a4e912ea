//! The firm's users.

use domain::labels::Label;
use domain::user::UserView;
use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Cell, Column, Crumb, EmptyState, FilterBar, FormErrors, Glyph, LinkButton, PageHeader, Row,
    SearchField, Table, Tone,
};
use crate::request::Visit;

/// Who signs in, and with which role.
#[component]
pub fn UsersPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let listing = Listing::of(&visit, &[], &["full_name", "created_at"]);
        let page = server_fns::users(&visit, &listing).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let errors = refused.errors_at(&[("hand_over_to", words.admin().hand_over_to())]);
        let title = words.admin().users();
        let lead = words.admin().users_found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let found = if !page.items.is_empty() {
            table(words, &listing, page.items)
        } else if listing.is_narrowed() {
            listing.nothing_found()
        } else {
            view! {
                <EmptyState icon=Glyph::Clients title=words.admin().users_none()>{new_button(words)}</EmptyState>
            }
            .into_any()
        };
        let (q, sort) = (listing.text("q"), listing.kept_sort());
        let body = view! {
            <PageHeader title=title lead=lead breadcrumbs=vec![Crumb::new(words.admin().title(), "/admin")]>
                {new_button(words)}
            </PageHeader>
            <FormErrors errors=errors message=refused.message()/>
            <FilterBar action=listing.path()>
                <SearchField label=words.admin().user_search() value=q/>
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
        <LinkButton href="/admin/users/new" kind=ButtonKind::Primary icon=Glyph::Plus>{words.admin().new_user()}</LinkButton>
    }
    .into_any()
}

fn table(words: Words, listing: &Listing, users: Vec<UserView>) -> AnyView {
    let (account, admin, common) = (words.account(), words.admin(), words.common());
    let columns = vec![
        listing.sorting(Column::text(common.name()), "full_name"),
        Column::text(common.email()),
        Column::text(account.role()),
        Column::text(common.status()),
        listing.sorting(Column::text(common.created_at()), "created_at"),
    ];
    let rows = users
        .into_iter()
        .map(|user| {
            let (tone, standing) = match (user.active, user.invited_at) {
                (false, _) => (Tone::Neutral, admin.inactive()),
                (true, Some(_)) => (Tone::Info, admin.invited()),
                (true, None) => (Tone::Success, admin.active()),
            };
            view! {
                <Row>
                    <Cell main=true href=format!("/admin/users/{}", user.id)>{user.full_name}</Cell>
                    <Cell label=common.email()>{user.email}</Cell>
                    <Cell label=account.role()>{user.role.label(words.language())}</Cell>
                    <Cell label=common.status()><Badge tone=tone label=standing/></Cell>
                    <Cell label=common.created_at() code=true>{moments::day(user.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=admin.users() columns=columns>{rows}</Table> }.into_any()
}
