//! The operator's work on where the platform keeps its files: said anew only once it was tried, with secrets that nobody reads
//! again; what lay elsewhere follows in the background.

mod kept;
mod moving;

use domain::audit::SystemActor;
use domain::company::SecretView;
use domain::shared::StorageId;
use domain::shared::problem::{Code, Facts, FieldError};
use domain::storage::{
    SaveStorage, StorageBackend, StorageInput, StorageReport, StorageSecrets, StorageStep, StorageTrouble, StorageView,
};

use crate::access::{NoteAlteredFile, Principal, ReadStorage, SetStorage, TestStorage};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::files::{OpenStorage, StorageRecord};
use crate::ports::limits::Rule;
use crate::ports::outside::AddressRefusal;
use crate::ports::unit::{KeptSecret, Subject};

pub use kept::KeptFiles;

/// The use-cases of the storage.
#[derive(Clone)]
pub struct StorageService {
    ports: Ports,
    files: KeptFiles,
}

impl StorageService {
    pub(crate) fn new(ports: Ports) -> Self {
        let files = ports.kept_files.clone();
        Self { ports, files }
    }

    /// Where files are kept now, and how far those from before have come.
    pub async fn find(&self, who: &Principal) -> Result<StorageView> {
        let unit = self.ports.read(who).await?;
        unit.permit::<ReadStorage>()?;
        drop(unit);
        let record = self.files.book.in_use().await?;
        self.view(&record).await
    }

    /// Says anew where files are kept. It is tried first, and nothing is saved when a step of the test fails. New files go
    /// there from now on; those from before follow in the background.
    pub async fn set(&self, who: &Principal, seen: Option<i64>, input: StorageInput) -> Result<StorageView> {
        let unit = self.ports.read(who).await?;
        unit.permit::<SetStorage>()?;
        drop(unit);
        if self.ports.settings.storage_by_environment {
            return Err(Error::Refused { code: Code::StorageSetByEnvironment, facts: Facts::new() });
        }
        let before = self.files.book.in_use().await?;
        let version = expected_version(seen, before.version)?;
        let (said, typed) = self.check(input)?;
        let known = self.files.book.storage_at(&said.place()).await?;
        let (secrets, kept) = self.with_kept(&said, typed, known.as_ref())?;
        self.spend(who).await?;
        // No transaction is open while one waits for another house.
        let report = self.try_out(&said, &secrets).await;
        if let (Some(step), Some(trouble)) = (report.failed_step, report.trouble) {
            let facts = [("step", step.code()), ("trouble", trouble.code())];
            let facts: Facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            return Err(Error::Refused { code: Code::StorageDoesNotWork, facts });
        }
        let now = self.ports.now();
        let secret = match kept {
            Some(kept) => Some(kept),
            None if secrets.is_empty() => None,
            None => Some(KeptSecret {
                sealed: kept::sealed(&*self.ports.sealer, &said, &secrets)?,
                set_at: now,
                set_by: who.name(),
            }),
        };
        let id = known.map_or_else(|| StorageId::from_uuid(self.ports.chance.id()), |known| known.id);
        let record = StorageRecord { id, said, secret, version: version + 1, at: now };
        let (old, new) = (self.view(&before).await?, self.view(&record).await?);
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetStorage>()?;
        unless_stale(unit.storages().use_storage(&permit, &record).await?)?;
        unit.record(&permit, subject(&record), Some(&old), Some(&new));
        unit.commit().await?;
        self.find(who).await
    }

    /// Writes, reads and removes a small file: where was typed, or, where nothing was, where files are kept now.
    pub async fn test(&self, who: &Principal, typed: Option<StorageInput>) -> Result<StorageReport> {
        let unit = self.ports.read(who).await?;
        unit.permit::<TestStorage>()?;
        drop(unit);
        let in_use = self.files.book.in_use().await?;
        let (said, secrets) = if let Some(typed) = typed {
            let (said, typed) = self.check(typed)?;
            let known = self.files.book.storage_at(&said.place()).await?;
            let (secrets, _) = self.with_kept(&said, typed, known.as_ref())?;
            (said, secrets)
        } else {
            let open = self.files.opened(&in_use)?;
            (open.how, open.secrets)
        };
        self.spend(who).await?;
        let report = self.try_out(&said, &secrets).await;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<TestStorage>()?;
        let told = serde_json::json!({ "place": said.place(), "works": report.works, "trouble": report.trouble });
        unit.record(&permit, subject(&in_use), None, Some(&told));
        unit.commit().await?;
        Ok(report)
    }

