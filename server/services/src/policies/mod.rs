//! A broker's work on policies. Every step adds a fact; states follow.

mod dues;
mod in_bulk;
mod parties;
mod steps;
mod terms;
mod view;
mod withdraw;

use domain::policy::{
    DueDate, Fact, FactKind, PolicyError, PolicyFilter, PolicyInput, PolicyRow, PolicyState, PolicyVersionView,
    PolicyView, SavePolicy, Timeline,
};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, FactId, PolicyId, UserId, merged};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::Value;

use crate::access::{Action, CreatePolicy, Includes, Permit, Principal, ReadPolicies, UpdatePolicy, WritePolicyFacts};
use crate::core::{Ports, WallClock, expected_version, own_agency, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{PolicyChange, PolicyRecord, Subject, Unit};
use crate::{clients, companies};

pub use view::{AsOf, Seen};

/// The use-cases of policies.
#[derive(Clone)]
pub struct PolicyService {
    ports: Ports,
}

impl PolicyService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the policies that `who` may see, with their states now.
    pub async fn list(&self, who: &Principal, page: &PageRequest, filter: &PolicyFilter) -> Result<Page<PolicyRow>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadPolicies>()?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let moment = clock.at(self.ports.now());
        if dues::matter(page, filter) && unit.policies().due_dates_rolled_on(&permit).await? < Some(moment.date()) {
            drop(unit);
            self.roll_due_dates(who.agency(), moment.date()).await?;
            unit = self.ports.read(who).await?;
        }
        let mut rows = unit.policies().list(&permit, page, filter, moment).await?;
        for row in &mut rows.items {
            row.state_since = clock.instant(row.state_from).or(Some(row.created_at));
        }
        Ok(rows)
    }

    /// One policy, as of a moment and as known at a moment; refused when nobody knew of it at that moment.
    pub async fn find(&self, who: &Principal, id: PolicyId, as_of: AsOf) -> Result<PolicyView> {
        let mut unit = self.ports.read(who).await?;
        let record = load(&mut unit, id).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let seen = Seen { as_of, now: self.ports.now(), clock: &clock };
        seen.is_known(&record)?;
        Ok(seen.view(&record))
    }

    /// Every version of a policy's terms, oldest first, withdrawn ones too.
    pub async fn versions(&self, who: &Principal, id: PolicyId) -> Result<Vec<PolicyVersionView>> {
        let mut unit = self.ports.read(who).await?;
        Ok(load(&mut unit, id).await?.versions().cloned().collect())
    }

    /// Every fact in a policy's life, in order of recording, withdrawn ones too.
    pub async fn facts(&self, who: &Principal, id: PolicyId) -> Result<Vec<Fact>> {
        let mut unit = self.ports.read(who).await?;
        Ok(load(&mut unit, id).await?.facts)
    }

    /// What was told of a policy as far as it was known at a moment: versions oldest first, facts in order of recording.
    pub async fn told(
        &self,
        who: &Principal,
        id: PolicyId,
        as_of: AsOf,
    ) -> Result<(Vec<PolicyVersionView>, Vec<Fact>)> {
        let mut unit = self.ports.read(who).await?;
        let record = load(&mut unit, id).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let known_at = Seen { as_of, now: self.ports.now(), clock: &clock }.known_at();
        let versions = record.versions().filter(|version| version.recorded_at <= known_at).cloned().collect();
        Ok((versions, record.facts.iter().filter(|fact| fact.recorded_at <= known_at).cloned().collect()))
    }

    /// Records a policy as a quote. Binding it is a step of its own.
    pub async fn create(&self, who: &Principal, input: PolicyInput) -> Result<PolicyView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreatePolicy>()?;
        let policy = input.parse()?;
        references_exist(&mut unit, &policy).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let now = self.ports.now();
        let author = author(&mut unit, policy.client_id).await?;
        let id = PolicyId::from_uuid(self.ports.chance.id());
        let fact = self.fact(FactKind::Quoted, clock.at(now), now, author, None);
        let terms = PolicyVersionView {
            number: 1,
            effective_date: policy.terms.effective_date,
            recorded_at: now,
            author_id: author,
            reason: None,
            fact_id: None,
            terms: policy.terms.clone(),
        };
        let spans = life(std::slice::from_ref(&fact), &policy).spans().to_vec();
        let due = DueDate::of(&policy.terms, &spans, clock.today(now));
        let change =
            PolicyChange { id, policy, current_version: 1, facts: vec![fact], terms: vec![terms], spans, due, at: now };
        unit.policies().insert(&permit, &change).await?;
        let view = self.shown(&mut unit, id, &clock).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Corrects a quote. The terms of a bound policy change by an endorsement only.
    pub async fn update(&self, who: &Principal, id: PolicyId, seen: Option<i64>, patch: &Value) -> Result<PolicyView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdatePolicy>()?;
        let record = load(&mut unit, id).await?;
        let version = expected_version(seen, record.head.version)?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let before = self.shown(&mut unit, id, &clock).await?;
        if before.state != PolicyState::Quote {
            return Err(Error::refused(&PolicyError::EndorsementNeeded));
        }
        let policy = merged(&before.as_input(), patch)?.parse()?;
        references_exist(&mut unit, &policy).await?;
        let now = self.ports.now();
        let terms = PolicyVersionView {
            number: 1,
            effective_date: policy.terms.effective_date,
            recorded_at: now,
            author_id: author(&mut unit, policy.client_id).await?,
            reason: None,
            fact_id: None,
            terms: policy.terms.clone(),
        };
        let spans = life(&record.facts, &policy).spans().to_vec();
        let due = DueDate::of(&policy.terms, &spans, clock.today(now));
        let change =
            PolicyChange { id, policy, current_version: 1, facts: Vec::new(), terms: vec![terms], spans, due, at: now };
        self.store(&mut unit, &permit, &change, version).await?;
        let after = self.shown(&mut unit, id, &clock).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    fn fact(
        &self,
        kind: FactKind,
        effective_at: DateTime,
        recorded_at: Timestamp,
        author_id: UserId,
        reason: Option<String>,
    ) -> Fact {
        let id = FactId::from_uuid(self.ports.chance.id());
        Fact { id, kind, effective_at, recorded_at, author_id, reason, until: None, withdraws: None }
    }

    async fn store<A: Action + Includes<WritePolicyFacts>>(
        &self,
        unit: &mut Box<dyn Unit>,
        permit: &Permit<A>,
        change: &PolicyChange,
        version: i64,
    ) -> Result<()> {
        unless_stale(unit.policies().apply(&permit.part(), change, version).await?)
    }

    async fn shown(&self, unit: &mut Box<dyn Unit>, id: PolicyId, clock: &WallClock) -> Result<PolicyView> {
        let record = load(unit, id).await?;
        Ok(Seen { as_of: AsOf::default(), now: self.ports.now(), clock }.view(&record))
    }
}

