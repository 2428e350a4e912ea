//! Files of one client recorded twice, as a unit of work sees them: how they are found, merged and taken apart.

use async_trait::async_trait;
use domain::client::{ClientView, Happening, LikelyDuplicate, Likeness, MergeView, Moved, Traits};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, MergeId};
use jiff::Timestamp;

use crate::access::{MergeClients, Permit, ReadClients, UnmergeClients};
use crate::error::Result;

/// A merge to store.
#[derive(Debug, Clone)]
pub struct MergeRecord {
    /// Its id.
    pub id: MergeId,
    /// The file that goes.
    pub from: ClientId,
    /// The file that stays.
    pub into: ClientId,
    /// What it moved.
    pub moved: Moved,
    /// When.
    pub at: Timestamp,
}

/// A file found by what it has in common with another one.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The file, as far as the permit's scope shows it.
    pub found: LikelyDuplicate,
    /// Which file it is, seen or not.
    pub id: ClientId,
}

/// Merges of the firm's clients. Whoever asks has found both files within his scope.
#[async_trait]
pub trait Merges: Send {
    /// The files that have one of these traits, each with what it has in common. Files beyond the permit's scope come without
    /// their name, and only where what they have in common names one client and no other.
    async fn alike(&mut self, permit: &Permit<ReadClients>, traits: &Traits) -> Result<Vec<Alike>>;

    /// The file that this one was merged into, at whatever remove; none when it was not.
    async fn survivor(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientId>>;

    /// The files that were merged into this one, at whatever remove.
    async fn aliases(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Vec<ClientId>>;

    /// A file that was merged, and the one it was merged into.
    async fn find_merged(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<MergeView>>;

    /// Holds two files in use against everybody else, always in the same order, so that nobody waits in a ring; false when
    /// either is no longer in use or at that version.
    async fn hold(
        &mut self,
        permit: &Permit<MergeClients>,
        one: (ClientId, i64),
        other: (ClientId, i64),
    ) -> Result<bool>;

    /// Moves everything that hangs on one file to the other: policies, documents, notes, roles in policies. Adds it to what
    /// was `moved` already.
    async fn move_all(
        &mut self,
        permit: &Permit<MergeClients>,
        from: ClientId,
        into: ClientId,
        at: Timestamp,
        moved: Moved,
    ) -> Result<Moved>;

    /// Closes the file that goes, and lets the one that stays be found by what it was found by.
    async fn close(&mut self, permit: &Permit<MergeClients>, merge: &MergeRecord) -> Result<()>;

    /// The merge by which a file went, while it holds.
    async fn last(&mut self, permit: &Permit<UnmergeClients>, from: ClientId) -> Result<Option<MergeRecord>>;

    /// Holds both files of a merge, in the same order as [`Self::hold`]: the one that went at that version, and the one that
    /// stays, which must be in use; tells whether each is so.
    async fn hold_merged(
        &mut self,
        permit: &Permit<UnmergeClients>,
        from: (ClientId, i64),
        into: ClientId,
    ) -> Result<(bool, bool)>;

    /// Moves back exactly what a merge moved, and the documents made for those policies since; tells how many records are no
    /// longer there to go back.
    async fn move_back(&mut self, permit: &Permit<UnmergeClients>, merge: &MergeRecord, at: Timestamp)
    -> Result<usize>;

    /// Opens the file again that went.
    async fn open(&mut self, permit: &Permit<UnmergeClients>, merge: &MergeRecord, at: Timestamp) -> Result<()>;

    /// What happened to a client, under whichever of these ids, newest first.
    async fn timeline(
        &mut self,
        permit: &Permit<ReadClients>,
        client: &ClientView,
        aliases: &[ClientId],
        page: &PageRequest,
    ) -> Result<Page<Happening>>;
}

/// How likely it is that two files are one client's: the surest first.
pub fn by_sureness(reasons: &mut Vec<Likeness>) {
    reasons.sort_unstable();
    reasons.dedup();
}
