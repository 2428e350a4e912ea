//! A broker's work on documents: issuing, handing out, taking back, and what the public may check.

mod canonical;
mod email;
mod issue;
mod known;
mod links;
mod material;
mod reproduce;
pub(crate) mod snapshot;
mod truth;
pub(crate) mod verify;

use domain::document::{DocumentError, DocumentFilter, DocumentRow, DocumentStatus, DocumentView, RevocationInput};
use domain::shared::DocumentId;
use domain::shared::page::{Page, PageRequest};

use crate::access::{DownloadDocument, Principal, ReadDocuments, RevokeDocument};
use crate::core::{Ports, WallClock, expected_version, own_agency, unless_stale};
use crate::error::{Error, Result};
use crate::ports::files::SentAs;
use crate::ports::unit::{Subject, Unit};
use crate::storage::read_whole;

pub(crate) use issue::{ForRun, refused};
pub use known::FactsAsked;
pub(crate) use known::known_names;
pub use links::LinkParts;
pub use verify::Shown;

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
    pub content: FileContent,
}

/// What is handed out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// The file itself, checked against its hash.
    Bytes(Vec<u8>),
    /// Where the browser may fetch it from the storage itself, for a few minutes.
    Address(String),
}

impl FileContent {
    /// The file itself, where it was read.
    pub fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Address(_) => None,
        }
    }
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
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let period = clock.period(filter.from, filter.to);
        unit.documents().list(&permit, page, filter, &period, clock.at(self.ports.now())).await
    }

    /// One document.
    pub async fn find(&self, who: &Principal, id: DocumentId) -> Result<DocumentView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Takes a document back: its links are dead, and the public page says so. The file stays for the record.
    /// Where a reason is asked for, it must be there.
    pub async fn revoke(
        &self,
        who: &Principal,
        id: DocumentId,
        seen: Option<i64>,
        reason: Option<&RevocationInput>,
    ) -> Result<DocumentView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RevokeDocument>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        if before.status == DocumentStatus::Revoked {
            return Err(Error::refused(&DocumentError::Revoked));
        }
        let reason = reason.map(RevocationInput::parse).transpose().map_err(Error::field)?;
        unless_stale(unit.documents().revoke(&permit, id, version, reason.as_deref(), self.ports.now()).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
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
        let sent = SentAs { name: view.file_name(), mime_type: view.mime_type.clone() };
        let address = self.ports.files.address(&data.file_key, &view.checksum_sha256, &sent).await?;
        let content = if let Some(address) = address {
            FileContent::Address(address)
        } else {
            let of = subject(&view);
            FileContent::Bytes(read_whole(&self.ports, who, &of, &data.file_key, &view.checksum_sha256).await?)
        };
        Ok(DocumentFile { view, content })
    }
}

/// One document, or "not there".
async fn load(unit: &mut Box<dyn Unit>, id: DocumentId) -> Result<DocumentView> {
    let permit = unit.permit::<ReadDocuments>()?;
    unit.documents().find(&permit, id).await?.ok_or(Error::NotFound)
}

pub(crate) fn subject(document: &DocumentView) -> Subject {
    Subject::new("document", document.id, &document.number)
}
