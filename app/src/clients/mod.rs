//! The clients' pages: the list, a file, and its form.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod around;
mod detail;
mod duplicates;
mod form;
mod hand_over;
mod list;
mod many;
mod merge;
mod notes;
mod put_away;
pub mod server_fns;
mod timeline;

pub use around::ClientContactsPage;
pub use detail::ClientPage;
pub use form::{EditClientPage, NewClientPage};
pub use hand_over::HandOverPage;
pub use list::ClientsPage;
pub use many::{ArchiveManyPage, HandOverManyPage, ManyDonePage};
pub use merge::MergePage;
pub use timeline::TimelinePage;

pub(crate) use around::{line, lines, reach, role};
pub(crate) use detail::address as address_description;
pub(crate) use form::{address_fields, text};
