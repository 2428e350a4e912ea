//! What the program says: after an action, while it works, when there is nothing, when something went wrong.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::badge::Tone;
use super::button::{ButtonKind, LinkButton, SubmitButton};
use super::form::PostForm;
use super::icon::{Glyph, Icon};
use crate::locales::use_words;

impl Tone {
    /// The picture that goes with the colour.
    const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral | Self::Info => Glyph::Info,
            Self::Success => Glyph::Success,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::Danger,
        }
    }
}

/// What an action says on the page after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashMessage {
    /// What the colour means.
    pub tone: Tone,
    /// The finished sentence.
    pub text: String,
    /// How to take back what was done, where that is possible at once.
    pub undo: Option<Undo>,
}

/// The way to take back what was just done: a form of one button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Where it is sent.
    pub action: String,
    /// What it says, unseen.
    pub fields: Vec<(String, String)>,
}

/// The word after an action, once, at the head of the next page.
#[component]
pub fn Flash(
    /// What is said.
    message: FlashMessage,
) -> AnyView {
    let undo = message.undo.map(|undo| {
        let fields =
            undo.fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
        let fields = fields.collect_view();
        view! {
            <PostForm class="notice-action" action=undo.action>
                {fields}
                <SubmitButton kind=ButtonKind::Secondary compact=true>{use_words().common().undo()}</SubmitButton>
            </PostForm>
        }
    });
    view! {
        <div class="notice" data-tone=message.tone.name() data-flash="">
            <Icon glyph=message.tone.glyph()/>
            <p class="notice-text" role="status">{message.text}</p>
            {undo}
        </div>
    }
    .into_any()
}

/// A remark that stays on the page.
#[component]
pub fn Notice(
    /// What the colour means.
    #[prop(default = Tone::Info)]
    tone: Tone,
    /// The first line.
    #[prop(optional, into)]
    title: Option<String>,
    /// The rest.
    children: Children,
) -> AnyView {
    view! {
        <div class="notice" data-tone=tone.name()>
            <Icon glyph=tone.glyph()/>
            <div class="notice-text">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// A list or card without content: why, and the one thing to do about it.
#[component]
pub fn EmptyState(
    /// The picture.
    #[prop(default = Glyph::Inbox)]
    icon: Glyph,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The one button.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon glyph=icon/></span>
            <p class="empty-title">{title}</p>
            {hint.map(|hint| view! { <p class="empty-hint">{hint}</p> })}
            {children.map(|children| view! { <div class="empty-action">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// How far a long work is; without a total it only shows that it goes on.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: String,
    /// How much is done.
    done: u64,
    /// How much there is.
    #[prop(default = None)]
    total: Option<u64>,
) -> AnyView {
    let figures = total.map(|total| {
        let words = use_words();
        let count = |number| domain::shared::format::count(number, words.language());
        words.common().progress(count(done), count(total))
    });
    let value = total.map(|_| done.to_string());
    view! {
        <label class="progress">
            <span class="progress-label">{label}</span>
            <span class="progress-figures">{figures}</span>
            <progress class="progress-bar" value=value max=total.map(|total| total.to_string())></progress>
        </label>
    }
    .into_any()
}

/// A whole page that says what went wrong, the number to quote, and the way out.
#[component]
pub fn ErrorPage(
    /// The HTTP status, drawn large.
    status: u16,
    /// What happened.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(into)]
    message: String,
    /// The number that finds this request in the logs.
    #[prop(optional, into)]
    request_id: Option<String>,
    /// Where the way out leads.
    #[prop(default = "/".to_owned(), into)]
    href: String,
) -> AnyView {
    let words = use_words();
    let request_id = request_id.map(|id| {
        view! { <p class="error-request">{words.problems().request_id()}<code>{id}</code></p> }
    });
    view! {
        <div class="error-page">
            <p class="error-status" aria-hidden="true">{status.to_string()}</p>
            <h1 class="page-title">{title}</h1>
            <p class="error-message">{message}</p>
            <LinkButton href=href kind=ButtonKind::Primary>{words.common().back_home()}</LinkButton>
            {request_id}
        </div>
    }
    .into_any()
}
