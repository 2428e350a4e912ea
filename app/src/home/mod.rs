//! The first page after signing in: what is due, what was issued, and the firm at a glance.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod charts;
mod page;
mod platform;
mod recent;
mod server_fns;

pub use page::HomePage;
pub(crate) use recent::Looked;
