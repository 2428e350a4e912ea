//! The one secret of an installation, in a file only its user can read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The secret from which every key is derived. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct MasterSecret([u8; 32]);

impl std::fmt::Debug for MasterSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MasterSecret(…)")
    }
}

impl MasterSecret {
    /// Wraps 32 secret bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the file, or makes it with mode 0600 from `fresh`. Two instances that start at once agree on one secret.
    ///
    /// # Errors
    /// When the file can be neither read nor made, or holds something else.
    pub fn read_or_make(path: &Path, fresh: [u8; 32]) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Written whole beside, then linked into place: the link fails when another instance was first.
                let beside = path.with_extension(format!("{}.new", std::process::id()));
                let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
                file.write_all(hex::encode(fresh).as_bytes())?;
                file.sync_all()?;
                let linked = fs::hard_link(&beside, path);
                fs::remove_file(&beside)?;
                match linked {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    _ => Self::parse(&fs::read_to_string(path)?),
                }
            }
            Err(error) => Err(error),
        }
    }

    fn parse(text: &str) -> io::Result<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "the secret file does not hold 64 hexadecimal digits")
        })?;
        Ok(Self(bytes))
    }

    /// A key for one purpose (HMAC-SHA-256 as a key derivation function, NIST SP 800-108).
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.0, purpose.as_bytes())
    }
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
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_secret_is_made_once_and_only_its_user_reads_it() {
        let folder = std::env::temp_dir().join(format!("secret-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("secret");
        let first = MasterSecret::read_or_make(&path, [1; 32]).unwrap();
        let second = MasterSecret::read_or_make(&path, [2; 32]).unwrap();
        assert_eq!(first.derive("a"), second.derive("a"));
        assert_ne!(first.derive("a"), first.derive("b"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&path, "short").unwrap();
        assert!(MasterSecret::read_or_make(&path, [1; 32]).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
