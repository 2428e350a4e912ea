//! A letter (*courrier électronique*): what the product writes to a person, and how far it came.

mod texts;
mod views;

pub use texts::{
    DocumentLetter, LetterFile, LetterText, document, factors_reset, invitation, password_changed, password_reset,
};
pub use views::LetterView;

use crate::shared::choices;

choices! {
    /// What a letter is about.
    LetterKind {
        /// Somebody is invited to choose a password.
        Invitation = "invitation",
        /// Somebody forgot his password.
        PasswordReset = "password_reset",
        /// An administrator removed somebody's second factors.
        FactorsReset = "factors_reset",
        /// Somebody's password is another one now.
        PasswordChanged = "password_changed",
        /// A document that the firm hands to somebody.
        Document = "document",
    }
}

choices! {
    /// What a link to choose a password is for.
    LinkPurpose {
        /// The first password of somebody who was invited.
        Invitation = "invitation",
        /// Another password in place of a forgotten one.
        PasswordReset = "password_reset",
    }
}

choices! {
    /// How far a letter came.
    LetterState {
        /// It will be tried, or tried again.
        Waiting = "waiting",
        /// The mail server took it.
        Sent = "sent",
        /// It was given up.
        Failed = "failed",
    }
}

choices! {
    /// Why a letter did not go.
    LetterFailure {
        /// The mail server does not answer, or not in time.
        Unreachable = "unreachable",
        /// The mail server does not take our name and password.
        Credentials = "credentials",
        /// The way to the mail server is not safe: no TLS, or a certificate that this machine does not trust.
        Insecure = "insecure",
        /// The mail server asks to try later.
        Deferred = "deferred",
        /// The mail server refuses the letter for good, as it does for an address that does not exist.
        Refused = "refused",
        /// The outbox folder cannot be written.
        Outbox = "outbox",
        /// The letter can no longer be read: its key is gone.
        Unreadable = "unreadable",
        /// The file that goes with it cannot be read.
        FileUnreadable = "file_unreadable",
    }
}

impl LetterFailure {
    /// Whether another try is pointless.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Unreadable)
    }
}
