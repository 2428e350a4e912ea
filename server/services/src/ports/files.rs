//! Where files are kept: the store that the use-cases know, and beneath it the places and the book of what lies where.

use std::time::Duration;

use async_trait::async_trait;
use domain::shared::{AgencyId, StorageId};
use domain::storage::{FilesMoving, FilesSwept, SaveStorage, StorageReport, StorageSecrets};
use jiff::Timestamp;

use super::unit::KeptSecret;
use crate::error::Error;

/// The store of files. A key is made by the services, never from a name somebody typed; it begins with the firm's id.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps a file whole; a half-written one is never seen.
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), Error>;

    /// Reads a file; `None` when there is none. What is not the file with this SHA-256, in hexadecimal, is never handed out.
    ///
    /// # Errors
    /// [`Error::Altered`] when another file lies there.
    async fn get(&self, key: &str, checksum: &str) -> Result<Option<Vec<u8>>, Error>;

    /// Where a browser may fetch the file itself, for a few minutes; `None` where it is to be read here and sent on.
    async fn address(&self, _key: &str, _checksum: &str, _sent: &SentAs) -> Result<Option<String>, Error> {
        Ok(None)
    }

    /// Removes a file; nothing happens when there is none.
    async fn delete(&self, key: &str) -> Result<(), Error>;

    /// Whether the store answers.
    async fn check(&self) -> Result<(), Error>;
}

/// How a file is handed out, whoever sends it: always as a download, never as a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentAs {
    /// The name under which it is saved: letters, digits, points and hyphens.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
}

/// One place where files are kept, with all that opens it.
#[derive(Debug, Clone)]
pub struct OpenStorage {
    /// The place; nobody's while it is only tried.
    pub id: Option<StorageId>,
    /// Counts its changes, so that an opened place is known to be out of date.
    pub version: i64,
    /// Where it is.
    pub how: SaveStorage,
    /// What proves us there.
    pub secrets: StorageSecrets,
}

/// Whether an address of a storage may be called.
pub use super::outside::AddressRefusal;

/// The places themselves: each call goes to one.
#[async_trait]
pub trait Places: Send + Sync {
    /// Reads the address of an S3 server: as it is called.
    fn read(&self, endpoint: &str) -> Result<String, AddressRefusal>;

    /// Keeps a file whole.
    async fn put(&self, at: &OpenStorage, key: &str, bytes: &[u8]) -> Result<(), Error>;

    /// Reads a file.
    async fn get(&self, at: &OpenStorage, key: &str, size: u64) -> Result<Option<Vec<u8>>, Error>;

    /// An address of the place itself by which anybody may read a file for `lasting`. `None` where the place hands none out,
    /// or where no file of this size lies there.
    async fn address(
        &self,
        at: &OpenStorage,
        key: &str,
        size: u64,
        sent: &SentAs,
        lasting: Duration,
    ) -> Result<Option<String>, Error>;

    /// Removes a file.
    async fn delete(&self, at: &OpenStorage, key: &str) -> Result<(), Error>;

    /// The keys of one firm's files.
    async fn list(&self, at: &OpenStorage, agency: AgencyId) -> Result<Vec<String>, Error>;

    /// When a file was written, as far as the place says so.
    async fn written_at(&self, at: &OpenStorage, key: &str) -> Result<Option<Timestamp>, Error>;

    /// Whether the place answers.
    async fn check(&self, at: &OpenStorage) -> Result<(), Error>;

    /// Writes, reads and removes a small file.
    async fn try_out(&self, at: &OpenStorage) -> StorageReport;
}

/// A place in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageRecord {
    /// Its id.
    pub id: StorageId,
    /// Where it is.
    pub said: SaveStorage,
    /// What proves us there, sealed.
    pub secret: Option<KeptSecret>,
    /// Counts its changes.
    pub version: i64,
    /// When it was last changed.
    pub at: Timestamp,
}

/// A file in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Whose it is.
    pub agency: AgencyId,
    /// Its key.
    pub key: String,
    /// Where it lies.
    pub storage: StorageId,
    /// Where a copy still lies that it was moved away from.
    pub left: Option<StorageId>,
    /// Its SHA-256, in hexadecimal.
    pub checksum: String,
    /// Its bytes.
    pub size: i64,
    /// When it was put there.
    pub kept_at: Timestamp,
}

/// The book of all firms' files: what lies where. It knows keys, sizes and checksums, and no record of a firm.
#[async_trait]
pub trait FileBook: Send + Sync {
    /// The place in use.
    async fn in_use(&self) -> Result<StorageRecord, Error>;

    /// One place.
    async fn storage(&self, id: StorageId) -> Result<Option<StorageRecord>, Error>;

    /// The place of this description.
    async fn storage_at(&self, place: &str) -> Result<Option<StorageRecord>, Error>;

    /// Takes a place into use, as the environment of the installation says.
    async fn adopt(&self, record: &StorageRecord) -> Result<(), Error>;

    /// Where a file lies.
    async fn file(&self, key: &str) -> Result<Option<StoredFile>, Error>;

    /// Writes down a file that is about to be put.
    async fn enter(&self, file: &StoredFile) -> Result<(), Error>;

    /// Strikes out a file.
    async fn strike(&self, key: &str) -> Result<(), Error>;

    /// Takes a file that lies elsewhere than in `to`, or left a copy elsewhere, and that nobody else moves until the lease is
    /// over. Files put after `settled` may still be on their way and wait.
    async fn take_to_move(
        &self,
        to: StorageId,
        now: Timestamp,
        settled: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<StoredFile>, Error>;

    /// Writes down that a file lies in another place now, and that a copy is left where it was. `false` when whoever took it
    /// until `lease_until` has lost it.
    async fn moved(&self, file: &StoredFile, to: StorageId, lease_until: Timestamp) -> Result<bool, Error>;

    /// Writes down that no copy is left.
    async fn cleared(&self, file: &StoredFile) -> Result<(), Error>;

    /// Writes down that a file could not be moved, and until when it waits.
    async fn not_moved(&self, file: &StoredFile, why: &str, until: Timestamp) -> Result<(), Error>;

    /// How many files lie where they should.
    async fn moving(&self, to: StorageId) -> Result<FilesMoving, Error>;

    /// The files of one firm, those after `after` by their keys.
    async fn of_firm(&self, agency: AgencyId, after: &str, at_most: i64) -> Result<Vec<StoredFile>, Error>;

    /// Writes down what a round of cleaning found.
    async fn note_swept(&self, swept: &FilesSwept) -> Result<(), Error>;

    /// What the last round of cleaning found.
    async fn swept(&self) -> Result<Option<FilesSwept>, Error>;
}
