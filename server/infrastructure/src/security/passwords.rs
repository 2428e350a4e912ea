//! Argon2id on a pool of its own, and bcrypt for accounts that another program made.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use services::ports::security::Passwords;
use services::{Error, Result};
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes, as OWASP recommends: 19 MiB, t = 2, p = 1.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// The dearest bcrypt that is computed: 12 is what the imported accounts have, and each step more takes twice the time.
const BCRYPT_COST_MAX: u32 = 14;
/// A bcrypt hash of cost 12 of chance that nobody kept: what accounts without one are compared with.
const NOBODY_BCRYPT: &str = "$2b$12$wVvFnJoruUUsXQ0vqzHYme218t3EthfTid25jA2dPzw9Yj4L9EdEu";

/// Hashes and verifies passwords; at most `at_once` at a time, so that a storm of sign-ins leaves the other threads free.
#[derive(Debug, Clone)]
pub struct ArgonPasswords {
    permits: Arc<Semaphore>,
    nobody: Arc<str>,
}

impl ArgonPasswords {
    /// Prepares the pool, and the hash that unknown accounts are compared with.
    ///
    /// # Errors
    /// When Argon2 refuses its parameters.
    pub fn new(at_once: usize) -> Result<Self> {
        let nobody = hash("nobody has this password")?;
        Ok(Self { permits: Arc::new(Semaphore::new(at_once.max(1))), nobody: nobody.into() })
    }

    async fn on_pool<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|error| Error::Internal(Box::new(error)))?;
        // The permit goes with the work: a caller that goes away does not make room while his work still runs.
        let work = move || {
            let result = work();
            drop(permit);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
    }

    async fn compare(&self, password: &str, known: Option<&str>, evenly: bool) -> Result<bool> {
        let (password, nobody) = (password.to_owned(), Arc::clone(&self.nobody));
        let known = known.map(str::to_owned);
        self.on_pool(move || compare(&password, known.as_deref(), &nobody, evenly)).await
    }
}

#[async_trait]
impl Passwords for ArgonPasswords {
    async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.on_pool(move || hash(&password)).await
    }

    async fn verify(&self, password: &str, known: Option<&str>) -> Result<bool> {
        self.compare(password, known, known.is_some_and(is_bcrypt)).await
    }

    async fn verify_evenly(&self, password: &str, known: Option<&str>) -> Result<bool> {
        self.compare(password, known, true).await
    }

    fn is_legacy(&self, hash: &str) -> bool {
        is_bcrypt(hash)
    }
}

/// `$2a$`, `$2b$` and `$2y$` differ in mistakes of long ago, none of which the library makes.
fn is_bcrypt(hash: &str) -> bool {
    ["$2a$", "$2b$", "$2y$"].iter().any(|form| hash.starts_with(form))
}

/// Computes Argon2id always, and bcrypt where `with_bcrypt` says so, whatever the account has: what is compared with nobody's
/// hash only takes the time.
fn compare(password: &str, known: Option<&str>, nobody: &str, with_bcrypt: bool) -> Result<bool> {
    let (bcrypt_hash, argon_hash) = match known {
        Some(hash) if is_bcrypt(hash) => (Some(hash), None),
        other => (None, other),
    };
    let by_argon = verify(password, argon_hash, nobody)?;
    let by_bcrypt = with_bcrypt && verify_bcrypt(password, bcrypt_hash);
    Ok(by_argon || by_bcrypt)
}

fn argon() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String> {
    let hash =
        argon()?.hash_password(password.as_bytes()).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(hash.to_string())
}

/// A text that is no hash marks an account that has no password; it is compared with nobody's.
fn verify(password: &str, known: Option<&str>, nobody: &str) -> Result<bool> {
    let known = known.and_then(|known| PasswordHash::new(known).ok());
    let exists = known.is_some();
    let known = match known {
        Some(known) => known,
        None => PasswordHash::new(nobody).map_err(|error| Error::Internal(error.to_string().into()))?,
    };
    Ok(argon()?.verify_password(password.as_bytes(), &known).is_ok() && exists)
}

fn verify_bcrypt(password: &str, known: Option<&str>) -> bool {
    let bearable = |hash: &&str| {
        hash.get(4..6).and_then(|cost| cost.parse().ok()).is_some_and(|cost: u32| cost <= BCRYPT_COST_MAX)
    };
    let known = known.filter(bearable);
    let right = bcrypt::verify(password, known.unwrap_or(NOBODY_BCRYPT)).unwrap_or(false);
    right && known.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes of "Ancien-mot-de-passe-é" by another implementation (libxcrypt), in all forms that imports have.
    const OLDER: [&str; 3] = [
        "$2a$12$vFfsMVm5GHtXUUykmTRkFud1DvhHHLk4pY47ruTFUXwnNT20BGbu6",
        "$2b$12$1ncUMjwINAW2ZWxfhJh6NunUWjAcuuwiwk3.5Og.iTKRlr8E9WbdW",
        "$2y$12$v026AdxmfhF0YFLU3v8jHusc2SpTHNGrmx2lRYOUMqxbpIR2W2gW.",
    ];

    #[tokio::test]
    async fn a_password_that_another_program_hashed_is_known() {
        let passwords = ArgonPasswords::new(2).unwrap();
        for hash in OLDER {
            assert!(passwords.is_legacy(hash));
            assert!(passwords.verify("Ancien-mot-de-passe-é", Some(hash)).await.unwrap(), "{hash}");
            assert!(passwords.verify_evenly("Ancien-mot-de-passe-é", Some(hash)).await.unwrap(), "{hash}");
            assert!(!passwords.verify("Ancien-mot-de-passe-e", Some(hash)).await.unwrap(), "{hash}");
        }
        let long = "$2b$05$aXrpgd7uFCIXWbgUejMckuJJZPhEtZ.1hcrQBW.X234uG7ViyICga";
        assert!(passwords.verify(&"x".repeat(100), Some(long)).await.unwrap(), "bcrypt reads 72 bytes");
    }

    #[tokio::test]
    async fn a_text_that_is_no_hash_fits_no_password() {
        let passwords = ArgonPasswords::new(2).unwrap();
        let dear = OLDER[0].replace("$12$", "$31$");
        for hash in ["", "!", "invited", "$2b$12$short", "$argon2id$v=19$m=1", &dear] {
            for password in ["", "!", "invited", "Ancien-mot-de-passe-é"] {
                assert!(!passwords.verify(password, Some(hash)).await.unwrap(), "{hash}");
                assert!(!passwords.verify_evenly(password, Some(hash)).await.unwrap(), "{hash}");
            }
        }
        let hash = passwords.hash("Un-mot-bien-à-soi").await.unwrap();
        assert!(!passwords.is_legacy(&hash));
        assert!(passwords.verify_evenly("Un-mot-bien-à-soi", Some(&hash)).await.unwrap());
        assert!(!passwords.verify_evenly("nobody has this password", None).await.unwrap());
    }
}
