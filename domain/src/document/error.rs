//! Why something is refused about a document.

use crate::shared::problem::{Code, Facts, Refusal};

/// A rule about documents that refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// The template needs a policy, or a version, that was not given.
    TemplateNotUsable,
    /// The document was taken back.
    Revoked,
    /// Another document took its place already.
    Superseded,
    /// A document takes the place only of one of its own kind, about the same client, policy and company.
    ReplacesAnother,
}

impl Refusal for DocumentError {
    fn code(&self) -> Code {
        match self {
            Self::TemplateNotUsable => Code::TemplateNotUsable,
            Self::Revoked => Code::DocumentRevoked,
            Self::Superseded => Code::DocumentSuperseded,
            Self::ReplacesAnother => Code::ReplacesAnother,
        }
    }

    fn facts(&self) -> Facts {
        Facts::new()
    }
}
