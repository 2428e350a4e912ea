//! How the addresses are printed: a form that puts it into the address, beside the selection.

use domain::labels::Label;
use domain::mailing::{MailingFormat, MailingOrder};
use leptos::prelude::*;

use crate::locales::Words;
use crate::parts::{ButtonKind, Choice, FieldError, FormErrors, SelectField, SubmitButton, TextField, Width};
use crate::renewals::selection::Pairs;

/// The names of the fields. Everything else in the address says who is selected.
pub(super) const NAMES: [&str; 5] = ["format", "first_place", "copies", "order", "sender"];

/// The form, with what was asked for and what is wrong with it.
pub(super) fn form(words: Words, action: &'static str, pairs: &Pairs, errors: Vec<FieldError>) -> AnyView {
    let (mailings, language) = (words.mailings(), words.language());
    let value = |name: &str, usual: &str| {
        pairs.iter().find(|(known, _)| known == name).map_or_else(|| usual.to_owned(), |(_, value)| value.clone())
    };
    let error = |name: &str| errors.iter().find(|error| error.field == name).map(|error| error.message.clone());
    let labels = [
        ("format", mailings.format()),
        ("first_place", mailings.first_place()),
        ("copies", mailings.copies()),
        ("order", mailings.order()),
        ("sender", mailings.sender()),
    ];
    let named = |error: &FieldError| {
        let label = labels.iter().find(|(name, _)| *name == error.field).map_or("", |(_, label)| *label);
        FieldError::new(error.field.clone(), format!("{label} – {}", error.message))
    };
    let told = errors.iter().map(named).collect();
    let kept = pairs.iter().filter(|(name, _)| !NAMES.contains(&name.as_str())).cloned();
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let formats = MailingFormat::ALL.iter().map(|one| Choice::new(one.code(), one.label(language))).collect();
    let orders = MailingOrder::ALL.iter().map(|one| Choice::new(one.code(), one.label(language))).collect();
    let senders = vec![
        Choice::new("auto", mailings.sender_auto()),
        Choice::new("yes", mailings.sender_yes()),
        Choice::new("no", mailings.sender_no()),
    ];
    let fields = view! {
        <SelectField
            name="format"
            label=mailings.format()
            value=value("format", MailingFormat::L7160.code())
            options=formats
            error=error("format")
        />
        <TextField
            name="first_place"
            label=mailings.first_place()
            hint=mailings.first_place_hint()
            value=value("first_place", "1")
            error=error("first_place")
            width=Width::Half
            required=true
            inputmode="numeric"
            autocomplete="off"
        />
        <TextField
            name="copies"
            label=mailings.copies()
            value=value("copies", "1")
            error=error("copies")
            width=Width::Half
            required=true
            inputmode="numeric"
            autocomplete="off"
        />
        <SelectField
            name="order"
            label=mailings.order()
            value=value("order", MailingOrder::Name.code())
            options=orders
            error=error("order")
            width=Width::Half
        />
        <SelectField
            name="sender"
            label=mailings.sender()
            value=value("sender", "auto")
            options=senders
            error=error("sender")
            width=Width::Half
        />
    };
    view! {
        <form class="form" method="get" action=action novalidate="">
            <FormErrors errors=told/>
            {kept}
            <fieldset class="form-section">
                <div class="form-grid">{fields}</div>
            </fieldset>
            <div class="form-actions">
                <SubmitButton kind=ButtonKind::Secondary>{mailings.update()}</SubmitButton>
            </div>
        </form>
    }
    .into_any()
}
