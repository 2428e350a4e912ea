//! Whether a client is recorded already.

use std::collections::BTreeMap;

use domain::client::{LikelyDuplicate, LikenessInput};
use domain::shared::ClientId;

use super::ClientService;
use crate::access::{CreateClient, Principal, ReadClients};
use crate::core::own_agency;
use crate::error::Result;
use crate::ports::unit::by_sureness;

/// How many are told at most.
const TOLD: usize = 10;

impl ClientService {
    /// The files that are likely the same client's as one in the making, the surest first. Whatever of it is right already
    /// counts; `except` is the file itself, where it is recorded. Of a colleague's client a USER learns that he exists.
    pub async fn likely_duplicates(
        &self,
        who: &Principal,
        input: &LikenessInput,
        except: Option<ClientId>,
    ) -> Result<Vec<LikelyDuplicate>> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<CreateClient>()?;
        let permit = unit.permit::<ReadClients>()?;
        let firm = own_agency(&mut unit).await?;
        let (today, country) = self.home_of(&firm);
        let traits = input.traits(today, country);
        let mut files: BTreeMap<ClientId, LikelyDuplicate> = BTreeMap::new();
        for found in unit.merges().alike(&permit, &traits).await?.into_iter().filter(|found| Some(found.id) != except) {
            let known =
                files.entry(found.id).or_insert_with(|| LikelyDuplicate { reasons: Vec::new(), ..found.found.clone() });
            known.reasons.extend(found.found.reasons);
            by_sureness(&mut known.reasons);
        }
        let mut told: Vec<LikelyDuplicate> = files.into_values().collect();
        told.sort_by(|one, other| one.reasons.cmp(&other.reasons));
        told.truncate(TOLD);
        Ok(told)
    }
}
