//! What anybody may check: is this document genuine, and is it still true?

use domain::document::{DocumentStatus, VerificationView};
use jiff::civil::Date;

use super::DocumentService;
use crate::access::{Principal, RequestContext, VerifyDocument};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};

impl DocumentService {
    /// Looks a document up by the code printed on it. Tells no more than stands on the paper.
    pub async fn verify(&self, code: &str, context: RequestContext) -> Result<VerificationView> {
        let code = code.trim().to_uppercase();
        let (agency, document) = self.ports.sign_in.document_by_code(&code).await?.ok_or(Error::NotFound)?;
        let who = Principal::public(agency, context);
        let mut unit = self.ports.read(&who).await?;
        let permit = unit.permit::<VerifyDocument>()?;
        let agency = own_agency(&mut unit).await?;
        let clock = WallClock::of(&agency);
        let (view, data) = unit.documents().find_public(&permit, document).await?.ok_or(Error::NotFound)?;
        let policy = unit.documents().public_policy(&permit, document, clock.at(self.ports.now())).await?;
        let stands = view.status == DocumentStatus::Issued;
        let told = &data.snapshot["policy"];
        let today = clock.today(self.ports.now());
        let over = told["period_to"].as_str().and_then(|day| day.parse::<Date>().ok()).is_some_and(|last| today > last);
        // What stands on the paper must be what counts today: its period, its terms and, where it says so, its cover.
        let holds = policy.as_ref().is_none_or(|policy| {
            let covered = if view.kind.states_cover() { policy.state.is_covered() } else { !policy.state.is_over() };
            view.kind.needed_mandate().is_none()
                || (covered && !over && told["version"].as_i64() == Some(policy.terms_version))
        });
        let (policy_number, policy_state) = policy.map(|policy| (policy.policy_number, policy.state)).unzip();
        Ok(VerificationView {
            genuine: true,
            still_true: stands && holds,
            agency_name: agency.name,
            number: view.number,
            kind: view.kind,
            issued_on: clock.today(view.created_at),
            status: view.status,
            policy_number,
            policy_state,
            checksum_sha256: view.checksum_sha256,
        })
    }
}
