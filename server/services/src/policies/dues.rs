//! Due dates roll: a policy that renews tacitly is due every year. Lists read them from a column that is brought up to date
//! before it is read for the first time on a day, so that none is ever stale.

use domain::audit::{Door, SystemActor};
use domain::policy::PolicyFilter;
use domain::shared::AgencyId;
use domain::shared::page::PageRequest;
use jiff::civil::Date;

use super::PolicyService;
use crate::access::{Principal, ReadPolicies, RollDueDates};
use crate::core::{WallClock, own_agency};
use crate::error::Result;

/// How many dates one transaction rolls, so that others can write in between.
const BATCH: u32 = 2_000;

/// Whether a list's rows or their order depend on the due dates.
pub(super) fn matter(page: &PageRequest, filter: &PolicyFilter) -> bool {
    let sorted = page.sort.as_deref().is_some_and(|sort| sort.trim_start_matches('-') == "due_date");
    sorted || filter.expiring_before.is_some() || filter.expiring_after.is_some()
}

impl PolicyService {
    /// Sees to it that what a list filters and sorts by is right today.
    pub(crate) async fn due_dates_ready(
        &self,
        who: &Principal,
        page: &PageRequest,
        filter: &PolicyFilter,
    ) -> Result<()> {
        if !matter(page, filter) {
            return Ok(());
        }
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadPolicies>()?;
        let today = WallClock::of(&own_agency(&mut unit).await?).today(self.ports.now());
        let rolled_on = unit.policies().due_dates_rolled_on(&permit).await?;
        drop(unit);
        if rolled_on < Some(today) { self.roll_due_dates(who.agency(), today).await } else { Ok(()) }
    }

    /// Rolls what has passed up to `today`, on the firm's behalf: whoever looks first on a day waits for it.
    pub(super) async fn roll_due_dates(&self, agency: AgencyId, today: Date) -> Result<()> {
        let firm = Principal::system(SystemActor::DueDates, agency, Door::Job);
        loop {
            let mut unit = self.ports.write(&firm).await?;
            let permit = unit.permit::<RollDueDates>()?;
            let rolled = unit.policies().roll_due_dates(&permit, today, BATCH).await?;
            unit.commit().await?;
            if rolled < BATCH {
                return Ok(());
            }
        }
    }
}
