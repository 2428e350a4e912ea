//! The secret of an installation: a ring of keys in a file only its user can read. The newest key signs and seals; older ones
//! still open what they made, for as long as that may live.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use services::ports::clock::Clock;
use sha2::Sha256;

use crate::time::SystemClock;

/// How often the file is looked at for a change, at most: so long another process may go on with the key before.
const LOOK_EVERY: SignedDuration = SignedDuration::from_secs(1);
/// The word before the moment at which a key went out of use.
const RETIRED: &str = "retired";

/// One key of the ring. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey {
    bytes: [u8; 32],
    retired_at: Option<Timestamp>,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MasterKey").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl MasterKey {
    /// Names the key without telling it.
    pub fn id(&self) -> String {
        short_id(&self.bytes)
    }

    /// When it went out of use; none for the key in use.
    pub fn retired_at(&self) -> Option<Timestamp> {
        self.retired_at
    }

    /// A key for one purpose (HMAC-SHA-256 as a key derivation function, NIST SP 800-108).
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.bytes, purpose.as_bytes())
    }

    /// Whether something that lives `life` at the longest may still have been made by this key. Another process learns of a
    /// change a moment later, and may make something with the old key until then.
    pub(super) fn may_have_made(&self, life: SignedDuration, now: Timestamp) -> bool {
        self.retired_at.is_none_or(|retired_at| now.duration_since(retired_at) <= life + LOOK_EVERY + LOOK_EVERY)
    }
}

/// The first bytes of a digest of a key.
pub(super) fn short_id(key: &[u8; 32]) -> String {
    hex::encode(&mac(key, b"key id")[..4])
}

/// The ring from which every key is derived. Clones share it, and see when the file changes. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct MasterSecret {
    shared: Arc<Shared>,
}

struct Shared {
    path: Option<PathBuf>,
    loaded: RwLock<Loaded>,
}

struct Loaded {
    keys: Arc<[MasterKey]>,
    version: FileVersion,
    looked_at: Timestamp,
}

/// What changes when a file is replaced.
type FileVersion = Option<(u64, i64, i64, u64)>;

impl std::fmt::Debug for MasterSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MasterSecret(…)")
    }
}

