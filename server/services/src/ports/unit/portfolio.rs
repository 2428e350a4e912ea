//! A portfolio's totals, as a unit of work sees them.

use async_trait::async_trait;
use domain::policy::PolicyTotal;
use domain::shared::UserId;
use jiff::civil::DateTime;

use crate::access::{CountPortfolio, Permit, ReadPolicies};
use crate::error::Result;

/// How large a firm's portfolio is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortfolioSize {
    /// Files of clients in use.
    pub clients: u64,
    /// Policies recorded.
    pub policies: u64,
}

/// Who works in a firm, and what failed of the work done for it in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackgroundWork {
    /// People who may sign in.
    pub users: u64,
    /// Letters that could not be delivered.
    pub failed_letters: u64,
    /// Renewals of many policies that stopped half-way.
    pub stopped_renewals: u64,
}

/// The totals of the policies within the permit's scope.
#[async_trait]
pub trait Portfolio: Send {
    /// The policies in force at a moment, by company, line and currency; of one broker's clients where one is named.
    async fn totals(
        &mut self,
        permit: &Permit<ReadPolicies>,
        owner: Option<UserId>,
        moment: DateTime,
    ) -> Result<Vec<PolicyTotal>>;

    /// The first moment after this one at which any policy's state changes by itself, as far as is known.
    async fn next_change(&mut self, permit: &Permit<ReadPolicies>, moment: DateTime) -> Result<Option<DateTime>>;

    /// The place of the firm's latest audit event, and whether anything that totals follow from changed since another place.
    async fn mark(&mut self, permit: &Permit<ReadPolicies>, since: i64) -> Result<(i64, bool)>;

    /// How large the firm's portfolio is.
    async fn size(&mut self, permit: &Permit<CountPortfolio>) -> Result<PortfolioSize>;

    /// Who works in the firm, and what failed of the work done for it in the background.
    async fn work(&mut self, permit: &Permit<CountPortfolio>) -> Result<BackgroundWork>;
}
