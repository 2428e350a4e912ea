//! Fields that one chooses from.

use leptos::prelude::*;

use super::field::{Field, Width, control_id, optional_mark};
use crate::locales::use_words;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second line, for radio buttons.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same choice with a second line that explains it.
    #[must_use]
    pub fn explained(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The `<option>`, selected when it is the current value.
    pub(super) fn option(self, current: &str) -> AnyView {
        let selected = self.value == current;
        view! { <option value=self.value selected=selected>{self.label}</option> }.into_any()
    }
}

/// One of many, in a list that opens.
#[component]
pub fn SelectField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The chosen value.
    #[prop(optional, into)]
    value: String,
    /// What there is to choose.
    options: Vec<Choice>,
    /// The words for choosing nothing, which sends an empty value; without them a required field asks to choose and
    /// any other field has no such line.
    #[prop(optional, into)]
    empty: Option<String>,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
    /// The id of the control, when two fields of a page have the same name.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let field = Field { id: id.unwrap_or_else(|| control_id(&name)), label, hint, error, required, width };
    let empty = empty.or_else(|| required.then(|| use_words().common().choose().to_owned()));
    let nothing = empty.map(|label| Choice::new("", label).option(&value));
    let options = options.into_iter().map(|choice| choice.option(&value)).collect_view();
    let control = view! {
        <select
            class="input"
            id=field.id.clone()
            name=name
            required=required
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        >
            {nothing}
            {options}
        </select>
    };
    field.around(control).into_any()
}

/// Yes or no; when ticked it sends `on`.
#[component]
pub fn CheckboxField(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is agreed to.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// What is sent when ticked.
    #[prop(default = "on".to_owned(), into)]
    value: String,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// What ticking means.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it must be ticked.
    #[prop(optional)]
    required: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
    /// The id of the control, when two fields of a page have the same name.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let field = Field { id: id.unwrap_or_else(|| control_id(&name)), label, hint, error, required, width };
    let (hint, error) = field.notes();
    view! {
        <div class="field" data-width=width.name()>
            <div class="choice">
                <input
                    class="choice-control"
                    type="checkbox"
                    id=field.id.clone()
                    name=name
                    value=value
                    checked=checked
                    required=required
                    aria-describedby=field.described_by()
                    aria-invalid=field.invalid()
                />
                <label class="choice-label" for=field.id.clone()>{field.label.clone()}</label>
                {hint}
            </div>
            {error}
        </div>
    }
    .into_any()
}

/// One of few, all in sight.
#[component]
pub fn RadioGroup(
    /// The name sent with the form.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The chosen value.
    #[prop(optional, into)]
    value: String,
    /// What there is to choose.
    options: Vec<Choice>,
    /// What is wrong with it, as a finished sentence.
    #[prop(default = None)]
    error: Option<String>,
    /// How to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
    /// How much of the row it takes.
    #[prop(optional)]
    width: Width,
) -> AnyView {
    let field = Field { id: control_id(&name), label, hint, error, required, width };
    let (hint, error) = field.notes();
    let choices = options
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The first one has the field's own id, which the summary of errors links to.
            let id = if index == 0 { field.id.clone() } else { format!("{}-{index}", field.id) };
            let hint_id = choice.hint.is_some().then(|| format!("{id}-hint-of"));
            let checked = choice.value == value;
            view! {
                <div class="choice">
                    <input
                        class="choice-control"
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        required=required
                        aria-describedby=hint_id.clone()
                    />
                    <label class="choice-label" for=id>{choice.label}</label>
                    {choice.hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" data-width=width.name() aria-describedby=field.described_by()>
            <legend class="field-label">{field.label.clone()}{optional_mark(required)}</legend>
            {hint}
            <div class="choices">{choices}</div>
            {error}
        </fieldset>
    }
    .into_any()
}
