//! Renewing many policies: worked out in the background, confirmed by a person, carried out in the background, undone if need
//! be. Every policy is renewed in a transaction of its own, together with the note that it is: however often the work is begun
//! again, each is renewed once.

use domain::renewal::{ItemState, RenewalItemView, RenewalRunInput, RenewalRunView, RunState};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{PolicyId, RenewalRunId};

use crate::access::{
    ConfirmRenewals, DiscardRenewals, Includes, Principal, ReadPolicies, ReadRenewals, StartRenewals, SteerRenewals,
    UndoRenewals,
};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::{Error, Result};
use crate::policies::PolicyService;
use crate::ports::unit::{RenewalRunRecord, Subject, Unit};

mod work;

pub(crate) use work::OnBehalfOf;

/// How many policies are added to a renewal at once.
const BATCH: u32 = 500;

/// The use-cases of the renewal of many policies.
#[derive(Clone)]
pub struct RenewalService {
    ports: Ports,
    policies: PolicyService,
}

impl RenewalService {
    pub(crate) fn new(ports: Ports, policies: PolicyService) -> Self {
        Self { ports, policies }
    }

    /// Begins one: which policies it is about is settled now, what would change is worked out in the background.
    pub async fn start(&self, who: &Principal, input: RenewalRunInput) -> Result<RenewalRunView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<StartRenewals>()?;
        let read = unit.permit::<ReadPolicies>()?;
        let start = input.parse()?;
        let now = self.ports.now();
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(now);
        let author = unit.principal().user_id().ok_or(Error::Forbidden(Code::Forbidden))?;
        let total = unit.policies().count_selected(&read, &start.selection, moment).await?;
        if total == 0 || total > domain::renewal::RENEWALS_MAX {
            let range = FieldError::new("policies", Code::OutOfRange).with("min", 1);
            return Err(Error::field(range.with("max", domain::renewal::RENEWALS_MAX)));
        }
        let id = RenewalRunId::from_uuid(self.ports.chance.id());
        let run = RenewalRunRecord { id, change: start.change, reason: start.reason, author, total, at: now };
        unit.renewals().insert(&permit, &run).await?;
        let (mut after, mut added): (Option<PolicyId>, u64) = (None, 0);
        loop {
            let ids = unit.policies().selected(&read, &start.selection, moment, after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            unit.renewals().add(&permit, id, added, &ids).await?;
            added += u64::try_from(ids.len()).unwrap_or_default();
        }
        let view = load(&mut unit, id).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// A page of them, newest first; a USER sees his own.
    pub async fn list(&self, who: &Principal, page: &PageRequest) -> Result<Page<RenewalRunView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadRenewals>()?;
        unit.renewals().list(&permit, page).await
    }

    /// One of them.
    pub async fn find(&self, who: &Principal, id: RenewalRunId) -> Result<RenewalRunView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// What would change, or has changed, about each policy of one.
    pub async fn items(
        &self,
        who: &Principal,
        id: RenewalRunId,
        state: Option<ItemState>,
        page: &PageRequest,
    ) -> Result<Page<RenewalItemView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadRenewals>()?;
        load(&mut unit, id).await?;
        unit.renewals().items(&permit, id, state, page).await
    }

    /// Has the policies renewed, as was worked out.
    pub async fn confirm(&self, who: &Principal, id: RenewalRunId) -> Result<RenewalRunView> {
        self.steer::<ConfirmRenewals>(who, id, RunState::Ready, RunState::Running).await
    }

    /// Has the renewals withdrawn, except those on which something rests by now.
    pub async fn undo(&self, who: &Principal, id: RenewalRunId) -> Result<RenewalRunView> {
        self.steer::<UndoRenewals>(who, id, RunState::Done, RunState::Undoing).await
    }

    /// Puts away what nobody confirmed.
    pub async fn discard(&self, who: &Principal, id: RenewalRunId) -> Result<RenewalRunView> {
        self.steer::<DiscardRenewals>(who, id, RunState::Ready, RunState::Discarded).await
    }

    async fn steer<A: Includes<SteerRenewals>>(
        &self,
        who: &Principal,
        id: RenewalRunId,
        from: RunState,
        to: RunState,
    ) -> Result<RenewalRunView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<A>()?;
        let before = load(&mut unit, id).await?;
        if !unit.renewals().steer(&permit.part(), id, from, to, self.ports.now()).await? {
            let facts = Facts::from([("run".into(), before.state.code().into())]);
            return Err(Error::Refused { code: Code::RunStateForbids, facts });
        }
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }
}

/// One of them, or "not there".
async fn load(unit: &mut Box<dyn Unit>, id: RenewalRunId) -> Result<RenewalRunView> {
    let permit = unit.permit::<ReadRenewals>()?;
    unit.renewals().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(run: &RenewalRunView) -> Subject {
    Subject::new("renewal_run", run.id, run.total.to_string())
}
