//! A client (*client*): the person or organisation the firm insures. Each client has an owner, the broker who looks after
//! him; a USER sees only the clients he owns.

mod acts;
mod commands;
mod contacts;
mod error;
mod likeness;
mod list;
mod merge;
mod notes;
mod timeline;
mod views;

pub use acts::{ArchiveManyInput, ClientAct, HandOverManyInput, ManyClients};
pub use commands::{ClientInput, ClientName, SaveClient};
pub use contacts::{AROUND_MAX, AddressRole, Contact, ContactInput, ContactRole, OtherAddress, OtherAddressInput};
pub(crate) use contacts::{few, is_blank, reached};
pub use error::ClientError;
pub use likeness::{LikelyDuplicate, Likeness, LikenessInput, Traits};
pub use list::{CLIENT_LIST, ClientFilter};
pub use merge::{MergeInput, MergeView, Moved};
pub use notes::{HandOver, HandOverInput, NOTE_MAX, NoteInput, NoteView};
pub use timeline::{Happening, HappeningKind, HappeningSubject};
pub use views::{ClientRef, ClientView};

use crate::shared::choices;

choices! {
    /// What kind of client.
    ClientKind {
        /// A natural person.
        Person = "person",
        /// A company, association or public body.
        Organisation = "organisation",
    }
}
