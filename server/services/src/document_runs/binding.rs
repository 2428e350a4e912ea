//! The file of the whole: what was issued and still stands, in its order.

use domain::document::{DocumentStatus, DocumentView};
use domain::labels::Label;
use domain::shared::DocumentId;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use super::DocumentRunService;
use super::work::Work;
use crate::access::{DownloadDocument, WorkDocumentRuns};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::ports::bundle::{Bundle, BundleCounts, BundleError, BundleItem, BundleOrder};
use crate::ports::unit::{Bound, RunFileRecord};
use crate::storage::read_whole;

/// How many documents are looked up at once.
const BATCH: u32 = 100;
/// How long the file is kept: it can be had again from the documents, which stay.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

impl DocumentRunService {
    /// Makes the file and keeps it.
    pub(super) async fn bound(&self, work: &Work) -> Result<Bound> {
        let run = &work.run;
        if run.done == 0 {
            return Ok(Bound::Nothing);
        }
        let mut unit = self.ports.read(&work.firm).await?;
        let agency = own_agency(&mut unit).await?;
        drop(unit);
        let now = self.ports.now();
        let order = BundleOrder {
            output: run.output,
            title: run.usage.label(run.language).to_owned(),
            language: run.language,
            made_on: WallClock::of(&agency).today(now),
            agency: agency.name,
            author: work.author.name(),
            made_at: run.created_at,
        };
        let counts = BundleCounts { documents: run.done, refused: run.total - run.done };
        let mut bundle = self.ports.binder.begin(&order);
        if let Some(cover) = self.ports.binder.cover(&order, &counts) {
            let cover = self.ports.renderer.render(cover).await.map_err(crate::documents::refused)?;
            let item = BundleItem { bookmark: &order.title, name: "cover", pdf: &cover.bytes };
            bundle.add(&item).map_err(internal)?;
        }
        let (mut after, mut documents) = (-1, 0);
        loop {
            let mut unit = self.ports.read(&work.firm).await?;
            let permit = unit.permit::<WorkDocumentRuns>()?;
            let some = unit.document_runs().documents(&permit, run.id, after, BATCH).await?;
            drop(unit);
            let Some((last, ..)) = some.last() else { break };
            after = *last;
            for (_, id, client) in &some {
                documents += i64::from(self.put_in(work, &mut bundle, *id, client).await?);
            }
        }
        if documents == 0 {
            return Ok(Bound::Nothing);
        }
        let bytes = bundle.finish().map_err(internal)?;
        let file = RunFileRecord {
            file_key: format!("{}/runs/{}.{}", agency.id, self.ports.chance.id(), run.output.ending()),
            checksum_sha256: hex::encode(Sha256::digest(&bytes)),
            size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            documents,
            kept_until: now + KEPT,
        };
        // The file comes first: a row without its file would be a broken promise, a file without a row is only waste.
        self.ports.files.put(&file.file_key, bytes).await?;
        Ok(Bound::File(file))
    }

    /// Puts one document in, unless it was taken back or replaced meanwhile, or its client is no longer the author's.
    async fn put_in(&self, work: &Work, bundle: &mut Box<dyn Bundle>, id: DocumentId, client: &str) -> Result<bool> {
        let mut unit = self.ports.read(&work.author).await?;
        let permit = unit.permit::<DownloadDocument>()?;
        let found = unit.documents().find_file(&permit, id).await?;
        drop(unit);
        let Some((view, data)) = found.filter(|(view, _)| view.status == DocumentStatus::Issued) else {
            return Ok(false);
        };
        let of = crate::documents::subject(&view);
        let bytes = read_whole(&self.ports, &work.author, &of, &data.file_key, &view.checksum_sha256).await?;
        let bookmark = bookmark(&view, client);
        bundle.add(&BundleItem { bookmark: &bookmark, name: &view.number, pdf: &bytes }).map_err(internal)?;
        Ok(true)
    }
}

fn bookmark(document: &DocumentView, client: &str) -> String {
    if client.is_empty() { document.number.clone() } else { format!("{} – {client}", document.number) }
}

fn internal(error: BundleError) -> Error {
    Error::Internal(Box::new(error))
}
