//! What anybody may check: is this document genuine, and is it still true?

use domain::document::{DocumentStatus, VerificationView};

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
        let view = unit.documents().find_public(&permit, document).await?.ok_or(Error::NotFound)?;
        let policy = unit.documents().public_policy(&permit, document, clock.at(self.ports.now())).await?;
        let stands = view.status == DocumentStatus::Issued;
        let covered = policy.as_ref().is_none_or(|(_, state)| !view.kind.states_cover() || state.is_covered());
        let (policy_number, policy_state) = policy.unzip();
        Ok(VerificationView {
            genuine: true,
            still_true: stands && covered,
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
