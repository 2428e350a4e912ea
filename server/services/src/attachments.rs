//! A broker's work on what belongs to a client or a policy: putting it there, handing it out, taking it away and bringing it
//! back; and the erasing of what was taken away long ago.

use domain::attachment::{
    AttachedTo, AttachmentInput, AttachmentView, REMOVED_KEPT, Removal, RemovalInput, SaveAttachment,
};
use domain::audit::{Door, SystemActor};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{AgencyId, AttachmentId};
use sha2::{Digest, Sha256};

use crate::access::{
    Attach, DownloadAttachment, EraseAttachments, NoteInfectedFile, Principal, ReadAttachments, RemoveAttachment,
    RestoreAttachment,
};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::scanner::Scanned;
use crate::ports::unit::{AttachmentRecord, Subject, Unit};
use crate::storage::read_whole;
use crate::{clients, policies};

/// The use-cases of attachments.
#[derive(Clone)]
pub struct AttachmentService {
    ports: Ports,
}

/// An attachment with its file.
#[derive(Debug, Clone)]
pub struct AttachmentFile {
    /// Its media type.
    pub mime_type: &'static str,
    /// What its file is saved as: letters and digits only.
    pub saved_as: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl AttachmentService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of what belongs to a client or a policy, newest first; or of what was taken away from there.
    pub async fn list(
        &self,
        who: &Principal,
        of: AttachedTo,
        removed: bool,
        page: &PageRequest,
    ) -> Result<Page<AttachmentView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadAttachments>()?;
        within_reach(&mut unit, of).await?;
        unit.attachments().list(&permit, of, removed, page).await
    }

    /// One attachment, also one that was taken away.
    pub async fn find(&self, who: &Principal, id: AttachmentId) -> Result<AttachmentView> {
        let mut unit = self.ports.read(who).await?;
        Ok(load(&mut unit, id).await?.0)
    }

    /// Whether somebody may attach anything at all: asked before a large body is read.
    pub async fn may_attach(&self, who: &Principal) -> Result<()> {
        let unit = self.ports.read(who).await?;
        unit.permit::<Attach>().map(drop)
    }

    /// Puts a file with a client or a policy.
    ///
    /// # Errors
    /// [`Error::NoSuchReference`] for a client or a policy out of reach.
    pub async fn attach(&self, who: &Principal, input: AttachmentInput) -> Result<AttachmentView> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<Attach>()?;
        let checksum = hex::encode(Sha256::digest(&input.bytes));
        let told = input.checksum.as_deref().map(str::trim).filter(|told| !told.is_empty());
        if told.is_some_and(|told| !checksum.eq_ignore_ascii_case(told)) {
            return Err(Error::field(FieldError::new("checksum", Code::ChecksumMismatch)));
        }
        let attachment = input.parse()?;
        named(&mut unit, attachment.to).await?;
        // No transaction is open while one waits for the scanner and the store.
        drop(unit);
        let id = AttachmentId::from_uuid(self.ports.chance.id());
        self.scan(who, id, &attachment).await?;
        let (client_id, policy_id) = match attachment.to {
            AttachedTo::Client(client) => (Some(client), None),
            AttachedTo::Policy(policy) => (None, Some(policy)),
        };
        let view = AttachmentView {
            id,
            client_id,
            policy_id,
            file_name: attachment.file_name,
            kind: attachment.kind,
            mime_type: attachment.kind.mime_type().to_owned(),
            size_bytes: i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX),
            checksum_sha256: checksum,
            author: Some(who.name()),
            created_at: self.ports.now(),
            removed: None,
            version: 1,
        };
        let file_key = format!("{}/attachments/{id}.{}", who.agency(), attachment.kind.ending());
        // The file comes first: a row without its file would be a broken promise, a file without a row is only waste.
        self.ports.files.put(&file_key, attachment.bytes).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<Attach>()?;
        named(&mut unit, attachment.to).await?;
        unit.attachments().insert(&permit, &AttachmentRecord { view: view.clone(), file_key }).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Has a file looked into, where there is a scanner. What it finds is told and in the log, and the file is not kept.
    async fn scan(&self, who: &Principal, id: AttachmentId, file: &SaveAttachment) -> Result<()> {
        let Some(scanner) = &self.ports.scanner else { return Ok(()) };
        let Scanned::Infected(found) = scanner.scan(&file.bytes).await? else { return Ok(()) };
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<NoteInfectedFile>()?;
        let told = serde_json::json!({ "found": found });
        unit.record(&permit, Subject::new("attachment", id, file.file_name.clone()), None, Some(&told));
        unit.commit().await?;
        Err(Error::field(FieldError::new("file", Code::FileInfected)))
    }

    /// Takes an attachment away. It can be brought back for thirty days.
    pub async fn remove(
        &self,
        who: &Principal,
        id: AttachmentId,
        seen: Option<i64>,
        why: Option<&RemovalInput>,
    ) -> Result<AttachmentView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RemoveAttachment>()?;
        let (before, _) = load(&mut unit, id).await?;
        if before.removed.is_some() {
            return Err(Error::NotFound);
        }
        let version = expected_version(seen, before.version)?;
        let reason = why.map(RemovalInput::parse).transpose().map_err(Error::field)?;
        let removal = Removal::at(self.ports.now(), Some(who.name()), reason);
        unless_stale(unit.attachments().remove(&permit, id, version, &removal).await?)?;
        let (after, _) = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Brings an attachment back that was taken away.
    pub async fn restore(&self, who: &Principal, id: AttachmentId, seen: Option<i64>) -> Result<AttachmentView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RestoreAttachment>()?;
        let (before, _) = load(&mut unit, id).await?;
        if before.removed.is_none() {
            return Err(Error::NotFound);
        }
        let version = expected_version(seen, before.version)?;
        unless_stale(unit.attachments().restore(&permit, id, version).await?)?;
        let (after, _) = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// The file of an attachment that is there. Each download is audited.
    pub async fn download(&self, who: &Principal, id: AttachmentId) -> Result<AttachmentFile> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<DownloadAttachment>()?;
        let (view, key) = load(&mut unit, id).await?;
        if view.removed.is_some() {
            return Err(Error::NotFound);
        }
        drop(unit);
        let bytes = read_whole(&self.ports, who, &subject(&view), &key, &view.checksum_sha256).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DownloadAttachment>()?;
        unit.record_act(&permit, subject(&view));
        unit.commit().await?;
        Ok(AttachmentFile { mime_type: view.kind.mime_type(), saved_as: saved_as(&view), bytes })
    }

    /// Erases what was taken away from a firm's clients and policies more than thirty days ago, each in a transaction of its
    /// own; how many. Several instances may do so at once.
    pub async fn erase_removed(&self, firm: AgencyId) -> Result<usize> {
        let before = self.ports.now() - REMOVED_KEPT;
        let job = Principal::system(SystemActor::Storage, firm, Door::Job);
        let mut unit = self.ports.read(&job).await?;
        let permit = unit.permit::<EraseAttachments>()?;
        let over = unit.attachments().over(&permit, before).await?;
        drop(unit);
        let mut erased = 0;
        for id in over {
            let mut unit = self.ports.write(&job).await?;
            let permit = unit.permit::<EraseAttachments>()?;
            // Another instance may have been faster.
            let (view, key) = match load(&mut unit, id).await {
                Err(Error::NotFound) => continue,
                found => found?,
            };
            if !unit.attachments().erase(&permit, id, before).await? {
                continue;
            }
            unit.record(&permit, subject(&view), Some(&view), None);
            unit.commit().await?;
            erased += 1;
            // A file that cannot be removed now belongs to no record any more, and is cleaned away later.
            if let Err(error) = self.ports.files.delete(&key).await {
                tracing::warn!(%key, "the file of an erased attachment waits for the cleaning: {error}");
            }
        }
        Ok(erased)
    }
}

