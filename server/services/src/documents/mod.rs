//! A broker's work on documents: issuing, handing out, taking back, and what the public may check.

mod issue;
mod links;
mod snapshot;
mod verify;

use domain::document::{DocumentError, DocumentFilter, DocumentRow, DocumentStatus, DocumentView};
use domain::shared::DocumentId;
use domain::shared::page::{Page, PageRequest};

use crate::access::{DownloadDocument, Principal, ReadDocuments, RevokeDocument};
use crate::core::{Ports, WallClock, expected_version, own_agency, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{Subject, Unit};

pub use links::LinkParts;

/// The use-cases of documents.
#[derive(Clone)]
pub struct DocumentService {
    ports: Ports,
}

/// A document with its file.
#[derive(Debug, Clone)]
pub struct DocumentFile {
    /// The document.
    pub view: DocumentView,
    /// The file.
    pub bytes: Vec<u8>,
}

impl DocumentService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the documents that `who` may see.
    pub async fn list(
        &self,
        who: &Principal,
        page: &PageRequest,
        filter: &DocumentFilter,
    ) -> Result<Page<DocumentRow>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDocuments>()?;
        let period = WallClock::of(&own_agency(&mut unit).await?).period(filter.from, filter.to);
        unit.documents().list(&permit, page, filter, &period).await
    }

    /// One document.
    pub async fn find(&self, who: &Principal, id: DocumentId) -> Result<DocumentView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Takes a document back: its links are dead, and the public page says so. The file stays for the record.
    pub async fn revoke(&self, who: &Principal, id: DocumentId, seen: Option<i64>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RevokeDocument>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        if before.status == DocumentStatus::Revoked {
            return Err(Error::refused(&DocumentError::Revoked));
        }
        unless_stale(unit.documents().revoke(&permit, id, version, self.ports.now()).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await
    }

    /// A document's file, for a signed-in person. Each download is audited.
    pub async fn download(&self, who: &Principal, id: DocumentId) -> Result<DocumentFile> {
        let file = self.read(who, id).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DownloadDocument>()?;
        unit.record_act(&permit, subject(&file.view));
        unit.commit().await?;
        Ok(file)
    }

    /// A document with its file. It is read before anything is written: no writer waits for a slow store, and where the file
    /// cannot be had, nothing was downloaded and a link for one use still works.
    async fn read(&self, who: &Principal, id: DocumentId) -> Result<DocumentFile> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<DownloadDocument>()?;
        let (view, data) = unit.documents().find_file(&permit, id).await?.ok_or(Error::NotFound)?;
        drop(unit);
        let bytes = self
            .ports
            .files
            .get(&data.file_key)
            .await?
            .ok_or_else(|| Error::Internal(format!("the file of document {id} is not in the store").into()))?;
        Ok(DocumentFile { view, bytes })
    }
}

/// One document, or "not there".
async fn load(unit: &mut Box<dyn Unit>, id: DocumentId) -> Result<DocumentView> {
    let permit = unit.permit::<ReadDocuments>()?;
    unit.documents().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(document: &DocumentView) -> Subject {
    Subject::new("document", document.id, &document.number)
}
