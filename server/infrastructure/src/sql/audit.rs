//! The audit log: a chain of hashes per firm, appended at commit.

use async_trait::async_trait;
use domain::audit::{AuditEventView, AuditFilter, AuditVerification, Door};
use domain::list::Period;
use domain::shared::page::{Page, PageRequest};
use domain::shared::text::search_key;
use domain::shared::{AuditEventId, UserId};
use jiff::Timestamp;
use services::Result;
use services::access::{Permit, Principal, ReadAudit};
use services::ports::clock::Chance;
use services::ports::unit::{AuditLog, PendingEvent};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{as_json, instant, json, micros, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort, literal};
use super::on_both::Tx;
use super::unit::SqlUnit;
use crate::time::SystemChance;

statements! {
    /// Begins the chain of a new firm.
    BEGIN_CHAIN = "INSERT INTO audit_heads (agency_id, sequence, hash) VALUES ($1, 0, '') ON CONFLICT (agency_id) DO NOTHING";
    /// Takes the next places; the row stays locked until the commit, so the chain never forks.
    TAKE_PLACES = "UPDATE audit_heads SET sequence = sequence + $2 WHERE agency_id = $1 RETURNING sequence, hash";
    SET_HEAD = "UPDATE audit_heads SET hash = $2 WHERE agency_id = $1";
    HEAD = "SELECT sequence, hash FROM audit_heads WHERE agency_id = $1";
    APPEND = "INSERT INTO audit_events (agency_id, sequence, id, occurred_at, user_id, actor, action, object_type, object_id, object_label, changes, ip_address, user_agent, request_id, door, hash, search_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    CHAIN = "SELECT sequence, id, occurred_at, user_id, actor, action, object_type, object_id, object_label, changes, ip_address, user_agent, request_id, door, hash FROM audit_events WHERE agency_id = $1 AND sequence > $2 ORDER BY sequence LIMIT 1000";
}

pub(super) const SHAPE: ListShape = ListShape {
    columns: "sequence, id, occurred_at, user_id, actor, action, object_type, object_id, object_label, changes, ip_address, user_agent, request_id, door, hash",
    tables: "audit_events",
    id: "id",
    search: "search_text LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "occurred_at", column: "occurred_at", numeric: true, descending: true }],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let filter = AuditFilter {
        action: Some(String::new()),
        action_contains: Some(String::new()),
        object_type: Some(String::new()),
        object_id: Some(String::new()),
        user_id: Some(UserId::from_uuid(Uuid::nil())),
        ip: Some(String::new()),
        request_id: Some(String::new()),
        from: None,
        to: None,
    };
    let then = Some(Timestamp::UNIX_EPOCH);
    list(Uuid::nil(), &filter, &Period { from: then, until: then }).forms()
}

/// The list under its filters, by name, for the test that reads the plans. A part of an action is looked for on the way through
/// the log, which no index shortens.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let (all, some) = (AuditFilter::default, || Some(String::new()));
    let listed = |filter: &AuditFilter| list(Uuid::nil(), filter, &Period::default());
    let then = Some(Timestamp::UNIX_EPOCH);
    vec![
        ("audit events", listed(&all())),
        ("audit events by action", listed(&AuditFilter { action: some(), ..all() })),
        ("audit events by object type", listed(&AuditFilter { object_type: some(), ..all() })),
        ("audit events about an object", listed(&AuditFilter { object_id: some(), ..all() })),
        ("audit events by person", listed(&AuditFilter { user_id: Some(UserId::from_uuid(Uuid::nil())), ..all() })),
        ("audit events by address", listed(&AuditFilter { ip: some(), ..all() })),
        ("audit events by request", listed(&AuditFilter { request_id: some(), ..all() })),
        ("audit events of a time", list(Uuid::nil(), &all(), &Period { from: then, until: then })),
    ]
}

fn list(agency: Uuid, filter: &AuditFilter, period: &Period) -> List {
    let text = |value: &Option<String>| value.clone().map(Arg::Text);
    let mut list = List::new(SHAPE);
    list.only("agency_id = ?", [Arg::Id(agency)]);
    list.only_if("action = ?", text(&filter.action));
    let contains = filter.action_contains.as_deref().map(|part| Arg::Text(format!("%{}%", literal(part))));
    list.only_if("action LIKE ? ESCAPE '\\'", contains);
    list.only_if("object_type = ?", text(&filter.object_type));
    list.only_if("object_id = ?", text(&filter.object_id));
    list.only_if("user_id = ?", filter.user_id.map(|id| Arg::Id(id.uuid())));
    list.only_if("ip_address = ?", text(&filter.ip));
    list.only_if("request_id = ?", text(&filter.request_id));
    list.only_if("occurred_at >= ?", period.from.map(|at| Arg::Number(micros(at))));
    list.only_if("occurred_at < ?", period.until.map(|at| Arg::Number(micros(at))));
    list
}

#[derive(Debug, Clone, FromRow)]
struct EventRow {
    sequence: i64,
    id: Uuid,
    occurred_at: i64,
    user_id: Option<Uuid>,
    actor: String,
    action: String,
    object_type: String,
    object_id: String,
    object_label: String,
    changes: String,
    ip_address: Option<String>,
    user_agent: Option<String>,
    request_id: String,
    door: String,
    hash: String,
    #[sqlx(default)]
    place: String,
}

