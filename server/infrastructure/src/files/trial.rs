//! Trying a storage: a small file is written, read and removed.

use std::path::Path;
use std::time::Duration;

use domain::storage::{StorageReport, StorageStep, StorageTrouble};
use opendal::Operator;

use super::{folder, trouble};

/// How long a test may take in all: who waits for a page waits for it.
const PATIENCE: Duration = Duration::from_secs(12);
/// Below what name small files are written; no firm's files are there.
const BELOW: &str = "probe";

/// Takes the steps and tells how far they came.
pub(super) async fn tried(open: impl FnOnce() -> opendal::Result<Operator>, local: Option<&Path>) -> StorageReport {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch")]
    let began = std::time::Instant::now();
    let mut steps = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, attempt(open, local, &mut steps)).await;
    let trouble = match ended {
        Ok(Ok(())) => None,
        Ok(Err(trouble)) => Some(trouble),
        Err(_) => Some(StorageTrouble::NotReached),
    };
    let failed_step = trouble.and_then(|_| StorageStep::ALL.iter().copied().find(|step| !steps.contains(step)));
    StorageReport {
        works: trouble.is_none(),
        steps,
        failed_step,
        trouble,
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

async fn attempt(
    open: impl FnOnce() -> opendal::Result<Operator>,
    local: Option<&Path>,
    steps: &mut Vec<StorageStep>,
) -> Result<(), StorageTrouble> {
    let told = |error: opendal::Error| {
        tracing::info!("a test of a storage failed: {} {:?}", error.kind(), std::error::Error::source(&error));
        trouble::of(&error)
    };
    if let Some(root) = local {
        folder::check(root).await.map_err(|_| StorageTrouble::NothingThere)?;
    }
    let operator = open().map_err(told)?;
    // Two tests at once must not meddle with one another's file.
    let mut chance = [0; 8];
    #[expect(clippy::disallowed_methods, reason = "a name that a test could repeat would be somebody else's file")]
    getrandom::fill(&mut chance).map_err(|_| StorageTrouble::Faulty)?;
    let key = format!("{BELOW}/{}", hex::encode(chance));
    let bytes = format!("MonAssurance {key}");
    let written = operator.write(&key, bytes.clone()).await.map(drop).map_err(told);
    if written.is_err() {
        // It may have arrived all the same.
        operator.delete(&key).await.ok();
    }
    written?;
    steps.push(StorageStep::Write);
    let read = operator.read(&key).await.map_err(told);
    let same = read.map(|read| read.to_vec() == bytes.as_bytes());
    if matches!(same, Ok(true)) {
        steps.push(StorageStep::Read);
    }
    let deleted = operator.delete(&key).await.map_err(told);
    if !same? {
        return Err(StorageTrouble::Altered);
    }
    deleted?;
    steps.push(StorageStep::Delete);
    Ok(())
}
