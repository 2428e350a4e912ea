//! The steps in a policy's life, each with its guard, and the frame they share.

use domain::policy::{
    CancellationInput, DueDate, Fact, FactKind, PolicyError, PolicyStep, PolicyVersionView, PolicyView, SavePolicy,
    StepInput,
};
use domain::rules::RulePack;
use domain::shared::problem::{Code, FieldError};
use domain::shared::{PolicyId, UserId};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::{AsOf, PolicyService, Seen, author, load, subject};
use crate::access::{
    Action, BindPolicy, CancelPolicy, Includes, Permit, Principal, ReinstatePolicy, SuspendPolicy, VoidPolicy,
    WritePolicyFacts,
};
use crate::core::{WallClock, expected_version, own_agency};
use crate::error::{Error, Result};
use crate::ports::unit::{PolicyChange, PolicyRecord, Unit};

/// A policy in the middle of a step.
pub(super) struct Step<A: Action> {
    pub(super) unit: Box<dyn Unit>,
    pub(super) permit: Permit<A>,
    pub(super) record: PolicyRecord,
    pub(super) before: PolicyView,
    /// Who is named as the author of what is recorded.
    pub(super) by: UserId,
    pub(super) now: Timestamp,
    clock: WallClock,
    jurisdiction: domain::agency::Jurisdiction,
    version: i64,
}

/// What a step adds to what was told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) facts: Vec<Fact>,
    pub(super) versions: Vec<PolicyVersionView>,
}

impl<A: Action> Step<A> {
    pub(super) fn today(&self) -> Date {
        self.clock.today(self.now)
    }

    /// The rules of the firm's country on a day.
    pub(super) fn rules(&self, on: Date) -> Result<&'static RulePack> {
        RulePack::of(self.jurisdiction, on).ok_or_else(|| Error::Internal("a day without rules".into()))
    }

    /// Refuses unless the policy's state at that moment, past or to come, allows the step.
    pub(super) fn open_for(&self, step: PolicyStep, at: DateTime) -> Result<()> {
        let state = self.record.history(Timestamp::MAX).life().at(at).state;
        if step.is_open_in(state) { Ok(()) } else { Err(Error::refused(&PolicyError::StateForbids { state })) }
    }

    /// Refuses a day before cover begins or after it ends.
    pub(super) fn within_cover(&self, on: Date) -> Result<()> {
        let from = self.record.first.terms.effective_date;
        let terms = &self.record.history(Timestamp::MAX).latest().terms;
        let until = (!terms.tacit_renewal).then_some(terms.expiry_date);
        if on < from || until.is_some_and(|until| on > until) {
            return Err(Error::refused(&PolicyError::OutsideCover { from, until }));
        }
        Ok(())
    }

    /// A refusal because of the state now.
    pub(super) fn state_forbids(&self) -> Error {
        Error::refused(&PolicyError::StateForbids { state: self.before.state })
    }
}

impl PolicyService {
    /// The client agreed and the company accepted: the quote becomes a policy.
    pub async fn bind(&self, who: &Principal, id: PolicyId, seen: Option<i64>, input: StepInput) -> Result<PolicyView> {
        let step = self.begin::<BindPolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        if on > step.today() {
            return Err(Error::field(FieldError::new("effective_date", Code::DateInFuture)));
        }
        let at = if on == step.today() { step.clock.at(step.now) } else { on.at(0, 0, 0, 0) };
        step.open_for(PolicyStep::Bind, at)?;
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
        let at = step.rules(on)?.cancellation_hour.on(on);
        self.change_cover(step, PolicyStep::Cancel, FactKind::Cancelled, at, Some(reason)).await
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
        let at = step.rules(on)?.suspension_hour.on(on);
        self.change_cover(step, PolicyStep::Suspend, FactKind::Suspended, at, reason).await
    }

