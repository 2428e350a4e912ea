//! The platform at a glance, for who operates it: each firm in figures, and whether the parts that work unseen are well. No
//! record of a firm leaves here, and nobody's name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::agency::{AgencyView, FirmFigures};
use domain::audit::SystemActor;
use domain::policy::{currencies, summed};
use domain::shared::AgencyId;
use domain::shared::page::{Page, PageRequest};

use crate::access::{CountPortfolio, Principal, ReadAgencies, ReadPlatform, ReadPolicies};
use crate::core::Ports;
use crate::error::Result;
use crate::portfolio::PortfolioService;
use crate::ports::unit::PortfolioSize;

/// How long the store of files may take to say that it is well.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// The most firms whose sizes are remembered.
const REMEMBERED_MAX: usize = 5_000;

/// The use-cases of the platform's operator.
#[derive(Clone)]
pub struct PlatformService {
    ports: Ports,
    portfolio: PortfolioService,
    /// The sizes of portfolios, each with the place of its firm's log that it counts for (see `portfolio.rs`).
    remembered: Arc<Mutex<HashMap<AgencyId, (i64, PortfolioSize)>>>,
}

impl PlatformService {
    pub(crate) fn new(ports: Ports, portfolio: PortfolioService) -> Self {
        Self { ports, portfolio, remembered: Arc::default() }
    }

    /// A page of all firms, each in figures.
    pub async fn firms(&self, who: &Principal, page: &PageRequest) -> Result<Page<FirmFigures>> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadPlatform>()?;
        let permit = unit.permit::<ReadAgencies>()?;
        let firms = unit.users().agencies(&permit, page).await?;
        drop(unit);
        let mut figures = Vec::with_capacity(firms.items.len());
        for firm in &firms.items {
            figures.push(self.figures(who, firm).await?);
        }
        let mut figures = figures.into_iter();
        firms.try_map(|_| figures.next().ok_or(crate::Error::NotFound))
    }

    /// Whether the store of files answers, and soon.
    pub async fn storage_is_well(&self, who: &Principal) -> Result<bool> {
        let unit = self.ports.read(who).await?;
        unit.permit::<ReadPlatform>()?;
        drop(unit);
        Ok(matches!(tokio::time::timeout(PATIENCE, self.ports.files.check()).await, Ok(Ok(()))))
    }

    /// One firm in figures. They are counted on the firm's own behalf, in a unit that sees no other one.
    async fn figures(&self, who: &Principal, firm: &AgencyView) -> Result<FirmFigures> {
        let job = Principal::system(SystemActor::Platform, firm.id, who.context().door);
        let totals = self.portfolio.totals(&job, false).await?;
        let mut unit = self.ports.read(&job).await?;
        let policies = unit.permit::<ReadPolicies>()?;
        let count = unit.permit::<CountPortfolio>()?;
        let known = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).get(&firm.id).copied();
        let (mark, changed) = unit.portfolio().mark(&policies, known.map_or(0, |(mark, _)| mark)).await?;
        let size = match known {
            Some((_, size)) if !changed => size,
            _ => {
                let size = unit.portfolio().size(&count).await?;
                let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
                if remembered.len() >= REMEMBERED_MAX {
                    remembered.clear();
                }
                remembered.insert(firm.id, (mark, size));
                size
            }
        };
        let work = unit.portfolio().work(&count).await?;
        let premiums = currencies(&totals).into_iter().flat_map(|currency| summed(&totals, currency, |_| ()));
        Ok(FirmFigures {
            agency_id: firm.id,
            name: firm.name.clone(),
            active: firm.active,
            users: work.users,
            clients: size.clients,
            policies: size.policies,
            in_force: totals.iter().map(|total| total.count).sum(),
            premiums: premiums.map(|((), _, premium)| premium).collect(),
            failed_letters: work.failed_letters,
            stopped_renewals: work.stopped_renewals,
        })
    }
}
