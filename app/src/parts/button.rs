//! What one presses: a link that leads somewhere, or a button that sends the form around it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How much a button calls for being pressed. One primary button per screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// What the reader most likely came to do.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// What cannot be taken back.
    Danger,
    /// Without a frame, beside other buttons.
    Ghost,
}

impl ButtonKind {
    /// The name used by the stylesheet.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Danger => "danger",
            Self::Ghost => "ghost",
        }
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it calls.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Smaller, for rows and cards.
    #[prop(optional)]
    compact: bool,
    /// Whether the browser saves what it leads to.
    #[prop(optional)]
    download: bool,
    /// The words.
    children: Children,
) -> AnyView {
    view! {
        <a
            class="button"
            href=href
            data-kind=kind.name()
            data-compact=compact.then_some("")
            download=download.then_some("")
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span>{children()}</span>
        </a>
    }
    .into_any()
}

/// A button that sends its form, or the form named by `form`.
#[component]
pub fn SubmitButton(
    /// How much it calls.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Smaller, for rows and cards.
    #[prop(optional)]
    compact: bool,
    /// The field sent when this button is the one pressed.
    #[prop(optional, into)]
    name: Option<String>,
    /// The value of that field.
    #[prop(optional, into)]
    value: Option<String>,
    /// The id of the form, when the button stands outside it.
    #[prop(optional, into)]
    form: Option<String>,
    /// The words.
    children: Children,
) -> AnyView {
    view! {
        <button
            class="button"
            type="submit"
            data-kind=kind.name()
            data-compact=compact.then_some("")
            name=name
            value=value
            form=form
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span>{children()}</span>
        </button>
    }
    .into_any()
}

/// A link drawn as a picture alone; its label is read aloud and shown on pointing.
#[component]
pub fn IconLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it does.
    #[prop(into)]
    label: String,
    /// The picture.
    icon: Glyph,
) -> AnyView {
    let tip = label.clone();
    view! {
        <a class="button" data-kind="ghost" data-compact="" data-icon-only="" href=href title=tip>
            <Icon glyph=icon/>
            <span class="visually-hidden">{label}</span>
        </a>
    }
    .into_any()
}
