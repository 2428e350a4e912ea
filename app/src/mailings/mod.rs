//! Labels and envelopes for the selected records of a list: how they are printed, what that makes, who is left out, and the
//! file. The whole state is in the address, as with any list, so that nothing needs scripts.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod fields;
mod page;
pub mod server_fns;
mod sheet;

pub use page::{ClientMailingPage, PolicyMailingPage};

/// The page for clients.
pub(crate) const OF_CLIENTS: &str = "/clients/mailing";
/// The page for the holders of policies.
pub(crate) const OF_POLICIES: &str = "/policies/mailing";
