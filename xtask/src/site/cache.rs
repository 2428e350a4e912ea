//! Keeps a result until its inputs change.

use super::Files;
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// A fingerprint of inputs; our own program is always one of them.
pub(super) struct Key(Sha256);

impl Key {
    /// The fingerprint of this xtask.
    pub(super) fn new() -> anyhow::Result<Self> {
        let facts = std::env::current_exe()?.metadata()?;
        let age = facts.modified()?.duration_since(std::time::UNIX_EPOCH)?.as_nanos();
        Ok(Self(Sha256::new().chain_update(age.to_be_bytes()).chain_update(facts.len().to_be_bytes())))
    }

    /// Adds an input by its name and content.
    pub(super) fn add(mut self, name: &str, content: &[u8]) -> Self {
        for part in [name.as_bytes(), content] {
            self.0.update(part.len().to_be_bytes());
            self.0.update(part);
        }
        self
    }

    /// The kept files of this folder when they were made from these inputs, else new ones, which are then kept.
    pub(super) fn kept_or(
        self,
        folder: &Path,
        make: impl FnOnce(&Path) -> anyhow::Result<()>,
    ) -> anyhow::Result<Files> {
        let key = hex::encode(self.0.finalize());
        let stamp = folder.with_extension("key");
        if fs::read_to_string(&stamp).is_ok_and(|kept| kept == key) && folder.is_dir() {
            return super::read_folder(folder);
        }
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        make(folder)?;
        fs::write(&stamp, key)?;
        super::read_folder(folder)
    }
}
