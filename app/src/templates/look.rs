//! What a text in writing makes: the picture of a page, or what is wrong with it at which place.

use domain::template::TemplateView;
use leptos::prelude::*;

use crate::locales::Words;
use crate::parts::{ButtonKind, EmptyState, Glyph, Icon, LinkButton, Notice, SubmitButton, Tone};

/// One thing wrong with a text.
pub(super) struct Mistake {
    /// The line, from 1.
    pub(super) line: u32,
    /// The column, from 1, or 0 when only the line is known.
    pub(super) column: u32,
    /// What is wrong, as a finished sentence that names the place.
    pub(super) text: String,
}

/// A page that was made.
pub(super) struct Shown {
    pub(super) page: u32,
    pub(super) pages: u32,
    /// The picture, as an address that holds it.
    pub(super) source: String,
}

/// What a look came to.
#[derive(Default)]
pub(super) struct Look {
    /// The page, when one could be made.
    pub(super) shown: Option<Shown>,
    /// What is wrong with the text.
    pub(super) mistakes: Vec<Mistake>,
    /// What is wrong otherwise, as a finished sentence.
    pub(super) message: Option<String>,
    /// What is wrong with the policy's number.
    pub(super) policy_error: Option<String>,
}

/// The page or the problems. The script puts the next answer's in their place.
pub(super) fn look(words: Words, template: &TemplateView, seen: &Look) -> AnyView {
    let heads = words.templates();
    // The script moves only this part, so what is wrong with the number stands here too.
    let number = seen.policy_error.as_ref().map(|error| format!("{} – {error}", heads.preview_policy_number()));
    let message =
        seen.message.clone().or(number).map(|message| view! { <Notice tone=Tone::Warning>{message}</Notice> });
    let nothing =
        seen.shown.is_none() && seen.mistakes.is_empty() && seen.message.is_none() && seen.policy_error.is_none();
    let empty = nothing.then(|| {
        view! { <EmptyState icon=Glyph::Template title=heads.preview_none() hint=heads.preview_none_hint()/> }
    });
    view! {
        <div id="studio-output" class="studio-output">
            <p class="studio-status" role="status"></p>
            {message}
            {mistakes(words, &seen.mistakes)}
            {seen.shown.as_ref().map(|shown| page(words, template, shown))}
            {empty}
        </div>
    }
    .into_any()
}

fn mistakes(words: Words, found: &[Mistake]) -> AnyView {
    let heads = words.templates();
    let lines = found
        .iter()
        .map(|mistake| {
            view! {
                <li>
                    <a href="#field-content" data-line=mistake.line.to_string() data-column=mistake.column.to_string()>
                        {mistake.text.clone()}
                    </a>
                </li>
            }
        })
        .collect_view();
    (!found.is_empty())
        .then(|| {
            view! {
                <div class="notice" data-tone="danger" id="studio-mistakes">
                    <Icon glyph=Glyph::Danger/>
                    <div class="notice-text">
                        <p class="notice-title">{heads.mistakes()}</p>
                        <ul class="notice-list">{lines}</ul>
                    </div>
                </div>
            }
        })
        .into_any()
}

fn page(words: Words, template: &TemplateView, shown: &Shown) -> AnyView {
    let heads = words.templates();
    let (page, pages) = (shown.page, shown.pages);
    let turn = |to: u32, label: &'static str, possible: bool| {
        possible.then(|| {
            view! {
                <SubmitButton kind=ButtonKind::Ghost compact=true name="preview" value=to.to_string()>{label}</SubmitButton>
            }
        })
    };
    let alt = heads.preview_alt(&template.name, page);
    view! {
        <div class="studio-pages">
            {turn(page.saturating_sub(1), heads.page_before(), page > 1)}
            <span>{heads.page_of(page, pages)}</span>
            {turn(page + 1, heads.page_after(), page < pages)}
            <LinkButton
                href=format!("/files/templates/{}/preview", template.id)
                kind=ButtonKind::Ghost
                compact=true
                icon=Glyph::Download
                download=true
            >
                {heads.preview_pdf()}
            </LinkButton>
        </div>
        <img class="page-picture" src=shown.source.clone() alt=alt data-page=page.to_string()/>
    }
    .into_any()
}
