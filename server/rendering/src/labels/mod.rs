//! Addresses on labels and envelopes, by printpdf's low-level operations: each line at its place, in embedded fonts.
//!
//! Nothing of it is written by anybody but this house, so it is made in this process, on a thread of its own and a few at once.

mod faces;
mod page;
mod setting;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use services::ports::mailing::{AddressPrinter, PrintOrder, Setting, SettingOrder};
use services::{Error, Result};
use tokio::sync::Semaphore;

/// How many mailings are made at the same time.
const AT_ONCE: usize = 2;

/// Sets and prints addresses.
#[derive(Debug, Clone)]
pub struct LabelPrinter {
    slots: Arc<Semaphore>,
}

impl Default for LabelPrinter {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl LabelPrinter {
    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|error| Error::Internal(Box::new(error)))?;
        let work = move || {
            // The slot is free again when the work is done, also when nobody waits for it any more.
            let _slot = slot;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
    }
}

#[async_trait]
impl AddressPrinter for LabelPrinter {
    async fn set(&self, order: SettingOrder) -> Result<Setting> {
        self.apart(move || Ok(setting::set(faces::faces()?, &order))).await
    }

    async fn print(&self, order: PrintOrder) -> Result<Vec<u8>> {
        self.apart(move || page::pdf(faces::faces()?, &order)).await
    }
}
