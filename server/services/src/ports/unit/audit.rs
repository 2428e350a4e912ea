//! The audit log, as a unit of work sees it.

use async_trait::async_trait;
use domain::audit::{AuditEventView, AuditFilter, AuditVerification};
use domain::list::Period;
use domain::shared::page::{Page, PageRequest};
use serde_json::Value;

use crate::access::{Permit, ReadAudit};
use crate::error::Result;

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing.
    pub object_type: &'static str,
    /// Which one.
    pub object_id: String,
    /// Its name at the time.
    pub label: String,
}

impl Subject {
    /// What an event is about.
    pub fn new(object_type: &'static str, id: impl ToString, label: impl Into<String>) -> Self {
        Self { object_type, object_id: id.to_string(), label: label.into() }
    }
}

/// An event that will be written at commit. Only a permit makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingEvent {
    action: &'static str,
    subject: Subject,
    changes: Value,
}

impl PendingEvent {
    pub(super) fn new(action: &'static str, subject: Subject, changes: Value) -> Self {
        Self { action, subject, changes }
    }

    /// What was done.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// To what.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Before and after.
    pub fn changes(&self) -> &Value {
        &self.changes
    }
}

/// The audit log of the firm.
#[async_trait]
pub trait AuditLog: Send {
    /// A page of the events of a time, newest first.
    async fn list(
        &mut self,
        permit: &Permit<ReadAudit>,
        page: &PageRequest,
        filter: &AuditFilter,
        period: &Period,
    ) -> Result<Page<AuditEventView>>;

    /// Reads the whole chain and recomputes it.
    async fn verify(&mut self, permit: &Permit<ReadAudit>) -> Result<AuditVerification>;
}
