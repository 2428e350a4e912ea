//! The clients' pages: the list, a file, and its form.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod detail;
mod form;
mod list;
mod many;
pub mod server_fns;

pub use detail::ClientPage;
pub use form::{EditClientPage, NewClientPage};
pub use list::ClientsPage;
pub use many::{ArchiveManyPage, HandOverPage, ManyDonePage};

pub(crate) use detail::address as address_description;
pub(crate) use form::{address_fields, text};
