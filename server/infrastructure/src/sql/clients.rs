//! Clients on SQL.

use async_trait::async_trait;
use domain::client::{ClientFilter, ClientKind, ClientName, ClientView};
use domain::list::Selection;
use domain::search::SearchKind;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, ClientId, UserId};
use jiff::Timestamp;
use jiff::civil::DateTime;
use services::Result;
use services::access::{ArchiveClient, CreateClient, HandOverClient, Permit, ReadClients, UpdateClient};
use services::ports::unit::{ClientRecord, Clients};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_as_json, maybe_day, maybe_json, micros, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    COUNT_OF_OWNER = "SELECT COUNT(*) FROM clients WHERE agency_id = $1 AND owner_id = $2";
    HAND_OVER = "UPDATE clients SET owner_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND owner_id = $2 RETURNING id";
    HAND_OVER_ONE = "UPDATE clients SET owner_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $5 AND archived_at IS NULL";
    FIND = "SELECT c.id, c.agency_id, c.owner_id, c.kind, c.display_name, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.address, c.birth_date, c.national_id, c.tax_id, c.iban, c.notes, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.client_id = c.id) AS policy_count FROM clients c WHERE c.agency_id = $1 AND c.id = $2 AND c.archived_at IS NULL AND (c.owner_id = $3 OR $3 IS NULL)";
    INSERT = "INSERT INTO clients (agency_id, id, owner_id, kind, display_name, sort_name, first_name, last_name, legal_name, email, phone, address, birth_date, national_id, tax_id, iban, notes, search_text, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19, $19)";
    UPDATE = "UPDATE clients SET owner_id = $3, kind = $4, display_name = $5, sort_name = $6, first_name = $7, last_name = $8, legal_name = $9, email = $10, phone = $11, address = $12, birth_date = $13, national_id = $14, tax_id = $15, iban = $16, notes = $17, search_text = $18, updated_at = $19, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $20 AND archived_at IS NULL AND (owner_id = $21 OR $21 IS NULL)";
    ARCHIVE = "UPDATE clients SET archived_at = $3, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND archived_at IS NULL AND (owner_id = $5 OR $5 IS NULL)";
    INSURED = "SELECT COUNT(*) FROM policies WHERE agency_id = $1 AND client_id = $2";
}

pub(super) const SHAPE: ListShape = ListShape {
    columns: "c.id, c.agency_id, c.owner_id, c.kind, c.display_name, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.address, c.birth_date, c.national_id, c.tax_id, c.iban, c.notes, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.client_id = c.id) AS policy_count",
    tables: "clients c",
    id: "c.id",
    search: "(' ' || c.search_text) LIKE ?",
    sorts: &[
        Sort { name: "display_name", column: "c.sort_name", numeric: false, descending: false },
        Sort { name: "created_at", column: "c.created_at", numeric: true, descending: false },
        Sort { name: "updated_at", column: "c.updated_at", numeric: true, descending: false },
    ],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let id = UserId::from_uuid(Uuid::nil());
    let filter = ClientFilter { kind: Some(ClientKind::Person), owner_id: Some(id), insured: Some(true) };
    let mut forms = list(Uuid::nil(), Some(Uuid::nil()), &filter, DateTime::MIN).forms();
    forms.extend(list(Uuid::nil(), None, &ClientFilter::default(), DateTime::MIN).forms());
    forms
}

/// The list under its common filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let (nobody, all) = (UserId::from_uuid(Uuid::nil()), ClientFilter::default);
    let listed = |owner, filter: &ClientFilter| list(Uuid::nil(), owner, filter, DateTime::MIN);
    vec![
        ("clients", listed(None, &all())),
        ("clients of one's own", listed(Some(Uuid::nil()), &all())),
        ("clients by kind", listed(None, &ClientFilter { kind: Some(ClientKind::Person), ..all() })),
        ("clients by owner", listed(None, &ClientFilter { owner_id: Some(nobody), ..all() })),
        ("clients insured", listed(None, &ClientFilter { insured: Some(true), ..all() })),
    ]
}

