//! A menu that opens under its button: `<details>`, so it works without JavaScript.

use leptos::prelude::*;

use super::form::PostForm;
use super::icon::{Glyph, Icon};
use crate::locales::use_words;

/// More actions than fit beside the main one; its children are [`MenuLink`]s and [`MenuAction`]s.
#[component]
pub fn Menu(
    /// The words on the button; three dots when absent.
    #[prop(optional, into)]
    label: Option<String>,
    /// The lines of the menu.
    children: Children,
) -> AnyView {
    let summary = match label {
        Some(label) => view! {
            <summary class="button" data-kind="secondary"><span>{label}</span><Icon glyph=Glyph::Down/></summary>
        }
        .into_any(),
        None => view! {
            <summary class="button" data-kind="ghost" data-compact="" data-icon-only="">
                <Icon glyph=Glyph::More/>
                <span class="visually-hidden">{use_words().common().more()}</span>
            </summary>
        }
        .into_any(),
    };
    view! {
        <details class="menu">
            {summary}
            <ul class="menu-panel">{children()}</ul>
        </details>
    }
    .into_any()
}

/// A line of a menu that leads somewhere.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The words.
    children: Children,
) -> AnyView {
    view! {
        <li>
            <a class="menu-item" href=href>{icon.map(|glyph| view! { <Icon glyph=glyph/> })}<span>{children()}</span></a>
        </li>
    }
    .into_any()
}

/// A line of a menu that does something: a form of one button.
#[component]
pub fn MenuAction(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Whether it cannot be taken back.
    #[prop(optional)]
    danger: bool,
    /// The words.
    children: Children,
) -> AnyView {
    view! {
        <li>
            <PostForm action=action>
                <button class="menu-item" type="submit" data-danger=danger.then_some("")>
                    {icon.map(|glyph| view! { <Icon glyph=glyph/> })}
                    <span>{children()}</span>
                </button>
            </PostForm>
        </li>
    }
    .into_any()
}
