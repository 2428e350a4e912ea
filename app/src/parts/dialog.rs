//! Questions asked over the page, on the native `<dialog>`. The opening button uses invoker commands, so current
//! browsers need no JavaScript; `islands.js` does the same for older ones.

use leptos::prelude::*;

use super::button::{ButtonKind, SubmitButton};
use super::form::PostForm;
use super::icon::{Glyph, Icon};
use crate::locales::use_words;

/// The button that opens the dialog of that id.
#[component]
pub fn DialogButton(
    /// The dialog's id.
    #[prop(into)]
    dialog: String,
    /// How much it calls.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Smaller, for rows and cards.
    #[prop(optional)]
    compact: bool,
    /// The words.
    children: Children,
) -> AnyView {
    view! {
        <button
            class="button"
            type="button"
            data-kind=kind.name()
            data-compact=compact.then_some("")
            commandfor=dialog
            command="show-modal"
        >
            {icon.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span>{children()}</span>
        </button>
    }
    .into_any()
}

/// A dialog with a title and a way to close it.
#[component]
pub fn Dialog(
    /// Its id, which its [`DialogButton`] names.
    #[prop(into)]
    id: String,
    /// The title.
    #[prop(into)]
    title: String,
    /// Whether it is shown at once, in the page instead of over it: for a form that came back with errors.
    #[prop(optional)]
    open: bool,
    /// What is in it.
    children: Children,
) -> AnyView {
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog class="dialog" id=id open=open aria-labelledby=labelled_by>
            <div class="dialog-head">
                <h2 class="dialog-title" id=title_id>{title}</h2>
                <form method="dialog">
                    <button class="button" data-kind="ghost" data-compact="" data-icon-only="">
                        <Icon glyph=Glyph::Close/>
                        <span class="visually-hidden">{use_words().common().close()}</span>
                    </button>
                </form>
            </div>
            {children()}
        </dialog>
    }
    .into_any()
}

/// A question whose yes is a post: for what cannot be taken back.
#[component]
pub fn ConfirmDialog(
    /// Its id, which its [`DialogButton`] names.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    title: String,
    /// Where the yes is sent.
    #[prop(into)]
    action: String,
    /// The words of the yes: the verb itself, such as “Delete”.
    #[prop(into)]
    confirm: String,
    /// How much the yes calls.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    /// What follows from it, and the fields it needs.
    children: Children,
) -> AnyView {
    view! {
        <Dialog id=id.clone() title=title>
            <PostForm class="dialog-body" action=action>
                <div class="dialog-content">{children()}</div>
                <div class="form-actions">
                    <SubmitButton kind=kind>{confirm}</SubmitButton>
                    <button class="button" type="button" data-kind="ghost" commandfor=id command="close">
                        <span>{use_words().common().cancel()}</span>
                    </button>
                </div>
            </PostForm>
        </Dialog>
    }
    .into_any()
}
