//! The places where files are kept, by OpenDAL: one file for each kind of place.

mod endpoint;
mod folder;
mod gdrive;
mod s3;
mod transport;
mod trial;
mod trouble;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::shared::{AgencyId, StorageId};
use domain::storage::{StorageBackend, StorageReport};
use ipnet::IpNet;
use jiff::Timestamp;
use opendal::layers::{ConcurrentLimitLayer, RetryLayer, TimeoutLayer};
use opendal::{ErrorKind, HttpTransporter, OperationContext, Operator};
use services::ports::files::{AddressRefusal, OpenStorage, Places, SentAs};
use services::{Error, Result};

use transport::{Calls, Line};
use trouble::failed;

/// How many operations may be under way in one place.
const AT_ONCE: usize = 16;
/// How long a small operation may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(4);
/// The same for what carries a file; who asks has a shorter patience of his own, by the file's size.
const PATIENCE_FOR_FILES: Duration = Duration::from_mins(2);
/// How often what passes by itself is tried again, and after how long.
const TRIES: usize = 2;
const FIRST_WAIT: Duration = Duration::from_millis(120);
const LONGEST_WAIT: Duration = Duration::from_millis(600);

/// What the installation decides about the places.
#[derive(Debug, Clone, Default)]
pub struct PlaceSettings {
    /// The private networks in which storages may be.
    pub open_networks: Vec<IpNet>,
    /// A file of authorities that their servers may be signed by, beside those that this machine trusts.
    pub authorities: Option<PathBuf>,
    /// Where Google's servers are, if not where everybody knows them.
    pub google: Option<String>,
}

/// The places where files are kept.
pub struct FilePlaces {
    folder: PathBuf,
    line: Arc<Line>,
    google: Option<String>,
    opened: Mutex<HashMap<StorageId, (i64, Operator)>>,
}

impl FilePlaces {
    /// Places beside this machine's own folder.
    ///
    /// # Errors
    /// When the authorities cannot be read.
    pub fn new(folder: &Path, settings: PlaceSettings) -> Result<Self> {
        let line = Arc::new(Line::new(settings.open_networks, settings.authorities.as_deref())?);
        Ok(Self { folder: folder.to_owned(), line, google: settings.google, opened: Mutex::default() })
    }

    /// The place, as it was opened before or anew.
    fn operator(&self, at: &OpenStorage) -> opendal::Result<Operator> {
        let Some(id) = at.id else { return self.open(at) };
        let known = self.opened.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some((version, operator)) = known
            && version == at.version
        {
            return Ok(operator);
        }
        let operator = self.open(at)?;
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (at.version, operator.clone()));
        Ok(operator)
    }

    fn open(&self, at: &OpenStorage) -> opendal::Result<Operator> {
        let operator = match at.how.backend {
            StorageBackend::Local => folder::open(&self.folder)?,
            StorageBackend::S3 => s3::open(at)?,
            StorageBackend::GoogleDrive => gdrive::open(at)?,
        };
        let calls = Calls {
            line: Arc::clone(&self.line),
            google: self.google.clone().filter(|_| at.how.backend == StorageBackend::GoogleDrive),
        };
        let context = OperationContext::new().with_http_transport(HttpTransporter::new(calls));
        Ok(operator
            .with_context(context)
            .layer(ConcurrentLimitLayer::new(AT_ONCE))
            .layer(TimeoutLayer::new().with_timeout(PATIENCE).with_io_timeout(PATIENCE_FOR_FILES))
            .layer(
                RetryLayer::new()
                    .with_max_times(TRIES)
                    .with_min_delay(FIRST_WAIT)
                    .with_max_delay(LONGEST_WAIT)
                    .with_jitter(),
            ))
    }

    /// Runs one operation. A token may be over before its time; a place opened anew gets another one.
    async fn run<T, F>(&self, at: &OpenStorage, work: impl Fn(Operator) -> F) -> opendal::Result<T>
    where
        F: Future<Output = opendal::Result<T>>,
    {
        match work(self.operator(at)?).await {
            Err(error)
                if error.kind() == ErrorKind::PermissionDenied && at.how.backend == StorageBackend::GoogleDrive =>
            {
                if let Some(id) = at.id {
                    self.opened.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                }
                work(self.operator(at)?).await
            }
            done => done,
        }
    }
}

