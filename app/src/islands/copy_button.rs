//! Copies a text, such as a share link. Hidden until it works, so nobody without JavaScript presses it in vain.

use leptos::prelude::*;

/// A button that copies `text` and says so for a moment.
#[island]
pub fn CopyButton(
    /// What is copied.
    text: String,
    /// The words on the button.
    label: String,
    /// The words after copying.
    done: String,
) -> impl IntoView {
    let (copied, set_copied) = signal(false);
    let copy = move |_| {
        // On the server nothing is ever pressed.
        #[cfg(not(feature = "hydrate"))]
        let _ = &text;
        // Whether the browser allowed it comes later; a refusal only happens to pages that are not in front.
        #[cfg(feature = "hydrate")]
        drop(window().navigator().clipboard().write_text(&text));
        set_copied.set(true);
        set_timeout(move || set_copied.set(false), std::time::Duration::from_secs(2));
    };
    view! {
        <button class="button" type="button" data-kind="secondary" on:click=copy>
            <span aria-live="polite">{move || if copied.get() { done.clone() } else { label.clone() }}</span>
        </button>
    }
}
