//! The facts of one record, as names and values.

use leptos::prelude::*;

use crate::locales::use_words;

/// Names and values in two columns; its children are [`Description`]s.
#[component]
pub fn DescriptionList(
    /// The facts.
    children: Children,
) -> AnyView {
    view! { <dl class="description-list">{children()}</dl> }.into_any()
}

/// One fact. Without a value and without children it says that the fact is not given.
#[component]
pub fn Description(
    /// The fact's name.
    #[prop(into)]
    term: String,
    /// The fact, as text.
    #[prop(default = None)]
    value: Option<String>,
    /// The fact, when it is more than text.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let value = value.filter(|value| !value.is_empty());
    let shown = match (children, value) {
        (Some(children), _) => children(),
        (None, Some(value)) => value.into_any(),
        (None, None) => view! { <span class="muted">{use_words().common().not_given()}</span> }.into_any(),
    };
    view! { <div class="description"><dt>{term}</dt><dd>{shown}</dd></div> }.into_any()
}
