//! What all fields share: a label, the control, a hint and the error, tied together for screen readers.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locales::use_words;

/// How much of a form's row a field takes; on a phone each takes the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// The whole row.
    #[default]
    Full,
    /// Half of the row.
    Half,
    /// A third of the row.
    Third,
}

impl Width {
    /// The name used by the stylesheet.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
            Self::Third => "third",
        }
    }
}

/// The texts around one control.
pub(super) struct Field {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) required: bool,
    pub(super) width: Width,
}

/// The id of a field's control, which the summary of errors links to.
pub(super) fn control_id(name: &str) -> String {
    format!("field-{name}")
}

impl Field {
    /// The ids of hint and error, for `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = self.hint.is_some().then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    /// The value of `aria-invalid`, absent when all is well.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// Puts label, hint and error around the control.
    pub(super) fn around(self, control: impl IntoView + 'static) -> AnyView {
        let (hint, error) = self.notes();
        view! {
            <div class="field" data-width=self.width.name()>
                <label class="field-label" for=self.id>{self.label}{optional_mark(self.required)}</label>
                {hint}
                {control}
                {error}
            </div>
        }
        .into_any()
    }

    /// The hint and the error, as they stand before and after a control.
    pub(super) fn notes(&self) -> (impl IntoView + use<>, impl IntoView + use<>) {
        let hint = self.hint.clone().map(|hint| {
            view! { <p class="field-hint" id=format!("{}-hint", self.id)>{hint}</p> }
        });
        let error = self.error.clone().map(|error| {
            view! {
                <p class="field-error" id=format!("{}-error", self.id)>
                    <Icon glyph=Glyph::Danger/>
                    <span>{error}</span>
                </p>
            }
        });
        (hint, error)
    }
}

/// The note after the label of a field that may stay empty: most fields are required, so the exception is marked.
pub(super) fn optional_mark(required: bool) -> AnyView {
    (!required)
        .then(|| {
            view! { <span class="field-optional">" ("{use_words().common().optional()}")"</span> }
        })
        .into_any()
}