impl MasterSecret {
    /// A ring of one key that stands in no file.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self::of(vec![MasterKey { bytes, retired_at: None }], None, None)
    }

    fn of(keys: Vec<MasterKey>, path: Option<PathBuf>, version: FileVersion) -> Self {
        let loaded = Loaded { keys: keys.into(), version, looked_at: SystemClock.now() };
        Self { shared: Arc::new(Shared { path, loaded: RwLock::new(loaded) }) }
    }

    /// Reads the file, or makes it with mode 0600 from `fresh`. Two instances that start at once agree on one secret.
    ///
    /// # Errors
    /// When the file can be neither read nor made, or holds something else.
    pub fn read_or_make(path: &Path, fresh: [u8; 32]) -> io::Result<Self> {
        if !path.try_exists()? {
            // Written whole beside, then linked into place: the link fails when another instance was first.
            let beside = path.with_extension(format!("{}.new", std::process::id()));
            write_whole(&beside, &[MasterKey { bytes: fresh, retired_at: None }], true)?;
            let linked = fs::hard_link(&beside, path);
            fs::remove_file(&beside)?;
            match linked {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        let version = file_version(path);
        Ok(Self::of(read(path)?, Some(path.to_owned()), version))
    }

    /// A key for one purpose, of the key in use.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.current().derive(purpose)
    }

    /// The key in use.
    pub(super) fn current(&self) -> MasterKey {
        // A ring is never empty: `parse` refuses such a file.
        self.keys()[0].clone()
    }

    /// Every key that counts, the one in use first. The file is looked at again when the last look is a moment ago.
    pub fn keys(&self) -> Arc<[MasterKey]> {
        let now = SystemClock.now();
        let (keys, looked_at) = {
            let loaded = self.shared.loaded.read().unwrap_or_else(PoisonError::into_inner);
            (Arc::clone(&loaded.keys), loaded.looked_at)
        };
        if now.duration_since(looked_at).abs() < LOOK_EVERY { keys } else { self.look_again(now) }
    }

    /// The key for which `fits` holds. A stranger may be the newest one, made by another process just now, so the file is
    /// looked at before one is refused.
    pub(super) fn find(&self, fits: impl Fn(&MasterKey) -> bool) -> Option<MasterKey> {
        let known = self.keys().iter().find(|key| fits(key)).cloned();
        known.or_else(|| self.look_again(SystemClock.now()).iter().find(|key| fits(key)).cloned())
    }

    fn look_again(&self, now: Timestamp) -> Arc<[MasterKey]> {
        let mut loaded = self.shared.loaded.write().unwrap_or_else(PoisonError::into_inner);
        loaded.looked_at = now;
        let Some(path) = &self.shared.path else { return Arc::clone(&loaded.keys) };
        let version = file_version(path);
        if version != loaded.version {
            match read(path) {
                Ok(keys) => {
                    loaded.keys = keys.into();
                    loaded.version = version;
                    tracing::info!(key = loaded.keys[0].id(), "the secret file changed: its keys are in use");
                }
                // What is half written or gone must not sign everybody out.
                Err(error) => tracing::error!("the secret file cannot be read, the keys known stay in use: {error}"),
            }
        }
        Arc::clone(&loaded.keys)
    }

    /// Puts a new key in use; the one so far stays in the ring. Running processes follow within a second.
    ///
    /// # Errors
    /// When the file can be neither read nor written, or is being changed by somebody else.
    pub fn rotate(path: &Path, fresh: [u8; 32], now: Timestamp) -> io::Result<Vec<MasterKey>> {
        change(path, |mut keys| {
            for key in &mut keys {
                key.retired_at.get_or_insert(now);
            }
            keys.insert(0, MasterKey { bytes: fresh, retired_at: None });
            Ok(keys)
        })
    }

    /// Takes a key out of the ring, by its id: what it signed or sealed is worth nothing from now on.
    ///
    /// # Errors
    /// As [`Self::rotate`], and when no retired key has this id.
    pub fn forget(path: &Path, id: &str) -> io::Result<Vec<MasterKey>> {
        change(path, |keys| {
            let count = keys.len();
            let left: Vec<MasterKey> =
                keys.into_iter().filter(|key| key.retired_at.is_none() || key.id() != id).collect();
            if left.len() == count {
                let told = format!("no retired key has the id {id}");
                return Err(io::Error::new(io::ErrorKind::NotFound, told));
            }
            Ok(left)
        })
    }
}

/// Reads, changes and replaces the file. The new one is written whole beside; its name also keeps others away meanwhile.
fn change(path: &Path, with: impl FnOnce(Vec<MasterKey>) -> io::Result<Vec<MasterKey>>) -> io::Result<Vec<MasterKey>> {
    let beside = path.with_extension("next");
    let keys = with(read(path)?)?;
    write_whole(&beside, &keys, false)?;
    fs::rename(&beside, path)?;
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(keys)
}

fn write_whole(path: &Path, keys: &[MasterKey], over: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    if over {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(path).map_err(|error| {
        io::Error::new(error.kind(), format!("{}: {error}; is another change under way?", path.display()))
    })?;
    for key in keys {
        let retired = key.retired_at.map(|at| format!(" {RETIRED} {at}")).unwrap_or_default();
        writeln!(file, "{}{retired}", hex::encode(key.bytes))?;
    }
    file.sync_all()
}

fn read(path: &Path) -> io::Result<Vec<MasterKey>> {
    parse(&fs::read_to_string(path)?)
}

/// One key a line: 64 hexadecimal digits, and for all but the first when it was retired. A file of one key, as earlier
/// releases made it, is such a ring.
fn parse(text: &str) -> io::Result<Vec<MasterKey>> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("the secret file {what}"));
    let mut keys = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let mut bytes = [0; 32];
        hex::decode_to_slice(words.next().unwrap_or_default(), &mut bytes)
            .map_err(|_| wrong("does not hold 64 hexadecimal digits"))?;
        let retired_at = match (words.next(), words.next(), words.next()) {
            (None, ..) => None,
            (Some(RETIRED), Some(at), None) => {
                Some(at.parse().map_err(|_| wrong("holds a moment that cannot be read"))?)
            }
            _ => return Err(wrong("holds more than keys")),
        };
        if keys.is_empty() != retired_at.is_none() {
            return Err(wrong("has not exactly its first key in use"));
        }
        keys.push(MasterKey { bytes, retired_at });
    }
    if keys.is_empty() { Err(wrong("is empty")) } else { Ok(keys) }
}

