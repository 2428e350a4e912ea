//! The audit log: what happened, by whom, and what changed.

use domain::shared::UserId;
use leptos::prelude::*;

use super::event::table;
use super::server_fns;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::{ACTIONS, OBJECTS, Words, action_label};
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Choice, Crumb, DateField, EmptyState, FilterBar, FormErrors, Glyph, PageHeader, PostForm, SearchField,
    SelectField, SubmitButton, TextField,
};
use crate::request::Visit;

/// What the log can be narrowed by.
const FILTERS: [&str; 8] = ["action", "object_type", "object_id", "user_id", "ip", "request_id", "from", "to"];

/// The firm's audit log, newest first.
#[component]
pub fn AuditPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let listing = Listing::of(&visit, &FILTERS, &["-sequence", "sequence"]);
        let page = server_fns::events(&visit, &listing).await?;
        let people = server_fns::people(&visit).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let lead = admin.events_found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let found = if !page.items.is_empty() {
            table(words, &listing, page.items, &people)
        } else if listing.is_narrowed() {
            listing.nothing_found()
        } else {
            view! { <EmptyState icon=Glyph::Audit title=admin.events_none()/> }.into_any()
        };
        let body = view! {
            <PageHeader title=admin.audit() lead=lead breadcrumbs=vec![Crumb::new(admin.title(), "/admin")]>
                <PostForm action="/forms/admin/audit/verify">
                    <SubmitButton kind=ButtonKind::Primary icon=Glyph::Shield>{admin.verify()}</SubmitButton>
                </PostForm>
            </PageHeader>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {filters(words, &listing, &people)}
            {chips(words, &listing, &people)}
            {found}
            {pages}
        };
        Ok(Content::new(admin.audit(), body))
    })
}

fn filters(words: Words, listing: &Listing, people: &[(UserId, String)]) -> AnyView {
    let (admin, audit) = (words.admin(), words.audit());
    let actions = ACTIONS.iter().map(|action| Choice::new(*action, action_label(audit, action))).collect();
    let objects = OBJECTS.iter().map(|object| Choice::new(*object, audit.text(object).unwrap_or(object))).collect();
    let persons = people.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let of = |name: &str| listing.text(name);
    let (q, sort) = (of("q"), listing.kept_sort());
    let (action, object, person) = (of("action"), of("object_type"), of("user_id"));
    let (from, to, request) = (of("from"), of("to"), of("request_id"));
    view! {
        <FilterBar action=listing.path()>
            <SearchField label=admin.audit_search() value=q/>
            <SelectField name="action" label=admin.action() value=action options=actions empty=admin.any_action()/>
            <SelectField name="object_type" label=admin.object() value=object options=objects empty=admin.any_object()/>
            <SelectField name="user_id" label=admin.actor() value=person options=persons empty=admin.anyone()/>
            <DateField name="from" label=words.common().from() value=from/>
            <DateField name="to" label=words.common().to() value=to/>
            <TextField name="request_id" label=admin.request_id() value=request autocomplete="off"/>
            {sort}
        </FilterBar>
    }
    .into_any()
}

fn chips(words: Words, listing: &Listing, people: &[(UserId, String)]) -> AnyView {
    let (admin, audit) = (words.admin(), words.audit());
    let of = |name: &str| listing.text(name);
    let person = people.iter().find(|(id, _)| listing.given("user_id") == Some(id.to_string().as_str()));
    let day = |name: &str| {
        let day = domain::shared::text::day(name, listing.given(name)).ok().flatten();
        day.map_or_else(|| of(name), domain::shared::format::day)
    };
    let object = of("object_type");
    listing.chips(vec![
        ("action", action_label(audit, &of("action"))),
        ("object_type", audit.text(&object).map_or(object.clone(), str::to_owned)),
        ("object_id", format!("{} {}", admin.object(), of("object_id"))),
        ("user_id", person.map_or_else(|| of("user_id"), |(_, name)| name.clone())),
        ("from", format!("{} {}", words.common().from(), day("from"))),
        ("to", format!("{} {}", words.common().to(), day("to"))),
        ("ip", format!("{} {}", admin.ip_address(), of("ip"))),
        ("request_id", format!("{} {}", admin.request_id(), of("request_id"))),
    ])
}
