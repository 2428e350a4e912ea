//! Limits counted by this process alone.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moka::ops::compute::Op;
use moka::sync::Cache;
use services::ports::clock::Clock;
use services::ports::limits::{Limited, Limits, Quotas, Rule};

use super::counting::{self, Kept};

/// Keys kept at most: some ten megabytes. When there are more, those that come often stay and those that come once go, so a
/// flood of made-up addresses does not wash away who is being counted.
const KEYS_MAX: u64 = 50_000;
/// How long a key that does not come back is kept.
const KEPT_FOR: Duration = Duration::from_hours(6);

/// Counts in memory.
pub struct MemoryLimits {
    quotas: Quotas,
    clock: Arc<dyn Clock>,
    kept: Cache<(Rule, Box<str>), Kept>,
}

impl MemoryLimits {
    /// Counts by these quotas and this clock.
    pub fn new(quotas: Quotas, clock: Arc<dyn Clock>) -> Self {
        let kept = Cache::builder().max_capacity(KEYS_MAX).time_to_idle(KEPT_FOR).build();
        Self { quotas, clock, kept }
    }

    pub(super) fn quotas(&self) -> &Quotas {
        &self.quotas
    }
}

#[async_trait]
impl Limits for MemoryLimits {
    async fn spend(&self, rule: Rule, key: &str) -> Result<(), Limited> {
        let Some(quota) = self.quotas.of(rule) else { return Ok(()) };
        let now_us = u64::try_from(self.clock.now().as_microsecond()).unwrap_or_default();
        let mut outcome = Ok(());
        self.kept.entry((rule, key.into())).and_compute_with(|entry| {
            let (kept, spent) = counting::spend(entry.map(moka::Entry::into_value), rule, quota, now_us);
            outcome = spent;
            Op::Put(kept)
        });
        outcome
    }

    async fn give_back(&self, rule: Rule, key: &str) {
        let Some(quota) = self.quotas.of(rule) else { return };
        self.kept.entry((rule, key.into())).and_compute_with(|entry| match entry {
            Some(entry) => Op::Put(counting::give_back(entry.into_value(), quota)),
            None => Op::Nop,
        });
    }

    async fn forget(&self, rule: Rule, key: &str) {
        self.kept.invalidate(&(rule, key.into()));
    }
}
