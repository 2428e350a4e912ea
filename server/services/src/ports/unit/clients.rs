//! Clients, as a unit of work sees them.

use async_trait::async_trait;
use domain::client::{ClientFilter, ClientView, SaveClient};
use domain::list::Selection;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, HandOverId, UserId};
use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::access::{ArchiveClient, CreateClient, HandOverClient, Permit, ReadClients, RestoreClient, UpdateClient};
use crate::error::Result;

/// A client to store.
#[derive(Debug, Clone)]
pub struct ClientRecord {
    /// His id.
    pub id: ClientId,
    /// Who looks after him.
    pub owner: UserId,
    /// His file.
    pub client: SaveClient,
    /// When.
    pub at: Timestamp,
}

/// That a client goes from one broker to another.
#[derive(Debug, Clone)]
pub struct HandOverRecord {
    /// The act's id.
    pub id: HandOverId,
    /// The client.
    pub client: ClientId,
    /// Who looked after him.
    pub from: UserId,
    /// Who goes on.
    pub to: UserId,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The firm's clients, within the permit's scope.
#[async_trait]
pub trait Clients: Send {
    /// One client's file.
    async fn find(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientView>>;

    /// A file that was put away.
    async fn find_put_away(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientView>>;

    /// A page of clients; who is insured is asked at `moment` on the firm's wall clock.
    async fn list(
        &mut self,
        permit: &Permit<ReadClients>,
        page: &PageRequest,
        filter: &ClientFilter,
        moment: DateTime,
    ) -> Result<Page<ClientView>>;

    /// The ids of the selected clients after one, in the order of the ids, at most `limit`.
    async fn selected(
        &mut self,
        permit: &Permit<ReadClients>,
        selection: &Selection<ClientId, ClientFilter>,
        moment: DateTime,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<ClientId>>;

    /// How many clients are selected.
    async fn count_selected(
        &mut self,
        permit: &Permit<ReadClients>,
        selection: &Selection<ClientId, ClientFilter>,
        moment: DateTime,
    ) -> Result<u64>;

    /// Stores a new client.
    async fn insert(&mut self, permit: &Permit<CreateClient>, record: &ClientRecord) -> Result<()>;

    /// Stores a changed file; false when `version` is no longer the current one.
    async fn update(&mut self, permit: &Permit<UpdateClient>, record: &ClientRecord, version: i64) -> Result<bool>;

    /// How many clients a broker looks after, files put away included.
    async fn count_of_owner(&mut self, permit: &Permit<HandOverClient>, owner: UserId) -> Result<i64>;

    /// Hands all of a broker's clients to another one, in one act of that id; tells which.
    async fn hand_over(
        &mut self,
        permit: &Permit<HandOverClient>,
        from: UserId,
        to: UserId,
        id: HandOverId,
        at: Timestamp,
    ) -> Result<Vec<ClientId>>;

    /// Hands one client over and writes it down; false when `version` is no longer the current one.
    async fn hand_over_one(
        &mut self,
        permit: &Permit<HandOverClient>,
        done: &HandOverRecord,
        version: i64,
    ) -> Result<bool>;

    /// Writes down that a client was handed over with another change of his file.
    async fn note_hand_over(&mut self, permit: &Permit<HandOverClient>, done: &HandOverRecord) -> Result<()>;

    /// Puts a file away; false when `version` is no longer the current one.
    async fn archive(
        &mut self,
        permit: &Permit<ArchiveClient>,
        id: ClientId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Takes a file out again; false when `version` is no longer the current one.
    async fn restore(
        &mut self,
        permit: &Permit<RestoreClient>,
        id: ClientId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;
}
