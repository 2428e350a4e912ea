//! Many records at once, as a unit of work sees them: whole lives in a few statements instead of step by step.

use async_trait::async_trait;
use domain::policy::{DueDate, Fact, PolicyVersionView, SavePolicy, Span};
use domain::shared::{PolicyId, UserId};
use jiff::Timestamp;

use super::ClientRecord;
use crate::access::{FillPortfolio, Permit};
use crate::error::Result;

/// What a portfolio is filled into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Who may look after clients, in the order of the accounts.
    pub owners: Vec<UserId>,
}

/// A policy with its whole life so far.
#[derive(Debug, Clone)]
pub struct WholePolicy {
    /// The policy.
    pub id: PolicyId,
    /// Its head and the terms that count last.
    pub policy: SavePolicy,
    /// Every version of its terms, by number; at least one.
    pub versions: Vec<PolicyVersionView>,
    /// Every fact, in order of recording.
    pub facts: Vec<Fact>,
    /// How often it was stored: its version for `If-Match`.
    pub version: i64,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A policy with what follows from its life, for lists.
#[derive(Debug, Clone)]
pub struct DerivedPolicy {
    /// The policy.
    pub whole: WholePolicy,
    /// The whole life as it follows from all facts.
    pub spans: Vec<Span>,
    /// Its next main due date.
    pub due: DueDate,
}

/// Writing many records of the firm at once.
#[async_trait]
pub trait Bulk: Send {
    /// What there is to fill into.
    async fn ground(&mut self, permit: &Permit<FillPortfolio>) -> Result<Ground>;

    /// Stores new clients; [`crate::Error::Duplicate`] when one of the ids is taken.
    async fn insert_clients(&mut self, permit: &Permit<FillPortfolio>, clients: &[ClientRecord]) -> Result<()>;

    /// Stores new policies; tells how many rows that made.
    async fn insert_policies(&mut self, permit: &Permit<FillPortfolio>, policies: &[DerivedPolicy]) -> Result<u64>;
}