impl Listed for EventRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl EventRow {
    fn view(self) -> Result<AuditEventView> {
        Ok(AuditEventView {
            id: AuditEventId::from_uuid(self.id),
            sequence: self.sequence,
            occurred_at: instant(self.occurred_at)?,
            user_id: self.user_id.map(UserId::from_uuid),
            actor: self.actor,
            action: self.action,
            object_type: self.object_type,
            object_id: self.object_id,
            object_label: self.object_label,
            changes: json(&self.changes)?,
            ip_address: self.ip_address,
            user_agent: self.user_agent,
            request_id: self.request_id,
            door: word(Door::parse, &self.door)?,
            hash: self.hash,
        })
    }

    /// The hash of this event and, through `previous`, of all before it: SHA-256 over a canonical JSON array.
    fn chained(&self, agency: Uuid, previous: &str) -> Result<String> {
        let canonical = as_json(&(
            (previous, agency, self.sequence, self.id, self.occurred_at, self.user_id),
            (&self.actor, &self.action, &self.object_type, &self.object_id, &self.object_label, &self.changes),
            (&self.ip_address, &self.user_agent, &self.request_id, &self.door),
        ))?;
        Ok(hex::encode(Sha256::digest(canonical.as_bytes())))
    }
}

/// Writes the events of a unit as the last thing before its commit.
pub(super) async fn append(tx: &mut Tx, who: &Principal, events: &[PendingEvent], at: Timestamp) -> Result<()> {
    let agency = who.agency().uuid();
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    on_both!(&mut *tx, c => sqlx::query(BEGIN_CHAIN).bind(agency).execute(c).await.map(drop)).map_err(failed)?;
    let (last, mut hash): (i64, String) =
        on_both!(&mut *tx, c => sqlx::query_as(TAKE_PLACES).bind(agency).bind(count).fetch_one(c).await)
            .map_err(failed)?;
    let context = who.context();
    for (place, event) in (last - count + 1..).zip(events) {
        let mut row = EventRow {
            sequence: place,
            id: SystemChance.id(),
            occurred_at: micros(at),
            user_id: who.user_id().map(UserId::uuid),
            actor: who.name(),
            action: event.action().to_owned(),
            object_type: event.subject().object_type.to_owned(),
            object_id: event.subject().object_id.clone(),
            object_label: event.subject().label.clone(),
            changes: as_json(event.changes())?,
            ip_address: context.ip_address.clone(),
            user_agent: context.user_agent.clone(),
            request_id: context.request_id.clone(),
            door: context.door.code().to_owned(),
            hash: String::new(),
            place: String::new(),
        };
        hash = row.chained(agency, &hash)?;
        row.hash.clone_from(&hash);
        let search_text = search_key(&format!("{} {}", row.object_label, row.actor));
        on_both!(&mut *tx, c => sqlx::query(APPEND)
            .bind(agency)
            .bind(row.sequence)
            .bind(row.id)
            .bind(row.occurred_at)
            .bind(row.user_id)
            .bind(&row.actor)
            .bind(&row.action)
            .bind(&row.object_type)
            .bind(&row.object_id)
            .bind(&row.object_label)
            .bind(&row.changes)
            .bind(&row.ip_address)
            .bind(&row.user_agent)
            .bind(&row.request_id)
            .bind(&row.door)
            .bind(&row.hash)
            .bind(&search_text)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
    }
    on_both!(&mut *tx, c => sqlx::query(SET_HEAD).bind(agency).bind(hash).execute(c).await.map(drop)).map_err(failed)
}

#[async_trait]
impl AuditLog for SqlUnit {
    async fn list(
        &mut self,
        _: &Permit<ReadAudit>,
        page: &PageRequest,
        filter: &AuditFilter,
        period: &Period,
    ) -> Result<Page<AuditEventView>> {
        let rows = list(self.agency(), filter, period).page::<EventRow>(&mut self.tx, page).await?;
        rows.try_map(EventRow::view)
    }

    async fn verify(&mut self, _: &Permit<ReadAudit>) -> Result<AuditVerification> {
        let agency = self.agency();
        let head: Option<(i64, String)> =
            on_both!(&mut self.tx, c => sqlx::query_as(HEAD).bind(agency).fetch_optional(c).await).map_err(failed)?;
        let (last, head_hash) = head.unwrap_or_default();
        let (mut seen, mut hash) = (0, String::new());
        let broken_at =
            |place: i64| AuditVerification { intact: false, events: place, first_bad_sequence: Some(place) };
        loop {
            let rows: Vec<EventRow> =
                on_both!(&mut self.tx, c => sqlx::query_as(CHAIN).bind(agency).bind(seen).fetch_all(c).await)
                    .map_err(failed)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if row.sequence != seen + 1 || row.chained(agency, &hash)? != row.hash {
                    return Ok(broken_at(seen + 1));
                }
                seen = row.sequence;
                hash = row.hash;
            }
        }
        // A cut tail leaves the chain whole but shorter than its head says.
        if seen != last || hash != head_hash {
            return Ok(broken_at(seen + 1));
        }
        Ok(AuditVerification { intact: true, events: seen, first_bad_sequence: None })
    }
}
