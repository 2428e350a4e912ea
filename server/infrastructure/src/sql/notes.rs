//! Notes about clients on SQL.

use async_trait::async_trait;
use domain::client::NoteView;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{ClientId, NoteId, UserId};
use services::Result;
use services::access::{NoteClient, Permit, ReadClients};
use services::ports::unit::{NoteRecord, Notes};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, micros};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    INSERT = "INSERT INTO client_notes (agency_id, client_id, id, body, author_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
}

const SHAPE: ListShape = ListShape {
    columns: "n.id, n.body, n.author_id, u.full_name AS author, n.created_at",
    tables: "client_notes n LEFT JOIN clients h ON h.agency_id = n.agency_id AND h.id = n.client_id LEFT JOIN users u ON u.agency_id = n.agency_id AND u.id = n.author_id",
    id: "n.id",
    search: "LOWER(n.body) LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "created_at", column: "n.created_at", numeric: true, descending: true }],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let mut forms = list(Uuid::nil(), Some(Uuid::nil()), Uuid::nil()).forms();
    forms.extend(list(Uuid::nil(), None, Uuid::nil()).forms());
    forms
}

fn list(agency: Uuid, owner: Option<Uuid>, client: Uuid) -> List {
    let mut list = List::new(SHAPE);
    list.only("n.agency_id = ?", [Arg::Id(agency)]);
    list.only("n.client_id = ?", [Arg::Id(client)]);
    list.only_if("h.owner_id = ?", owner.map(Arg::Id));
    list
}

#[derive(Debug, FromRow)]
struct NoteRow {
    id: Uuid,
    body: String,
    author_id: Uuid,
    author: Option<String>,
    created_at: i64,
    place: String,
}

impl Listed for NoteRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

#[async_trait]
impl Notes for SqlUnit {
    async fn list(
        &mut self,
        permit: &Permit<ReadClients>,
        client: ClientId,
        page: &PageRequest,
    ) -> Result<Page<NoteView>> {
        let rows = list(self.agency(), owner(permit), client.uuid()).page::<NoteRow>(&mut self.tx, page).await?;
        rows.try_map(|row| {
            Ok(NoteView {
                id: NoteId::from_uuid(row.id),
                text: row.body,
                author_id: UserId::from_uuid(row.author_id),
                author: row.author,
                created_at: instant(row.created_at)?,
            })
        })
    }

    async fn insert(&mut self, _: &Permit<NoteClient>, note: &NoteRecord) -> Result<()> {
        self.changed(note.id);
        self.hold_client(note.client).await?;
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(note.client.uuid())
            .bind(note.id.uuid())
            .bind(&note.text)
            .bind(author)
            .bind(micros(note.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}
