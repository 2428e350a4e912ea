//! Saved views, as a unit of work sees them.

use async_trait::async_trait;
use domain::list::{SaveView, SavedView};
use domain::shared::{UserId, ViewId};
use jiff::Timestamp;

use crate::access::{ChangeView, DeleteView, Permit, ReadViews, SaveView as Saving};
use crate::error::Result;

/// A view to store.
#[derive(Debug, Clone)]
pub struct ViewRecord {
    /// Its id.
    pub id: ViewId,
    /// Who keeps it.
    pub user: UserId,
    /// What it says.
    pub view: SaveView,
    /// When.
    pub at: Timestamp,
}

/// The saved views that the acting person sees: his own and those shared with the firm.
#[async_trait]
pub trait SavedViews: Send {
    /// One view.
    async fn find(&mut self, permit: &Permit<ReadViews>, id: ViewId) -> Result<Option<SavedView>>;

    /// The views of one list, by name.
    async fn of_list(&mut self, permit: &Permit<ReadViews>, list: &str) -> Result<Vec<SavedView>>;

    /// How many views a person keeps.
    async fn count_of(&mut self, permit: &Permit<Saving>, user: UserId) -> Result<i64>;

    /// Stores a new view; [`crate::Error::Duplicate`] when the person has another of this name.
    async fn insert(&mut self, permit: &Permit<Saving>, record: &ViewRecord) -> Result<()>;

    /// Stores a changed view; false when `version` is no longer the current one.
    async fn update(&mut self, permit: &Permit<ChangeView>, record: &ViewRecord, version: i64) -> Result<bool>;

    /// Removes a view; false when `version` is no longer the current one.
    async fn delete(&mut self, permit: &Permit<DeleteView>, id: ViewId, version: i64) -> Result<bool>;
}
