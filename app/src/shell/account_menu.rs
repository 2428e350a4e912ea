//! The reader's own menu: who is signed in, theme, language, signing out. Forms and `<details>`, no JavaScript.

use domain::shared::Language;
use leptos::prelude::*;

use super::{Reader, Theme};
use crate::locales::use_words;
use crate::parts::{Avatar, Glyph, Icon};

/// The menu at the foot of the navigation.
#[component]
pub(super) fn AccountMenu(
    /// Who reads.
    reader: Reader,
    /// The address to return to.
    return_to: String,
) -> AnyView {
    let words = use_words().shell();
    view! {
        <details class="account">
            <summary class="account-summary">
                <Avatar name=reader.name.clone()/>
                <span class="account-text">
                    <span class="account-name">{reader.name}</span>
                    <span class="account-firm">{reader.firm}</span>
                </span>
                <Icon glyph=Glyph::Down/>
            </summary>
            <div class="account-panel">
                <p class="account-role">{reader.role}</p>
                <PreferenceForms return_to=return_to/>
                <a class="nav-item" href="/account"><Icon glyph=Glyph::Person/><span>{words.my_account()}</span></a>
                <form method="post" action="/forms/sign-out">
                    <button class="nav-item" type="submit">
                        <Icon glyph=Glyph::SignOut/>
                        <span>{words.sign_out()}</span>
                    </button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// The switches of theme and language: each button sends the form with its own value.
#[component]
pub(super) fn PreferenceForms(
    /// The address to return to.
    return_to: String,
) -> AnyView {
    let words = use_words();
    let theme = use_context::<Theme>().unwrap_or_default();
    let themes = Theme::ALL.map(|choice| {
        let (label, glyph) = match choice {
            Theme::Light => (words.shell().theme_light(), Glyph::Sun),
            Theme::Dark => (words.shell().theme_dark(), Glyph::Moon),
            Theme::System => (words.shell().theme_system(), Glyph::System),
        };
        let pressed = if choice == theme { "true" } else { "false" };
        view! {
            <button class="switch-item" type="submit" name="theme" value=choice.code() aria-pressed=pressed>
                <Icon glyph=glyph/>
                <span>{label}</span>
            </button>
        }
    });
    let languages = Language::ALL.map(|choice| {
        // Each language is named in itself, so that its reader finds it.
        let label = match choice {
            Language::Fr => "Français",
            Language::En => "English",
        };
        let pressed = if choice == words.language() { "true" } else { "false" };
        view! {
            <button
                class="switch-item"
                type="submit"
                name="language"
                value=choice.code()
                lang=choice.code()
                aria-pressed=pressed
            >
                <span>{label}</span>
            </button>
        }
    });
    view! {
        <form class="preferences" method="post" action="/forms/preferences">
            <input type="hidden" name="return_to" value=return_to/>
            <div class="switch" role="group" aria-label=words.shell().theme()>{Vec::from(themes)}</div>
            <div class="switch" role="group" aria-label=words.shell().language()>{Vec::from(languages)}</div>
        </form>
    }
    .into_any()
}
