//! Signed links: a document for somebody without a session, for a while.

use domain::document::{DocumentError, DocumentStatus, DocumentView, LinkView, SignedUrl, SignedUrlInput};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, DocumentId, LinkId};
use jiff::{SignedDuration, Timestamp};

use super::{DocumentFile, DocumentService, load, subject};
use crate::access::{DownloadDocument, Principal, ReadDocuments, RequestContext, RevokeLink, ShareDocument};
use crate::error::{Error, Result};
use crate::ports::security::Purpose;
use crate::ports::unit::LinkRecord;

/// The parts of a signed link, as its address carries them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkParts {
    /// The document.
    pub document: DocumentId,
    /// Its firm.
    pub agency: AgencyId,
    /// The link itself.
    pub link: LinkId,
    /// Until when it works, in seconds since 1970.
    pub expires: i64,
    /// The key it was signed with.
    pub key: String,
    /// The signature.
    pub signature: String,
}

impl LinkParts {
    /// What is signed: method, path, firm, link, expiry and key. The purpose is the key's own.
    fn message(document: DocumentId, agency: AgencyId, link: LinkId, expires: i64, key: &str) -> String {
        format!("GET\n/files/documents/{document}\n{agency}\n{link}\n{expires}\n{key}")
    }
}

impl DocumentService {
    /// Hands out a link to a document that stands.
    pub async fn share(&self, who: &Principal, id: DocumentId, input: &SignedUrlInput) -> Result<SignedUrl> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ShareDocument>()?;
        let document = load(&mut unit, id).await?;
        if document.status == DocumentStatus::Revoked {
            return Err(Error::refused(&DocumentError::Revoked));
        }
        let share = input.parse()?;
        let now = self.ports.now();
        // Whole seconds, as the address carries them.
        let expires = now.as_second() + share.expires_in_s;
        let expires_at = Timestamp::from_second(expires).unwrap_or(now + SignedDuration::from_secs(share.expires_in_s));
        let link = LinkRecord {
            id: LinkId::from_uuid(self.ports.chance.id()),
            document: id,
            author: who.user_id().ok_or(Error::Forbidden(Code::Forbidden))?,
            expires_at,
            single_use: share.single_use,
            recipient: share.recipient,
            letter: None,
            created_at: now,
        };
        unit.links().insert(&permit, &link).await?;
        unit.record(
            &permit,
            subject(&document),
            None,
            Some(&serde_json::json!({
                "link": link.id, "expires_at": expires_at, "single_use": link.single_use,
                "recipient": link.recipient,
            })),
        );
        unit.commit().await?;
        let url = self.signed_address(&document, &link);
        Ok(SignedUrl { id: link.id, url, expires_at })
    }

    /// The address of a link, which is kept nowhere.
    pub(super) fn signed_address(&self, document: &DocumentView, link: &LinkRecord) -> String {
        let (id, key, expires) = (document.id, self.ports.signer.key_id(), link.expires_at.as_second());
        let message = LinkParts::message(id, document.agency_id, link.id, expires, &key);
        let signature = self.ports.signer.sign(Purpose::DocumentLink, &message);
        format!(
            "{}/files/documents/{id}?agency={}&link={}&expires={expires}&key={key}&sig={signature}",
            self.ports.settings.public_url, document.agency_id, link.id
        )
    }

    /// The links that were handed out to a document, newest first.
    pub async fn links(&self, who: &Principal, id: DocumentId) -> Result<Vec<LinkView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadDocuments>()?;
        let document = load(&mut unit, id).await?;
        let now = self.ports.now();
        let links = unit.links().of_document(&permit, id).await?;
        Ok(links.into_iter().map(|link| link.at(now, document.status)).collect())
    }

    /// Takes a link back: who holds it opens nothing any more. The document stands.
    pub async fn revoke_link(&self, who: &Principal, id: DocumentId, link: LinkId) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RevokeLink>()?;
        let document = load(&mut unit, id).await?;
        let read = unit.permit::<ReadDocuments>()?;
        let known = unit.links().of_document(&read, id).await?;
        let before = known.into_iter().find(|known| known.id == link).ok_or(Error::NotFound)?;
        let now = self.ports.now();
        // What is taken back already stays as it was: a second press is no second event.
        if !unit.links().revoke(&permit, id, link, now).await? {
            return Ok(());
        }
        let told = |revoked_at: Option<Timestamp>| serde_json::json!({ "link": link, "recipient": before.recipient, "revoked_at": revoked_at });
        unit.record(&permit, subject(&document), Some(&told(None)), Some(&told(Some(now))));
        unit.commit().await
    }

    /// A document's file, for who holds a link. Each download is audited.
    pub async fn download_by_link(&self, parts: &LinkParts, context: RequestContext) -> Result<DocumentFile> {
        let message = LinkParts::message(parts.document, parts.agency, parts.link, parts.expires, &parts.key);
        if !self.ports.signer.verify(Purpose::DocumentLink, &parts.key, &message, &parts.signature) {
            return Err(Error::Link(Code::LinkInvalid));
        }
        let now = self.ports.now();
        if now.as_second() >= parts.expires {
            return Err(Error::Link(Code::LinkExpired));
        }
        let who = Principal::link_holder(parts.agency, context);
        let file = self.read(&who, parts.document).await?;
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<DownloadDocument>()?;
        // Whether it stands is asked in the unit that uses the link: it may be taken back meanwhile.
        let (view, _) = unit.documents().find_file(&permit, parts.document).await?.ok_or(Error::NotFound)?;
        if view.status == DocumentStatus::Revoked {
            return Err(Error::Link(Code::DocumentRevoked));
        }
        if !unit.links().use_link(&permit, parts.link, now).await? {
            return Err(Error::Link(Code::LinkExpired));
        }
        unit.record_act(&permit, subject(&view));
        unit.commit().await?;
        Ok(file)
    }
}
