//! The keys that files from before lack, as a unit of work sees them.

use async_trait::async_trait;
use domain::client::{Likeness, LikenessInput};
use domain::shared::ClientId;

use crate::access::{CompleteKeys, Permit};
use crate::error::Result;

/// A file that waits for its keys.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The client.
    pub client: ClientId,
    /// What he is recognised by.
    pub likeness: LikenessInput,
}

/// The files that were recorded before there were keys.
#[async_trait]
pub trait ClientKeys: Send {
    /// Some of those that wait.
    async fn waiting(&mut self, permit: &Permit<CompleteKeys>, limit: u32) -> Result<Vec<Waiting>>;

    /// Keeps a file's keys, beside those that it has; it waits no more.
    async fn complete(
        &mut self,
        permit: &Permit<CompleteKeys>,
        client: ClientId,
        keys: &[(Likeness, String)],
    ) -> Result<()>;
}
