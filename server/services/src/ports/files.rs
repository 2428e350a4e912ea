//! Where the files of documents are kept.

use async_trait::async_trait;

use crate::error::Error;

/// The store of files. A key is made by the services, never from a name somebody typed.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps a file whole; a half-written one is never seen.
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), Error>;

    /// Reads a file; `None` when there is none.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error>;

    /// Whether the store answers.
    async fn check(&self) -> Result<(), Error>;
}
