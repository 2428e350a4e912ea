//! The steps in a policy's life, each with its guard.

use domain::policy::{
    CancellationInput, DueDate, EndorsementInput, Fact, FactKind, PolicyError, PolicyState, PolicyStep,
    PolicyVersionView, PolicyView, RenewalInput, SavePolicy, StepInput, Terms,
};
use domain::shared::PolicyId;
use domain::shared::problem::{Code, FieldError};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::{AsOf, PolicyService, Seen, author, life, load, subject};
use crate::access::{
    Action, BindPolicy, CancelPolicy, EndorsePolicy, Includes, Permit, Principal, ReinstatePolicy, RenewPolicy,
    SuspendPolicy, VoidPolicy, WritePolicyFacts,
};
use crate::core::{WallClock, expected_version, own_agency};
use crate::error::{Error, Result};
use crate::ports::unit::{PolicyChange, PolicyRecord, Unit};

/// A step that changes cover from a day on.
struct CoverChange {
    /// In which states it may be taken.
    step: PolicyStep,
    /// What it records.
    fact: FactKind,
    /// From which hour of the day it counts.
    hour: i8,
}

const CANCELLATION: CoverChange = CoverChange { step: PolicyStep::Cancel, fact: FactKind::Cancelled, hour: 0 };
const SUSPENSION: CoverChange = CoverChange { step: PolicyStep::Suspend, fact: FactKind::Suspended, hour: 0 };
const REINSTATEMENT: CoverChange = CoverChange { step: PolicyStep::Reinstate, fact: FactKind::Reinstated, hour: 12 };

/// A policy in the middle of a step.
struct Step<A: Action> {
    unit: Box<dyn Unit>,
    permit: Permit<A>,
    record: PolicyRecord,
    before: PolicyView,
    clock: WallClock,
    now: Timestamp,
    version: i64,
}

impl<A: Action> Step<A> {
    fn today(&self) -> Date {
        self.clock.today(self.now)
    }

    /// Refuses unless the policy's state now allows the step.
    fn open_for(&self, step: PolicyStep) -> Result<()> {
        if step.is_open_in(self.before.state) {
            Ok(())
        } else {
            Err(Error::refused(&PolicyError::StateForbids { state: self.before.state }))
        }
    }

    /// Refuses a day before cover begins or after it ends.
    fn within_cover(&self, on: Date) -> Result<()> {
        let from = self.record.first.terms.effective_date;
        let terms = &self.record.latest().terms;
        let until = (!terms.tacit_renewal).then_some(terms.expiry_date);
        if on < from || until.is_some_and(|until| on > until) {
            return Err(Error::refused(&PolicyError::OutsideCover { from, until }));
        }
        Ok(())
    }

    fn policy(&self) -> SavePolicy {
        SavePolicy {
            client_id: self.before.client_id,
            company_id: self.before.company_id,
            policy_number: self.before.policy_number.clone(),
            terms: self.record.latest().terms.clone(),
        }
    }
}

impl PolicyService {
    /// The client agreed and the company accepted: the quote becomes a policy.
    pub async fn bind(&self, who: &Principal, id: PolicyId, seen: Option<i64>, input: StepInput) -> Result<PolicyView> {
        let step = self.begin::<BindPolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        step.open_for(PolicyStep::Bind)?;
        if on > step.today() {
            return Err(Error::field(FieldError::new("effective_date", Code::DateInFuture)));
        }
        let at = if on == step.today() { step.clock.at(step.now) } else { on.at(0, 0, 0, 0) };
        self.finish(step, FactKind::Bound, at, reason).await
    }

    /// Ends the policy before its term: `effective_date` is the first day without cover.
    pub async fn cancel(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: CancellationInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<CancelPolicy>(who, id, seen).await?;
        let (on, reason) = input.parse()?;
        self.change_cover(step, &CANCELLATION, on, Some(reason)).await
    }

    /// Suspends cover from a day on.
    pub async fn suspend(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: StepInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<SuspendPolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        self.change_cover(step, &SUSPENSION, on, reason).await
    }

    /// Brings cover back from a day on, at noon (French law, article L113-3; dated rules come with each country).
    pub async fn reinstate(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: StepInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<ReinstatePolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        self.change_cover(step, &REINSTATEMENT, on, reason).await
    }

    /// Makes the policy void from the beginning.
    pub async fn make_void(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: StepInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<VoidPolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        let reason = reason.ok_or_else(|| Error::field(FieldError::new("reason", Code::Required)))?;
        step.open_for(PolicyStep::Void)?;
        self.finish(step, FactKind::Voided, on.at(0, 0, 0, 0), Some(reason)).await
    }

    /// Agrees a new term for a policy that does not renew tacitly.
    pub async fn renew(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: RenewalInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<RenewPolicy>(who, id, seen).await?;
        let (until, reason) = input.parse()?;
        step.open_for(PolicyStep::Renew)?;
        if step.record.latest().terms.tacit_renewal {
            return Err(Error::refused(&PolicyError::RenewsTacitly));
        }
        if step.record.facts.iter().any(|fact| fact.kind == FactKind::Cancelled) {
            return Err(Error::refused(&PolicyError::StateForbids { state: PolicyState::Cancelled }));
        }
        let term_end = step.record.latest().terms.expiry_date;
        let until = until.unwrap_or_else(|| term_end.saturating_add(1.year()));
        if until <= term_end {
            return Err(Error::field(FieldError::new("expiry_date", Code::DateNotAfter).with("after", term_end)));
        }
        let mut terms = step.record.latest().terms.clone();
        terms.expiry_date = until;
        let reason = reason.unwrap_or_else(|| "renewal".to_owned());
        self.finish_with_terms(step, Some(FactKind::Renewed), term_end, reason, terms).await
    }

