//! The search on SQL: which records hold the words, then what they are called. How an index is asked for the first is the
//! one place where the databases differ (`docs/decisions/0025-one-index-for-search.md`).

use async_trait::async_trait;
use domain::policy::PolicyState;
use domain::search::{SearchKind, SearchWords};
use jiff::civil::DateTime;
use services::Result;
use services::access::{Permit, SearchPortfolio};
use services::ports::unit::{Found, SearchIndex};
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::convert::word;
use super::error::failed;
use super::on_both::Tx;
use super::unit::{SqlUnit, owner};

/// So many records of a list are put in order after the index found them; of more, a page is found on the list's own way.
pub(super) const FEW: usize = 2_000;
/// Up to so many are put in order all the same, where the list's own way did not fill a page within so many rows: what was
/// searched for stands far from its beginning then.
pub(super) const MANY: usize = 30_000;
/// The rows of a list's own way that are looked at before.
pub(super) const GLANCE: usize = 20_000;
/// The words that stand in PostgreSQL's wall, see the migration; further ones are looked for in what these find.
const WALL_WORDS: usize = 3;

statements! {
    COMPANIES = "SELECT id, name AS title, code AS first, broker_code AS second, NULL AS third, NULL AS fourth, NULL AS state FROM companies WHERE agency_id = $1 AND (' ' || search_text) LIKE $2 AND (' ' || search_text) LIKE $3 AND (' ' || search_text) LIKE $4 ORDER BY sort_name, id LIMIT $5";
}

/// The columns of found records by kind; the ids follow in brackets.
const CLIENTS: &str = "SELECT id, display_name AS title, email AS first, phone AS second, tax_id AS third, address AS fourth, NULL AS state FROM clients WHERE agency_id = $1 AND id IN ";
const POLICIES: &str = "SELECT p.id, p.policy_number AS title, h.display_name AS first, p.product_name AS second, v.terms AS third, NULL AS fourth, s.state FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id JOIN policy_versions v ON v.agency_id = p.agency_id AND v.policy_id = p.id AND v.number = p.current_version LEFT JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id AND s.from_at <= $2 AND s.until_at > $2 WHERE p.agency_id = $1 AND p.id IN ";
const DOCUMENTS: &str = "SELECT d.id, d.number AS title, d.title AS first, h.display_name AS second, NULL AS third, NULL AS fourth, NULL AS state FROM documents d LEFT JOIN clients h ON h.agency_id = d.agency_id AND h.id = d.client_id WHERE d.agency_id = $1 AND d.id IN ";

/// The ids of records in which all the words are found, at most `limit`, in no order.
pub(super) async fn candidates(
    tx: &mut Tx,
    kind: SearchKind,
    agency: Uuid,
    owner: Option<Uuid>,
    words: &SearchWords,
    limit: usize,
) -> Result<Vec<Uuid>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let patterns = words.patterns();
    match tx {
        Tx::Sqlite(connection) => {
            // Where a firm has no entry of the kind there is no block, and FTS5 would read those of everybody.
            let block: Option<i64> = sqlx::query_scalar(BLOCK)
                .bind(agency)
                .bind(kind.code())
                .fetch_optional(&mut **connection)
                .await
                .map_err(failed)?;
            let Some(block) = block else { return Ok(Vec::new()) };
            // Letters, digits and spaces only, in quotes: nothing of it is FTS5's own language.
            let grams: Vec<String> = words.trigrams().into_iter().map(|gram| format!("\"{gram}\"")).collect();
            let mut query = sqlx::query_scalar(AssertSqlSafe(sqlite_text(patterns.len())))
                .bind(agency)
                .bind(kind.code())
                .bind(grams.join(" AND "))
                .bind(owner)
                .bind(limit)
                .bind(block);
            for pattern in patterns {
                query = query.bind(pattern);
            }
            query.fetch_all(&mut **connection).await
        }
        Tx::Postgres(connection) => {
            // For this one question; the transaction may write after it.
            let place = |place: usize| patterns.get(place).map_or("", String::as_str);
            sqlx::query(SET_WORDS)
                .bind(place(0))
                .bind(place(1))
                .bind(place(2))
                .execute(&mut **connection)
                .await
                .map_err(failed)?;
            let mut query = sqlx::query_scalar(AssertSqlSafe(postgres_text(kind, patterns.len())))
                .bind(agency)
                .bind(owner)
                .bind(limit)
                // Planned anew each time: for these words, not for those of the first search on this connection.
                .persistent(false);
            for pattern in patterns.iter().skip(WALL_WORDS) {
                query = query.bind(pattern);
            }
            let found = query.fetch_all(&mut **connection).await;
            sqlx::query(SET_WORDS).bind("").bind("").bind("").execute(&mut **connection).await.map_err(failed)?;
            found
        }
    }
    .map_err(failed)
}

const SET_WORDS: &str =
    "SELECT set_config('app.word_1', $1, true), set_config('app.word_2', $2, true), set_config('app.word_3', $3, true)";

