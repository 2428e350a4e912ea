//! The port to what puts many documents into one file.

use domain::document_run::RunOutput;
use domain::shared::Language;
use jiff::Timestamp;
use jiff::civil::Date;

use super::render::RenderOrder;

/// What the whole is.
#[derive(Debug, Clone)]
pub struct BundleOrder {
    /// One PDF or an archive.
    pub output: RunOutput,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The firm's name.
    pub agency: String,
    /// Who asked for it.
    pub author: String,
    /// The day it is made on the firm's own calendar.
    pub made_on: Date,
    /// When it is made, as the file says.
    pub made_at: Timestamp,
}

/// How many documents there are, and how many there are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleCounts {
    /// How many were issued.
    pub documents: i64,
    /// About how many policies none was.
    pub refused: i64,
}

/// One document of it.
#[derive(Debug, Clone)]
pub struct BundleItem<'a> {
    /// What its bookmark says.
    pub bookmark: &'a str,
    /// The name of its file in an archive, without the ending.
    pub name: &'a str,
    /// Its file.
    pub pdf: &'a [u8],
}

/// Documents could not be put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("documents were not put together: {0}")]
pub struct BundleError(pub String);

/// The maker of such files. The documents are our own, read with their checksum.
pub trait Binder: Send + Sync {
    /// The order for a first page that says what the file is; nothing where it needs none.
    fn cover(&self, order: &BundleOrder, counts: &BundleCounts) -> Option<RenderOrder>;

    /// Begins a file.
    fn begin(&self, order: &BundleOrder) -> Box<dyn Bundle>;
}

/// A file in the making.
pub trait Bundle: Send {
    /// Puts a document in, after those before it.
    ///
    /// # Errors
    /// It is no PDF that can be read.
    fn add(&mut self, item: &BundleItem<'_>) -> Result<(), BundleError>;

    /// The file.
    ///
    /// # Errors
    /// It cannot be finished.
    fn finish(self: Box<Self>) -> Result<Vec<u8>, BundleError>;
}
