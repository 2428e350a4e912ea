//! Corrections: a fact that was told in error is withdrawn. Nothing is erased: as known before, it still counts.

use domain::policy::{Fact, FactKind, PolicyError, PolicyState, PolicyView, WithdrawalInput, withdrawn};
use domain::shared::{FactId, PolicyId};
use jiff::Timestamp;

use super::PolicyService;
use super::steps::{Step, Told};
use crate::access::{Action, Principal, VoidPolicy, WithdrawFact};
use crate::error::{Error, Result};

impl PolicyService {
    /// Withdraws a fact, and the terms it brought, unless others rest on it.
    pub async fn withdraw(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: WithdrawalInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<WithdrawFact>(who, id, seen).await?;
        let (fact, reason) = input.parse()?;
        let told = withdrawal(self, &step, fact, reason)?;
        self.write(step, told).await
    }
}

/// What withdraws a fact, unless others rest on it.
pub(super) fn withdrawal<A: Action>(
    policies: &PolicyService,
    step: &Step<A>,
    fact: FactId,
    reason: String,
) -> Result<Told> {
    let wrong = step.record.facts.iter().find(|told| told.id == fact).cloned();
    let wrong = wrong.ok_or(Error::NoSuchReference("fact_id"))?;
    if wrong.kind == FactKind::Voided {
        step.unit.permit::<VoidPolicy>()?;
    }
    may_go(step, &wrong)?;
    let fact = policies.fact(FactKind::Withdrawn, wrong.effective_at, step.now, step.by, Some(reason));
    Ok(Told { facts: vec![Fact { withdraws: Some(wrong.id), ..fact }], versions: Vec::new() })
}

/// Refuses where the fact stays, or where a later one rests on it.
fn may_go<A: Action>(step: &Step<A>, wrong: &Fact) -> Result<()> {
    let record = &step.record;
    let stays = matches!(wrong.kind, FactKind::Quoted | FactKind::Withdrawn);
    if stays || withdrawn(&record.facts, Timestamp::MAX).contains(&wrong.id) {
        return Err(Error::refused(&PolicyError::FactStays));
    }
    let history = record.history(Timestamp::MAX);
    let needed = |by: FactKind| Error::refused(&PolicyError::FactNeeded { by });
    // The versions that count after this one's were written on top of it.
    let brought = record.versions().filter(|version| version.fact_id == Some(wrong.id)).map(|version| version.number);
    if let Some(own) = brought.max() {
        let on_top =
            |fact: &&&Fact| record.versions().any(|version| version.number > own && version.fact_id == Some(fact.id));
        if let Some(fact) = history.facts().iter().find(on_top) {
            return Err(needed(fact.kind));
        }
    }
    // What makes a policy void overrules all others; without it they count as before.
    if wrong.kind == FactKind::Voided {
        return Ok(());
    }
    let mut without = record.clone();
    without.facts.push(Fact { withdraws: Some(wrong.id), kind: FactKind::Withdrawn, ..wrong.clone() });
    let (with, without) = (history.life(), without.history(Timestamp::MAX).life());
    let rests = |fact: &&&Fact| {
        let (state, else_state) = (with.at(fact.effective_at).state, without.at(fact.effective_at).state);
        match wrong.kind {
            // Without it there is but a quote, and nothing else holds.
            FactKind::Bound => true,
            // What was told for days after the end did not count, and begins to.
            _ => fact.effective_at >= wrong.effective_at && state != else_state && state != PolicyState::Cancelled,
        }
    };
    // In order of recording, so only those that were told when this one counted already.
    let later = history.facts().iter().skip_while(|fact| fact.id != wrong.id).skip(1);
    later.into_iter().find(rests).map_or(Ok(()), |fact| Err(needed(fact.kind)))
}
