//! Notes about clients, as a unit of work sees them.

use async_trait::async_trait;
use domain::client::NoteView;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, NoteId};
use jiff::Timestamp;

use crate::access::{NoteClient, Permit, ReadClients};
use crate::error::Result;

/// A note to store; its author is the unit's person.
#[derive(Debug, Clone)]
pub struct NoteRecord {
    /// Its id.
    pub id: NoteId,
    /// About whom.
    pub client: ClientId,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The notes about the firm's clients. Whoever asks has found the client within his scope.
#[async_trait]
pub trait Notes: Send {
    /// A page of the notes about a client, newest first.
    async fn list(
        &mut self,
        permit: &Permit<ReadClients>,
        client: ClientId,
        page: &PageRequest,
    ) -> Result<Page<NoteView>>;

    /// Stores a note.
    async fn insert(&mut self, permit: &Permit<NoteClient>, note: &NoteRecord) -> Result<()>;
}
