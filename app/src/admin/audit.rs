//! The audit log: what happened, by whom, and what changed.

use domain::audit::{AuditEventView, AuditFilter};
use domain::shared::UserId;
use domain::shared::page::Page;
use leptos::prelude::*;

use super::event::table;
use super::server_fns;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::lists::{ListState, Options};
use crate::locales::{ACTIONS, OBJECTS, Words, action_label, object_label};
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Crumb, EmptyState, FormErrors, Glyph, PageHeader, PostForm, SubmitButton};
use crate::request::Visit;

/// The filters that are always in sight.
const FIRST: [&str; 5] = ["action", "object_type", "user_id", "from", "to"];

/// The firm's audit log, newest first.
#[component]
pub fn AuditPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let (mut list, filter) = ListState::of::<AuditFilter>(&visit, &[]);
        let page = server_fns::events(&visit, &mut list, &filter).await?;
        let people = server_fns::people(&visit).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let lead = Listing::size(&page, |total| admin.events_found(total));
        let views = list.views(&visit).await?;
        let body = view! {
            <PageHeader title=admin.audit() lead=lead breadcrumbs=vec![Crumb::new(admin.title(), "/admin")]>
                <PostForm action="/forms/admin/audit/verify">
                    <SubmitButton kind=ButtonKind::Primary icon=Glyph::Shield>{admin.verify()}</SubmitButton>
                </PostForm>
            </PageHeader>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {views}
            {list.told()}
            {list.filters(admin.audit_search(), &FIRST, &options(words, &people))}
            {found(words, &list, &page, &people)}
            {list.pages(&page)}
        };
        Ok(Content::new(admin.audit(), body))
    })
}

/// The acts, the kinds of thing and the people to choose from.
fn options(words: Words, people: &[(UserId, String)]) -> Options {
    let audit = words.audit();
    let actions = ACTIONS.iter().map(|action| ((*action).to_owned(), action_label(audit, action)));
    let objects = OBJECTS.iter().map(|object| ((*object).to_owned(), object_label(audit, object)));
    let people = people.iter().map(|(id, name)| (id.to_string(), name.clone()));
    Options::default().offer("action", actions).offer("object_type", objects).offer("user_id", people)
}

fn found(words: Words, list: &ListState, page: &Page<AuditEventView>, people: &[(UserId, String)]) -> AnyView {
    if !page.items.is_empty() {
        let table = table(words, list, &page.items, people);
        return view! { <div class="list-tools">{list.export_menu()}{list.column_menu()}</div> {table} }.into_any();
    }
    if list.is_narrowed() {
        return list.nothing_found();
    }
    view! { <EmptyState icon=Glyph::Audit title=words.admin().events_none()/> }.into_any()
}