/// The text of the first page of a whole firm, for the benchmark.
#[cfg(feature = "bench")]
pub(super) fn first_page_text() -> String {
    list(Uuid::nil(), None, &ClientFilter::default(), DateTime::MIN).first_page_text()
}

fn list(agency: Uuid, owner: Option<Uuid>, filter: &ClientFilter, at: DateTime) -> List {
    let mut list = List::new(SHAPE).indexed(SearchKind::Client, agency, owner);
    list.only("c.agency_id = ?", [Arg::Id(agency)]);
    list.only("c.archived_at IS NULL", []);
    list.only_if("c.owner_id = ?", owner.map(Arg::Id));
    list.only_if("c.kind = ?", filter.kind.map(|kind| Arg::Text(kind.code().to_owned())));
    list.only_if("c.owner_id = ?", filter.owner_id.map(|id| Arg::Id(id.uuid())));
    if let Some(insured) = filter.insured {
        let not = if insured { "" } else { "NOT " };
        let at = Arg::Text(at.to_string());
        list.only(&format!("{not}{IN_FORCE}"), [at.clone(), at]);
    }
    list
}

/// Whether a client has a policy in force at a moment.
const IN_FORCE: &str = "EXISTS (SELECT 1 FROM policies p JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id WHERE p.agency_id = c.agency_id AND p.client_id = c.id AND s.from_at <= ? AND s.until_at > ? AND s.state = 'in_force')";

/// The clients that a selection stands for.
fn chosen(agency: Uuid, owner: Option<Uuid>, selection: &Selection<ClientId, ClientFilter>, at: DateTime) -> List {
    let filter = match selection {
        Selection::Ids(_) => &ClientFilter::default(),
        Selection::Matching(matching) => &matching.filter,
    };
    list(agency, owner, filter, at).chosen(selection, |id| id.uuid())
}

