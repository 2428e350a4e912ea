//! The few parts that run in the browser. They get finished texts and do without words, dates or amounts of their own.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only this crate names")]

mod copy_button;
mod form_guard;

pub use copy_button::CopyButton;
pub use form_guard::FormGuard;