/// What a file is saved as: what is left of its name in plain letters and digits, and the ending of what it is.
fn saved_as(view: &AttachmentView) -> String {
    let stem = view.file_name.rsplit_once('.').map_or(view.file_name.as_str(), |(stem, _)| stem);
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    let plain = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let stem = if plain.is_empty() { "piece" } else { &plain };
    format!("{stem}.{}", view.kind.ending())
}

/// What the attachment belongs to must be the firm's own and within reach.
async fn within_reach(unit: &mut Box<dyn Unit>, of: AttachedTo) -> Result<()> {
    match of {
        AttachedTo::Client(client) => clients::load(unit, client).await.map(drop),
        AttachedTo::Policy(policy) => policies::load(unit, policy).await.map(drop),
    }
}

/// The same, for what a body names.
async fn named(unit: &mut Box<dyn Unit>, of: AttachedTo) -> Result<()> {
    within_reach(unit, of).await.map_err(|error| match (error, of) {
        (Error::NotFound, AttachedTo::Client(_)) => Error::NoSuchReference("client_id"),
        (Error::NotFound, AttachedTo::Policy(_)) => Error::NoSuchReference("policy_id"),
        (error, _) => error,
    })
}

async fn load(unit: &mut Box<dyn Unit>, id: AttachmentId) -> Result<(AttachmentView, String)> {
    let permit = unit.permit::<ReadAttachments>()?;
    unit.attachments().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(view: &AttachmentView) -> Subject {
    Subject::new("attachment", view.id, view.file_name.clone())
}
