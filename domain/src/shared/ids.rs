//! One type per id: a client's id cannot be taken for a policy's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares id types. All are UUIDv7 (RFC 9562), made by the infrastructure, never here.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an id read from the store or made by the id source.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare identifier, for the store.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads the hyphenated form; `None` when the text is not an id.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    )*};
}

ids! {
    /// A brokerage firm, the tenant.
    AgencyId;
    /// A person who signs in.
    UserId;
    /// A person or organisation the firm insures.
    ClientId;
    /// A note about a client.
    NoteId;
    /// The act by which two files of one client became one.
    MergeId;
    /// The act by which one client or many go from one broker to another.
    HandOverId;
    /// An insurance company.
    CompanyId;
    /// What a company lets the firm do.
    MandateId;
    /// What a company sells.
    ProductId;
    /// An insurance policy.
    PolicyId;
    /// Somebody's role in a policy.
    PartyId;
    /// One dated fact in a policy's life.
    FactId;
    /// A renewal of many policies.
    RenewalRunId;
    /// A document template.
    TemplateId;
    /// One immutable version of a template.
    TemplateVersionId;
    /// A generated document.
    DocumentId;
    /// Documents about many policies at once.
    DocumentRunId;
    /// A signed link to a document.
    LinkId;
    /// A signed-in device: a browser or a program.
    SessionId;
    /// A letter that the product writes to somebody.
    LetterId;
    /// What somebody put with a client or a policy.
    AttachmentId;
    /// A place where files are kept.
    StorageId;
    /// A passkey of a person.
    PasskeyId;
    /// A saved view of a list.
    ViewId;
    /// An entry of the audit log.
    AuditEventId;
}

impl StorageId {
    /// The folder of this machine, where every installation begins.
    pub const LOCAL: Self = Self(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002));
}

impl AgencyId {
    /// The platform itself, home of the SUPERADMIN users; it holds no client.
    pub const PLATFORM: Self = Self(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));
}
