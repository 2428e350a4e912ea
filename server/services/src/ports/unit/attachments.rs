//! Attachments, as a unit of work sees them.

use async_trait::async_trait;
use domain::attachment::{AttachedTo, AttachmentView, Removal};
use domain::shared::AttachmentId;
use domain::shared::page::{Page, PageRequest};
use jiff::Timestamp;

use crate::access::{Attach, EraseAttachments, Permit, ReadAttachments, RemoveAttachment, RestoreAttachment};
use crate::error::Result;

/// An attachment to store; its author is the unit's person.
#[derive(Debug, Clone)]
pub struct AttachmentRecord {
    /// What may be seen of it.
    pub view: AttachmentView,
    /// The key of its file.
    pub file_key: String,
}

/// The attachments of clients and policies within the scope of who asks.
#[async_trait]
pub trait Attachments: Send {
    /// A page of what belongs to a client or a policy, newest first; or of what was taken away from there.
    async fn list(
        &mut self,
        permit: &Permit<ReadAttachments>,
        of: AttachedTo,
        removed: bool,
        page: &PageRequest,
    ) -> Result<Page<AttachmentView>>;

    /// One, with the key of its file.
    async fn find(
        &mut self,
        permit: &Permit<ReadAttachments>,
        id: AttachmentId,
    ) -> Result<Option<(AttachmentView, String)>>;

    /// Stores one.
    async fn insert(&mut self, permit: &Permit<Attach>, record: &AttachmentRecord) -> Result<()>;

    /// Takes one away that has this version and is there; `false` when there is none such.
    async fn remove(
        &mut self,
        permit: &Permit<RemoveAttachment>,
        id: AttachmentId,
        version: i64,
        removal: &Removal,
    ) -> Result<bool>;

    /// Brings one back that has this version and was taken away; `false` when there is none such.
    async fn restore(&mut self, permit: &Permit<RestoreAttachment>, id: AttachmentId, version: i64) -> Result<bool>;

    /// Some of those that were taken away before a moment, the oldest first.
    async fn over(&mut self, permit: &Permit<EraseAttachments>, before: Timestamp) -> Result<Vec<AttachmentId>>;

    /// Erases one that was taken away before a moment; `false` when it was brought back.
    async fn erase(&mut self, permit: &Permit<EraseAttachments>, id: AttachmentId, before: Timestamp) -> Result<bool>;
}
