//! Documents about many policies at once: each is issued as one alone would be, what may not be issued is told with the reason,
//! and the whole comes as one file to print or to keep.

mod commands;
mod views;

pub use commands::{DOCUMENTS_MAX, DocumentRunInput, StartDocuments};
pub use views::{DocumentItemView, DocumentRunView, RunFileView};

use crate::shared::choices;

choices! {
    /// How far documents about many policies have come.
    DocumentRunState {
        /// The documents are being issued.
        Issuing = "issuing",
        /// Every document is issued or refused; the file is being made of them.
        Binding = "binding",
        /// All is done; what was issued is in the file.
        Done = "done",
        /// Somebody called it off; what was issued by then stands.
        Cancelled = "cancelled",
        /// Who began it may no longer issue documents; what was issued by then stands.
        Stopped = "stopped",
    }
}

impl DocumentRunState {
    /// Whether work is under way in the background.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Issuing | Self::Binding)
    }
}

choices! {
    /// What became of the document about one policy.
    DocumentItemState {
        /// Not issued yet.
        Waiting = "waiting",
        /// Issued.
        Done = "done",
        /// Refused, for the reason told.
        Refused = "refused",
        /// A part of the service did not answer, several times; it may be tried again.
        Failed = "failed",
    }
}

choices! {
    /// In which form the documents are handed over together.
    RunOutput {
        /// One PDF to print, with a bookmark for each document.
        Merged = "merged",
        /// An archive (ZIP) of the documents as they were issued.
        Archive = "archive",
    }
}

impl RunOutput {
    /// How its file's name ends.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Merged => "pdf",
            Self::Archive => "zip",
        }
    }

    /// The media type (RFC 6838) sent with its file.
    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Merged => "application/pdf",
            Self::Archive => "application/zip",
        }
    }
}
