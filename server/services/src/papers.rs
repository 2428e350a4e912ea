//! A firm's work on the papers in which companies gave their mandates.

use domain::company::{HandedIn, MandateView, PaperView};
use domain::shared::{CompanyId, MandateId};
use sha2::{Digest, Sha256};

use crate::access::{DownloadPaper, HandInPaper, Principal, RemovePaper};
use crate::companies::{load, mandates, subject};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{PaperRecord, Unit};
use crate::storage::read_whole;

/// The use-cases of mandates' papers.
#[derive(Clone)]
pub struct PaperService {
    ports: Ports,
}

/// A paper with its file.
#[derive(Debug, Clone)]
pub struct PaperFile {
    /// What its file is saved as: letters and digits only.
    pub saved_as: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl PaperService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// One mandate of a company, for who may hand in its paper: asked before a large body is read.
    pub async fn mandate(&self, who: &Principal, company: CompanyId, mandate: MandateId) -> Result<MandateView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<HandInPaper>()?;
        load(&mut unit, company).await?;
        one(&mut unit, company, mandate).await
    }

    /// Keeps the paper of a mandate in place of the one before.
    pub async fn hand_in(
        &self,
        who: &Principal,
        company: CompanyId,
        mandate: MandateId,
        seen: Option<i64>,
        paper: HandedIn,
    ) -> Result<MandateView> {
        self.mandate(who, company, mandate).await?;
        let paper = paper.parse()?;
        let checksum = hex::encode(Sha256::digest(&paper.bytes));
        let now = self.ports.now();
        let view = PaperView {
            file_name: paper.file_name,
            size_bytes: i64::try_from(paper.bytes.len()).unwrap_or(i64::MAX),
            checksum_sha256: checksum,
            uploaded_at: now,
            uploaded_by: who.name(),
        };
        let file_key = format!("{}/mandates/{}.pdf", who.agency(), self.ports.chance.id());
        // The file comes first: a row without its file would be a broken promise, a file without a row is only waste.
        self.ports.files.put(&file_key, paper.bytes).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<HandInPaper>()?;
        let of = load(&mut unit, company).await?;
        let version = expected_version(seen, of.version)?;
        let before = one(&mut unit, company, mandate).await?;
        let record = PaperRecord { company, mandate, file_key, view };
        unless_stale(unit.companies().hand_in_paper(&permit, &record, version).await?)?;
        let after = one(&mut unit, company, mandate).await?;
        unit.record(&permit, subject(&of), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Takes the paper of a mandate away. Its file stays in the store, for the record.
    pub async fn remove(
        &self,
        who: &Principal,
        company: CompanyId,
        mandate: MandateId,
        seen: Option<i64>,
    ) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RemovePaper>()?;
        let of = load(&mut unit, company).await?;
        let version = expected_version(seen, of.version)?;
        let before = one(&mut unit, company, mandate).await?;
        if before.document.is_none() {
            return Err(Error::NotFound);
        }
        let now = self.ports.now();
        unless_stale(unit.companies().remove_paper(&permit, company, mandate, now, version).await?)?;
        let after = one(&mut unit, company, mandate).await?;
        unit.record(&permit, subject(&of), Some(&before), Some(&after));
        unit.commit().await
    }

    /// The paper of a mandate. Each download is audited.
    pub async fn download(&self, who: &Principal, company: CompanyId, mandate: MandateId) -> Result<PaperFile> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<DownloadPaper>()?;
        let of = load(&mut unit, company).await?;
        let given = one(&mut unit, company, mandate).await?;
        let (kind, checksum) = (given.kind, given.document.ok_or(Error::NotFound)?.checksum_sha256);
        let key = unit.companies().paper_key(&permit, company, mandate).await?.ok_or(Error::NotFound)?;
        drop(unit);
        let bytes = read_whole(&self.ports, who, &subject(&of), &key, &checksum).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DownloadPaper>()?;
        unit.record_act(&permit, subject(&of));
        unit.commit().await?;
        let code: String = of.code.chars().filter(char::is_ascii_alphanumeric).collect();
        Ok(PaperFile { saved_as: format!("mandat-{code}-{}.pdf", kind.code().replace('_', "-")), bytes })
    }
}

async fn one(unit: &mut Box<dyn Unit>, company: CompanyId, mandate: MandateId) -> Result<MandateView> {
    let all = mandates(unit, company).await?;
    all.into_iter().find(|known| known.id == mandate).ok_or(Error::NotFound)
}
