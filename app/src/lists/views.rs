//! The saved views over a list: the ways to them, and the form that keeps what is shown.

use domain::list::{ListSchema, SavedView};
use leptos::prelude::*;
use services::access::ActionKind;
use services::{Error, Result as Outcome};

use super::server_fns;
use super::state::ListState;
use crate::forms::Filled;
use crate::lists::server_fns::VIEWS;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, CheckboxField, Crumb, EmptyState, FormErrors, Glyph, Icon, PageHeader, PostForm, SubmitButton,
    Tab, Tabs, TextField, Width,
};
use crate::request::{Visit, query_value};

impl ListState {
    /// The views of this list, as tabs, and what may be done about them.
    pub(crate) async fn views(&self, visit: &Visit) -> Outcome<AnyView> {
        if !visit.may(ActionKind::ReadViews) {
            return Ok(().into_any());
        }
        let noun = self.query.schema().noun;
        let views = server_fns::of_list(visit, noun).await?;
        let typed = Filled::default().or_typed(visit).await?;
        let here = self.query.written();
        let known = views.iter().any(|view| view.query == here);
        let words = self.words.lists();
        let mut tabs = vec![Tab::new(words.all_records(), self.path.clone(), here.is_empty())];
        tabs.extend(views.iter().map(|view| {
            let href = if view.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, view.query) };
            Tab::new(view.name.clone(), href, view.query == here && !here.is_empty())
        }));
        let tabs = (!views.is_empty()).then(|| view! { <Tabs tabs=tabs/> });
        let manage = (!views.is_empty()).then(|| {
            view! { <a class="chip" href=format!("{VIEWS}?list={noun}")>{words.manage_views()}</a> }
        });
        let keep = ((!here.is_empty() && !known) || typed.is_refused()).then(|| self.keep_form(visit, &typed, &here));
        Ok(view! {
            {tabs}
            {(keep.is_some() || manage.is_some()).then(|| view! { <div class="list-tools">{keep}{manage}</div> })}
        }
        .into_any())
    }

    fn keep_form(&self, visit: &Visit, typed: &Filled, here: &str) -> AnyView {
        let words = self.words.lists();
        let share = visit
            .may(ActionKind::ShareView)
            .then(|| view! { <CheckboxField name="shared" label=words.share_view() checked=typed.ticked("shared")/> });
        let (list, query) = (self.query.schema().noun, here.to_owned());
        let (name, error) = (typed.value("name"), typed.error("name"));
        let (errors, message, save) = (typed.errors(), typed.message(), self.words.common().save());
        view! {
            <details class="menu" data-side="start" open=typed.is_refused()>
                <summary class="button" data-kind="secondary" data-compact="">
                    <span>{words.keep_view()}</span>
                    <Icon glyph=Glyph::Down/>
                </summary>
                <PostForm class="menu-panel menu-form" action="/forms/views/save">
                    <FormErrors errors=errors message=message/>
                    <TextField name="name" label=words.view_name() value=name error=error required=true width=Width::Full/>
                    {share}
                    <input type="hidden" name="list" value=list/>
                    <input type="hidden" name="query" value=query/>
                    <SubmitButton kind=ButtonKind::Primary>{save}</SubmitButton>
                </PostForm>
            </details>
        }
        .into_any()
    }
}

/// The views of one list, to rename, share and remove.
#[component]
pub fn ViewsPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::ReadViews)?;
        let words = Words::in_language(visit.language);
        let lists = words.lists();
        let schema = domain::list::list_of("list", query_value("list").as_deref()).map_err(|_| Error::NotFound)?;
        let views = server_fns::of_list(&visit, schema.noun).await?;
        let typed = Filled::default().or_typed(&visit).await?;
        let title = lists.views_title();
        let list_title = list_title(words, schema);
        let crumbs = vec![Crumb::new(list_title, schema.path)];
        let cards: Vec<AnyView> = views.into_iter().map(|view| card(&visit, words, schema, view, &typed)).collect();
        let inside = if cards.is_empty() {
            view! { <EmptyState icon=Glyph::Filter title=lists.no_views() hint=lists.no_views_hint()/> }.into_any()
        } else {
            cards.into_any()
        };
        let body = view! {
            <PageHeader title=title lead=list_title breadcrumbs=crumbs/>
            {inside}
        };
        Ok(Content::new(title, body))
    })
}

fn list_title(words: Words, schema: &ListSchema) -> &'static str {
    match schema.noun {
        "clients" => words.clients().title(),
        "companies" => words.companies().title(),
        "documents" => words.documents().title(),
        "templates" => words.templates().title(),
        "users" => words.admin().users(),
        "audit-events" => words.admin().audit(),
        _ => words.policies().title(),
    }
}

fn card(visit: &Visit, words: Words, schema: &ListSchema, saved: SavedView, typed: &Filled) -> AnyView {
    let lists = words.lists();
    let mine = visit.principal.as_ref().and_then(services::access::Principal::user_id) == Some(saved.user_id);
    let may_share = visit.may(ActionKind::ShareView);
    let path = schema.path;
    let href = if saved.query.is_empty() { path.to_owned() } else { format!("{path}?{}", saved.query) };
    let link = view! { <a class="button" data-kind="secondary" data-compact="" href=href>{words.common().open()}</a> }
        .into_any();
    let lead = if saved.shared { lists.view_of_the_firm() } else { lists.view_of_ones_own() };
    if !may_share && (!mine || saved.shared) {
        return view! { <Card title=saved.name.clone() lead=lead actions=link><p>{lists.view_is_theirs()}</p></Card> }
            .into_any();
    }
    let id = saved.id.to_string();
    let refused = typed.is_refused() && typed.value("id") == id;
    let (name, shared, error) = if refused {
        (typed.value("name"), typed.ticked("shared"), typed.error("name").or_else(|| typed.message()))
    } else {
        (saved.name.clone(), saved.shared, None)
    };
    let hidden = || {
        view! {
            <input type="hidden" name="id" value=saved.id.to_string()/>
            <input type="hidden" name="version" value=saved.version/>
            <input type="hidden" name="list" value=saved.list.clone()/>
        }
        .into_any()
    };
    let (first, second) = (hidden(), hidden());
    let share = may_share.then(|| {
        let id = format!("shared-{id}");
        view! { <CheckboxField name="shared" label=lists.share_view() checked=shared id=id/> }
    });
    let field = format!("name-{id}");
    view! {
        <Card title=saved.name.clone() lead=lead actions=link>
            <PostForm class="view-form" action="/forms/views/update">
                {first}
                <TextField name="name" id=field label=lists.view_name() value=name error=error required=true width=Width::Full/>
                {share}
                <SubmitButton kind=ButtonKind::Secondary>{words.common().save()}</SubmitButton>
            </PostForm>
            <PostForm class="view-form" action="/forms/views/delete">
                {second}
                <SubmitButton kind=ButtonKind::Ghost icon=Glyph::Delete>{lists.delete_view()}</SubmitButton>
            </PostForm>
        </Card>
    }
    .into_any()
}
