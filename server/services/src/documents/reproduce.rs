//! Making a document again from what is kept of it, to prove that the same bytes come out.

use domain::document::{DocumentView, Reproduction};
use domain::shared::DocumentId;
use sha2::{Digest, Sha256};

use super::canonical::canonical_sha256;
use super::issue::refused;
use super::{DocumentService, subject};
use crate::access::{Principal, ReproduceDocument};
use crate::error::{Error, Result};
use crate::ports::render::RenderOrder;
use crate::ports::unit::IssuedData;

impl DocumentService {
    /// Renders a document again from its template version and its snapshot, and compares with what was issued. Nothing of
    /// the document changes; that it was asked is in the log.
    pub async fn reproduce(&self, who: &Principal, id: DocumentId) -> Result<Reproduction> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReproduceDocument>()?;
        let (view, data) = unit.documents().find_kept(&permit, id).await?.ok_or(Error::NotFound)?;
        let version = unit.templates().version_kept(&permit, view.template_id, view.template_version_id).await?;
        let version = version.ok_or_else(|| Error::Internal(format!("document {id} has lost its template").into()))?;
        drop(unit);

        let template_sha256 = hex::encode(Sha256::digest(&version.content));
        let intact = |kept: &Option<String>, now: &str| kept.as_ref().map(|kept| kept == now);
        let snapshot_intact = intact(&view.snapshot_sha256, &canonical_sha256(&data.snapshot));
        let rendered = self.ports.renderer.render(order_again(&view, data, version.content)).await.map_err(refused)?;
        let checksum_sha256 = hex::encode(Sha256::digest(&rendered.bytes));
        let reproduction = Reproduction {
            identical: checksum_sha256 == view.checksum_sha256,
            checksum_sha256,
            expected_sha256: view.checksum_sha256.clone(),
            engine_then: view.engine.clone(),
            engine_now: rendered.engine,
            template_intact: intact(&view.template_sha256, &template_sha256),
            snapshot_intact,
        };

        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ReproduceDocument>()?;
        unit.record(&permit, subject(&view), None, Some(&reproduction));
        unit.commit().await?;
        Ok(reproduction)
    }
}

/// The order as it was when the document was issued.
fn order_again(view: &DocumentView, data: IssuedData, source: String) -> RenderOrder {
    RenderOrder {
        preview: None,
        source,
        data: data.snapshot,
        format: view.format,
        language: view.language,
        title: view.title.clone(),
        made_at: view.created_at,
    }
}
