//! Fields that one types into.

use leptos::prelude::*;

use super::choice::Choice;
use super::field::{Field, Width, control_id};
use crate::locales::use_words;

/// One line of text.
#[component]
pub fn TextField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What was typed before, or what is stored.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The kind of input: `text`, `email`, `tel`, `password`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, such as `email` or `current-password`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Which keyboard a phone shows, such as `numeric`.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// The most characters that can be typed.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Whether the cursor starts here.
    #[prop(optional)]
    autofocus: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
    /// The id of the control, when two fields of a page have the same name.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let field = Field { id: id.unwrap_or_else(|| control_id(&name)), label, hint, error, required, width };
    let control = view! {
        <input
            class="input"
            type=kind
            id=field.id.clone()
            name=name
            value=value
            required=required
            autocomplete=autocomplete
            inputmode=inputmode
            maxlength=maxlength
            autofocus=autofocus
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        />
    };
    field.around(control).into_any()
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What was typed before, or what is stored.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// How many lines are shown.
    #[prop(default = 4)]
    rows: u32,
    /// Letters of equal width, for templates.
    #[prop(optional)]
    monospace: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
) -> AnyView {
    let field = Field { id: control_id(&name), label, hint, error, required, width };
    // The inside is set as escaped HTML: as a child, an empty text would arrive as a space. The line break that a
    // parser drops after the opening tag is given to it, so that a text that begins with one keeps it.
    let inside = format!("\n{}", escaped(&value));
    let control = view! {
        <textarea
            class="input"
            id=field.id.clone()
            name=name
            rows=rows
            required=required
            data-monospace=monospace.then_some("")
            spellcheck=monospace.then_some("false")
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
            inner_html=inside
        ></textarea>
    };
    field.around(control).into_any()
}

/// The text with the characters that mean something to HTML written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A day. The browser shows it in the reader's own form and sends it as `2026-11-23`.
#[component]
pub fn DateField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The day as `2026-11-23`.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to fill it in; a good place for the stored day in the reader's form.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The first day offered, as `2026-11-23`.
    #[prop(optional, into)]
    min: Option<String>,
    /// The last day offered, as `2026-11-23`.
    #[prop(optional, into)]
    max: Option<String>,
    /// What the browser may fill in, such as `bday`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// How much of the row it takes.
    #[prop(default = Width::Half)]
    width: Width,
) -> AnyView {
    let field = Field { id: control_id(&name), label, hint, error, required, width };
    let control = view! {
        <input
            class="input"
            type="date"
            id=field.id.clone()
            name=name
            value=value
            required=required
            min=min
            max=max
            autocomplete=autocomplete
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        />
    };
    field.around(control).into_any()
}

/// An amount as a broker types it, and its currency. It sends `name` and `name_currency`; with one currency to choose
/// from, that one stands behind the amount and is sent unseen.
#[component]
pub fn MoneyField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The amount as typed, such as `1234,56`.
    #[prop(optional, into)]
    value: String,
    /// The chosen currency's code.
    #[prop(into)]
    currency: String,
    /// The currencies to choose from: code and what is shown.
    currencies: Vec<Choice>,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// How much of the row it takes.
    #[prop(default = Width::Half)]
    width: Width,
) -> AnyView {
    let field = Field { id: control_id(&name), label, hint, error, required, width };
    let currency_name = format!("{name}_currency");
    let unit = if currencies.len() == 1 {
        let shown = currencies.into_iter().next().map(|choice| choice.label);
        view! { <span class="input-unit">{shown}</span><input type="hidden" name=currency_name value=currency/> }
            .into_any()
    } else {
        let options = currencies.into_iter().map(|choice| choice.option(&currency)).collect_view();
        view! {
            <select class="input input-unit-choice" name=currency_name aria-label=use_words().common().currency()>
                {options}
            </select>
        }
        .into_any()
    };
    let control = view! {
        <div class="input-group">
            <input
                class="input"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                id=field.id.clone()
                name=name
                value=value
                required=required
                aria-describedby=field.described_by()
                aria-invalid=field.invalid()
            />
            {unit}
        </div>
    };
    field.around(control).into_any()
}

/// A file to send; its form must be `multipart`.
#[component]
pub fn FileField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The types taken, such as `.html,text/html`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
) -> AnyView {
    let field = Field { id: control_id(&name), label, hint, error, required, width };
    let control = view! {
        <input
            class="input"
            type="file"
            id=field.id.clone()
            name=name
            accept=accept
            required=required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        />
    };
    field.around(control).into_any()
}
