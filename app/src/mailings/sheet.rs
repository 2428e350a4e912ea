//! The first sheet or envelope as a drawing: each line where the printer puts it.

use domain::mailing::{Area, MailingFormat};
use leptos::prelude::*;
use services::ports::mailing::SetText;

use crate::locales::Words;

/// The drawing, in thousandths of a millimetre.
pub(super) fn drawing(words: Words, format: MailingFormat, texts: Vec<SetText>, used: &[Area]) -> AnyView {
    let paper = format.paper();
    let box_of = |area: Area, class: &'static str| {
        view! {
            <rect
                class=class
                x=area.x.to_string()
                y=area.y.to_string()
                width=area.width.to_string()
                height=area.height.to_string()
            ></rect>
        }
    };
    let labels = (0..paper.places()).filter(|_| format.is_sheet());
    let labels = labels
        .map(|number| format.place(number))
        .map(|area| box_of(area, if used.contains(&area) { "mailing-used" } else { "mailing-label" }))
        .collect_view();
    let lines = texts
        .into_iter()
        .map(|set| {
            // A tenth of a point is 35.28 thousandths of a millimetre.
            let size = i32::from(set.size) * 3_528 / 100;
            view! { <text x=set.x.to_string() y=set.y.to_string() font-size=size.to_string()>{set.text}</text> }
        })
        .collect_view();
    let whole = Area { x: 0, y: 0, width: paper.width, height: paper.height };
    let sheet = box_of(whole, "mailing-paper");
    let mailings = words.mailings();
    let title = if format.is_sheet() { mailings.first_sheet() } else { mailings.first_envelope() };
    view! {
        <figure class="mailing-sheet">
            <svg viewBox=format!("0 0 {} {}", paper.width, paper.height) role="img" aria-label=mailings.preview()>
                {sheet}
                {labels}
                {lines}
            </svg>
            <figcaption class="muted">{title}</figcaption>
        </figure>
    }
    .into_any()
}
