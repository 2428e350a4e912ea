//! A generated document: the certificate, letter or notice a broker signs and hands out. It is immutable once issued.

mod commands;
mod error;
mod format;
mod links;
mod list;
mod seal;
mod views;

pub use commands::{DocumentInput, IssueDocument, RevocationInput};
pub use error::DocumentError;
pub use format::DocumentFormat;
pub use links::{
    CertificateInCirculation, CertificateTruth, EmailDocument, EmailInput, LINK_MAX_S, LinkStatus, LinkView,
    ShareDocument, SignedUrl, SignedUrlInput,
};
pub use list::{DOCUMENT_LIST, DocumentFilter};
pub use seal::SealedFacts;
pub use views::{DocumentRow, DocumentView, Reproduction, VerificationView};

use crate::shared::choices;

choices! {
    /// Whether a document still stands.
    DocumentStatus {
        /// Issued and standing.
        Issued = "issued",
        /// A later document took its place; its file and links stay, as history.
        Superseded = "superseded",
        /// Taken back: its links are dead and the public page says so.
        Revoked = "revoked",
    }
}

choices! {
    /// What the public check of a document comes to.
    VerificationOutcome {
        /// Issued by the firm, as it was shown.
        Genuine = "genuine",
        /// What was shown is not what was issued.
        Altered = "altered",
        /// Issued by the firm, and replaced by a later one.
        Superseded = "superseded",
        /// Issued by the firm, and taken back.
        Revoked = "revoked",
    }
}

choices! {
    /// What the seal in a QR code turns out to be.
    SealCheck {
        /// Ours, and what it states is what was issued.
        Genuine = "genuine",
        /// Not what was sealed.
        Altered = "altered",
        /// By a key that is not, or no longer, trusted: the code alone counts.
        UnknownKey = "unknown_key",
    }
}

choices! {
    /// What a file turns out to be.
    FileCheck {
        /// The very bytes that were issued.
        Identical = "identical",
        /// Not one of these bytes may differ, and one does.
        Altered = "altered",
    }
}
