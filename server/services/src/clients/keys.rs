//! The keys by which clients are recognised, for files from before there were keys: in the background, a few at a time.

use domain::audit::{Door, SystemActor};
use domain::shared::AgencyId;

use super::ClientService;
use crate::access::{CompleteKeys, Principal};
use crate::core::own_agency;
use crate::error::Result;
use crate::ports::unit::Waiting;

/// How many files one transaction completes, so that others can write in between.
const BATCH: u32 = 200;

impl ClientService {
    /// Gives the files of a firm that wait for their keys all those that they would get, were they recorded now. Begun again,
    /// it goes on where it ended; tells how many it completed.
    pub async fn complete_keys(&self, agency: AgencyId) -> Result<u64> {
        let firm = Principal::system(SystemActor::Keys, agency, Door::Job);
        let mut completed = 0;
        while self.has_waiting(&firm).await? {
            let mut unit = self.ports.write(&firm).await?;
            let permit = unit.permit::<CompleteKeys>()?;
            let (today, country) = self.home_of(&own_agency(&mut unit).await?);
            for Waiting { client, likeness } in unit.keys().waiting(&permit, BATCH).await? {
                let keys = likeness.traits(today, country).keys;
                unit.keys().complete(&permit, client, &keys).await?;
                completed += 1;
            }
            unit.commit().await?;
        }
        Ok(completed)
    }

    /// Whether any file waits: asked without holding up who writes.
    async fn has_waiting(&self, firm: &Principal) -> Result<bool> {
        let mut unit = self.ports.read(firm).await?;
        let permit = unit.permit::<CompleteKeys>()?;
        Ok(!unit.keys().waiting(&permit, 1).await?.is_empty())
    }
}