fn file_version(path: &Path) -> FileVersion {
    let data = fs::metadata(path).ok()?;
    Some((data.ino(), data.mtime(), data.mtime_nsec(), data.len()))
}

/// HMAC-SHA-256 (RFC 2104).
pub(super) fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to the hash's block of 64 bytes; done here, it cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
pub(super) mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A file of its own for a test.
    pub(in super::super) fn place(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("secret-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder.join("secret")
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_secret_is_made_once_and_only_its_user_reads_it() {
        let path = place("made");
        let first = MasterSecret::read_or_make(&path, [1; 32]).unwrap();
        let second = MasterSecret::read_or_make(&path, [2; 32]).unwrap();
        assert_eq!(first.derive("a"), second.derive("a"));
        assert_ne!(first.derive("a"), first.derive("b"));
        assert_eq!(mode(&path), 0o600);
        let retired_only = format!("{} retired 2026-11-23T10:00:00Z", "ab".repeat(32));
        let two_in_use = format!("{}\n{}", "ab".repeat(32), "cd".repeat(32));
        for wrong in ["short", "", &retired_only, &two_in_use, &format!("{} x", "ab".repeat(32))] {
            fs::write(&path, wrong).unwrap();
            assert!(MasterSecret::read_or_make(&path, [1; 32]).is_err(), "{wrong}");
        }
        // As earlier releases wrote it: one key, no end of line.
        fs::write(&path, hex::encode([1; 32])).unwrap();
        assert_eq!(MasterSecret::read_or_make(&path, [2; 32]).unwrap().derive("a"), first.derive("a"));
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_new_key_is_put_before_the_old_ones_and_one_can_be_forgotten() {
        let path = place("rotated");
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let first = MasterSecret::read_or_make(&path, [1; 32]).unwrap().current();
        MasterSecret::rotate(&path, [2; 32], now).unwrap();
        let keys = MasterSecret::rotate(&path, [3; 32], now + SignedDuration::from_hours(1)).unwrap();
        assert_eq!(mode(&path), 0o600);
        let retired: Vec<Option<Timestamp>> = keys.iter().map(MasterKey::retired_at).collect();
        assert_eq!(retired, [None, Some(now + SignedDuration::from_hours(1)), Some(now)]);
        assert_eq!(keys[2].derive("a"), first.derive("a"));
        assert_eq!(read(&path).unwrap(), keys);
        assert!(MasterSecret::forget(&path, &keys[0].id()).is_err(), "the key in use stays");
        assert_eq!(MasterSecret::forget(&path, &first.id()).unwrap(), keys[..2]);
        fs::write(path.with_extension("next"), "").unwrap();
        assert!(MasterSecret::rotate(&path, [4; 32], now).is_err(), "somebody else changes the file");
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_running_process_learns_of_a_new_key_and_survives_a_broken_file() {
        let path = place("watched");
        let secret = MasterSecret::read_or_make(&path, [1; 32]).unwrap();
        let keys = MasterSecret::rotate(&path, [2; 32], SystemClock.now()).unwrap();
        assert_eq!(secret.find(|key| key.id() == keys[0].id()).as_ref(), Some(&keys[0]));
        assert_eq!(secret.current(), keys[0]);
        fs::write(&path, "broken").unwrap();
        assert_eq!(secret.find(|_| false), None);
        assert_eq!(secret.current(), keys[0]);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
