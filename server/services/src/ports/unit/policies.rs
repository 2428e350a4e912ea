//! Policies, their versions and facts, as a unit of work sees them.

use async_trait::async_trait;
use domain::client::ClientRef;
use domain::company::CompanyRef;
use domain::list::Selection;
use domain::policy::{DueDate, Fact, History, PolicyFilter, PolicyRow, PolicyVersionView, SavePolicy, Span};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, ClientId, CompanyId, PolicyId};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::access::{CreatePolicy, Permit, ReadPolicies, RollDueDates, WritePolicyFacts};
use crate::error::Result;

/// What a policy is apart from its terms and facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyHead {
    /// The policy's id.
    pub id: PolicyId,
    /// The firm.
    pub agency_id: AgencyId,
    /// The policyholder.
    pub client: ClientRef,
    /// The insurer.
    pub company: CompanyRef,
    /// The insurer's number for it.
    pub policy_number: String,
    /// Counts the changes.
    pub version: i64,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A policy with everything its state and terms follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRecord {
    /// Its head.
    pub head: PolicyHead,
    /// The first version of the terms, as the policy was recorded.
    pub first: PolicyVersionView,
    /// The endorsements, by number.
    pub endorsements: Vec<PolicyVersionView>,
    /// Every fact, in order of recording.
    pub facts: Vec<Fact>,
}

impl PolicyRecord {
    /// Every version of the terms, by number.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &PolicyVersionView> {
        std::iter::once(&self.first).chain(&self.endorsements)
    }

    /// What counts of it, as far as it was known at a moment.
    pub fn history(&self, known_at: Timestamp) -> History<'_> {
        History::known(&self.first, &self.endorsements, &self.facts, known_at)
    }
}

/// What changes about a policy in one step.
#[derive(Debug, Clone)]
pub struct PolicyChange {
    /// The policy.
    pub id: PolicyId,
    /// Its head and the terms that count from now on.
    pub policy: SavePolicy,
    /// The number of the version that holds these terms.
    pub current_version: i64,
    /// The new facts.
    pub facts: Vec<Fact>,
    /// The new versions of the terms; one of the same number is replaced (a quote is corrected in place).
    pub terms: Vec<PolicyVersionView>,
    /// The whole life as it follows from all facts, for lists.
    pub spans: Vec<Span>,
    /// The next main due date, for lists.
    pub due: DueDate,
    /// When.
    pub at: Timestamp,
}

/// The firm's policies, within the permit's scope.
#[async_trait]
pub trait Policies: Send {
    /// One policy.
    async fn find(&mut self, permit: &Permit<ReadPolicies>, id: PolicyId) -> Result<Option<PolicyRecord>>;

    /// A page of policies with their states at `moment` on the firm's wall clock.
    async fn list(
        &mut self,
        permit: &Permit<ReadPolicies>,
        page: &PageRequest,
        filter: &PolicyFilter,
        moment: DateTime,
    ) -> Result<Page<PolicyRow>>;

    /// Up to which day of its own calendar the firm's due dates are rolled.
    async fn due_dates_rolled_on(&mut self, permit: &Permit<ReadPolicies>) -> Result<Option<Date>>;

    /// Rolls the due dates that passed before or on `today`, at most `limit` of them; how many it rolled. Lists that filter
    /// or sort by due date are right once nothing is left to roll.
    async fn roll_due_dates(&mut self, permit: &Permit<RollDueDates>, today: Date, limit: u32) -> Result<u32>;

    /// The ids of the selected policies after one, in the order of the ids, at most `limit`: the way to go through thousands
    /// of them, a batch at a time.
    async fn selected(
        &mut self,
        permit: &Permit<ReadPolicies>,
        selection: &Selection<PolicyId, PolicyFilter>,
        moment: DateTime,
        after: Option<PolicyId>,
        limit: u32,
    ) -> Result<Vec<PolicyId>>;

    /// How many policies are selected.
    async fn count_selected(
        &mut self,
        permit: &Permit<ReadPolicies>,
        selection: &Selection<PolicyId, PolicyFilter>,
        moment: DateTime,
    ) -> Result<u64>;

    /// Stores a new policy; [`crate::Error::Duplicate`] when the company has another with this number.
    async fn insert(&mut self, permit: &Permit<CreatePolicy>, change: &PolicyChange) -> Result<()>;

    /// Stores a step; false when `version` is no longer the current one.
    async fn apply(&mut self, permit: &Permit<WritePolicyFacts>, change: &PolicyChange, version: i64) -> Result<bool>;

    /// How many policies a client has.
    async fn count_of_client(&mut self, permit: &Permit<ReadPolicies>, client: ClientId) -> Result<i64>;

    /// Whether the firm has any policy, a quote too, whoever owns the clients.
    async fn any(&mut self, permit: &Permit<crate::access::UpdateAgency>) -> Result<bool>;

    /// How many policies the firm has at a company, whoever owns the clients.
    async fn count_at_company(
        &mut self,
        permit: &Permit<crate::access::DeleteCompany>,
        company: CompanyId,
    ) -> Result<i64>;
}
