//! What anybody may check: is this document genuine, and is it still true?

use domain::document::{
    CertificateTruth, DocumentStatus, FileCheck, SealCheck, SealedFacts, VerificationOutcome, VerificationView,
};

use super::DocumentService;
use super::truth::Statement;
use crate::access::{Principal, RequestContext, VerifyDocument};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::ports::security::{PublicSealKey, SealReading};

/// What somebody holds in his hand beside the code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The seal from the QR code.
    pub seal: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: Option<String>,
}

impl DocumentService {
    /// Looks a document up by the code printed on it, and compares what is shown of it with what was issued. Tells no more
    /// than stands on the paper.
    pub async fn verify(&self, code: &str, shown: &Shown, context: RequestContext) -> Result<VerificationView> {
        let code = code.trim().to_uppercase();
        let (agency, document) = self.ports.sign_in.document_by_code(&code).await?.ok_or(Error::NotFound)?;
        let who = Principal::public(agency, context);
        let mut unit = self.ports.read(&who).await?;
        let permit = unit.permit::<VerifyDocument>()?;
        let agency = own_agency(&mut unit).await?;
        let clock = WallClock::of(&agency);
        let now = self.ports.now();
        let (view, data) = unit.documents().find_public(&permit, document).await?.ok_or(Error::NotFound)?;
        let policy = unit.documents().public_policy(&permit, document, clock.at(now)).await?;
        let statement = Statement::of(view.kind, &data.snapshot);
        let truth = statement.truth(policy.as_ref(), clock.today(now));
        let seal = shown.seal.as_ref().map(|seal| self.seal_check(&code, seal, &data.snapshot));
        let file = shown.checksum_sha256.as_ref().map(|checksum| {
            let same = checksum.eq_ignore_ascii_case(&view.checksum_sha256);
            if same { FileCheck::Identical } else { FileCheck::Altered }
        });
        let altered = seal == Some(SealCheck::Altered) || file == Some(FileCheck::Altered);
        let outcome = match view.status {
            _ if altered => VerificationOutcome::Altered,
            DocumentStatus::Issued => VerificationOutcome::Genuine,
            DocumentStatus::Superseded => VerificationOutcome::Superseded,
            DocumentStatus::Revoked => VerificationOutcome::Revoked,
        };
        Ok(VerificationView {
            outcome,
            genuine: !altered,
            still_true: outcome == VerificationOutcome::Genuine && truth == CertificateTruth::Holds,
            seal,
            file,
            agency_name: agency.name,
            number: view.number,
            kind: view.kind,
            issued_on: clock.today(view.created_at),
            status: view.status,
            policy_number: policy.map(|policy| policy.policy_number),
            covered_from: statement.covered_from,
            covered_to: statement.covered_to,
            cover_in_force: statement.states_cover.then_some(truth == CertificateTruth::Holds),
            verification_code: view.verification_code,
            checksum_sha256: view.checksum_sha256,
        })
    }

    /// The code of the document that a file is, byte for byte; nothing when no such file was issued.
    pub async fn code_of_file(&self, checksum_sha256: &str) -> Result<Option<String>> {
        self.ports.sign_in.code_by_checksum(&checksum_sha256.to_ascii_lowercase()).await
    }

    /// The keys by which anybody checks seals without asking us.
    pub fn seal_keys(&self) -> Vec<PublicSealKey> {
        self.ports.visible_seals.public_keys()
    }

    /// A seal is genuine when its signature is ours and it states what the books say was issued.
    fn seal_check(&self, code: &str, seal: &str, snapshot: &serde_json::Value) -> SealCheck {
        match self.ports.visible_seals.read(code, seal) {
            SealReading::Genuine(facts) => match SealedFacts::parse(&facts) {
                Some(facts) if snapshot["document"]["number"] == facts.number.as_str() => SealCheck::Genuine,
                _ => SealCheck::Altered,
            },
            SealReading::Altered => SealCheck::Altered,
            SealReading::UnknownKey => SealCheck::UnknownKey,
        }
    }
}

/// The text of a document's QR code: the public page that checks it, with the seal.
pub(crate) fn sealed_address(page: &str, seal: &str) -> String {
    format!("{page}?seal={seal}")
}
