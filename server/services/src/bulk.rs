//! Filling a firm with many records at once: the sample portfolio today.

use domain::policy::DueDate;
use serde_json::json;

use crate::access::{FillPortfolio, Principal};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::Result;
use crate::policies::life;
use crate::ports::unit::{ClientRecord, DerivedPolicy, Ground, Subject, WholePolicy};

/// The use-cases that write many records at once. Each batch is one unit with one event in the audit log, which tells how
/// many records it wrote (`docs/decisions/0024-sample-portfolios.md`).
#[derive(Clone)]
pub struct BulkService {
    ports: Ports,
}

impl BulkService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// What there is to fill into.
    pub async fn ground(&self, who: &Principal) -> Result<Ground> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<FillPortfolio>()?;
        unit.bulk().ground(&permit).await
    }

    /// Stores new clients; tells how many rows that made.
    pub async fn clients(&self, who: &Principal, clients: &[ClientRecord]) -> Result<u64> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<FillPortfolio>()?;
        unit.bulk().insert_clients(&permit, clients).await?;
        let told = json!({ "clients": clients.len() });
        unit.record(&permit, firm(who), None, Some(&told));
        unit.commit().await?;
        Ok(u64::try_from(clients.len()).unwrap_or(u64::MAX))
    }

    /// Stores new policies with their lives, whose states follow from their facts as everywhere; tells how many rows that
    /// made.
    pub async fn policies(&self, who: &Principal, policies: Vec<WholePolicy>) -> Result<u64> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<FillPortfolio>()?;
        let today = WallClock::of(&own_agency(&mut unit).await?).today(self.ports.now());
        let policies: Vec<DerivedPolicy> = policies
            .into_iter()
            .map(|whole| {
                let spans = life(&whole.facts, &whole.policy).spans().to_vec();
                let due = DueDate::of(&whole.policy.terms, &spans, today);
                DerivedPolicy { whole, spans, due }
            })
            .collect();
        let rows = unit.bulk().insert_policies(&permit, &policies).await?;
        let told = json!({ "policies": policies.len() });
        unit.record(&permit, firm(who), None, Some(&told));
        unit.commit().await?;
        Ok(rows)
    }
}

fn firm(who: &Principal) -> Subject {
    Subject::new("agency", who.agency(), "")
}
