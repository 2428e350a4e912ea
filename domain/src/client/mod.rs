//! A client (*client*): the person or organisation the firm insures. Each client has an owner, the broker who looks after
//! him; a USER sees only the clients he owns.

mod acts;
mod commands;
mod error;
mod list;
mod views;

pub use acts::ClientAct;
pub use commands::{ClientInput, ClientName, SaveClient};
pub use error::ClientError;
pub use list::{CLIENT_LIST, ClientFilter};
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