    /// Changes the terms from a day on: a new version, the old ones stay.
    pub async fn endorse(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: EndorsementInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<EndorsePolicy>(who, id, seen).await?;
        let (on, reason, terms) = {
            let mut latest = step.before.clone();
            latest.terms = step.record.latest().terms.clone();
            input.parse(&latest.as_input())?
        };
        step.open_for(PolicyStep::Endorse)?;
        step.within_cover(on)?;
        let latest = step.record.latest().effective_date;
        if !terms.tacit_renewal && terms.expiry_date <= on {
            return Err(Error::field(FieldError::new("expiry_date", Code::DateNotAfter).with("after", on)));
        }
        if on < latest {
            return Err(Error::refused(&PolicyError::EndorsementOutOfOrder { latest }));
        }
        self.finish_with_terms(step, None, on, reason, terms).await
    }

    async fn begin<A: Action>(&self, who: &Principal, id: PolicyId, seen: Option<i64>) -> Result<Step<A>> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<A>()?;
        let record = load(&mut unit, id).await?;
        let version = expected_version(seen, record.head.version)?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let now = self.ports.now();
        let before = Seen { as_of: AsOf::default(), now, clock: &clock }.view(&record);
        Ok(Step { unit, permit, record, before, clock, now, version })
    }

    /// The frame of the steps that change cover from a day on: their guards, then the fact.
    async fn change_cover<A: Action + Includes<WritePolicyFacts>>(
        &self,
        step: Step<A>,
        change: &CoverChange,
        on: Date,
        reason: Option<String>,
    ) -> Result<PolicyView> {
        step.open_for(change.step)?;
        step.within_cover(on)?;
        self.finish(step, change.fact, on.at(change.hour, 0, 0, 0), reason).await
    }

    async fn finish<A: Action + Includes<WritePolicyFacts>>(
        &self,
        mut step: Step<A>,
        kind: FactKind,
        at: DateTime,
        reason: Option<String>,
    ) -> Result<PolicyView> {
        let policy = step.policy();
        let by = author(&mut step.unit, &policy).await?;
        let fact = self.fact(kind, at, step.now, by, reason);
        self.write(step, policy, Some(fact), None).await
    }

    /// New terms from a day on, with the fact that goes with them, where there is one.
    async fn finish_with_terms<A: Action + Includes<WritePolicyFacts>>(
        &self,
        mut step: Step<A>,
        kind: Option<FactKind>,
        from: Date,
        reason: String,
        terms: Terms,
    ) -> Result<PolicyView> {
        let policy = SavePolicy { terms, ..step.policy() };
        let by = author(&mut step.unit, &policy).await?;
        let fact = kind.map(|kind| {
            let fact = self.fact(kind, from.at(0, 0, 0, 0), step.now, by, Some(reason.clone()));
            Fact { until: Some(policy.terms.expiry_date), ..fact }
        });
        let version = next_version(&step, from, by, reason, &policy);
        self.write(step, policy, fact, Some(version)).await
    }

    async fn write<A: Action + Includes<WritePolicyFacts>>(
        &self,
        mut step: Step<A>,
        policy: SavePolicy,
        fact: Option<Fact>,
        terms: Option<PolicyVersionView>,
    ) -> Result<PolicyView> {
        let mut facts = step.record.facts.clone();
        facts.extend(fact.clone());
        let spans = life(&facts, &policy).spans().to_vec();
        // A step that changes nothing would be told as done although another fact overrules it.
        if terms.is_none() && spans == life(&step.record.facts, &policy).spans() {
            return Err(Error::refused(&PolicyError::StateForbids { state: step.before.state }));
        }
        let current_version = terms.as_ref().map_or(step.record.latest().number, |version| version.number);
        let id = step.before.id;
        let due = DueDate::of(&policy.terms, &spans, step.today());
        let change = PolicyChange { id, policy, current_version, fact, terms, spans, due, at: step.now };
        self.store(&mut step.unit, &step.permit, &change, step.version).await?;
        let after = self.shown(&mut step.unit, id, &step.clock).await?;
        let mut told = serde_json::json!({ "fact": change.fact });
        if let Some(version) = &change.terms {
            told["terms"] = serde_json::json!(version.terms);
        }
        let was =
            serde_json::json!({ "terms": change.terms.as_ref().map(|_| &step.record.latest().terms), "fact": null });
        step.unit.record(&step.permit, subject(&after), Some(&was), Some(&told));
        step.unit.commit().await?;
        Ok(after)
    }
}

fn next_version<A: Action>(
    step: &Step<A>,
    effective_date: Date,
    author_id: domain::shared::UserId,
    reason: String,
    policy: &SavePolicy,
) -> PolicyVersionView {
    PolicyVersionView {
        number: step.record.latest().number + 1,
        effective_date,
        recorded_at: step.now,
        author_id,
        reason: Some(reason),
        terms: policy.terms.clone(),
    }
}
