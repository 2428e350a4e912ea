//! What may be seen of a search.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Marked;
use crate::policy::PolicyState;
use crate::shared::choices;

choices! {
    /// A kind of record that is found.
    SearchKind {
        /// A client.
        Client = "client",
        /// A policy.
        Policy = "policy",
        /// A company.
        Company = "company",
        /// A document.
        Document = "document",
    }
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SearchHit {
    /// The record's id.
    pub id: Uuid,
    /// What it is called.
    pub title: Marked,
    /// What else is told of it, the most telling first.
    pub details: Vec<Marked>,
    /// A policy's state now.
    pub state: Option<PolicyState>,
}

/// The records of one kind that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SearchGroup {
    /// The kind.
    pub kind: SearchKind,
    /// The records.
    pub hits: Vec<SearchHit>,
    /// Whether there are more than these.
    pub more: bool,
}

/// What a search found, by kind; kinds of which nothing was found are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SearchView {
    /// What was searched for.
    pub q: String,
    /// What was found.
    pub groups: Vec<SearchGroup>,
}
