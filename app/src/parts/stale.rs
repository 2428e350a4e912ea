//! A record that somebody changed while its form was being filled in: what it says now, beside what was typed.

use leptos::prelude::*;

use super::badge::Tone;
use super::button::{LinkButton, SubmitButton};
use super::feedback::Notice;
use super::table::{Cell, Column, Row, Table};
use crate::locales::use_words;

/// One field that says something else in the form than in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's label.
    pub label: String,
    /// What the record says now, as a reader understands it.
    pub now: String,
    /// What was typed, likewise.
    pub typed: String,
}

/// More lines or characters than this scroll in a frame of their own, which the keyboard must reach.
const LINES_SHOWN: usize = 6;
const CHARACTERS_SHOWN: usize = 300;

fn value(text: String) -> AnyView {
    let long = text.lines().count() > LINES_SHOWN || text.len() > CHARACTERS_SHOWN;
    view! { <span class="stale-value" data-long=long.then_some("") tabindex=long.then_some("0")>{text}</span> }
        .into_any()
}

/// Stands at the top of its form: both values of each field that differs, and the two ways on. Keeping what was typed sends
/// the form around it; taking the record's values opens the form anew.
#[component]
pub fn StaleNotice(
    /// By whom and when the record was changed, as a finished sentence.
    #[prop(into)]
    changed: String,
    /// The fields that differ, in the order of the form.
    differences: Vec<Difference>,
    /// The form's own address.
    #[prop(into)]
    href: String,
) -> AnyView {
    let words = use_words().common();
    let lead = if differences.is_empty() { words.stale_same() } else { words.stale_lead() };
    let table = (!differences.is_empty()).then(|| {
        let columns =
            vec![Column::text(words.stale_field()), Column::text(words.stale_now()), Column::text(words.stale_typed())];
        let rows = differences
            .into_iter()
            .map(|Difference { label, now, typed }| {
                view! {
                    <Row>
                        <Cell main=true>{label}</Cell>
                        <Cell label=words.stale_now()>{value(now)}</Cell>
                        <Cell label=words.stale_typed()>{value(typed)}</Cell>
                    </Row>
                }
            })
            .collect_view();
        view! { <Table caption=words.stale_title() columns=columns>{rows}</Table> }
    });
    view! {
        <div class="stale" role="alert" tabindex="-1" id="form-errors">
            <Notice tone=Tone::Warning title=words.stale_title()>
                <p>{changed}" "{lead}</p>
            </Notice>
            {table}
            <div class="cluster">
                <SubmitButton>{words.keep_mine()}</SubmitButton>
                <LinkButton href=href>{words.take_the_record()}</LinkButton>
            </div>
        </div>
    }
    .into_any()
}
