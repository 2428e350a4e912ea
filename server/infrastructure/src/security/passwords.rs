//! Argon2id on a pool of its own.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use services::ports::security::Passwords;
use services::{Error, Result};
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes, as OWASP recommends: 19 MiB, t = 2, p = 1.
const COST: (u32, u32, u32) = (19_456, 2, 1);

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
        let _permit = self.permits.acquire().await.map_err(|error| Error::Internal(Box::new(error)))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
    }
}

#[async_trait]
impl Passwords for ArgonPasswords {
    async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.on_pool(move || hash(&password)).await
    }

    async fn verify(&self, password: &str, known: Option<&str>) -> Result<bool> {
        let password = password.to_owned();
        let exists = known.is_some();
        let known = known.unwrap_or(&self.nobody).to_owned();
        let right = self.on_pool(move || verify(&password, &known)).await?;
        Ok(right && exists)
    }
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

fn verify(password: &str, known: &str) -> Result<bool> {
    let known = PasswordHash::new(known).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(argon()?.verify_password(password.as_bytes(), &known).is_ok())
}
