//! Documents: the list, issuing one, one document with its links, and the page on which a third party checks it.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod detail;
pub(crate) mod facts;
mod form;
mod links;
mod list;
mod policy_choice;
mod proof;
pub mod server_fns;
mod subject;
mod verify;

use domain::document::DocumentStatus;

use crate::parts::Tone;

pub use detail::DocumentPage;
pub use form::NewDocumentPage;
pub use list::DocumentsPage;
pub(crate) use subject::may_issue;
pub use verify::{VerifyCodePage, VerifyPage};

/// What the colour of a status says.
pub(crate) const fn tone(status: DocumentStatus) -> Tone {
    match status {
        DocumentStatus::Issued => Tone::Success,
        DocumentStatus::Superseded => Tone::Neutral,
        DocumentStatus::Revoked => Tone::Danger,
    }
}
