//! The store of files: a file goes to the place in use, and is read from where the book says that it lies.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::shared::{AgencyId, StorageId};
use domain::storage::{SaveStorage, StorageSecrets};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::ports::clock::Clock;
use crate::ports::files::{FileBook, Files, OpenStorage, Places, SentAs, StorageRecord, StoredFile};
use crate::ports::security::{SealPurpose, Sealer};

/// How long a place may take for what is small; each started megabyte gets as much again as a slow line needs.
const PATIENCE: Duration = Duration::from_millis(4_500);
/// How long an address of the place itself holds: it is followed at once, and a slow phone may try again.
const ADDRESS_LASTS: Duration = Duration::from_mins(5);
const MORE_FOR_A_MEGABYTE: Duration = Duration::from_secs(1);

/// The store of files, on the book and the places.
#[derive(Clone)]
pub struct KeptFiles {
    pub(super) book: Arc<dyn FileBook>,
    pub(super) places: Arc<dyn Places>,
    sealer: Arc<dyn Sealer>,
    clock: Arc<dyn Clock>,
}

impl KeptFiles {
    /// A store that opens its places with secrets of this seal.
    pub fn new(
        book: Arc<dyn FileBook>,
        places: Arc<dyn Places>,
        sealer: Arc<dyn Sealer>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { book, places, sealer, clock }
    }

    /// The place with all that opens it.
    pub(super) fn opened(&self, record: &StorageRecord) -> Result<OpenStorage> {
        let secrets = match &record.secret {
            Some(kept) => unsealed(&*self.sealer, &record.said, &kept.sealed)
                .ok_or_else(|| unavailable("the keys of the storage can no longer be read"))?,
            None => StorageSecrets::default(),
        };
        Ok(OpenStorage { id: Some(record.id), version: record.version, how: record.said.clone(), secrets })
    }

    pub(super) async fn place(&self, id: StorageId) -> Result<OpenStorage> {
        let record = self.book.storage(id).await?.ok_or_else(|| unavailable("no such storage"))?;
        self.opened(&record)
    }

    /// Puts a file into one place.
    pub(super) async fn put_into(&self, at: &OpenStorage, key: &str, bytes: &[u8]) -> Result<()> {
        within(bytes.len(), self.places.put(at, key, bytes)).await
    }

    /// Reads a file from one place, and nothing else than that very file.
    pub(super) async fn get_from(&self, at: &OpenStorage, file: &StoredFile) -> Result<Option<Vec<u8>>> {
        let size = usize::try_from(file.size).unwrap_or_default();
        let found = within(size, self.places.get(at, &file.key, u64::try_from(file.size).unwrap_or_default())).await?;
        match found {
            Some(bytes) if hex::encode(Sha256::digest(&bytes)) != file.checksum => {
                tracing::error!(key = %file.key, storage = ?at.id, "a file in the store is altered");
                Err(Error::Altered { key: file.key.clone() })
            }
            found => Ok(found),
        }
    }

    pub(super) async fn delete_from(&self, at: &OpenStorage, key: &str) -> Result<()> {
        within(0, self.places.delete(at, key)).await
    }

    /// Where a file lies. What was kept before there was a book lies in this machine's folder.
    async fn entry(&self, key: &str, checksum: &str) -> Result<StoredFile> {
        if let Some(file) = self.book.file(key).await? {
            return Ok(file);
        }
        Ok(StoredFile {
            agency: firm_of(key)?,
            key: key.to_owned(),
            storage: StorageId::LOCAL,
            left: None,
            checksum: checksum.to_owned(),
            size: 0,
            kept_at: self.clock.now(),
        })
    }
}

