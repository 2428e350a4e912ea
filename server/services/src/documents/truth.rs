//! Whether what a document states is still so. A certificate lives: what it says of the cover is compared with the books of
//! today, wherever it is looked at.

use domain::document::{CertificateInCirculation, CertificateTruth, DocumentStatus};
use domain::shared::PolicyId;
use domain::template::TemplateKind;
use jiff::civil::Date;
use serde_json::Value;

use super::DocumentService;
use crate::access::{Principal, ReadDocuments};
use crate::core::{WallClock, own_agency};
use crate::error::Result;
use crate::policies;
use crate::ports::unit::PolicyToday;

/// What a document states about a policy, as its data snapshot has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Whether it states anything that can become untrue.
    pub states_cover: bool,
    /// Whether it states that the policy covers now, not only that it is not over.
    needs_cover: bool,
    /// The first day of cover it states.
    pub covered_from: Option<Date>,
    /// The last day of cover it states.
    pub covered_to: Option<Date>,
    /// The version of the terms it states.
    pub version: Option<i64>,
}

impl Statement {
    pub(super) fn of(kind: TemplateKind, snapshot: &Value) -> Self {
        let told = &snapshot["policy"];
        let day = |value: &Value| value.as_str().and_then(|day| day.parse().ok());
        Self {
            states_cover: kind.needed_mandate().is_some(),
            needs_cover: kind.states_cover(),
            covered_from: day(&told["period_from"]),
            covered_to: day(&told["period_to"]),
            version: told["version"].as_i64(),
        }
    }

    /// Compares the statement with the policy as it is on a day: its period, its terms and, where it says so, its cover.
    pub(super) fn truth(&self, policy: Option<&PolicyToday>, today: Date) -> CertificateTruth {
        let Some(policy) = policy.filter(|_| self.states_cover) else { return CertificateTruth::Holds };
        let covered = if self.needs_cover { policy.state.is_covered() } else { !policy.state.is_over() };
        if self.covered_to.is_some_and(|last| today > last) {
            CertificateTruth::Over
        } else if !covered {
            CertificateTruth::NotCovered
        } else if self.version != Some(policy.terms_version) {
            CertificateTruth::OtherTerms
        } else {
            CertificateTruth::Holds
        }
    }
}

impl DocumentService {
    /// The certificates and cover notes of a policy that stand and are not over: whether each is still true, and to whom it
    /// was given. What has become false comes first.
    pub async fn in_circulation(&self, who: &Principal, policy: PolicyId) -> Result<Vec<CertificateInCirculation>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDocuments>()?;
        policies::load(&mut unit, policy).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let now = self.ports.now();
        let issued = unit.documents().standing_certificates(&permit, policy).await?;
        let today = unit.documents().policy_today(&permit, policy, clock.at(now)).await?;
        let links = unit.links().of_policy(&permit, policy).await?;
        let told = issued.into_iter().map(|(document, snapshot)| {
            let truth = Statement::of(document.kind, &snapshot).truth(today.as_ref(), clock.today(now));
            let given = links.iter().filter(|link| link.document_id == document.id);
            let given_by = given.map(|link| link.clone().at(now, DocumentStatus::Issued)).collect();
            CertificateInCirculation { document, policy_id: policy, truth, given_by }
        });
        let mut told: Vec<_> = told.filter(|told| told.truth != CertificateTruth::Over).collect();
        told.sort_by_key(|told| !told.is_false());
        Ok(told)
    }
}
