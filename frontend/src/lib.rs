//! The browser's entry: makes the islands of a page work, and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

// The islands are found by name among this library's exports, so the crate that holds them must be linked.
pub use app::islands;

/// Called once by `islands.js`, before it wakes the islands one by one.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
