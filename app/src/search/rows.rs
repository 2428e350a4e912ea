//! What was found, by kind: the same rows on the page and in the palette, which takes them from the page.

use domain::labels::Label;
use domain::search::{Marked, SearchGroup, SearchHit, SearchKind};
use leptos::prelude::*;

use crate::forms::encoded;
use crate::locales::Words;
use crate::parts::{Badge, Glyph, Icon};
use crate::policies::tone;

/// One kind after the other.
pub(super) fn groups(words: Words, q: &str, groups: Vec<SearchGroup>) -> AnyView {
    groups.into_iter().map(|group| one(words, q, group)).collect_view().into_any()
}

fn one(words: Words, q: &str, group: SearchGroup) -> AnyView {
    let SearchGroup { kind, hits, more } = group;
    let id = format!("found-{}", kind.code());
    let labelled = id.clone();
    let label = kind.label(words.language());
    let all = more.then(|| {
        let href = format!("{}?q={}", list(kind), encoded(q));
        view! { <a class="found-more" href=href>{words.search().all(label)}</a> }
    });
    let rows = hits.into_iter().map(|hit| row(words, kind, hit)).collect_view();
    view! {
        <section class="found" aria-labelledby=labelled>
            <h2 class="found-head" id=id>{label}</h2>
            <ul class="found-list">{rows}</ul>
            {all}
        </section>
    }
    .into_any()
}

fn row(words: Words, kind: SearchKind, hit: SearchHit) -> AnyView {
    let href = format!("{}/{}", list(kind), hit.id);
    let details: Vec<AnyView> =
        hit.details.iter().map(|detail| view! { <span>{marked(detail)}</span> }.into_any()).collect();
    let state = hit.state.map(|state| view! { <Badge tone=tone(state) label=state.label(words.language())/> });
    view! {
        <li>
            <a class="found-row" href=href data-found="">
                <Icon glyph=glyph(kind)/>
                <span class="found-text">
                    <span class="found-title">{marked(&hit.title)}</span>
                    <small class="found-details">{details}</small>
                </span>
                {state}
            </a>
        </li>
    }
    .into_any()
}

/// The parts of a text, those that were searched for marked.
fn marked(text: &Marked) -> AnyView {
    let part = |part: &domain::search::Part| {
        let text = part.text.clone();
        if part.found { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    text.0.iter().map(part).collect_view().into_any()
}

const fn list(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Client => "/clients",
        SearchKind::Policy => "/policies",
        SearchKind::Company => "/companies",
        SearchKind::Document => "/documents",
    }
}

const fn glyph(kind: SearchKind) -> Glyph {
    match kind {
        SearchKind::Client => Glyph::Clients,
        SearchKind::Policy => Glyph::Policy,
        SearchKind::Company => Glyph::Company,
        SearchKind::Document => Glyph::Document,
    }
}