/// In which block the numbers of the firm's entries of a kind lie.
const BLOCK: &str = "SELECT number >> 32 FROM search_entries WHERE agency_id = $1 AND kind = $2 LIMIT 1";

/// The newest first. The numbers of the firm's entries of this kind lie in one block, so nobody else's are read.
fn sqlite_text(words: usize) -> String {
    let mut text = "SELECT e.record_id FROM search_grams g CROSS JOIN search_entries e ON e.number = g.rowid \
         WHERE g.search_grams MATCH $3 AND g.rowid >= ($6 << 32) AND g.rowid < (($6 + 1) << 32) \
         AND e.agency_id = $1 AND e.kind = $2 AND (e.owner_id = $4 OR $4 IS NULL)"
        .to_owned();
    for place in 0..words {
        text.push_str(&format!(" AND e.text LIKE ${}", place + 7));
    }
    text.push_str(" ORDER BY g.rowid DESC LIMIT $5");
    text
}

fn postgres_text(kind: SearchKind, words: usize) -> String {
    let mut text = format!(
        "SELECT e.record_id FROM search_entries e WHERE e.agency_id = $1 AND e.kind = '{}' AND (e.owner_id = $2 OR $2 IS NULL)",
        kind.code()
    );
    for place in 0..words.saturating_sub(WALL_WORDS) {
        text.push_str(&format!(" AND e.text LIKE ${}", place + 4));
    }
    text.push_str(" LIMIT $3");
    text
}

/// The questions to the index on each database, for the test that reads their plans.
pub fn search_texts() -> ([String; 2], String) {
    ([BLOCK.to_owned(), sqlite_text(1)], postgres_text(SearchKind::Policy, 1))
}

#[derive(Debug, FromRow)]
struct FoundRow {
    id: Uuid,
    title: String,
    first: Option<String>,
    second: Option<String>,
    third: Option<String>,
    fourth: Option<String>,
    state: Option<String>,
}

impl FoundRow {
    fn found(self, kind: SearchKind) -> Result<Found> {
        let state = self.state.as_deref().map(|state| word(PolicyState::parse, state)).transpose()?;
        let mut details: Vec<String> = [self.first, self.second].into_iter().flatten().collect();
        match kind {
            SearchKind::Client => {
                details.extend(self.third);
                details.extend(of_json(self.fourth.as_deref(), "city"));
            }
            // A policy is remembered by what it insures: a plate, an address, an activity.
            SearchKind::Policy => details.extend(risks(self.third.as_deref())),
            SearchKind::Company | SearchKind::Document => {}
        }
        Ok(Found { id: self.id, title: self.title, details, state })
    }
}

fn of_json(text: Option<&str>, field: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text?).ok()?;
    value.get(field)?.as_str().map(str::to_owned)
}

/// The texts of what is insured, in the order of their names but the plate first.
fn risks(terms: Option<&str>) -> Vec<String> {
    let Some(Ok(terms)) = terms.map(serde_json::from_str::<domain::policy::Terms>) else { return Vec::new() };
    let mut risks: Vec<(&str, &str)> =
        terms.risk.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    risks.sort_by_key(|(name, _)| *name != "plate");
    risks.into_iter().map(|(_, value)| value.to_owned()).take(4).collect()
}

#[async_trait]
impl SearchIndex for SqlUnit {
    async fn find(
        &mut self,
        permit: &Permit<SearchPortfolio>,
        kind: SearchKind,
        words: &SearchWords,
        limit: usize,
        moment: DateTime,
    ) -> Result<Vec<Found>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let rows: Vec<FoundRow> = if kind == SearchKind::Company {
            self.companies_found(words, limit).await?
        } else {
            let ids = candidates(&mut self.tx, kind, agency, owner, words, limit).await?;
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let (columns, dated) = match kind {
                SearchKind::Client => (CLIENTS, false),
                SearchKind::Policy => (POLICIES, true),
                SearchKind::Company | SearchKind::Document => (DOCUMENTS, false),
            };
            let before = if dated { 2 } else { 1 };
            let places: Vec<String> = (0..ids.len()).map(|place| format!("${}", place + before + 1)).collect();
            let text = format!("{columns}({})", places.join(", "));
            on_both!(&mut self.tx, c => {
                let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(agency);
                if dated {
                    query = query.bind(moment.to_string());
                }
                for id in ids {
                    query = query.bind(id);
                }
                query.fetch_all(c).await
            })
            .map_err(failed)?
        };
        rows.into_iter().map(|row| row.found(kind)).collect()
    }
}

impl SqlUnit {
    /// A firm has few companies: they are read in their order.
    async fn companies_found(&mut self, words: &SearchWords, limit: usize) -> Result<Vec<FoundRow>> {
        let agency = self.agency();
        let patterns = words.patterns();
        let place = |place: usize| patterns.get(place).map_or("%", String::as_str);
        on_both!(&mut self.tx, c => sqlx::query_as(COMPANIES)
            .bind(agency)
            .bind(place(0))
            .bind(place(1))
            .bind(place(2))
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await)
        .map_err(failed)
    }
}
