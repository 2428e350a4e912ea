//! Many documents in one file: a PDF to print, or an archive of the documents as they were issued.

mod archive;
mod cover;
mod merged;

#[cfg(test)]
mod tests;

use domain::document_run::RunOutput;
use services::ports::bundle::{Binder, Bundle, BundleCounts, BundleOrder};
use services::ports::render::RenderOrder;

/// Puts documents together in this process: they are our own, and were read with their checksum.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocumentBinder;

impl Binder for DocumentBinder {
    fn cover(&self, order: &BundleOrder, counts: &BundleCounts) -> Option<RenderOrder> {
        // The archive holds the originals, so that nothing needs to be said about them.
        (order.output == RunOutput::Merged).then(|| cover::order(order, counts))
    }

    fn begin(&self, order: &BundleOrder) -> Box<dyn Bundle> {
        match order.output {
            RunOutput::Merged => Box::new(merged::Merged::new(order)),
            RunOutput::Archive => Box::new(archive::Archive::default()),
        }
    }
}
