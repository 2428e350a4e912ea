//! What a portfolio comes to. Summing up a million policies takes a while, so the last sums are remembered, with the place of
//! the audit log they count for and the moment until which no state changes by itself: what is remembered is given out only
//! while it must equal what would be summed up anew. Each instance remembers for itself, and forgetting costs time only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::policy::PolicyTotal;
use domain::shared::{AgencyId, UserId};
use jiff::civil::DateTime;

use crate::access::{OwnerScope, Principal, ReadPolicies};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::Result;

/// The most sums that are remembered.
const REMEMBERED_MAX: usize = 2_000;

/// The use-case of totals.
#[derive(Clone)]
pub struct PortfolioService {
    ports: Ports,
    remembered: Arc<Mutex<HashMap<(AgencyId, Option<UserId>), Remembered>>>,
}

#[derive(Clone)]
struct Remembered {
    totals: Arc<Vec<PolicyTotal>>,
    mark: i64,
    from: DateTime,
    until: DateTime,
}

impl PortfolioService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports, remembered: Arc::default() }
    }

    /// The policies in force now, by company, line and currency: those that `who` may see, or those of his own clients.
    pub async fn totals(&self, who: &Principal, own: bool) -> Result<Arc<Vec<PolicyTotal>>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadPolicies>()?;
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        let owner = match permit.scope() {
            OwnerScope::Owner(user) => Some(user),
            OwnerScope::Firm => who.user_id().filter(|_| own),
        };
        let key = (who.agency(), owner);
        let known = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let since = known.as_ref().map_or(0, |known| known.mark);
        let (mark, changed) = unit.portfolio().mark(&permit, since).await?;
        if let Some(known) = known
            && !changed
            && (known.from..known.until).contains(&moment)
        {
            return Ok(known.totals);
        }
        let totals = Arc::new(unit.portfolio().totals(&permit, owner, moment).await?);
        let until = unit.portfolio().next_change(&permit, moment).await?.unwrap_or(DateTime::MAX);
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(key, Remembered { totals: Arc::clone(&totals), mark, from: moment, until });
        Ok(totals)
    }
}
