//! The unit of work on SQL: one transaction, one principal, and nothing lasting without its audit event.

use std::sync::Arc;

use async_trait::async_trait;
use services::access::{Action, OwnerScope, Permit, Principal};
use services::ports::clock::Clock;
use services::ports::unit::{
    Addressees, Attachments, AuditLog, Bulk, ClientKeys, Clients, Companies, DocumentLinks, DocumentRuns, Documents,
    Factors, Integrations, Letters, Merges, Notes, Parties, PendingEvent, Policies, Portfolio, Renewals, SavedViews,
    SearchIndex, Sessions, Storages, Templates, Unit, Users,
};
use services::{Error, Result};
use uuid::Uuid;

use super::audit;
use super::on_both::Tx;

/// One transaction on behalf of one principal.
pub(super) struct SqlUnit {
    pub(super) tx: Tx,
    pub(super) principal: Principal,
    clock: Arc<dyn Clock>,
    events: Vec<PendingEvent>,
    changed: Vec<String>,
}

impl SqlUnit {
    pub(super) fn new(tx: Tx, principal: Principal, clock: Arc<dyn Clock>) -> Self {
        Self { tx, principal, clock, events: Vec::new(), changed: Vec::new() }
    }

    /// The firm whose rows this unit sees: bound to every statement.
    pub(super) fn agency(&self) -> Uuid {
        self.principal.agency().uuid()
    }

    /// The person who acts, or nobody's id for jobs.
    pub(super) fn user(&self) -> Uuid {
        self.principal.user_id().map_or(Uuid::nil(), domain::shared::UserId::uuid)
    }

    /// Notes that a record changed; the commit asks for its event.
    pub(super) fn changed(&mut self, id: impl ToString) {
        self.changed.push(id.to_string());
    }
}

/// The owner that a scope is limited to; bound to every statement that reaches client files.
pub(super) fn owner<A: Action>(permit: &Permit<A>) -> Option<Uuid> {
    match permit.scope() {
        OwnerScope::Firm => None,
        OwnerScope::Owner(user) => Some(user.uuid()),
    }
}

#[async_trait]
impl Unit for SqlUnit {
    fn principal(&self) -> &Principal {
        &self.principal
    }

    fn clients(&mut self) -> &mut dyn Clients {
        self
    }

    fn addressees(&mut self) -> &mut dyn Addressees {
        self
    }

    fn notes(&mut self) -> &mut dyn Notes {
        self
    }

    fn merges(&mut self) -> &mut dyn Merges {
        self
    }

    fn parties(&mut self) -> &mut dyn Parties {
        self
    }

    fn keys(&mut self) -> &mut dyn ClientKeys {
        self
    }

    fn companies(&mut self) -> &mut dyn Companies {
        self
    }

    fn integrations(&mut self) -> &mut dyn Integrations {
        self
    }

    fn policies(&mut self) -> &mut dyn Policies {
        self
    }

    fn renewals(&mut self) -> &mut dyn Renewals {
        self
    }

    fn templates(&mut self) -> &mut dyn Templates {
        self
    }

    fn documents(&mut self) -> &mut dyn Documents {
        self
    }

    fn document_runs(&mut self) -> &mut dyn DocumentRuns {
        self
    }

    fn links(&mut self) -> &mut dyn DocumentLinks {
        self
    }

    fn letters(&mut self) -> &mut dyn Letters {
        self
    }

    fn sessions(&mut self) -> &mut dyn Sessions {
        self
    }

    fn users(&mut self) -> &mut dyn Users {
        self
    }

    fn portfolio(&mut self) -> &mut dyn Portfolio {
        self
    }

    fn views(&mut self) -> &mut dyn SavedViews {
        self
    }

    fn factors(&mut self) -> &mut dyn Factors {
        self
    }

    fn search(&mut self) -> &mut dyn SearchIndex {
        self
    }

    fn bulk(&mut self) -> &mut dyn Bulk {
        self
    }

    fn attachments(&mut self) -> &mut dyn Attachments {
        self
    }

    fn storages(&mut self) -> &mut dyn Storages {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    fn keep_event(&mut self, event: PendingEvent) {
        self.events.push(event);
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        let Self { mut tx, principal, clock, events, changed } = *self;
        let told = |id: &String| events.iter().any(|event| event.subject().object_id == *id);
        if let Some(untold) = changed.iter().find(|id| !told(id)) {
            return Err(Error::Internal(format!("{untold} changed without an audit event").into()));
        }
        if !events.is_empty() {
            audit::append(&mut tx, &principal, &events, clock.now()).await?;
        }
        tx.commit().await
    }
}
