//! Documents and signed links, as a unit of work sees them.

use async_trait::async_trait;
use domain::document::{DocumentFilter, DocumentRow, DocumentView};
use domain::list::Period;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{DocumentId, PolicyId};
use domain::template::TemplateKind;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::Value;

use crate::access::{
    DownloadDocument, IssueDocument, Permit, ReadDocuments, ReproduceDocument, RevokeDocument, SupersedeDocument,
    VerifyDocument,
};
use crate::error::Result;

/// What a document was made from, kept so that it can be made again byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct IssuedData {
    /// The data snapshot.
    pub snapshot: Value,
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
    /// The last day of cover it states, when it states any.
    pub stated_to: Option<Date>,
    /// The version of the policy's terms it states, when it states any.
    pub stated_version: Option<i64>,
}

/// What a policy is on a day, as far as certificates about it state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyToday {
    /// Its number.
    pub policy_number: String,
    /// Its state.
    pub state: domain::policy::PolicyState,
    /// The version of the terms that counts.
    pub terms_version: i64,
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
    ) -> Result<Option<PolicyToday>>;

    /// The same, for somebody of the firm who may see the policy.
    async fn policy_today(
        &mut self,
        permit: &Permit<ReadDocuments>,
        id: PolicyId,
        moment: jiff::civil::DateTime,
    ) -> Result<Option<PolicyToday>>;

    /// The certificates and cover notes of a policy that stand, newest first, each with its data snapshot.
    async fn standing_certificates(
        &mut self,
        permit: &Permit<ReadDocuments>,
        id: PolicyId,
    ) -> Result<Vec<(DocumentView, Value)>>;

    /// A page of documents, issued in a time.
    async fn list(
        &mut self,
        permit: &Permit<ReadDocuments>,
        page: &PageRequest,
        filter: &DocumentFilter,
        period: &Period,
        moment: DateTime,
    ) -> Result<Page<DocumentRow>>;

    /// One document with what it was made from, to be made again.
    async fn find_kept(
        &mut self,
        permit: &Permit<ReproduceDocument>,
        id: DocumentId,
    ) -> Result<Option<(DocumentView, IssuedData)>>;

    /// Marks a document as replaced by another; false when it was changed, replaced or taken back meanwhile.
    async fn supersede(
        &mut self,
        permit: &Permit<SupersedeDocument>,
        old: &DocumentView,
        by: DocumentId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Takes a document back; false when `version` is no longer the current one.
    async fn revoke(
        &mut self,
        permit: &Permit<RevokeDocument>,
        id: DocumentId,
        version: i64,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<bool>;
}
