//! Notes about clients.

use domain::client::{NoteInput, NoteView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, NoteId, UserId};

use super::{ClientService, load};
use crate::access::{NoteClient, Principal, ReadClients};
use crate::error::Result;
use crate::ports::unit::{NoteRecord, Subject};

impl ClientService {
    /// A page of the notes about a client, newest first.
    pub async fn notes(&self, who: &Principal, id: ClientId, page: &PageRequest) -> Result<Page<NoteView>> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await?;
        let permit = unit.permit::<ReadClients>()?;
        unit.notes().list(&permit, id, page).await
    }

    /// Writes a note about a client. The audit log says that it was written, not what it says.
    pub async fn note(&self, who: &Principal, id: ClientId, input: NoteInput) -> Result<NoteView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<NoteClient>()?;
        let client = load(&mut unit, id).await?;
        let text = input.parse()?;
        let note = NoteRecord { id: NoteId::from_uuid(self.ports.chance.id()), client: id, text, at: self.ports.now() };
        unit.notes().insert(&permit, &note).await?;
        unit.record_act(&permit, Subject::new("client_note", note.id, &client.display_name));
        let account = unit.principal().account();
        let (author, name) =
            account.map_or((None, None), |account| (Some(account.id), Some(account.full_name.clone())));
        unit.commit().await?;
        Ok(NoteView {
            id: note.id,
            text: note.text,
            author_id: author.unwrap_or(UserId::from_uuid(uuid::Uuid::nil())),
            author: name,
            created_at: note.at,
        })
    }
}
