//! Where the files of documents are kept: a folder, by OpenDAL; buckets follow behind the same port.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::{ErrorKind, Operator};
use services::ports::files::Files;
use services::{Error, Result};

/// A store of files on OpenDAL.
#[derive(Debug, Clone)]
pub struct FileStore {
    operator: Operator,
    root: PathBuf,
}

impl FileStore {
    /// A folder on this machine. Files are written beside and moved into place, so that no half file is ever seen.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn folder(root: &Path) -> Result<Self> {
        let beside = root.join(".writing");
        let service =
            opendal::services::Fs::default().root(&root.to_string_lossy()).atomic_write_dir(&beside.to_string_lossy());
        let operator = Operator::new(service).map_err(failed)?;
        let operator = operator.layer(TimeoutLayer::default()).layer(RetryLayer::default());
        Ok(Self { operator, root: root.to_owned() })
    }
}

#[async_trait]
impl Files for FileStore {
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.operator.write(key, bytes).await.map(drop).map_err(failed)
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        match self.operator.read(key).await {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn check(&self) -> Result<()> {
        // OpenDAL takes a folder that is gone for an empty one, and would make it anew; ours holds documents already issued.
        let gone = |source: std::io::Error| Error::Unavailable { part: "storage", source: Box::new(source) };
        match tokio::fs::metadata(&self.root).await {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(gone(std::io::ErrorKind::NotADirectory.into())),
            Err(error) => Err(gone(error)),
        }
    }
}

fn failed(error: opendal::Error) -> Error {
    Error::Unavailable { part: "storage", source: Box::new(error) }
}
