//! Documents about many policies, as a unit of work sees them, and the queue of those with work to do.

use async_trait::async_trait;
use domain::document_run::{DocumentItemState, DocumentItemView, DocumentRunState, DocumentRunView, RunOutput};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts};
use domain::shared::{AgencyId, DocumentId, DocumentRunId, PolicyId, TemplateId, UserId};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::access::{
    DownloadDocumentRun, IssueDocument, Permit, ReadDocumentRuns, StartDocumentRun, SteerDocumentRun, WorkDocumentRuns,
};
use crate::error::Result;

/// Documents about many policies to store.
#[derive(Debug, Clone)]
pub struct DocumentRunRecord {
    /// Its id.
    pub id: DocumentRunId,
    /// The template.
    pub template: TemplateId,
    /// The version of it.
    pub template_version: i64,
    /// The form of the whole.
    pub output: RunOutput,
    /// The facts that are the same for all.
    pub data: Map<String, Value>,
    /// Who begins it.
    pub author: UserId,
    /// How many policies it is about.
    pub total: u64,
    /// When.
    pub at: Timestamp,
}

/// One policy whose turn it is.
#[derive(Debug, Clone)]
pub struct DocumentTask {
    /// The policy.
    pub policy: PolicyId,
    /// How often it was tried.
    pub tries: i64,
}

/// What became of one policy, where no document was issued.
#[derive(Debug, Clone)]
pub struct Unissued {
    /// What it is now: refused, failed, or waiting for another try.
    pub state: DocumentItemState,
    /// Why.
    pub code: Code,
    /// The facts of it.
    pub facts: Facts,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried again, at the earliest.
    pub try_after: Timestamp,
}

/// Where the file of the whole is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFileRecord {
    /// Its key.
    pub file_key: String,
    /// Its SHA-256, in hexadecimal.
    pub checksum_sha256: String,
    /// Its size.
    pub size_bytes: i64,
    /// How many documents are in it.
    pub documents: i64,
    /// Until when it is kept.
    pub kept_until: Timestamp,
}

/// What the making of the file came to.
#[derive(Debug, Clone)]
pub enum Bound {
    /// Here it is.
    File(RunFileRecord),
    /// There is nothing to put in.
    Nothing,
    /// It did not go well and is tried again, after so many tries.
    Later {
        /// How often it was tried.
        tries: i64,
        /// When it is tried again, at the earliest.
        try_after: Timestamp,
    },
    /// It did not go well.
    Failed(Code),
}

/// The firm's documents about many policies; a USER reaches his own.
#[async_trait]
pub trait DocumentRuns: Send {
    /// Stores a new one, without its policies.
    async fn insert(&mut self, permit: &Permit<StartDocumentRun>, run: &DocumentRunRecord) -> Result<()>;

    /// Adds policies to one, in the same unit, after the `before` that it has.
    async fn add(
        &mut self,
        permit: &Permit<StartDocumentRun>,
        run: DocumentRunId,
        before: u64,
        policies: &[PolicyId],
    ) -> Result<()>;

    /// One of them.
    async fn find(&mut self, permit: &Permit<ReadDocumentRuns>, id: DocumentRunId) -> Result<Option<DocumentRunView>>;

    /// A page of them, newest first.
    async fn list(&mut self, permit: &Permit<ReadDocumentRuns>, page: &PageRequest) -> Result<Page<DocumentRunView>>;

    /// A page of the policies of one.
    async fn items(
        &mut self,
        permit: &Permit<ReadDocumentRuns>,
        run: DocumentRunId,
        state: Option<DocumentItemState>,
        page: &PageRequest,
    ) -> Result<Page<DocumentItemView>>;

    /// Sets one going, or stops it; false when it is in another state by now.
    async fn steer(
        &mut self,
        permit: &Permit<SteerDocumentRun>,
        run: DocumentRunId,
        from: DocumentRunState,
        to: DocumentRunState,
        at: Timestamp,
    ) -> Result<bool>;

    /// Lets what failed wait for another try.
    async fn forgive(&mut self, permit: &Permit<SteerDocumentRun>, run: DocumentRunId) -> Result<()>;

    /// Notes that the work went on, or how far it is; false when it is in another state by now.
    async fn went_on(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        from: DocumentRunState,
        to: DocumentRunState,
        at: Timestamp,
    ) -> Result<bool>;

    /// The facts that are the same for all, how often the file was tried, and when it may be tried again.
    async fn order(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
    ) -> Result<Option<(Map<String, Value>, i64, Timestamp)>>;

    /// Policies whose turn it is, at most `limit`.
    async fn waiting(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<DocumentTask>>;

    /// Notes in the unit that stores a document that it is a policy's of the run; false when somebody else noted one.
    async fn issued(
        &mut self,
        permit: &Permit<IssueDocument>,
        run: DocumentRunId,
        policy: PolicyId,
        document: DocumentId,
    ) -> Result<bool>;

    /// Notes why no document was issued about a policy that waits.
    async fn unissued(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        policy: PolicyId,
        why: &Unissued,
    ) -> Result<()>;

    /// The documents that were issued, in their order, with the names of their clients; at most `limit` after a place.
    async fn documents(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, DocumentId, String)>>;

    /// Notes what the making of the file came to; false when the run is in another state by now.
    async fn bound(
        &mut self,
        permit: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        bound: &Bound,
        at: Timestamp,
    ) -> Result<bool>;

    /// The file of one; `None` as well where one of its documents is about a client who is not his who asks.
    async fn file(
        &mut self,
        permit: &Permit<DownloadDocumentRun>,
        id: DocumentRunId,
        now: Timestamp,
    ) -> Result<Option<RunFileRecord>>;

    /// Forgets the files whose time is over; how many.
    async fn forget_files(&mut self, permit: &Permit<WorkDocumentRuns>, now: Timestamp) -> Result<u64>;
}

/// The documents about many policies of all firms with work to do. It reaches no policy and no client.
#[async_trait]
pub trait DocumentRunQueue: Send + Sync {
    /// Those under way, the one that waited longest first.
    async fn busy(&self) -> Result<Vec<(AgencyId, DocumentRunId)>>;
}
