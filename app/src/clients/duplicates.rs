//! The warning that a client is likely recorded already: on the form that was sent, and while one types.

use domain::client::{ClientKind, LikelyDuplicate, Likeness, LikenessInput};
use domain::labels::Label;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::forms::Filled;
use crate::locales::Words;
use crate::parts::{ButtonKind, Notice, SubmitButton, Tone};
use crate::shell::Assets;

/// The field by which a sender says that he saw the warning.
pub(super) const SEEN: &str = "duplicates_seen";

/// What two files have in common, in words.
pub(super) fn reasons(words: Words, reasons: &[Likeness]) -> String {
    reasons.iter().map(|reason| reason.label(words.language())).collect::<Vec<_>>().join(", ")
}

/// What is typed so far, as far as it tells who the client is.
pub(super) fn typed(filled: &Filled) -> LikenessInput {
    let text = |name: &str| Some(filled.value(name)).filter(|text| !text.trim().is_empty());
    let kind = text("kind");
    let of_person = kind.as_deref() != Some(ClientKind::Organisation.code());
    let person = |name: &str| text(name).filter(|_| of_person);
    LikenessInput {
        first_name: person("first_name"),
        last_name: person("last_name"),
        birth_date: person("birth_date"),
        national_id: person("national_id"),
        legal_name: text("legal_name").filter(|_| !of_person),
        email: text("email"),
        phone: text("phone"),
        tax_id: text("tax_id"),
        iban: text("iban"),
        kind,
    }
}

/// The warning over a form that was stopped: who is there already, and the way on.
pub(super) fn warning(words: Words, found: Vec<LikelyDuplicate>) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let word = words.clients();
    let lines = found.into_iter().map(|one| line(words, one)).collect_view();
    view! {
        <Notice tone=Tone::Warning title=word.duplicates_found()>
            <ul class="notice-list">{lines}</ul>
            <div class="notice-actions">
                <SubmitButton kind=ButtonKind::Secondary name=SEEN value="yes">{word.create_anyway()}</SubmitButton>
            </div>
        </Notice>
    }
    .into_any()
}

fn line(words: Words, one: LikelyDuplicate) -> AnyView {
    let word = words.clients();
    let why = reasons(words, &one.reasons);
    let away = one.archived.then(|| format!(" ({})", word.file_archived()));
    match one.client {
        Some(client) => {
            let href = format!("/clients/{}", client.id);
            view! { <li><a href=href>{client.display_name}</a>{away}" – "{why}</li> }.into_any()
        }
        None => view! { <li>{word.duplicate_elsewhere(why)}</li> }.into_any(),
    }
}

/// The place where the browser shows the same while one types, and the words for it; `public/duplicates.js` fills it.
pub(super) fn while_typing(words: Words) -> AnyView {
    let word = words.clients();
    let language = words.language();
    let labels: Vec<(&str, &str)> = Likeness::ALL.iter().map(|one| (one.code(), one.label(language))).collect();
    let labels: std::collections::BTreeMap<&str, &str> = labels.into_iter().collect();
    let texts = serde_json::json!({
        "title": word.duplicates_found(),
        "elsewhere": word.duplicate_elsewhere("{why}"),
        "archived": word.file_archived(),
        "reasons": labels,
    });
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <div data-duplicates="" data-texts=texts.to_string() role="status"></div>
        <script type="module" nonce=use_nonce() src=assets.url("duplicates.js")></script>
    }
    .into_any()
}
