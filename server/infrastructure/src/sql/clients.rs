//! Clients on SQL.

use async_trait::async_trait;
use domain::client::{ClientFilter, ClientKind, ClientName, ClientView, SaveClient};
use domain::list::Selection;
use domain::search::SearchKind;
use domain::shared::identifiers::Scheme;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, ClientId, HandOverId, UserId};
use jiff::Timestamp;
use jiff::civil::DateTime;
use services::Result;
use services::access::{ArchiveClient, CreateClient, HandOverClient, Permit, ReadClients, RestoreClient, UpdateClient};
use services::ports::unit::{ClientRecord, Clients, HandOverRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{as_json, instant, maybe_as_json, maybe_day, maybe_json, micros, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::{SqlUnit, owner};

statements! {
    COUNT_OF_OWNER = "SELECT COUNT(*) FROM clients WHERE agency_id = $1 AND owner_id = $2";
    HAND_OVER = "UPDATE clients SET owner_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND owner_id = $2 RETURNING id";
    FIND = "SELECT c.id, c.agency_id, c.owner_id, c.kind, c.display_name, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.phone_e164, c.address, c.birth_date, c.national_id, c.national_scheme, c.tax_id, c.tax_scheme, c.iban, c.notes, c.contacts, c.addresses, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.client_id = c.id) AS policy_count FROM clients c WHERE c.agency_id = $1 AND c.id = $2 AND c.archived_at IS NULL AND (c.owner_id = $3 OR $3 IS NULL)";
    /// A file that was merged is not put away: its survivor has it.
    FIND_PUT_AWAY = "SELECT c.id, c.agency_id, c.owner_id, c.kind, c.display_name, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.phone_e164, c.address, c.birth_date, c.national_id, c.national_scheme, c.tax_id, c.tax_scheme, c.iban, c.notes, c.contacts, c.addresses, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.client_id = c.id) AS policy_count FROM clients c WHERE c.agency_id = $1 AND c.id = $2 AND c.archived_at IS NOT NULL AND c.merged_into IS NULL AND (c.owner_id = $3 OR $3 IS NULL)";
    INSERT = "INSERT INTO clients (agency_id, id, owner_id, kind, display_name, sort_name, first_name, last_name, legal_name, email, phone, address, birth_date, national_id, tax_id, iban, notes, search_text, phone_e164, national_scheme, tax_scheme, contacts, addresses, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $20, $21, $22, $23, $24, 1, $19, $19)";
    UPDATE = "UPDATE clients SET owner_id = $3, kind = $4, display_name = $5, sort_name = $6, first_name = $7, last_name = $8, legal_name = $9, email = $10, phone = $11, address = $12, birth_date = $13, national_id = $14, tax_id = $15, iban = $16, notes = $17, search_text = CASE WHEN alias_text IS NULL THEN $18 ELSE $18 || ' ' || alias_text END, updated_at = $19, phone_e164 = $20, national_scheme = $21, tax_scheme = $22, contacts = $23, addresses = $24, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $25 AND archived_at IS NULL AND (owner_id = $26 OR $26 IS NULL)";
    ARCHIVE = "UPDATE clients SET archived_at = $3, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND archived_at IS NULL AND (owner_id = $5 OR $5 IS NULL)";
    HAND_OVER_ONE = "UPDATE clients SET owner_id = $3, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $5 AND archived_at IS NULL";
    RESTORE = "UPDATE clients SET archived_at = NULL, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $4 AND archived_at IS NOT NULL AND merged_into IS NULL AND (owner_id = $5 OR $5 IS NULL)";
    NOTE_HAND_OVER = "INSERT INTO client_hand_overs (agency_id, client_id, id, from_id, to_id, author_id, reason, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A firm hands over all of a broker's clients at once; each keeps the id of the act.
    NOTE_HAND_OVERS = "INSERT INTO client_hand_overs (agency_id, client_id, id, from_id, to_id, author_id, created_at) SELECT agency_id, id, $3, owner_id, $4, $5, $6 FROM clients WHERE agency_id = $1 AND owner_id = $2";
    INSURED = "SELECT COUNT(*) FROM policies WHERE agency_id = $1 AND client_id = $2";
}

/// The columns of a file, of the table under the name `c`.
pub(super) const CLIENT_COLUMNS: &str = "c.id, c.agency_id, c.owner_id, c.kind, c.display_name, c.first_name, c.last_name, c.legal_name, c.email, c.phone, c.phone_e164, c.address, c.birth_date, c.national_id, c.national_scheme, c.tax_id, c.tax_scheme, c.iban, c.notes, c.contacts, c.addresses, c.version, c.created_at, c.updated_at, (SELECT COUNT(*) FROM policies p WHERE p.agency_id = c.agency_id AND p.client_id = c.id) AS policy_count";

pub(super) const SHAPE: ListShape = ListShape {
    columns: CLIENT_COLUMNS,
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
    let filter =
        ClientFilter { kind: Some(ClientKind::Person), owner_id: Some(id), insured: Some(true), archived: false };
    let mut forms = list(Uuid::nil(), Some(Uuid::nil()), &filter, DateTime::MIN).forms();
    forms.extend(list(Uuid::nil(), None, &ClientFilter::default(), DateTime::MIN).forms());
    let archived = ClientFilter { archived: true, ..ClientFilter::default() };
    forms.extend(list(Uuid::nil(), None, &archived, DateTime::MIN).forms());
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
    // The index holds files in use only.
    let list = List::new(SHAPE);
    let mut list = if filter.archived { list } else { list.indexed(SearchKind::Client, agency, owner) };
    list.only("c.agency_id = ?", [Arg::Id(agency)]);
    list.only(
        if filter.archived { "c.archived_at IS NOT NULL AND c.merged_into IS NULL" } else { "c.archived_at IS NULL" },
        [],
    );
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
pub(super) struct ClientRow {
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
    phone_e164: Option<String>,
    address: Option<String>,
    birth_date: Option<String>,
    national_id: Option<String>,
    national_scheme: Option<String>,
    tax_id: Option<String>,
    tax_scheme: Option<String>,
    iban: Option<String>,
    notes: Option<String>,
    contacts: Option<String>,
    addresses: Option<String>,
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
    pub(super) fn view(self) -> Result<ClientView> {
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
            phone_e164: self.phone_e164,
            address: maybe_json(self.address.as_deref())?,
            birth_date: maybe_day(self.birth_date.as_deref())?,
            national_id: self.national_id,
            national_id_scheme: self.national_scheme.as_deref().map(|text| word(Scheme::parse, text)).transpose()?,
            tax_id: self.tax_id,
            tax_id_scheme: self.tax_scheme.as_deref().map(|text| word(Scheme::parse, text)).transpose()?,
            iban: self.iban,
            notes: self.notes,
            contacts: maybe_json(self.contacts.as_deref())?.unwrap_or_default(),
            addresses: maybe_json(self.addresses.as_deref())?.unwrap_or_default(),
            policy_count: self.policy_count,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

/// What of a client is kept as JSON text.
struct Written {
    address: Option<String>,
    contacts: Option<String>,
    addresses: Option<String>,
}

impl Written {
    fn of(client: &SaveClient) -> Result<Self> {
        let list = |empty: bool| (!empty).then_some(());
        Ok(Self {
            address: maybe_as_json(client.address.as_ref())?,
            contacts: list(client.contacts.is_empty()).map(|()| as_json(&client.contacts)).transpose()?,
            addresses: list(client.addresses.is_empty()).map(|()| as_json(&client.addresses)).transpose()?,
        })
    }
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$24`, in their order.
macro_rules! bind_client {
    ($statement:expr, $agency:expr, $record:expr, $written:expr) => {{
        let client = &$record.client;
        let (first_name, last_name, legal_name) = match &client.name {
            ClientName::Person { first_name, last_name } => (first_name.as_deref(), Some(last_name.as_str()), None),
            ClientName::Organisation { legal_name } => (None, None, Some(legal_name.as_str())),
        };
        let (national, tax) = (client.national_id.as_ref(), client.tax_id.as_ref());
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
            .bind($written.address.as_deref())
            .bind(client.birth_date.map(|day| day.to_string()))
            .bind(national.map(|number| number.text.as_str()))
            .bind(tax.map(|number| number.text.as_str()))
            .bind(client.iban.as_deref())
            .bind(client.notes.as_deref())
            .bind(client.search_text())
            .bind(micros($record.at))
            .bind(client.phone_e164.as_deref())
            .bind(national.and_then(|number| number.scheme).map(Scheme::code))
            .bind(tax.and_then(|number| number.scheme).map(Scheme::code))
            .bind($written.contacts.as_deref())
            .bind($written.addresses.as_deref())
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

    async fn find_put_away(&mut self, permit: &Permit<ReadClients>, id: ClientId) -> Result<Option<ClientView>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let row: Option<ClientRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND_PUT_AWAY)
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
        let written = Written::of(&record.client)?;
        on_both!(&mut self.tx, c => bind_client!(INSERT, agency, record, written).execute(c).await.map(drop))
            .map_err(failed)?;
        self.keep_keys(record.id, &record.client.traits()).await
    }

    async fn update(&mut self, permit: &Permit<UpdateClient>, record: &ClientRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let (agency, owner) = (self.agency(), owner(permit));
        let written = Written::of(&record.client)?;
        let changed = on_both!(&mut self.tx, c => bind_client!(UPDATE, agency, record, written)
            .bind(version)
            .bind(owner)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if changed == 1 {
            self.keep_keys(record.id, &record.client.traits()).await?;
        }
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
        id: HandOverId,
        at: Timestamp,
    ) -> Result<Vec<ClientId>> {
        // The event of who leaves names every client.
        self.changed(from);
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(NOTE_HAND_OVERS)
            .bind(agency)
            .bind(from.uuid())
            .bind(id.uuid())
            .bind(to.uuid())
            .bind(author)
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
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

    async fn restore(
        &mut self,
        permit: &Permit<RestoreClient>,
        id: ClientId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let (agency, owner) = (self.agency(), owner(permit));
        let changed = on_both!(&mut self.tx, c => sqlx::query(RESTORE)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(version)
            .bind(owner)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn hand_over_one(
        &mut self,
        permit: &Permit<HandOverClient>,
        done: &HandOverRecord,
        version: i64,
    ) -> Result<bool> {
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(HAND_OVER_ONE)
            .bind(agency)
            .bind(done.client.uuid())
            .bind(done.to.uuid())
            .bind(micros(done.at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if changed == 1 {
            self.note_hand_over(permit, done).await?;
        }
        Ok(changed == 1)
    }

    async fn note_hand_over(&mut self, _: &Permit<HandOverClient>, done: &HandOverRecord) -> Result<()> {
        self.changed(done.client);
        let (agency, author) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(NOTE_HAND_OVER)
            .bind(agency)
            .bind(done.client.uuid())
            .bind(done.id.uuid())
            .bind(done.from.uuid())
            .bind(done.to.uuid())
            .bind(author)
            .bind(done.reason.as_deref())
            .bind(micros(done.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}
