//! Documents and signed links, as a unit of work sees them.

use async_trait::async_trait;
use domain::document::{DocumentFilter, DocumentRow, DocumentView};
use domain::list::Period;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{DocumentId, UserId};
use domain::template::TemplateKind;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::access::{
    DownloadDocument, IssueDocument, Permit, ReadDocuments, RevokeDocument, ShareDocument, VerifyDocument,
};
use crate::error::Result;

/// What a document was made from, kept so that it can be made again byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuedData {
    /// The data snapshot.
    pub snapshot: Value,
    /// Name and version of the engine.
    pub engine: String,
    /// Where the file is kept.
    pub file_key: String,
}

/// A document to store.
#[derive(Debug, Clone)]
pub struct DocumentRecord {
    /// What may be seen of it.
    pub view: DocumentView,
    /// What it was made from.
    pub data: IssuedData,
}

/// What the public page may know of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPolicy {
    /// Its number.
    pub policy_number: String,
    /// Its state.
    pub state: domain::policy::PolicyState,
    /// The version of the terms that counts.
    pub terms_version: i64,
}

/// A signed link to store.
#[derive(Debug, Clone)]
pub struct LinkRecord {
    /// Its id, part of what is signed.
    pub id: Uuid,
    /// The document.
    pub document: DocumentId,
    /// Who handed it out.
    pub author: UserId,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it works once only.
    pub single_use: bool,
    /// When it was handed out.
    pub created_at: Timestamp,
}

/// The firm's documents, within the permit's scope.
#[async_trait]
pub trait Documents: Send {
    /// The next number of this kind in this year.
    async fn next_number(&mut self, permit: &Permit<IssueDocument>, kind: TemplateKind, year: i16) -> Result<i64>;

    /// Stores a document.
    async fn insert(&mut self, permit: &Permit<IssueDocument>, record: &DocumentRecord) -> Result<()>;

    /// One document.
    async fn find(&mut self, permit: &Permit<ReadDocuments>, id: DocumentId) -> Result<Option<DocumentView>>;

    /// One document with where its file is, for somebody who may download it.
    async fn find_file(
        &mut self,
        permit: &Permit<DownloadDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>>;

    /// One document with what it says, for somebody who checks its code.
    async fn find_public(
        &mut self,
        permit: &Permit<VerifyDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>>;

    /// The policy as it is at `moment`, for the public page.
    async fn public_policy(
        &mut self,
        permit: &Permit<VerifyDocument>,
        id: DocumentId,
        moment: jiff::civil::DateTime,
    ) -> Result<Option<PublicPolicy>>;

    /// A page of documents, issued in a time.
    async fn list(
        &mut self,
        permit: &Permit<ReadDocuments>,
        page: &PageRequest,
        filter: &DocumentFilter,
        period: &Period,
    ) -> Result<Page<DocumentRow>>;

    /// Takes a document back; false when `version` is no longer the current one.
    async fn revoke(
        &mut self,
        permit: &Permit<RevokeDocument>,
        id: DocumentId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Stores a link that was handed out.
    async fn insert_link(&mut self, permit: &Permit<ShareDocument>, link: &LinkRecord) -> Result<()>;

    /// Uses a link: false when it works once only and was used, or was taken back.
    async fn use_link(&mut self, permit: &Permit<DownloadDocument>, link: Uuid, at: Timestamp) -> Result<bool>;
}