/// One policy, or "not there".
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: PolicyId) -> Result<PolicyRecord> {
    let permit = unit.permit::<ReadPolicies>()?;
    unit.policies().find(&permit, id).await?.ok_or(Error::NotFound)
}

/// The whole life that follows from the facts.
pub(crate) fn life(facts: &[Fact], policy: &SavePolicy) -> Timeline {
    let terms = &policy.terms;
    let end: Option<Date> = (!terms.tacit_renewal).then_some(terms.expiry_date);
    Timeline::derive(facts, terms.effective_date, end, Timestamp::MAX)
}

/// A policy's client and company must be the firm's own, and the client within reach.
async fn references_exist(unit: &mut Box<dyn Unit>, policy: &SavePolicy) -> Result<()> {
    let named = |error, field| match error {
        Error::NotFound | Error::Merged(_) => Error::NoSuchReference(field),
        other => other,
    };
    clients::load(unit, policy.client_id).await.map_err(|error| named(error, "client_id"))?;
    companies::load(unit, policy.company_id).await.map_err(|error| named(error, "company_id"))?;
    Ok(())
}

/// Who is named as the author of a fact: the person who acts, or the client's owner when a job does.
async fn author(unit: &mut Box<dyn Unit>, client: ClientId) -> Result<UserId> {
    match unit.principal().user_id() {
        Some(user) => Ok(user),
        None => Ok(clients::load(unit, client).await?.owner_id),
    }
}

fn subject(policy: &PolicyView) -> Subject {
    Subject::new("policy", policy.id, &policy.policy_number)
}
