//! How the firm exchanges with its companies, as a unit of work sees it.

use async_trait::async_trait;
use domain::company::{SaveIntegration, TestOutcome};
use domain::shared::CompanyId;
use jiff::Timestamp;

use crate::access::{Permit, ReadIntegration, SetIntegration, TestIntegration};
use crate::error::Result;

/// A secret as it is kept: sealed, with who set it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSecret {
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub set_at: Timestamp,
    /// Who set it.
    pub set_by: String,
}

/// How the firm exchanges with a company, to store.
#[derive(Debug, Clone)]
pub struct IntegrationRecord {
    /// The company.
    pub company: CompanyId,
    /// What is said of it.
    pub said: SaveIntegration,
    /// The secret of the proof.
    pub secret: Option<KeptSecret>,
    /// The key of the company's calls.
    pub callback_secret: Option<KeptSecret>,
    /// The last test of what is said, which a change of it makes void.
    pub tested: Option<(Timestamp, TestOutcome)>,
    /// The version that it will be.
    pub version: i64,
    /// When.
    pub at: Timestamp,
}

/// The firm's integrations.
#[async_trait]
pub trait Integrations: Send {
    /// How the firm exchanges with a company; none before somebody said so.
    async fn find(&mut self, permit: &Permit<ReadIntegration>, company: CompanyId)
    -> Result<Option<IntegrationRecord>>;

    /// Stores it as the version it names; false when that one does not follow the stored one.
    async fn save(&mut self, permit: &Permit<SetIntegration>, record: &IntegrationRecord) -> Result<bool>;

    /// Notes how a test of this version ended.
    async fn note_test(
        &mut self,
        permit: &Permit<TestIntegration>,
        company: CompanyId,
        version: i64,
        at: Timestamp,
        outcome: TestOutcome,
    ) -> Result<()>;
}
