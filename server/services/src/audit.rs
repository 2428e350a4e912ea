//! Reading the audit log.

use domain::audit::{AuditEventView, AuditFilter, AuditVerification};
use domain::shared::page::{Page, PageRequest};

use crate::access::{Principal, ReadAudit};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::Result;

/// The use-cases of the audit log.
#[derive(Clone)]
pub struct AuditService {
    ports: Ports,
}

impl AuditService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the firm's events, newest first.
    pub async fn list(
        &self,
        who: &Principal,
        page: &PageRequest,
        filter: &AuditFilter,
    ) -> Result<Page<AuditEventView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadAudit>()?;
        let period = WallClock::of(&own_agency(&mut unit).await?).period(filter.from, filter.to);
        unit.audit().list(&permit, page, filter, &period).await
    }

    /// Whether the firm's chain of events is whole.
    pub async fn verify(&self, who: &Principal) -> Result<AuditVerification> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadAudit>()?;
        unit.audit().verify(&permit).await
    }
}
