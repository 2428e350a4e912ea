//! Files in a folder of this machine. They are written beside and moved into place, so that no half file is ever seen; the
//! library has the file's content on the disk before it moves it, and we have the folders that name it there before we say so.

use std::path::{Path, PathBuf};

use opendal::Operator;

/// Where files are written before they are moved into place.
const BESIDE: &str = ".writing";

/// Opens the folder.
pub(super) fn open(root: &Path) -> opendal::Result<Operator> {
    // The library would make it anew.
    if !root.is_dir() {
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(opendal::Error::new(opendal::ErrorKind::Unexpected, "the folder is gone").set_source(gone));
    }
    let service = opendal::services::Fs::default()
        .root(&root.to_string_lossy())
        .atomic_write_dir(&root.join(BESIDE).to_string_lossy());
    Operator::new(service)
}

/// Has the folders of a file on the disk: until then a power cut could take the name away from a file that was written.
pub(super) async fn settle(root: &Path, key: &str) -> std::io::Result<()> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut folder = root.join(key);
    while folder.pop() && folder.starts_with(root) {
        folders.push(folder.clone());
    }
    let done = tokio::task::spawn_blocking(move || {
        folders.iter().try_for_each(|folder| std::fs::File::open(folder)?.sync_all())
    });
    done.await.map_err(std::io::Error::other)?
}

/// Whether the folder is there. The library takes a folder that is gone for an empty one, and would make it anew; ours holds
/// documents already issued.
pub(super) async fn check(root: &Path) -> std::io::Result<()> {
    let found = tokio::fs::metadata(root).await?;
    if found.is_dir() { Ok(()) } else { Err(std::io::ErrorKind::NotADirectory.into()) }
}
