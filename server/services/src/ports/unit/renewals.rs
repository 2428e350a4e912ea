//! The renewals of many policies, as a unit of work sees them, and the queue of those with work to do.

use async_trait::async_trait;
use domain::renewal::{ItemState, Plan, PremiumChange, RenewalItemView, RenewalRunView, RunState};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts};
use domain::shared::{AgencyId, FactId, PolicyId, RenewalRunId, UserId};
use jiff::Timestamp;

use crate::access::{Permit, ReadRenewals, StartRenewals, SteerRenewals, WorkRenewals};
use crate::error::Result;

/// A renewal of many policies to store.
#[derive(Debug, Clone)]
pub struct RenewalRunRecord {
    /// Its id.
    pub id: RenewalRunId,
    /// By how much premiums change.
    pub change: PremiumChange,
    /// Why.
    pub reason: Option<String>,
    /// Who begins it.
    pub author: UserId,
    /// How many policies it is about.
    pub total: u64,
    /// When.
    pub at: Timestamp,
}

/// What became of one policy.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// What would change, where that was worked out.
    pub plan: Option<Plan>,
    /// Why it was refused, or stays.
    pub refusal: Option<(Code, Facts)>,
    /// The fact that renewed it.
    pub fact: Option<FactId>,
}

/// What is known of one policy when its turn comes.
#[derive(Debug, Clone)]
pub struct RenewalTask {
    /// What was worked out and confirmed.
    pub plan: Option<Plan>,
    /// The fact that renewed it.
    pub fact: Option<FactId>,
}

/// The firm's renewals of many policies; a USER reaches his own.
#[async_trait]
pub trait Renewals: Send {
    /// Stores a new one, without its policies.
    async fn insert(&mut self, permit: &Permit<StartRenewals>, run: &RenewalRunRecord) -> Result<()>;

    /// Adds policies to one, in the same unit, after the `before` that it has.
    async fn add(
        &mut self,
        permit: &Permit<StartRenewals>,
        run: RenewalRunId,
        before: u64,
        policies: &[PolicyId],
    ) -> Result<()>;

    /// One of them.
    async fn find(&mut self, permit: &Permit<ReadRenewals>, id: RenewalRunId) -> Result<Option<RenewalRunView>>;

    /// A page of them, newest first.
    async fn list(&mut self, permit: &Permit<ReadRenewals>, page: &PageRequest) -> Result<Page<RenewalRunView>>;

    /// A page of the policies of one, by number.
    async fn items(
        &mut self,
        permit: &Permit<ReadRenewals>,
        run: RenewalRunId,
        state: Option<ItemState>,
        page: &PageRequest,
    ) -> Result<Page<RenewalItemView>>;

    /// Sets one going, or puts it away; false when it is in another state by now.
    async fn steer(
        &mut self,
        permit: &Permit<SteerRenewals>,
        run: RenewalRunId,
        from: RunState,
        to: RunState,
        at: Timestamp,
    ) -> Result<bool>;

    /// Notes that the work went on, or that it is done; false when it is in another state by now.
    async fn went_on(
        &mut self,
        permit: &Permit<WorkRenewals>,
        run: RenewalRunId,
        from: RunState,
        to: RunState,
        at: Timestamp,
    ) -> Result<bool>;

    /// Policies of one that are in a state, at most `limit`.
    async fn waiting(
        &mut self,
        permit: &Permit<WorkRenewals>,
        run: RenewalRunId,
        state: ItemState,
        limit: u32,
    ) -> Result<Vec<(PolicyId, RenewalTask)>>;

    /// Notes what became of a policy, once: false when somebody else noted it.
    async fn settle(
        &mut self,
        permit: &Permit<WorkRenewals>,
        run: RenewalRunId,
        policy: PolicyId,
        (from, to): (ItemState, ItemState),
        settled: &Settled,
    ) -> Result<bool>;
}

/// The renewals of all firms with work to do. It reaches no policy and no client.
#[async_trait]
pub trait RenewalQueue: Send + Sync {
    /// Those under way, the one that waited longest first.
    async fn busy(&self) -> Result<Vec<(AgencyId, RenewalRunId)>>;
}