    /// Brings cover back from a day on, at the hour that the country's rules name.
    pub async fn reinstate(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: StepInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<ReinstatePolicy>(who, id, seen).await?;
        let (on, reason) = input.parse(step.today())?;
        let at = step.rules(on)?.reinstatement_hour.on(on);
        self.change_cover(step, PolicyStep::Reinstate, FactKind::Reinstated, at, reason).await
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
        let at = on.at(0, 0, 0, 0);
        step.open_for(PolicyStep::Void, at)?;
        self.finish(step, FactKind::Voided, at, Some(reason)).await
    }

    pub(super) async fn begin<A: Action>(&self, who: &Principal, id: PolicyId, seen: Option<i64>) -> Result<Step<A>> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<A>()?;
        let record = load(&mut unit, id).await?;
        let version = expected_version(seen, record.head.version)?;
        let agency = own_agency(&mut unit).await?;
        let (clock, jurisdiction) = (WallClock::of(&agency), agency.jurisdiction);
        let now = self.ports.now();
        let before = Seen { as_of: AsOf::default(), now, clock: &clock }.view(&record);
        let by = author(&mut unit, before.client_id).await?;
        Ok(Step { unit, permit, record, before, by, now, clock, jurisdiction, version })
    }

    /// The frame of the steps that change cover from a moment on: their guards, then the fact.
    async fn change_cover<A: Action + Includes<WritePolicyFacts>>(
        &self,
        step: Step<A>,
        kind: PolicyStep,
        fact: FactKind,
        at: DateTime,
        reason: Option<String>,
    ) -> Result<PolicyView> {
        step.within_cover(at.date())?;
        step.open_for(kind, at)?;
        self.finish(step, fact, at, reason).await
    }

    async fn finish<A: Action + Includes<WritePolicyFacts>>(
        &self,
        step: Step<A>,
        kind: FactKind,
        at: DateTime,
        reason: Option<String>,
    ) -> Result<PolicyView> {
        let fact = self.fact(kind, at, step.now, step.by, reason);
        self.write(step, Told { facts: vec![fact], versions: Vec::new() }).await
    }

    /// Stores what a step adds, and all that follows from it, for good.
    pub(super) async fn write<A: Action + Includes<WritePolicyFacts>>(
        &self,
        mut step: Step<A>,
        told: Told,
    ) -> Result<PolicyView> {
        let view = self.store_told(&mut step, told).await?;
        step.unit.commit().await?;
        Ok(view)
    }

    /// The same, within the step's unit, which is still open.
    pub(super) async fn store_told<A: Action + Includes<WritePolicyFacts>>(
        &self,
        step: &mut Step<A>,
        told: Told,
    ) -> Result<PolicyView> {
        let mut after = step.record.clone();
        after.facts.extend(told.facts.iter().cloned());
        after.endorsements.extend(told.versions.iter().cloned());
        let (was, is) = (step.record.history(Timestamp::MAX), after.history(Timestamp::MAX));
        let spans = is.life().spans().to_vec();
        // A step that changes nothing would be told as done although another fact overrules it.
        if was.latest().number == is.latest().number && told.versions.is_empty() && spans == was.life().spans() {
            return Err(step.state_forbids());
        }
        let latest = is.latest();
        let policy = SavePolicy {
            client_id: step.before.client_id,
            company_id: step.before.company_id,
            policy_number: step.before.policy_number.clone(),
            terms: latest.terms.clone(),
        };
        let before_terms = (latest.terms != was.latest().terms).then(|| was.latest().terms.clone());
        let due = DueDate::of(&policy.terms, &spans, step.today());
        let (id, current_version) = (step.before.id, latest.number);
        let change = PolicyChange {
            id,
            policy,
            current_version,
            facts: told.facts,
            terms: told.versions,
            spans,
            due,
            at: step.now,
        };
        self.store(&mut step.unit, &step.permit, &change, step.version).await?;
        let view = self.shown(&mut step.unit, id, &step.clock).await?;
        let mut now = serde_json::json!({ "fact": change.facts.first() });
        if before_terms.is_some() {
            now["terms"] = serde_json::json!(change.policy.terms);
        }
        let was = serde_json::json!({ "terms": before_terms, "fact": null });
        step.unit.record(&step.permit, subject(&view), Some(&was), Some(&now));
        Ok(view)
    }
}
