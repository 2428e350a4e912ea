//! What a test of a storage found.

use serde::{Deserialize, Serialize};

use crate::shared::choices;

choices! {
    /// The steps of a test, in their order.
    StorageStep {
        /// A small file is written.
        Write = "write",
        /// It is read back, and is the same.
        Read = "read",
        /// It is removed again.
        Delete = "delete",
    }
}

choices! {
    /// Why a storage does not do what it should.
    StorageTrouble {
        /// Its address leads into a private network that the operator did not open.
        PrivateAddress = "private_address",
        /// Nobody takes the call there, or not in time.
        NotReached = "not_reached",
        /// Its certificate is not trusted here, or is another's.
        CertificateRefused = "certificate_refused",
        /// It does not take our keys, or they may not do this.
        KeysRefused = "keys_refused",
        /// There is no such bucket or folder.
        NothingThere = "nothing_there",
        /// It asks for fewer calls.
        TooManyCalls = "too_many_calls",
        /// There is no room left.
        Full = "full",
        /// What was read is not what was written.
        Altered = "altered",
        /// It has a fault of its own.
        Faulty = "faulty",
    }
}

/// What a test found: every step was taken, or one failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StorageReport {
    /// Whether all steps were taken.
    pub works: bool,
    /// The steps that were taken.
    pub steps: Vec<StorageStep>,
    /// The step that failed.
    pub failed_step: Option<StorageStep>,
    /// Why it failed.
    pub trouble: Option<StorageTrouble>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}
