//! The steps that change the terms: endorsement and renewal.

use domain::policy::{
    EndorsementInput, Fact, FactKind, PolicyError, PolicyState, PolicyStep, PolicyVersionView, PolicyView,
    RenewalInput, Terms, rebased,
};
use domain::shared::PolicyId;
use domain::shared::problem::{Code, FieldError};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::PolicyService;
use super::steps::{Step, Told};
use crate::access::{Action, EndorsePolicy, Principal, RenewPolicy};
use crate::error::{Error, Result};

/// Why a version follows from an endorsement of an earlier day, as the code that screens put into words.
const FOLLOWS: &str = "follows";
/// Why a version is there, where nobody gave a reason for a renewal.
pub(super) const RENEWAL: &str = "renewal";

impl PolicyService {
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
        let terms = renewed(&step, until)?;
        let from = step.record.history(Timestamp::MAX).latest().terms.expiry_date;
        let reason = reason.unwrap_or_else(|| RENEWAL.to_owned());
        let fact = self.fact(FactKind::Renewed, from.at(0, 0, 0, 0), step.now, step.by, Some(reason.clone()));
        let fact = Fact { until: Some(terms.expiry_date), ..fact };
        let version = version(&step, &fact, 1, from, reason, terms);
        self.write(step, Told { facts: vec![fact], versions: vec![version] }).await
    }

    /// Changes the terms from a day on: a new version, the old ones stay. A day before the latest version's is a late
    /// endorsement: what it changes holds in the later versions too, unless they changed the same term.
    pub async fn endorse(
        &self,
        who: &Principal,
        id: PolicyId,
        seen: Option<i64>,
        input: EndorsementInput,
    ) -> Result<PolicyView> {
        let step = self.begin::<EndorsePolicy>(who, id, seen).await?;
        let on = input.day();
        let history = step.record.history(Timestamp::MAX);
        // On an unreadable day the other fields are checked against the latest terms.
        let base = on.map_or_else(|| history.latest(), |on| history.terms_on(on));
        let (on, reason, terms) = {
            let mut current = step.before.clone();
            current.terms = base.terms.clone();
            input.parse(&current.as_input())?
        };
        step.within_cover(on)?;
        step.open_for(PolicyStep::Endorse, on.at(0, 0, 0, 0))?;
        ends_after(&terms, on)?;
        let fact = self.fact(FactKind::Endorsed, on.at(0, 0, 0, 0), step.now, step.by, Some(reason.clone()));
        let mut versions = vec![version(&step, &fact, 1, on, reason, terms.clone())];
        let (mut was, mut now) = (base.terms.clone(), terms);
        for later in history.after(on) {
            let follows =
                rebased(&was, &later.terms, &now).ok_or_else(|| Error::Internal("terms that are no data".into()))?;
            ends_after(&follows, later.effective_date)?;
            if follows != later.terms {
                let number = i64::try_from(versions.len()).unwrap_or_default() + 1;
                let reason = FOLLOWS.to_owned();
                versions.push(version(&step, &fact, number, later.effective_date, reason, follows.clone()));
            }
            (was, now) = (later.terms.clone(), follows);
        }
        self.write(step, Told { facts: vec![fact], versions }).await
    }
}

/// The terms of the next term, or why there is none.
fn renewed<A: Action>(step: &Step<A>, until: Option<Date>) -> Result<Terms> {
    let history = step.record.history(Timestamp::MAX);
    let latest = history.latest();
    let term_end = latest.terms.expiry_date;
    if !PolicyStep::Renew.is_open_in(step.before.state) {
        return Err(step.state_forbids());
    }
    if latest.terms.tacit_renewal {
        return Err(Error::refused(&PolicyError::RenewsTacitly));
    }
    // A policy that ends before its term has no next one.
    let state = history.life().at(term_end.at(0, 0, 0, 0)).state;
    if state != PolicyState::Expired {
        return Err(Error::refused(&PolicyError::StateForbids { state }));
    }
    let until = match until {
        Some(until) => until,
        None => term_end.saturating_add(i64::from(step.rules(term_end)?.term_years.value).years()),
    };
    if until <= term_end {
        return Err(Error::field(FieldError::new("expiry_date", Code::DateNotAfter).with("after", term_end)));
    }
    Ok(Terms { expiry_date: until, ..latest.terms.clone() })
}

/// Refuses terms that end on or before the day from which they count.
fn ends_after(terms: &Terms, on: Date) -> Result<()> {
    if !terms.tacit_renewal && terms.expiry_date <= on {
        return Err(Error::field(FieldError::new("expiry_date", Code::DateNotAfter).with("after", on)));
    }
    Ok(())
}

/// The `next`th new version of the terms, brought by a fact.
pub(super) fn version<A: Action>(
    step: &Step<A>,
    fact: &Fact,
    next: i64,
    effective_date: Date,
    reason: String,
    terms: Terms,
) -> PolicyVersionView {
    let recorded = step.record.versions().map(|version| version.number).max().unwrap_or_default();
    PolicyVersionView {
        number: recorded + next,
        effective_date,
        recorded_at: step.now,
        author_id: step.by,
        reason: Some(reason),
        fact_id: Some(fact.id),
        terms,
    }
}