#[derive(Debug, FromRow)]
struct ClientRow {
    id: Uuid,
    agency_id: Uuid,
    owner_id: Uuid,
    kind: String,
    display_name: String,
    first_name: Option<String>,
    last_name: Option<String>,
    legal_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    birth_date: Option<String>,
    national_id: Option<String>,
    tax_id: Option<String>,
    iban: Option<String>,
    notes: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    policy_count: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for ClientRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl ClientRow {
    fn view(self) -> Result<ClientView> {
        Ok(ClientView {
            id: ClientId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            owner_id: UserId::from_uuid(self.owner_id),
            kind: word(ClientKind::parse, &self.kind)?,
            display_name: self.display_name,
            first_name: self.first_name,
            last_name: self.last_name,
            legal_name: self.legal_name,
            email: self.email,
            phone: self.phone,
            address: maybe_json(self.address.as_deref())?,
            birth_date: maybe_day(self.birth_date.as_deref())?,
            national_id: self.national_id,
            tax_id: self.tax_id,
            iban: self.iban,
            notes: self.notes,
            policy_count: self.policy_count,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$19`, in their order.
macro_rules! bind_client {
    ($statement:expr, $agency:expr, $record:expr, $address:expr) => {{
        let client = &$record.client;
        let (first_name, last_name, legal_name) = match &client.name {
            ClientName::Person { first_name, last_name } => (first_name.as_deref(), Some(last_name.as_str()), None),
            ClientName::Organisation { legal_name } => (None, None, Some(legal_name.as_str())),
        };
        sqlx::query($statement)
            .bind($agency)
            .bind($record.id.uuid())
            .bind($record.owner.uuid())
            .bind(client.name.kind().code())
            .bind(client.name.display())
            .bind(client.name.sort_key())
            .bind(first_name)
            .bind(last_name)
            .bind(legal_name)
            .bind(client.email.as_deref())
            .bind(client.phone.as_deref())
            .bind($address)
            .bind(client.birth_date.map(|day| day.to_string()))
            .bind(client.national_id.as_deref())
            .bind(client.tax_id.as_deref())
            .bind(client.iban.as_deref())
            .bind(client.notes.as_deref())
            .bind(client.search_text())
            .bind(micros($record.at))
    }};
}

#[async_trait]
impl Clients for SqlUnit {
    async fn find(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientView>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let row: Option<ClientRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(ClientRow::view).transpose()
    }

    async fn list(
        &mut self,
        permit: &Permit<ReadClients>,
        page: &PageRequest,
        filter: &ClientFilter,
        moment: DateTime,
    ) -> Result<Page<ClientView>> {
        let rows = list(self.agency(), owner(permit), filter, moment).page::<ClientRow>(&mut self.tx, page).await?;
        rows.try_map(ClientRow::view)
    }

    async fn selected(
        &mut self,
        permit: &Permit<ReadClients>,
        selection: &Selection<ClientId, ClientFilter>,
        moment: DateTime,
        after: Option<ClientId>,
        limit: u32,
    ) -> Result<Vec<ClientId>> {
        let list = chosen(self.agency(), owner(permit), selection, moment);
        let ids = list.ids(&mut self.tx, after.map(ClientId::uuid), limit).await?;
        Ok(ids.into_iter().map(ClientId::from_uuid).collect())
    }

    async fn count_selected(
        &mut self,
        permit: &Permit<ReadClients>,
        selection: &Selection<ClientId, ClientFilter>,
        moment: DateTime,
    ) -> Result<u64> {
        chosen(self.agency(), owner(permit), selection, moment).count_chosen(&mut self.tx).await
    }

    async fn insert(&mut self, _: &Permit<CreateClient>, record: &ClientRecord) -> Result<()> {
        self.changed(record.id);
        let agency = self.agency();
        let address = maybe_as_json(record.client.address.as_ref())?;
        on_both!(&mut self.tx, c => bind_client!(INSERT, agency, record, address).execute(c).await.map(drop))
            .map_err(failed)
    }

    async fn update(&mut self, permit: &Permit<UpdateClient>, record: &ClientRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let (agency, owner) = (self.agency(), owner(permit));
        let address = maybe_as_json(record.client.address.as_ref())?;
        let changed = on_both!(&mut self.tx, c => bind_client!(UPDATE, agency, record, address)
            .bind(version)
            .bind(owner)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn count_of_owner(&mut self, _: &Permit<HandOverClient>, of: UserId) -> Result<i64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(COUNT_OF_OWNER).bind(agency).bind(of.uuid()).fetch_one(c).await)
            .map_err(failed)
    }

    async fn hand_over(
        &mut self,
        _: &Permit<HandOverClient>,
        from: UserId,
        to: UserId,
        at: Timestamp,
    ) -> Result<Vec<ClientId>> {
        // The event of who leaves names every client.
        self.changed(from);
        let agency = self.agency();
        let ids: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(HAND_OVER)
            .bind(agency)
            .bind(from.uuid())
            .bind(to.uuid())
            .bind(micros(at))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(ids.into_iter().map(ClientId::from_uuid).collect())
    }

    async fn hand_over_one(
        &mut self,
        _: &Permit<HandOverClient>,
        id: ClientId,
        version: i64,
        to: UserId,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(HAND_OVER_ONE)
            .bind(agency)
            .bind(id.uuid())
            .bind(to.uuid())
            .bind(micros(at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn archive(
        &mut self,
        permit: &Permit<ArchiveClient>,
        id: ClientId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let (agency, owner) = (self.agency(), owner(permit));
        let changed = on_both!(&mut self.tx, c => sqlx::query(ARCHIVE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .bind(owner)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if changed != 1 {
            return Ok(false);
        }
        // His row is ours now: a policy recorded since the caller counted is seen here, and one to come must wait.
        let policies: i64 = on_both!(&mut self.tx, c => sqlx::query_scalar(INSURED)
            .bind(agency)
            .bind(id.uuid())
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        Ok(policies == 0)
    }
}