#[async_trait]
impl Places for FilePlaces {
    fn read(&self, endpoint: &str) -> std::result::Result<String, AddressRefusal> {
        endpoint::read(endpoint, &self.line.open_networks)
    }

    async fn put(&self, at: &OpenStorage, key: &str, bytes: &[u8]) -> Result<()> {
        if at.how.backend == StorageBackend::Local {
            folder::check(&self.folder).await.map_err(gone)?;
        }
        let bytes = opendal::Buffer::from(bytes.to_vec());
        self.run(at, |operator| {
            let bytes = bytes.clone();
            async move { operator.write(key, bytes).await.map(drop) }
        })
        .await
        .map_err(failed)?;
        if at.how.backend == StorageBackend::Local {
            folder::settle(&self.folder, key).await.map_err(gone)?;
        }
        Ok(())
    }

    async fn get(&self, at: &OpenStorage, key: &str, _: u64) -> Result<Option<Vec<u8>>> {
        match self.run(at, |operator| async move { operator.read(key).await }).await {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // A folder or bucket that is gone is no proof that the file is.
                self.check(at).await?;
                Ok(None)
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn address(
        &self,
        at: &OpenStorage,
        key: &str,
        size: u64,
        sent: &SentAs,
        lasting: Duration,
    ) -> Result<Option<String>> {
        let operator = self.operator(at).map_err(failed)?;
        if !operator.info().capability().presign_read {
            return Ok(None);
        }
        match operator.stat(key).await {
            Ok(found) if found.content_length() == size => {}
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        }
        // The place sends the file as we would: by its type and as a download, which whoever has the address cannot change.
        let signed = operator
            .presign_read_with(key, lasting)
            .override_content_type(&sent.mime_type)
            .override_content_disposition(&format!("attachment; filename=\"{}\"", sent.name))
            .override_cache_control("private, no-store")
            .await
            .map_err(failed)?;
        Ok(Some(signed.uri().to_string()))
    }

    async fn delete(&self, at: &OpenStorage, key: &str) -> Result<()> {
        self.run(at, |operator| async move { operator.delete(key).await }).await.map_err(failed)
    }

    async fn list(&self, at: &OpenStorage, agency: AgencyId) -> Result<Vec<String>> {
        let below = format!("{agency}/");
        let listed = self.run(at, |operator| {
            let below = below.clone();
            async move { operator.list_with(&below).recursive(true).await }
        });
        match listed.await {
            Ok(entries) => {
                let files = entries.into_iter().filter(|entry| entry.metadata().is_file());
                Ok(files.map(|entry| entry.path().to_owned()).collect())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(failed(error)),
        }
    }

    async fn written_at(&self, at: &OpenStorage, key: &str) -> Result<Option<Timestamp>> {
        match self.run(at, |operator| async move { operator.stat(key).await }).await {
            Ok(found) => Ok(found.last_modified().map(Timestamp::from)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn check(&self, at: &OpenStorage) -> Result<()> {
        if at.how.backend == StorageBackend::Local {
            return folder::check(&self.folder).await.map_err(gone);
        }
        // Whatever is listed: the place answers, and takes our keys.
        let listed = self.run(at, |operator| async move { operator.list_with("/").limit(1).await });
        match listed.await {
            Ok(_) => Ok(()),
            // A folder that nothing was put into yet.
            Err(error) if error.kind() == ErrorKind::NotFound && at.how.backend == StorageBackend::GoogleDrive => {
                Ok(())
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn try_out(&self, at: &OpenStorage) -> StorageReport {
        let folder = (at.how.backend == StorageBackend::Local).then_some(self.folder.as_path());
        trial::tried(|| self.open(at), folder).await
    }
}

fn gone(source: std::io::Error) -> Error {
    Error::Unavailable { part: "storage", source: Box::new(source) }
}
