//! Where the platform keeps its files, as its operator says; and which files of a firm belong to no record.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::access::{Permit, SetStorage, SweepFiles};
use crate::error::Result;
use crate::ports::files::StorageRecord;

/// The places where files are kept.
#[async_trait]
pub trait Storages: Send {
    /// Keeps a place and takes it into use. `false` when somebody else changed it meanwhile.
    async fn use_storage(&mut self, permit: &Permit<SetStorage>, record: &StorageRecord) -> Result<bool>;

    /// The keys of the firm's files that belong to no record of it and were put before this moment.
    async fn unclaimed(&mut self, permit: &Permit<SweepFiles>, before: Timestamp) -> Result<Vec<String>>;

    /// Whether a record of the firm names this file.
    async fn is_claimed(&mut self, permit: &Permit<SweepFiles>, key: &str) -> Result<bool>;
}
