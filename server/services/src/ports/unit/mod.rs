//! The unit of work: one transaction, on behalf of one principal, seeing one firm.

mod addressees;
mod attachments;
mod audit;
mod bulk;
mod clients;
mod companies;
mod document_runs;
mod documents;
mod factors;
mod integrations;
mod keys;
mod letters;
mod links;
mod merges;
mod notes;
mod parties;
mod policies;
mod portfolio;
mod renewals;
mod search;
mod sessions;
mod storages;
mod templates;
mod users;
mod views;

use async_trait::async_trait;
use domain::audit::changes;
use serde::Serialize;

pub use addressees::{AddressedBy, Addressee, Addressees};
pub use attachments::{AttachmentRecord, Attachments};
pub use audit::{AuditLog, PendingEvent, Subject};
pub use bulk::{Bulk, DerivedPolicy, Ground, WholePolicy};
pub use clients::{ClientRecord, Clients, HandOverRecord};
pub use companies::{Companies, CompanyRecord, MandatesRecord, PaperRecord, ProductsRecord};
pub use document_runs::{
    Bound, DocumentRunQueue, DocumentRunRecord, DocumentRuns, DocumentTask, RunFileRecord, Unissued,
};
pub use documents::{DocumentRecord, Documents, IssuedData, PolicyToday};
pub use factors::{Factors, OneTimeSecret, PasskeyRecord, StoredPasskey};
pub use integrations::{IntegrationRecord, Integrations, KeptSecret};
pub use keys::{ClientKeys, Waiting};
pub use letters::{LetterRecord, Letters, PasswordLinkRecord};
pub use links::{DocumentLinks, LinkRecord};
pub use merges::{Alike, MergeRecord, Merges, by_sureness};
pub use notes::{NoteRecord, Notes};
pub use parties::{Parties, PartyRecord};
pub use policies::{Policies, PolicyChange, PolicyHead, PolicyRecord};
pub use portfolio::{BackgroundWork, Portfolio, PortfolioSize};
pub use renewals::{RenewalQueue, RenewalRunRecord, RenewalTask, Renewals, Settled};
pub use search::{Found, SearchIndex};
pub use sessions::{Devices, Exchange, RefreshRecord, SessionRecord, Sessions};
pub use storages::Storages;
pub use templates::{TemplateRecord, Templates};
pub use users::{AgencyRecord, UserRecord, Users};
pub use views::{SavedViews, ViewRecord};

use crate::access::{Action, Permit, Principal};
use crate::error::Result;

/// Whether a unit may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Reads only, beside other units.
    Read,
    /// Reads and writes.
    Write,
}

/// The database, as the services see it.
#[async_trait]
pub trait Database: Send + Sync {
    /// Opens a unit of work for a principal.
    async fn open(&self, principal: &Principal, mode: Mode) -> Result<Box<dyn Unit>>;
}

/// One transaction. Dropping it rolls back; committing writes the audit events with the changes.
#[async_trait]
pub trait Unit: Send {
    /// On whose behalf.
    fn principal(&self) -> &Principal;

    /// Clients.
    fn clients(&mut self) -> &mut dyn Clients;
    /// Clients as letters address them.
    fn addressees(&mut self) -> &mut dyn Addressees;
    /// Notes about clients.
    fn notes(&mut self) -> &mut dyn Notes;
    /// Duplicates of clients, their merges, and what happened to them.
    fn merges(&mut self) -> &mut dyn Merges;
    /// The keys that files from before lack.
    fn keys(&mut self) -> &mut dyn ClientKeys;
    /// Companies and mandates.
    fn companies(&mut self) -> &mut dyn Companies;
    /// How the firm exchanges with its companies.
    fn integrations(&mut self) -> &mut dyn Integrations;
    /// Policies, their versions and facts.
    fn policies(&mut self) -> &mut dyn Policies;
    /// Who has a role in a policy.
    fn parties(&mut self) -> &mut dyn Parties;
    /// Renewals of many policies.
    fn renewals(&mut self) -> &mut dyn Renewals;
    /// Templates and their versions.
    fn templates(&mut self) -> &mut dyn Templates;
    /// Documents.
    fn documents(&mut self) -> &mut dyn Documents;
    /// Documents about many policies.
    fn document_runs(&mut self) -> &mut dyn DocumentRuns;
    /// Signed links to documents.
    fn links(&mut self) -> &mut dyn DocumentLinks;
    /// Letters and the links in them.
    fn letters(&mut self) -> &mut dyn Letters;
    /// The devices on which people are signed in.
    fn sessions(&mut self) -> &mut dyn Sessions;
    /// Users and the firm itself.
    fn users(&mut self) -> &mut dyn Users;
    /// What the portfolio comes to.
    fn portfolio(&mut self) -> &mut dyn Portfolio;
    /// Saved views of lists.
    fn views(&mut self) -> &mut dyn SavedViews;
    /// Second factors.
    fn factors(&mut self) -> &mut dyn Factors;
    /// The index of everything that is found by what one remembers.
    fn search(&mut self) -> &mut dyn SearchIndex;
    /// Many records at once.
    fn bulk(&mut self) -> &mut dyn Bulk;
    /// What belongs to clients and policies.
    fn attachments(&mut self) -> &mut dyn Attachments;
    /// Where files are kept.
    fn storages(&mut self) -> &mut dyn Storages;
    /// The audit log.
    fn audit(&mut self) -> &mut dyn AuditLog;

    /// Keeps an event to be written at commit.
    fn keep_event(&mut self, event: PendingEvent);

    /// Makes everything lasting. Refuses when a changed record has no audit event.
    async fn commit(self: Box<Self>) -> Result<()>;
}

impl dyn Unit {
    /// The only source of permits.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`] when the principal may not.
    pub fn permit<A: Action>(&self) -> Result<Permit<A>> {
        Permit::grant(self.principal())
    }

    /// Writes into the audit log what the permit was used for.
    pub fn record<A: Action, T: Serialize>(
        &mut self,
        permit: &Permit<A>,
        subject: Subject,
        before: Option<&T>,
        after: Option<&T>,
    ) {
        let event = PendingEvent::new(permit.word(), subject, changes(before, after));
        self.keep_event(event);
    }

    /// Writes into the audit log an act that changes no field.
    pub fn record_act<A: Action>(&mut self, permit: &Permit<A>, subject: Subject) {
        self.record::<A, ()>(permit, subject, None, None);
    }
}
