//! What happened to a client, gathered from where each thing is kept: facts and versions of his policies, documents,
//! attachments, notes, hand-overs, merges, and the log’s events about his file. Every part is reached by an index that begins
//! with firm and client.

use domain::client::{ClientView, Happening, HappeningKind, HappeningSubject};
use domain::policy::FactKind;
use domain::shared::ClientId;
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use services::{Error, Result};
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::convert::{instant, moment, word};
use super::error::failed;
use super::on_both::Tx;

/// The only order there is.
const SORT: &str = "-recorded_at";

/// The text for a client who has so many ids: his own and those of the files merged into his. `$1` firm, `$2` client, `$3`
/// and `$4` the place to go on from, `$5` how many, `$6` whose policies of others are shown, all where it is nobody; then his
/// ids as the log writes them. A cross
/// join is to PostgreSQL one like any other; SQLite begins with its first table, the client's policies, however few facts it
/// believes there are.
pub(super) fn text(ids: usize) -> String {
    let ids = (7..7 + ids).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let nothing = "CAST(NULL AS text)";
    let author = |table: &str, column: &str| {
        format!("(SELECT u.full_name FROM users u WHERE u.agency_id = {table}.agency_id AND u.id = {table}.{column})")
    };
    let name = |table: &str, column: &str| {
        format!(
            "(SELECT o.display_name FROM clients o WHERE o.agency_id = {table}.agency_id AND o.id = {table}.{column})"
        )
    };
    let parts = [
        format!(
            "SELECT f.recorded_at, f.id, 'policy_fact' AS kind, f.kind AS fact, f.effective_at, p.id AS subject_id, p.policy_number AS label, f.reason AS body, {} AS author FROM policies p CROSS JOIN policy_facts f WHERE f.agency_id = p.agency_id AND f.policy_id = p.id AND p.agency_id = $1 AND p.client_id = $2",
            author("f", "author_id")
        ),
        format!(
            "SELECT v.recorded_at, p.id, 'policy_version', {nothing}, v.effective_date, p.id, p.policy_number, v.reason, {} FROM policies p CROSS JOIN policy_versions v WHERE v.agency_id = p.agency_id AND v.policy_id = p.id AND p.agency_id = $1 AND p.client_id = $2 AND v.number > 1 AND v.fact_id IS NULL",
            author("v", "author_id")
        ),
        format!(
            "SELECT r.recorded_at, r.id, 'policy_party', {nothing}, r.since, p.id, p.policy_number, r.note, {nothing} FROM policy_parties r CROSS JOIN policies p CROSS JOIN clients h WHERE p.agency_id = r.agency_id AND p.id = r.policy_id AND h.agency_id = p.agency_id AND h.id = p.client_id AND r.agency_id = $1 AND r.client_id = $2 AND (h.owner_id = $6 OR $6 IS NULL)"
        ),
        format!(
            "SELECT d.created_at, d.id, 'document', {nothing}, {nothing}, d.id, d.number, d.title, {} FROM documents d WHERE d.agency_id = $1 AND d.client_id = $2",
            author("d", "author_id")
        ),
        format!(
            "SELECT d.revoked_at, d.id, 'document_revoked', {nothing}, {nothing}, d.id, d.number, d.title, {nothing} FROM documents d WHERE d.agency_id = $1 AND d.client_id = $2 AND d.revoked_at IS NOT NULL"
        ),
        format!(
            "SELECT l.created_at, l.id, CASE (SELECT w.state FROM letters w WHERE w.agency_id = l.agency_id AND w.id = l.letter_id) WHEN 'waiting' THEN 'document_sending' WHEN 'failed' THEN 'document_unsent' ELSE 'document_sent' END, {nothing}, {nothing}, d.id, d.number, l.recipient, {} FROM documents d CROSS JOIN document_links l WHERE l.agency_id = d.agency_id AND l.document_id = d.id AND d.agency_id = $1 AND d.client_id = $2 AND l.letter_id IS NOT NULL",
            author("l", "author_id")
        ),
        format!(
            "SELECT a.created_at, a.id, 'attachment', {nothing}, {nothing}, a.client_id, a.file_name, {nothing}, {} FROM attachments a WHERE a.agency_id = $1 AND a.client_id = $2",
            author("a", "author_id")
        ),
        format!(
            "SELECT a.removed_at, a.id, 'attachment_removed', {nothing}, {nothing}, a.client_id, a.file_name, a.removal_reason, {} FROM attachments a WHERE a.agency_id = $1 AND a.client_id = $2 AND a.removed_at IS NOT NULL",
            author("a", "removed_by")
        ),
        format!(
            "SELECT a.created_at, a.id, 'policy_attachment', {nothing}, {nothing}, p.id, p.policy_number, a.file_name, {} FROM policies p CROSS JOIN attachments a WHERE a.agency_id = p.agency_id AND a.policy_id = p.id AND p.agency_id = $1 AND p.client_id = $2",
            author("a", "author_id")
        ),
        format!(
            "SELECT a.removed_at, a.id, 'policy_attachment_removed', {nothing}, {nothing}, p.id, p.policy_number, a.file_name, {} FROM policies p CROSS JOIN attachments a WHERE a.agency_id = p.agency_id AND a.policy_id = p.id AND p.agency_id = $1 AND p.client_id = $2 AND a.removed_at IS NOT NULL",
            author("a", "removed_by")
        ),
        format!(
            "SELECT n.created_at, n.id, 'note', {nothing}, {nothing}, n.client_id, '', n.body, {} FROM client_notes n WHERE n.agency_id = $1 AND n.client_id = $2",
            author("n", "author_id")
        ),
        format!(
            "SELECT h.created_at, h.id, 'hand_over', {nothing}, {nothing}, h.client_id, {}, h.reason, {} FROM client_hand_overs h WHERE h.agency_id = $1 AND h.client_id = $2",
            author("h", "to_id"),
            author("h", "author_id")
        ),
        format!(
            "SELECT m.merged_at, m.id, 'merge', {nothing}, {nothing}, m.from_id, {}, {nothing}, {} FROM client_merges m WHERE m.agency_id = $1 AND m.into_id = $2",
            name("m", "from_id"),
            author("m", "author_id")
        ),
        format!(
            "SELECT m.undone_at, m.id, 'unmerge', {nothing}, {nothing}, m.from_id, {}, {nothing}, {} FROM client_merges m WHERE m.agency_id = $1 AND m.into_id = $2 AND m.undone_at IS NOT NULL",
            name("m", "from_id"),
            author("m", "undone_by")
        ),
        format!(
            "SELECT m.undone_at, m.id, 'unmerge', {nothing}, {nothing}, m.into_id, {}, {nothing}, {} FROM client_merges m WHERE m.agency_id = $1 AND m.from_id = $2 AND m.undone_at IS NOT NULL",
            name("m", "into_id"),
            author("m", "undone_by")
        ),
        format!(
            "SELECT e.occurred_at, e.id, e.action, {nothing}, {nothing}, $2, e.object_label, {nothing}, e.actor FROM audit_events e WHERE e.agency_id = $1 AND e.object_type = 'client' AND e.object_id IN ({ids}) AND e.action IN ('client.create', 'client.update', 'client.archive', 'client.restore')"
        ),
    ];
    format!(
        "SELECT t.recorded_at, t.id, t.kind, t.fact, t.effective_at, t.subject_id, t.label, t.body, t.author FROM ({}) AS t WHERE (t.recorded_at, t.id) < ($3, $4) ORDER BY t.recorded_at DESC, t.id DESC LIMIT $5",
        parts.join(" UNION ALL ")
    )
}

