//! One policy of a renewal of many, by the same steps and guards as when a person renews it.

use domain::policy::{Fact, FactKind};
use domain::renewal::{ItemState, Plan, PlanKind, PremiumChange, RenewalRunView};
use domain::shared::{FactId, PolicyId};
use jiff::Timestamp;

use super::PolicyService;
use super::steps::{Step, Told};
use super::terms::{RENEWAL, version};
use super::withdraw::withdrawal;
use crate::access::{Action, Includes, Principal, RenewPolicy, WithdrawFact, WorkRenewals, WritePolicyFacts};
use crate::clients;
use crate::error::{Error, Result};
use crate::ports::unit::Settled;
use crate::renewals::OnBehalfOf;

/// Why a fact is withdrawn, as the code that screens put into words.
const UNDONE: &str = "renewal_undone";

impl PolicyService {
    /// What a renewal would change about a policy, or why it cannot be renewed.
    pub(crate) async fn plan_renewal(
        &self,
        firm: &Principal,
        behalf: OnBehalfOf,
        id: PolicyId,
        change: PremiumChange,
    ) -> Result<Plan> {
        let mut step = self.begin::<RenewPolicy>(firm, id, None).await?;
        within_reach(&mut step, behalf).await?;
        planned(&step, change)
    }

    /// Renews a policy as it was worked out and confirmed, and notes that it is, both or neither.
    pub(crate) async fn renew_as_planned(
        &self,
        firm: &Principal,
        behalf: OnBehalfOf,
        run: &RenewalRunView,
        id: PolicyId,
        confirmed: Option<&Plan>,
    ) -> Result<()> {
        let mut step = self.begin::<RenewPolicy>(firm, id, None).await?;
        within_reach(&mut step, behalf).await?;
        let plan = planned(&step, PremiumChange { per_million: run.premium_change_per_million })?;
        // Somebody confirmed what he saw, and nothing else.
        if confirmed != Some(&plan) {
            return Err(Error::PreconditionFailed);
        }
        let terms = plan.terms(&step.record.history(Timestamp::MAX).latest().terms);
        let reason = run.reason.clone().unwrap_or_else(|| RENEWAL.to_owned());
        let kind = match plan.kind {
            PlanKind::Renewal => FactKind::Renewed,
            PlanKind::PremiumChange => FactKind::Endorsed,
        };
        let fact = self.fact(kind, plan.from.at(0, 0, 0, 0), step.now, step.by, Some(reason.clone()));
        let fact = Fact { until: (kind == FactKind::Renewed).then_some(plan.until), ..fact };
        let version = version(&step, &fact, 1, plan.from, reason, terms);
        let fact_id = fact.id;
        self.store_told(&mut step, Told { facts: vec![fact], versions: vec![version] }).await?;
        let settled = Settled { fact: Some(fact_id), ..Settled::default() };
        settle(step, run, id, (ItemState::Planned, ItemState::Done), settled).await
    }

    /// Withdraws a policy's renewal, and notes that it is, both or neither.
    pub(crate) async fn undo_renewal(
        &self,
        firm: &Principal,
        behalf: OnBehalfOf,
        run: &RenewalRunView,
        id: PolicyId,
        fact: Option<FactId>,
    ) -> Result<()> {
        let mut step = self.begin::<WithdrawFact>(firm, id, None).await?;
        within_reach(&mut step, behalf).await?;
        let fact = fact.ok_or(Error::NotFound)?;
        let told = withdrawal(self, &step, fact, UNDONE.to_owned())?;
        self.store_told(&mut step, told).await?;
        settle(step, run, id, (ItemState::Done, ItemState::Undone), Settled::default()).await
    }
}

/// Names the person on whose behalf it is done as the author, and refuses a client who is not his by now.
async fn within_reach<A: Action>(step: &mut Step<A>, behalf: OnBehalfOf) -> Result<()> {
    let client = clients::load(&mut step.unit, step.before.client_id).await?;
    if behalf.own_clients_only && client.owner_id != behalf.author {
        return Err(Error::NotFound);
    }
    step.by = behalf.author;
    Ok(())
}

fn planned<A: Action>(step: &Step<A>, change: PremiumChange) -> Result<Plan> {
    let (today, history) = (step.today(), step.record.history(Timestamp::MAX));
    let years = step.rules(today)?.term_years.value;
    Plan::of(&history, step.before.state, today, change, years).map_err(|refused| Error::refused(&refused))
}

/// The note belongs to the same transaction; when another instance made it first, nothing of this one stays.
async fn settle<A: Action + Includes<WritePolicyFacts>>(
    mut step: Step<A>,
    run: &RenewalRunView,
    id: PolicyId,
    states: (ItemState, ItemState),
    settled: Settled,
) -> Result<()> {
    let permit = step.unit.permit::<WorkRenewals>()?;
    if step.unit.renewals().settle(&permit, run.id, id, states, &settled).await? {
        step.unit.commit().await?;
    }
    Ok(())
}
