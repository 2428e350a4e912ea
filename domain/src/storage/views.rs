//! What the operator may see of where files are kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StorageBackend;
use crate::company::SecretView;

/// Where files are kept now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StorageView {
    /// The kind.
    pub backend: StorageBackend,
    /// Where the S3 server is; Amazon's own when absent.
    pub endpoint: Option<String>,
    /// The S3 region.
    pub region: Option<String>,
    /// The S3 bucket.
    pub bucket: Option<String>,
    /// The folder that is ours.
    pub folder: Option<String>,
    /// The name of the S3 key.
    pub access_key_id: Option<String>,
    /// Whether browsers fetch files from the S3 server itself.
    pub direct_downloads: bool,
    /// The name of the program at Google.
    pub client_id: Option<String>,
    /// The secrets that are kept, never what they say.
    pub secret: Option<SecretView>,
    /// Whether the environment of the installation decides; then nothing can be changed here.
    pub decided_by_environment: bool,
    /// How far the files of the places before have come.
    pub files: FilesMoving,
    /// What the last round of cleaning found.
    pub swept: Option<FilesSwept>,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// How many files lie where they should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FilesMoving {
    /// All files.
    pub total: i64,
    /// Those in the place in use.
    pub done: i64,
    /// Those in places before whose move failed so far; it is tried again.
    pub failed: i64,
}

impl FilesMoving {
    /// Whether files still lie in places before.
    pub fn is_under_way(self) -> bool {
        self.done < self.total
    }
}

/// What a round of cleaning found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FilesSwept {
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The files that were looked for.
    pub looked_for: i64,
    /// The files that belonged to no record and were removed.
    pub removed: i64,
    /// The files that records name and that are not there.
    pub missing: i64,
}
