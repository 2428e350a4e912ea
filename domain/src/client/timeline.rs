//! What happened to a client: everything dated that hangs on him, newest first.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::policy::FactKind;
use crate::shared::choices;

choices! {
    /// What kind of thing happened.
    HappeningKind {
        /// A fact in a policy's life.
        Fact = "policy_fact",
        /// An endorsement: a new version of a policy's terms.
        Endorsement = "policy_version",
        /// He got a role in a policy of somebody else: he pays, he is insured, he drives.
        Role = "policy_party",
        /// A document was issued.
        Document = "document",
        /// A document was taken back.
        Revocation = "document_revoked",
        /// A document went to somebody by e-mail.
        Sent = "document_sent",
        /// A document waits to go to somebody by e-mail.
        Sending = "document_sending",
        /// A document could not be sent by e-mail.
        Unsent = "document_unsent",
        /// A file was put with him.
        Attached = "attachment",
        /// A file was put with a policy of his.
        PolicyAttached = "policy_attachment",
        /// A file that was put with him was taken away.
        Detached = "attachment_removed",
        /// A file that was put with a policy of his was taken away.
        PolicyDetached = "policy_attachment_removed",
        /// Somebody wrote a note.
        Note = "note",
        /// Another broker took the client over.
        HandOver = "hand_over",
        /// Another file was merged into this one.
        Merge = "merge",
        /// A merge was undone.
        Unmerge = "unmerge",
        /// The file was recorded.
        Recorded = "client.create",
        /// The file was changed.
        Changed = "client.update",
        /// The file was put away.
        Archived = "client.archive",
        /// The file was taken out again.
        Restored = "client.restore",
    }
}

choices! {
    /// What kind of record an entry leads to.
    HappeningSubject {
        /// A policy.
        Policy = "policy",
        /// A document.
        Document = "document",
        /// The client himself.
        Client = "client",
    }
}

/// One thing that happened to a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Happening {
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub recorded_at: Timestamp,
    /// What kind of thing.
    pub kind: HappeningKind,
    /// Which fact, for facts of policies.
    pub fact: Option<FactKind>,
    /// From when it counts, on the firm's wall clock, where that is not the same.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub effective_at: Option<DateTime>,
    /// The record it is about.
    pub subject: HappeningSubject,
    /// Its id.
    pub subject_id: String,
    /// Its name: a policy's or a document's number, a client's name, the broker who took over.
    pub label: String,
    /// The reason given, or what a note says.
    pub text: Option<String>,
    /// Who did it.
    pub author: Option<String>,
}
