//! Forms: plain HTML posts, with their sections, their errors and their buttons.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::button::{ButtonKind, LinkButton, SubmitButton};
use super::field::control_id;
use super::icon::{Glyph, Icon};
use crate::islands::FormGuard;
use crate::locales::use_words;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the field.
    pub field: String,
    /// The message, as a finished sentence.
    pub message: String,
}

impl FieldError {
    /// An error at the field of that name.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The one shape of a form that changes something: a plain post with a key, unlike for each page made, so that the same form
/// sent twice can be told from two forms alike.
#[component]
pub fn PostForm(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// Its looks.
    #[prop(optional, into)]
    class: Option<&'static str>,
    /// Its id, for buttons outside of it.
    #[prop(default = None)]
    id: Option<String>,
    /// Whether it sends files.
    #[prop(optional)]
    multipart: bool,
    /// The fields and the buttons.
    children: Children,
) -> AnyView {
    let encoding = multipart.then_some("multipart/form-data");
    let key = use_nonce().map(|nonce| view! { <input type="hidden" name="form_key" value=nonce.to_string()/> });
    // The server's messages are in the reader's language and at the fields, so the browser's own are switched off.
    view! {
        <form class=class method="post" action=action id=id enctype=encoding novalidate="">
            {key}
            {children()}
        </form>
    }
    .into_any()
}

/// A form of fields.
#[component]
pub fn Form(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// Its id, for buttons outside of it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether it sends files.
    #[prop(optional)]
    multipart: bool,
    /// Whether to warn before a changed form is left; loads the islands.
    #[prop(optional)]
    guarded: bool,
    /// The sections and the buttons.
    children: Children,
) -> AnyView {
    let guard = guarded.then(|| view! { <FormGuard/> });
    view! {
        <PostForm class="form" action=action id=id multipart=multipart>
            {guard}
            {children()}
        </PostForm>
    }
    .into_any()
}

/// A group of fields with a title.
#[component]
pub fn FormSection(
    /// What the fields are about; nothing for a form of one section.
    #[prop(optional, into)]
    title: Option<String>,
    /// A sentence under the title.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The fields.
    children: Children,
) -> AnyView {
    let legend = title.map(|title| view! { <legend class="form-section-title">{title}</legend> });
    let lead = lead.map(|lead| view! { <p class="form-section-lead">{lead}</p> });
    view! {
        <fieldset class="form-section">
            {legend}
            {lead}
            <div class="form-grid">{children()}</div>
        </fieldset>
    }
    .into_any()
}

/// The end of a form: its main button and the way out.
#[component]
pub fn FormActions(
    /// The words on the main button.
    #[prop(into)]
    submit: String,
    /// How much the main button calls.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Where the way out leads.
    #[prop(optional, into)]
    cancel_href: Option<String>,
    /// More buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let cancel = cancel_href.map(|href| {
        view! { <LinkButton href=href kind=ButtonKind::Ghost>{use_words().common().cancel()}</LinkButton> }
    });
    view! {
        <div class="form-actions">
            <SubmitButton kind=kind>{submit}</SubmitButton>
            {cancel}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// What is wrong with the form, each with a link to its field; nothing when all is well.
#[component]
pub fn FormErrors(
    /// The errors, in the order of the fields.
    errors: Vec<FieldError>,
    /// A message about the form as a whole, as a finished sentence.
    #[prop(default = None)]
    message: Option<String>,
) -> AnyView {
    let total = u64::try_from(errors.len()).unwrap_or(u64::MAX);
    (total > 0 || message.is_some())
        .then(|| {
            let title = message.unwrap_or_else(|| use_words().common().errors_title(total));
            let links = errors
                .into_iter()
                .map(|error| {
                    view! { <li><a href=format!("#{}", control_id(&error.field))>{error.message}</a></li> }
                })
                .collect_view();
            view! {
                <div class="notice" data-tone="danger" role="alert" tabindex="-1" id="form-errors">
                    <Icon glyph=Glyph::Danger/>
                    <div class="notice-text">
                        <p class="notice-title">{title}</p>
                        {(total > 0).then(|| view! { <ul class="notice-list">{links}</ul> })}
                    </div>
                </div>
            }
        })
        .into_any()
}

/// The search box of a list, inside a [`FilterBar`].
#[component]
pub fn SearchField(
    /// The name in the address.
    #[prop(default = "q".to_owned(), into)]
    name: String,
    /// What can be searched for; also shown while empty.
    #[prop(into)]
    label: String,
    /// What was searched for.
    #[prop(optional, into)]
    value: String,
    /// The id of the control, when a page has two.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let id = id.unwrap_or_else(|| control_id(&name));
    view! {
        <div class="search">
            <label class="visually-hidden" for=id.clone()>{label.clone()}</label>
            <Icon glyph=Glyph::Search/>
            <input class="input" type="search" id=id name=name value=value placeholder=label autocomplete="off"/>
        </div>
    }
    .into_any()
}

/// The search box and the filters over a list: a form that puts them into the address.
#[component]
pub fn FilterBar(
    /// The list's own address.
    #[prop(into)]
    action: String,
    /// The search box and the filters.
    children: Children,
) -> AnyView {
    view! {
        <form class="filter-bar" role="search" method="get" action=action aria-label=use_words().common().search()>
            {children()}
            <SubmitButton kind=ButtonKind::Secondary icon=Glyph::Filter>{use_words().common().filter()}</SubmitButton>
        </form>
    }
    .into_any()
}
