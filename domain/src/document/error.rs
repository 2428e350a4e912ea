//! Why something is refused about a document.

use crate::shared::problem::{Code, Facts, Refusal};

/// A rule about documents that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// The kind of document needs mentions that are not there.
    MentionsMissing {
        /// The pointers to what is missing, such as `agency.registration`.
        missing: Vec<String>,
    },
    /// The template needs a policy, or a version, that was not given.
    TemplateNotUsable,
    /// The document was taken back.
    Revoked,
}

impl Refusal for DocumentError {
    fn code(&self) -> Code {
        match self {
            Self::MentionsMissing { .. } => Code::MentionsMissing,
            Self::TemplateNotUsable => Code::TemplateNotUsable,
            Self::Revoked => Code::DocumentRevoked,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::MentionsMissing { missing } => Facts::from([("missing".into(), missing.join(", "))]),
            Self::TemplateNotUsable | Self::Revoked => Facts::new(),
        }
    }
}
