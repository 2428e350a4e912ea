//! The scanner that looks into files before they are kept, where the installation has one.

use async_trait::async_trait;

use crate::error::Error;

/// What a scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// It found nothing.
    Clean,
    /// It found something, which it calls so.
    Infected(String),
}

/// A scanner for what is harmful.
#[async_trait]
pub trait Scanner: Send + Sync {
    /// Looks into a file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not answer, or not clearly: a file that was not looked into is not kept.
    async fn scan(&self, bytes: &[u8]) -> Result<Scanned, Error>;

    /// Whether the scanner answers.
    async fn check(&self) -> Result<(), Error>;
}
