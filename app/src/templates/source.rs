//! A template's source, to read and to write.

use leptos::prelude::*;

use crate::forms::Filled;
use crate::locales::Words;
use crate::parts::{Notice, TextArea, Tone};

/// The source as it is kept, each line with its number, so that a mistake's line is found.
pub(super) fn source(words: Words, text: &str) -> AnyView {
    let lines = text.lines().map(|line| view! { <li class="pl-2">{line.to_owned()}"\n"</li> }).collect_view();
    let label = words.templates().source();
    view! {
        <div class="overflow-x-auto" role="region" aria-label=label tabindex="0">
            <ol class="list-decimal pl-10 font-mono text-xs whitespace-pre">{lines}</ol>
        </div>
    }
    .into_any()
}

/// The editor, with what is wrong beside it.
pub(super) fn editor(words: Words, filled: &Filled, required: bool, rows: u32) -> AnyView {
    let heads = words.templates();
    let wrong: Vec<String> =
        filled.errors().into_iter().filter(|error| error.field == "content").map(|error| error.message).collect();
    let several = (wrong.len() > 1).then(|| {
        let lines = wrong.iter().map(|message| view! { <li>{message.clone()}</li> }).collect_view();
        view! {
            <Notice tone=Tone::Danger title=heads.mistakes()><ul class="notice-list">{lines}</ul></Notice>
        }
    });
    let hint = if required {
        heads.content_hint().to_owned()
    } else {
        format!("{} {}", heads.content_hint(), heads.content_later())
    };
    view! {
        {several}
        <TextArea
            name="content"
            label=heads.content()
            hint=hint
            value=filled.value("content")
            error=wrong.into_iter().next()
            rows=rows
            monospace=true
            required=required
        />
    }
    .into_any()
}
