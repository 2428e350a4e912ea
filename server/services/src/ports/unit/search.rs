//! The search, as a unit of work sees it.

use async_trait::async_trait;
use domain::policy::PolicyState;
use domain::search::{SearchKind, SearchWords};
use jiff::civil::DateTime;
use uuid::Uuid;

use crate::access::{Permit, SearchPortfolio};
use crate::error::Result;

/// A record that was found, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What else is told of it.
    pub details: Vec<String>,
    /// A policy's state at the moment asked for.
    pub state: Option<PolicyState>,
}

/// The index of the firm's records, within the permit's scope.
#[async_trait]
pub trait SearchIndex: Send {
    /// Records of one kind in which all the words are found, at most `limit`, in no order. Where there are many, it looks
    /// no further.
    async fn find(
        &mut self,
        permit: &Permit<SearchPortfolio>,
        kind: SearchKind,
        words: &SearchWords,
        limit: usize,
        moment: DateTime,
    ) -> Result<Vec<Found>>;
}
