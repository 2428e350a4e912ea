//! Signed links, as a unit of work sees them.

use async_trait::async_trait;
use domain::document::LinkView;
use domain::shared::{DocumentId, LetterId, LinkId, PolicyId, UserId};
use jiff::Timestamp;

use crate::access::{DownloadDocument, Permit, ReadDocuments, RevokeLink, ShareDocument};
use crate::error::Result;

/// A signed link to store. Its address is not kept.
#[derive(Debug, Clone)]
pub struct LinkRecord {
    /// Its id, part of what is signed.
    pub id: LinkId,
    /// The document.
    pub document: DocumentId,
    /// Who handed it out.
    pub author: UserId,
    /// To whom it is given.
    pub recipient: Option<String>,
    /// The letter by which it goes.
    pub letter: Option<LetterId>,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it works once only.
    pub single_use: bool,
    /// When it was handed out.
    pub created_at: Timestamp,
}

/// The links that the firm handed out.
#[async_trait]
pub trait DocumentLinks: Send {
    /// Stores a link that was handed out.
    async fn insert(&mut self, permit: &Permit<ShareDocument>, link: &LinkRecord) -> Result<()>;

    /// The links to a document that the reader may see, newest first, the latest two hundred. Their status is for the caller
    /// to tell.
    async fn of_document(&mut self, permit: &Permit<ReadDocuments>, id: DocumentId) -> Result<Vec<LinkView>>;

    /// The links to all certificates and cover notes of a policy that stand, newest first.
    async fn of_policy(&mut self, permit: &Permit<ReadDocuments>, id: PolicyId) -> Result<Vec<LinkView>>;

    /// Takes a link back; false when there is none to take back.
    async fn revoke(
        &mut self,
        permit: &Permit<RevokeLink>,
        document: DocumentId,
        link: LinkId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Uses a link: false when it works once only and was used, or was taken back.
    async fn use_link(&mut self, permit: &Permit<DownloadDocument>, link: LinkId, at: Timestamp) -> Result<bool>;
}