    /// Takes into use what the environment of the installation says, at each start. It is not tried: a place that is down
    /// must not keep the program from starting, and the health of the storage tells it.
    pub async fn adopt(&self, said: SaveStorage, secrets: StorageSecrets) -> Result<()> {
        let said = self.called(said)?;
        let lacking = secrets.missing(said.backend);
        if !lacking.is_empty() {
            return Err(Error::Invalid(lacking));
        }
        let in_use = self.files.book.in_use().await?;
        let known = self.files.book.storage_at(&said.place()).await?;
        let opened = known.as_ref().and_then(|known| self.files.opened(known).ok());
        if opened.is_some_and(|open| open.id == Some(in_use.id) && open.secrets == secrets && open.how == said) {
            return Ok(());
        }
        let now = self.ports.now();
        let sealed = kept::sealed(&*self.ports.sealer, &said, &secrets)?;
        let secret = KeptSecret { sealed, set_at: now, set_by: SystemActor::Installation.code().to_owned() };
        let id = known.map_or_else(|| StorageId::from_uuid(self.ports.chance.id()), |known| known.id);
        let secret = (!secrets.is_empty()).then_some(secret);
        self.files.book.adopt(&StorageRecord { id, said, secret, version: in_use.version + 1, at: now }).await
    }

    async fn spend(&self, who: &Principal) -> Result<()> {
        self.ports.limits.spend(Rule::IntegrationTests, &who.agency().to_string()).await.map_err(Error::Limited)
    }

    async fn try_out(&self, said: &SaveStorage, secrets: &StorageSecrets) -> StorageReport {
        let at = OpenStorage { id: None, version: 0, how: said.clone(), secrets: secrets.clone() };
        let report = self.files.places.try_out(&at).await;
        if report.works || report.failed_step.is_some() {
            return report;
        }
        // A report says what failed, whoever made it.
        StorageReport { failed_step: Some(StorageStep::Write), trouble: Some(StorageTrouble::Faulty), ..report }
    }

    /// Every field, and where the address leads.
    fn check(&self, input: StorageInput) -> Result<(SaveStorage, StorageSecrets)> {
        let (said, secrets) = input.parse()?;
        Ok((self.called(said)?, secrets))
    }

    fn called(&self, said: SaveStorage) -> Result<SaveStorage> {
        let Some(endpoint) = said.endpoint.as_deref() else { return Ok(said) };
        let read = self.files.places.read(endpoint).map_err(|refusal| {
            Error::field(match refusal {
                AddressRefusal::Unreadable => FieldError::new("endpoint", Code::InvalidUrl),
                AddressRefusal::OtherScheme => FieldError::new("endpoint", Code::InsecureUrl).with("begin", "https://"),
                AddressRefusal::Private => FieldError::new("endpoint", Code::PrivateAddress),
            })
        })?;
        Ok(SaveStorage { endpoint: Some(read), ..said })
    }

    /// What was typed, together with what is kept for that very place and stays when nothing was typed.
    fn with_kept(
        &self,
        said: &SaveStorage,
        typed: StorageSecrets,
        known: Option<&StorageRecord>,
    ) -> Result<(StorageSecrets, Option<KeptSecret>)> {
        let keeps = typed.is_empty();
        let kept = known.and_then(|known| known.secret.clone());
        let opened = kept.as_ref().and_then(|kept| kept::unsealed(&*self.ports.sealer, said, &kept.sealed));
        let secrets = typed.or(opened);
        let lacking = secrets.missing(said.backend);
        if lacking.is_empty() { Ok((secrets, kept.filter(|_| keeps))) } else { Err(Error::Invalid(lacking)) }
    }

    async fn view(&self, record: &StorageRecord) -> Result<StorageView> {
        let said = record.said.clone();
        let account = |backend| said.account.clone().filter(|_| said.backend == backend);
        Ok(StorageView {
            backend: said.backend,
            access_key_id: account(StorageBackend::S3),
            client_id: account(StorageBackend::GoogleDrive),
            endpoint: said.endpoint,
            region: said.region,
            bucket: said.bucket,
            folder: said.folder,
            direct_downloads: said.direct_downloads,
            secret: record
                .secret
                .as_ref()
                .map(|secret| SecretView { set_at: secret.set_at, set_by: secret.set_by.clone() }),
            decided_by_environment: self.ports.settings.storage_by_environment,
            files: self.files.book.moving(record.id).await?,
            swept: self.files.book.swept().await?,
            version: record.version,
            updated_at: record.at,
        })
    }
}

fn subject(record: &StorageRecord) -> Subject {
    Subject::new("storage", record.id, record.said.backend.code())
}

/// Reads a file of a record. What is found altered is not handed out, and the firm's log says so.
pub(crate) async fn read_whole(
    ports: &Ports,
    who: &Principal,
    of: &Subject,
    key: &str,
    checksum: &str,
) -> Result<Vec<u8>> {
    match ports.files.get(key, checksum).await {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => {
            Err(Error::Internal(format!("the file of {} {} is not in the store", of.object_type, of.object_id).into()))
        }
        Err(error @ Error::Altered { .. }) => {
            let context = who.context().clone();
            let job = Principal::system(SystemActor::Storage, who.agency(), context.door).within(context);
            let mut unit = ports.write(&job).await?;
            let permit = unit.permit::<NoteAlteredFile>()?;
            unit.record_act(&permit, of.clone());
            unit.commit().await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}
