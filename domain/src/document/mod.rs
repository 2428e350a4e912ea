//! A generated document: the certificate, letter or notice a broker signs and hands out. It is immutable once issued.

mod commands;
mod error;
mod format;
mod list;
mod views;

pub use commands::{DocumentInput, IssueDocument, LINK_MAX_S, SignedUrlInput};
pub use error::DocumentError;
pub use format::DocumentFormat;
pub use list::{DOCUMENT_LIST, DocumentFilter};
pub use views::{DocumentRow, DocumentView, SignedUrl, VerificationView};

use crate::shared::choices;

choices! {
    /// Whether a document still stands.
    DocumentStatus {
        /// Issued and standing.
        Issued = "issued",
        /// Taken back: its links are dead and the public page says so.
        Revoked = "revoked",
    }
}
