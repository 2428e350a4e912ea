//! Sending a document by e-mail: a signed link, the firm's own letter around it, and the file with it where the broker wants.

use domain::agency::AgencyView;
use domain::document::{DocumentError, DocumentStatus, DocumentView, EmailDocument as Order, EmailInput, LinkView};
use domain::letter::{DocumentLetter, LetterFile, document};
use domain::shared::problem::Code;
use domain::shared::{DocumentId, LinkId, format};
use jiff::{SignedDuration, Timestamp};

use super::{DocumentService, load, subject};
use crate::access::{DownloadDocument, EmailDocument, Principal, ReadDocuments};
use crate::core::{WallClock, own_agency};
use crate::error::{Error, Result};
use crate::letters;
use crate::ports::unit::LinkRecord;

impl DocumentService {
    /// Sends a document that stands to an address. The letter waits in the post office; the answer is its link, which tells how
    /// far it came. Link, letter and event are one transaction.
    pub async fn email(&self, who: &Principal, id: DocumentId, input: &EmailInput) -> Result<LinkView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<EmailDocument>()?;
        let view = load(&mut unit, id).await?;
        match view.status {
            DocumentStatus::Issued => {}
            DocumentStatus::Superseded => return Err(Error::refused(&DocumentError::Superseded)),
            DocumentStatus::Revoked => return Err(Error::refused(&DocumentError::Revoked)),
        }
        let order = input.parse()?;
        let agency = own_agency(&mut unit).await?;
        let now = self.ports.now();
        let mut link = LinkRecord {
            id: LinkId::from_uuid(self.ports.chance.id()),
            document: id,
            author: who.user_id().ok_or(Error::Forbidden(Code::Forbidden))?,
            recipient: Some(
                order.name.as_ref().map_or_else(|| order.to.clone(), |name| format!("{name} <{}>", order.to)),
            ),
            letter: None,
            expires_at: Timestamp::from_second(now.as_second() + order.expires_in_s)
                .unwrap_or(now + SignedDuration::from_secs(order.expires_in_s)),
            single_use: false,
            created_at: now,
        };
        let file = if order.attach {
            let permit = unit.permit::<DownloadDocument>()?;
            let (_, data) = unit.documents().find_file(&permit, id).await?.ok_or(Error::NotFound)?;
            Some(LetterFile {
                key: data.file_key,
                checksum_sha256: view.checksum_sha256.clone(),
                name: view.file_name(),
                mime_type: view.mime_type.clone(),
            })
        } else {
            None
        };
        let mut text = self.letter(who, &agency, &view, &order, &link);
        text.reply_to = agency.email.clone();
        text.file = file;
        let name = order.name.as_deref().unwrap_or_default();
        link.letter = Some(letters::hand_out(&self.ports, &mut unit, &permit, (&order.to, name), &text).await?);
        unit.links().insert(&permit.part(), &link).await?;
        unit.record(
            &permit,
            subject(&view),
            None,
            Some(&serde_json::json!({
                "link": link.id, "recipient": link.recipient, "attached": order.attach, "expires_at": link.expires_at,
            })),
        );
        let read = unit.permit::<ReadDocuments>()?;
        let told = unit.links().of_document(&read, id).await?.into_iter().find(|known| known.id == link.id);
        unit.commit().await?;
        told.map(|link| link.at(now, view.status))
            .ok_or_else(|| Error::Internal("a link just made is not there".into()))
    }

    fn letter(
        &self,
        who: &Principal,
        agency: &AgencyView,
        view: &DocumentView,
        order: &Order,
        link: &LinkRecord,
    ) -> domain::letter::LetterText {
        let until = WallClock::of(agency).at(link.expires_at);
        let until = format!("{} {:02}:{:02}", format::day(until.date()), until.hour(), until.minute());
        let contact: Vec<String> = [agency.phone.clone(), agency.email.clone()].into_iter().flatten().collect();
        let letter = DocumentLetter {
            agency: &agency.name,
            contact: &contact,
            recipient: order.name.as_deref(),
            title: &view.title,
            message: order.message.as_deref(),
            link: &self.signed_address(view, link),
            until: &until,
            attached: order.attach,
            author: &who.name(),
        };
        document(view.language, &letter)
    }
}