#[derive(Debug, FromRow)]
struct HappeningRow {
    recorded_at: i64,
    id: Uuid,
    kind: String,
    fact: Option<String>,
    effective_at: Option<String>,
    subject_id: Uuid,
    label: Option<String>,
    body: Option<String>,
    author: Option<String>,
}

impl HappeningRow {
    fn view(self) -> Result<Happening> {
        let kind = word(HappeningKind::parse, &self.kind)?;
        let subject = match kind {
            HappeningKind::Fact
            | HappeningKind::Endorsement
            | HappeningKind::Role
            | HappeningKind::PolicyAttached
            | HappeningKind::PolicyDetached => HappeningSubject::Policy,
            HappeningKind::Document
            | HappeningKind::Revocation
            | HappeningKind::Sent
            | HappeningKind::Sending
            | HappeningKind::Unsent => HappeningSubject::Document,
            _ => HappeningSubject::Client,
        };
        let effective_at = match self.effective_at.as_deref() {
            // A version counts from a day, a fact from a moment.
            Some(day) if day.len() == 10 => Some(moment(&format!("{day}T00:00:00"))?),
            Some(at) => Some(moment(at)?),
            None => None,
        };
        Ok(Happening {
            recorded_at: instant(self.recorded_at)?,
            kind,
            fact: self.fact.as_deref().map(|fact| word(FactKind::parse, fact)).transpose()?,
            effective_at,
            subject,
            subject_id: self.subject_id.to_string(),
            label: self.label.unwrap_or_default(),
            text: self.body,
            author: self.author,
        })
    }
}

/// One page, newest first, as far as `reader` may see policies; all where it is nobody.
pub(super) async fn page(
    tx: &mut Tx,
    agency: Uuid,
    reader: Option<Uuid>,
    client: &ClientView,
    aliases: &[ClientId],
    request: &PageRequest,
) -> Result<Page<Happening>> {
    let limit = request.checked_limit().map_err(Error::field)?;
    if let Some(sort) = request.sort.as_deref().filter(|sort| !sort.is_empty() && *sort != SORT) {
        let error = FieldError::new("sort", Code::NotAChoice).with("allowed", SORT).with("given", sort.len());
        return Err(Error::field(error));
    }
    let (before, id) = match request.cursor.as_deref() {
        Some(cursor) => read(cursor)?,
        None => (i64::MAX, Uuid::max()),
    };
    let ids: Vec<String> = std::iter::once(&client.id).chain(aliases).map(ToString::to_string).collect();
    let wanted = i64::from(limit) + 1;
    let text = text(ids.len());
    let mut rows: Vec<HappeningRow> = on_both!(tx, connection => {
        let mut query = sqlx::query_as(AssertSqlSafe(text))
            .bind(agency)
            .bind(client.id.uuid())
            .bind(before)
            .bind(id)
            .bind(wanted)
            .bind(reader);
        for id in ids {
            query = query.bind(id);
        }
        query.fetch_all(connection).await
    })
    .map_err(failed)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor =
        rows.last().filter(|_| more).map(|row| hex::encode(format!("{} {}", row.recorded_at, row.id.simple())));
    let page = Page { items: rows, next_cursor, previous_cursor: None, total: None, more_than_total: false };
    page.try_map(HappeningRow::view)
}

/// The place a page goes on from: opaque to callers.
fn read(cursor: &str) -> Result<(i64, Uuid)> {
    let wrong = || Error::field(FieldError::new("cursor", Code::Unreadable));
    let bytes = hex::decode(cursor).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (at, id) = text.split_once(' ').ok_or_else(wrong)?;
    Ok((at.parse().map_err(|_| wrong())?, Uuid::try_parse(id).map_err(|_| wrong())?))
}
