//! Mailings (*étiquettes et enveloppes*): addresses of clients on sheets of labels or on envelopes, as the post reads them.

mod commands;
mod countries;
mod fault;
mod format;
mod postal;
mod views;

pub use commands::{COPIES_MAX, MailingInput, OrderMailing, PIECES_MAX, WrittenTo};
pub use countries::Nation;
pub use fault::{AddressFault, AddressPart};
pub use format::{Area, MailingFormat, Paper};
pub use postal::{LINE_MAX, LINES_MAX, PostalAddress};
pub use views::MailingView;

use crate::shared::choices;

choices! {
    /// In which order the addresses are printed.
    MailingOrder {
        /// By name, as the list of clients.
        Name = "name",
        /// By postcode, as the post asks for sorted mail: at home first, then country by country.
        PostalCode = "postal_code",
    }
}

choices! {
    /// Whose addresses are printed.
    MailingList {
        /// Clients.
        Clients = "clients",
        /// The policyholders of policies, each once.
        Policies = "policies",
    }
}
