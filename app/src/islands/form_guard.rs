//! Keeps a broker from losing what he typed: leaving a changed form asks first.

use leptos::prelude::*;

/// Watches the form around it. The browser asks in its own words and its own language.
#[island]
pub fn FormGuard() -> impl IntoView {
    let place = NodeRef::<leptos::html::Span>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(form) = place.get().and_then(|place| place.closest("form").ok().flatten()) {
            watch(&form);
        }
    });
    view! { <span class="form-guard" hidden node_ref=place></span> }
}

/// Remembers whether the form was changed and not sent, and stops the page from being left while that is so.
#[cfg(feature = "hydrate")]
fn watch(form: &leptos::web_sys::Element) {
    use leptos::ev;
    use leptos::wasm_bindgen::{JsCast, closure::Closure};

    let changed = StoredValue::new(false);
    let listen = |event: &str, now: bool| {
        let listener = Closure::<dyn Fn()>::new(move || changed.set_value(now));
        // A form that takes no listeners is left unguarded; it still works.
        let _ = form.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        listener.forget();
    };
    listen("input", true);
    listen("submit", false);
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if changed.get_value() {
            event.prevent_default();
        }
    });
    // The page's own end is the listener's end.
    std::mem::forget(leaving);
}