#[async_trait]
impl Files for KeptFiles {
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        let at = self.opened(&self.book.in_use().await?)?;
        let file = StoredFile {
            agency: firm_of(key)?,
            key: key.to_owned(),
            storage: at.id.unwrap_or(StorageId::LOCAL),
            left: None,
            checksum: hex::encode(Sha256::digest(&bytes)),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            kept_at: self.clock.now(),
        };
        // The book comes first: what was begun is found by the cleaning, however it ended.
        self.book.enter(&file).await?;
        let put = self.put_into(&at, key, &bytes).await;
        if put.is_err() {
            // It may have arrived all the same, so it is taken away where that is possible, while nobody waits for it; if it is
            // not possible, the cleaning does so one day.
            let (store, key) = (self.clone(), key.to_owned());
            tokio::spawn(async move {
                if store.delete_from(&at, &key).await.is_ok() {
                    store.book.strike(&key).await.ok();
                }
            });
        }
        put
    }

    async fn get(&self, key: &str, checksum: &str) -> Result<Option<Vec<u8>>> {
        let mut file = self.entry(key, checksum).await?;
        // The record and the book are both asked: whoever changes one of them changes nothing.
        checksum.clone_into(&mut file.checksum);
        let found = self.get_from(&self.place(file.storage).await?, &file).await?;
        if found.is_some() {
            return Ok(found);
        }
        // It may have moved while it was asked for.
        let now = self.entry(key, checksum).await?;
        if now.storage == file.storage {
            return Ok(None);
        }
        let moved = StoredFile { checksum: checksum.to_owned(), ..now };
        self.get_from(&self.place(moved.storage).await?, &moved).await
    }

    async fn address(&self, key: &str, checksum: &str, sent: &SentAs) -> Result<Option<String>> {
        let file = self.entry(key, checksum).await?;
        let at = self.place(file.storage).await?;
        if !at.how.direct_downloads || file.checksum != checksum {
            return Ok(None);
        }
        let size = u64::try_from(file.size).unwrap_or_default();
        within(0, self.places.address(&at, key, size, sent, ADDRESS_LASTS)).await
    }

    async fn delete(&self, key: &str) -> Result<()> {
        let Some(file) = self.book.file(key).await? else { return Ok(()) };
        for storage in [Some(file.storage), file.left].into_iter().flatten() {
            self.delete_from(&self.place(storage).await?, key).await?;
        }
        self.book.strike(key).await
    }

    async fn check(&self) -> Result<()> {
        let at = self.opened(&self.book.in_use().await?)?;
        within(0, self.places.check(&at)).await
    }
}

/// What proves us to a place. It is sealed for that very place, and opens for no other.
pub(super) fn unsealed(sealer: &dyn Sealer, said: &SaveStorage, sealed: &[u8]) -> Option<StorageSecrets> {
    let opened = sealer.open(SealPurpose::Storage, &said.place(), sealed)?;
    serde_json::from_slice(&opened).ok()
}

/// The same, sealed.
pub(super) fn sealed(sealer: &dyn Sealer, said: &SaveStorage, secrets: &StorageSecrets) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(secrets).map_err(|error| Error::Internal(Box::new(error)))?;
    sealer.seal(SealPurpose::Storage, &said.place(), &plain)
}

/// The firm that a key begins with.
fn firm_of(key: &str) -> Result<AgencyId> {
    let firm = key.split('/').next().and_then(AgencyId::parse);
    firm.ok_or_else(|| Error::Internal("the key of a file names no firm".into()))
}

pub(super) fn unavailable(why: &'static str) -> Error {
    Error::Unavailable { part: "storage", source: why.into() }
}

/// Nobody waits for a place without end.
async fn within<T>(size: usize, work: impl Future<Output = Result<T>>) -> Result<T> {
    let megabytes = u32::try_from(size / (1024 * 1024)).unwrap_or(u32::MAX);
    match tokio::time::timeout(PATIENCE + MORE_FOR_A_MEGABYTE.saturating_mul(megabytes), work).await {
        Ok(done) => done,
        Err(_) => Err(unavailable("the storage did not answer in time")),
    }
}
