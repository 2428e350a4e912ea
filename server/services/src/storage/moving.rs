//! Moving files to the place in use and cleaning up after them, in the background and on any number of instances.

use std::collections::HashSet;

use domain::audit::{Door, SystemActor};
use domain::shared::AgencyId;
use domain::storage::FilesSwept;
use jiff::{SignedDuration, Timestamp};

use super::StorageService;
use crate::access::{Principal, SweepFiles};
use crate::error::{Error, Result};
use crate::ports::files::{OpenStorage, StoredFile};

/// How long one file may take; a move whose instance died is taken up by another one after it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// How long a file that could not be moved waits for the next try.
const WAIT: SignedDuration = SignedDuration::from_mins(5);
/// A file put later than this may still be on its way.
const SETTLED: SignedDuration = SignedDuration::from_secs(90);
/// The files that one round moves, so that it does not hold up the shutdown.
const ROUND: usize = 50;
/// How old a file without a record must be before it is taken for forgotten: whoever puts a file writes its record soon.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);
/// How many files of a firm are looked for at a time.
const LOOK: i64 = 500;

impl StorageService {
    /// Moves files that lie elsewhere into the place in use; how many came there. Each is read and checked, written, read
    /// again and checked again before the book says so, and only then removed where it was.
    pub async fn move_files(&self) -> Result<usize> {
        let to = self.files.opened(&self.files.book.in_use().await?)?;
        let Some(id) = to.id else { return Ok(0) };
        let mut moved = 0;
        for _ in 0..ROUND {
            let now = self.ports.now();
            let taken = self.files.book.take_to_move(id, now, now - SETTLED, now + LEASE).await?;
            let Some(file) = taken else { break };
            match self.move_one(&file, &to, now + LEASE).await {
                Ok(()) => moved += 1,
                Err(error) => {
                    tracing::warn!(key = %file.key, "a file did not move: {error}: {:?}", std::error::Error::source(&error));
                    let why = if matches!(error, Error::Altered { .. }) { "altered" } else { "unavailable" };
                    self.files.book.not_moved(&file, why, self.ports.now() + WAIT).await?;
                }
            }
        }
        Ok(moved)
    }

    async fn move_one(&self, file: &StoredFile, to: &OpenStorage, lease_until: Timestamp) -> Result<()> {
        let Some(id) = to.id else { return Ok(()) };
        let mut left = file.left;
        if file.storage != id {
            // What two changes ago left behind goes first: the book remembers one copy.
            if let Some(older) = left.filter(|older| *older != file.storage && *older != id) {
                self.files.delete_from(&self.files.place(older).await?, &file.key).await?;
            }
            let from = self.files.place(file.storage).await?;
            let bytes = self.files.get_from(&from, file).await?;
            let bytes = bytes.ok_or_else(|| Error::Internal("the file is not where the book says".into()))?;
            self.files.put_into(to, &file.key, &bytes).await?;
            let arrived = self.files.get_from(to, file).await?;
            arrived.ok_or_else(|| Error::Internal("the file did not arrive".into()))?;
            if !self.files.book.moved(file, id, lease_until).await? {
                return Err(Error::Internal("another instance took the file over".into()));
            }
            left = Some(file.storage);
        }
        // Never the place where it lies: going back and forth must not lose the one copy.
        if let Some(left) = left.filter(|left| *left != id) {
            self.files.delete_from(&self.files.place(left).await?, &file.key).await?;
        }
        self.files.book.cleared(file).await
    }

    /// Removes files that belong to no record for a day, and counts records whose file is gone; the page tells both.
    pub async fn sweep(&self, firms: &[AgencyId]) -> Result<FilesSwept> {
        let mut swept = FilesSwept { at: self.ports.now(), looked_for: 0, removed: 0, missing: 0 };
        let at = self.files.opened(&self.files.book.in_use().await?)?;
        for firm in firms {
            let forgotten = self.forgotten(*firm).await?;
            for key in &forgotten {
                self.ports.files.delete(key).await?;
                swept.removed += 1;
            }
            let listed = self.files.places.list(&at, *firm).await?;
            let there: HashSet<&str> = listed.iter().map(String::as_str).collect();
            let mut after = String::new();
            let mut known = HashSet::new();
            loop {
                let files = self.files.book.of_firm(*firm, &after, LOOK).await?;
                let Some(last) = files.last() else { break };
                last.key.clone_into(&mut after);
                for file in files {
                    swept.looked_for += 1;
                    let settled = file.kept_at < swept.at - SETTLED;
                    let listed = Some(file.storage) != at.id || there.contains(file.key.as_str());
                    // It may have come since the list was made.
                    if !listed && settled && matches!(self.files.get_from(&at, &file).await, Ok(None)) {
                        tracing::error!(key = %file.key, "a file is gone from the store");
                        swept.missing += 1;
                    }
                    known.insert(file.key);
                }
            }
            // What the book does not know either was left by a store that died between two steps.
            for stranger in listed.iter().filter(|key| !known.contains(*key)) {
                let written_at = self.files.places.written_at(&at, stranger).await?;
                if written_at.is_some_and(|at| at < swept.at - FORGOTTEN) && !self.is_named(*firm, stranger).await? {
                    self.files.delete_from(&at, stranger).await?;
                    swept.removed += 1;
                }
            }
        }
        self.files.book.note_swept(&swept).await?;
        Ok(swept)
    }

    /// The keys of a firm's files that belong to no record of it.
    async fn forgotten(&self, firm: AgencyId) -> Result<Vec<String>> {
        let job = Principal::system(SystemActor::Storage, firm, Door::Job);
        let mut unit = self.ports.read(&job).await?;
        let permit = unit.permit::<SweepFiles>()?;
        unit.storages().unclaimed(&permit, self.ports.now() - FORGOTTEN).await
    }

    /// Whether a record of the firm names this file.
    async fn is_named(&self, firm: AgencyId, key: &str) -> Result<bool> {
        if key.contains("/mandates/") {
            return Ok(true);
        }
        let job = Principal::system(SystemActor::Storage, firm, Door::Job);
        let mut unit = self.ports.read(&job).await?;
        let permit = unit.permit::<SweepFiles>()?;
        unit.storages().is_claimed(&permit, key).await
    }
}
