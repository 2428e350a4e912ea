//! Documents about many policies on SQL.

use async_trait::async_trait;
use domain::document_run::{DocumentItemState, DocumentItemView, DocumentRunState, DocumentRunView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, DocumentId, DocumentRunId, PolicyId};
use jiff::Timestamp;
use serde_json::{Map, Value};
use services::Result;
use services::access::{
    DownloadDocumentRun, IssueDocument, Permit, ReadDocumentRuns, StartDocumentRun, SteerDocumentRun, WorkDocumentRuns,
};
use services::ports::unit::{
    Bound, DocumentRunQueue, DocumentRunRecord, DocumentRuns, DocumentTask, Mode, RunFileRecord, Unissued,
};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::convert::{as_json, instant, json, micros};
use super::database::SqlDatabase;
use super::error::failed;
use super::list::{Arg, List, ListShape, Sort};
use super::on_both::Tx;
use super::unit::{SqlUnit, owner};

mod rows;

use rows::{FileRow, ItemRow, RunRow};

statements! {
    INSERT = "INSERT INTO document_runs (agency_id, id, state, output, template_id, template_version, data, author_id, total, tries, try_after, created_at, updated_at) VALUES ($1, $2, 'issuing', $3, $4, $5, $6, $7, $8, 0, 0, $9, $9)";
    FIND = "SELECT r.id, r.state, r.output, r.template_id, r.template_version, t.name AS template_name, t.usage, t.language, r.author_id, r.total, r.code, r.file_key, r.file_sha256, r.file_size, r.file_documents, r.file_until, r.created_at, r.updated_at FROM document_runs r JOIN templates t ON t.agency_id = r.agency_id AND t.id = r.template_id WHERE r.agency_id = $1 AND r.id = $2 AND (r.author_id = $3 OR $3 IS NULL)";
    COUNTS = "SELECT state, COUNT(*) FROM document_run_items WHERE agency_id = $1 AND run_id = $2 GROUP BY state";
    /// One compare-and-set: of two who press at once, one is told that it is going already.
    STEER = "UPDATE document_runs SET state = $4, updated_at = $5 WHERE agency_id = $1 AND id = $2 AND state = $3";
    FORGIVE = "UPDATE document_run_items SET state = 'waiting', tries = 0, try_after = 0 WHERE agency_id = $1 AND run_id = $2 AND state = 'failed'";
    FORGIVE_FILE = "UPDATE document_runs SET code = NULL, tries = 0, try_after = 0, file_key = NULL, file_sha256 = NULL, file_size = NULL, file_documents = NULL, file_until = NULL WHERE agency_id = $1 AND id = $2";
    ORDER = "SELECT data, tries, try_after FROM document_runs WHERE agency_id = $1 AND id = $2";
    WAITING = "SELECT policy_id, tries FROM document_run_items WHERE agency_id = $1 AND run_id = $2 AND state = 'waiting' AND try_after <= $3 ORDER BY position LIMIT $4";
    /// Once for each policy, and not after the run was called off.
    ISSUED = "UPDATE document_run_items SET state = 'done', document_id = $4, code = NULL, facts = NULL WHERE agency_id = $1 AND run_id = $2 AND policy_id = $3 AND state = 'waiting' AND EXISTS (SELECT 1 FROM document_runs r WHERE r.agency_id = $1 AND r.id = $2 AND r.state = 'issuing')";
    UNISSUED = "UPDATE document_run_items SET state = $4, code = $5, facts = $6, tries = $7, try_after = $8 WHERE agency_id = $1 AND run_id = $2 AND policy_id = $3 AND state = 'waiting'";
    DOCUMENTS = "SELECT i.position, i.document_id, h.display_name FROM document_run_items i JOIN policies p ON p.agency_id = i.agency_id AND p.id = i.policy_id LEFT JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id WHERE i.agency_id = $1 AND i.run_id = $2 AND i.state = 'done' AND i.position > $3 ORDER BY i.position LIMIT $4";
    BOUND = "UPDATE document_runs SET state = $3, code = $4, file_key = $5, file_sha256 = $6, file_size = $7, file_documents = $8, file_until = $9, tries = $10, try_after = $11, updated_at = $12 WHERE agency_id = $1 AND id = $2 AND state = 'binding'";
    /// Who reaches only his own clients gets no file in which another's is.
    FILE = "SELECT r.file_key, r.file_sha256, r.file_size, r.file_documents, r.file_until FROM document_runs r WHERE r.agency_id = $1 AND r.id = $2 AND (r.author_id = $3 OR $3 IS NULL) AND r.file_key IS NOT NULL AND r.file_until > $4 AND ($3 IS NULL OR NOT EXISTS (SELECT 1 FROM document_run_items i JOIN policies p ON p.agency_id = i.agency_id AND p.id = i.policy_id JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id WHERE i.agency_id = r.agency_id AND i.run_id = r.id AND i.state = 'done' AND h.owner_id <> $3))";
    FORGET_FILES = "UPDATE document_runs SET file_key = NULL, file_sha256 = NULL, file_size = NULL, file_documents = NULL, file_until = NULL WHERE agency_id = $1 AND file_key IS NOT NULL AND file_until <= $2";
    BUSY = "SELECT agency_id, id FROM document_runs WHERE state IN ('issuing', 'binding') ORDER BY updated_at LIMIT 20";
}

const ADD: &str = "INSERT INTO document_run_items (agency_id, run_id, policy_id, state, tries, try_after, position) ";

const RUNS: ListShape = ListShape {
    columns: "r.id, r.state, r.output, r.template_id, r.template_version, t.name AS template_name, t.usage, t.language, r.author_id, r.total, r.code, r.file_key, r.file_sha256, r.file_size, r.file_documents, r.file_until, r.created_at, r.updated_at",
    tables: "document_runs r JOIN templates t ON t.agency_id = r.agency_id AND t.id = r.template_id",
    id: "r.id",
    search: "t.sort_name LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "created_at", column: "r.created_at", numeric: true, descending: true }],
};

const ITEMS: ListShape = ListShape {
    columns: "t.policy_id, p.policy_number, h.display_name AS client_name, i.name AS company_name, t.state, t.document_id, (SELECT d.number FROM documents d WHERE d.agency_id = t.agency_id AND d.id = t.document_id) AS document_number, t.code, t.facts",
    tables: "document_run_items t JOIN policies p ON p.agency_id = t.agency_id AND p.id = t.policy_id LEFT JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id LEFT JOIN companies i ON i.agency_id = p.agency_id AND i.id = p.company_id",
    id: "t.policy_id",
    search: "(p.search_text || ' ' || h.search_text) LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "position", column: "t.position", numeric: true, descending: false }],
};

/// The rows of one statement.
const ROWS: usize = 500;

/// Every form of the lists, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let mut forms = runs(Uuid::nil(), Some(Uuid::nil())).forms();
    forms.extend(runs(Uuid::nil(), None).forms());
    forms.extend(items(Uuid::nil(), Some(Uuid::nil()), Uuid::nil(), Some(DocumentItemState::Done)).forms());
    forms.extend(items(Uuid::nil(), None, Uuid::nil(), None).forms());
    forms
}

fn runs(agency: Uuid, author: Option<Uuid>) -> List {
    let mut list = List::new(RUNS);
    list.only("r.agency_id = ?", [Arg::Id(agency)]);
    list.only_if("r.author_id = ?", author.map(Arg::Id));
    list
}

fn items(agency: Uuid, owner: Option<Uuid>, run: Uuid, state: Option<DocumentItemState>) -> List {
    let mut list = List::new(ITEMS);
    list.only("t.agency_id = ?", [Arg::Id(agency)]);
    list.only("t.run_id = ?", [Arg::Id(run)]);
    list.only_if("h.owner_id = ?", owner.map(Arg::Id));
    list.only_if("t.state = ?", state.map(|state| Arg::Text(state.code().to_owned())));
    list
}

impl SqlUnit {
    async fn counts_of_documents(&mut self, run: Uuid) -> Result<Vec<(String, i64)>> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_as(COUNTS).bind(agency).bind(run).fetch_all(c).await).map_err(failed)
    }

    async fn documents_come_to(
        &mut self,
        run: DocumentRunId,
        from: DocumentRunState,
        to: DocumentRunState,
        at: Timestamp,
    ) -> Result<bool> {
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(STEER)
            .bind(agency)
            .bind(run.uuid())
            .bind(from.code())
            .bind(to.code())
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if changed == 1 && from != to {
            self.changed(run);
        }
        Ok(changed == 1)
    }
}

#[async_trait]
impl DocumentRuns for SqlUnit {
    async fn insert(&mut self, _: &Permit<StartDocumentRun>, run: &DocumentRunRecord) -> Result<()> {
        self.changed(run.id);
        let agency = self.agency();
        let (total, data) = (i64::try_from(run.total).unwrap_or(i64::MAX), as_json(&run.data)?);
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(run.id.uuid())
            .bind(run.output.code())
            .bind(run.template.uuid())
            .bind(run.template_version)
            .bind(data)
            .bind(run.author.uuid())
            .bind(total)
            .bind(micros(run.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn add(
        &mut self,
        _: &Permit<StartDocumentRun>,
        run: DocumentRunId,
        before: u64,
        policies: &[PolicyId],
    ) -> Result<()> {
        let agency = self.agency();
        let first = i64::try_from(before).unwrap_or(i64::MAX);
        let placed: Vec<(i64, Uuid)> = (first..).zip(policies.iter().map(|id| id.uuid())).collect();
        for chunk in placed.chunks(ROWS) {
            on_both!(&mut self.tx, c => {
                let mut query = QueryBuilder::new(ADD);
                query.push_values(chunk, |mut row, (position, policy)| {
                    row.push_bind(agency)
                        .push_bind(run.uuid())
                        .push_bind(*policy)
                        .push_bind(DocumentItemState::Waiting.code())
                        .push_bind(0_i64)
                        .push_bind(0_i64)
                        .push_bind(*position);
                });
                query.build().execute(c).await.map(drop)
            })
            .map_err(failed)?;
        }
        Ok(())
    }

    async fn find(&mut self, permit: &Permit<ReadDocumentRuns>, id: DocumentRunId) -> Result<Option<DocumentRunView>> {
        let (agency, author) = (self.agency(), owner(permit));
        let row: Option<RunRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(author)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let counts = self.counts_of_documents(row.id).await?;
        row.view(&counts).map(Some)
    }

    async fn list(&mut self, permit: &Permit<ReadDocumentRuns>, page: &PageRequest) -> Result<Page<DocumentRunView>> {
        let rows = runs(self.agency(), owner(permit)).page::<RunRow>(&mut self.tx, page).await?;
        let mut views = Vec::with_capacity(rows.items.len());
        for row in rows.items {
            let counts = self.counts_of_documents(row.id).await?;
            views.push(row.view(&counts)?);
        }
        Ok(Page {
            items: views,
            next_cursor: rows.next_cursor,
            previous_cursor: rows.previous_cursor,
            total: rows.total,
            more_than_total: rows.more_than_total,
        })
    }

    async fn items(
        &mut self,
        permit: &Permit<ReadDocumentRuns>,
        run: DocumentRunId,
        state: Option<DocumentItemState>,
        page: &PageRequest,
    ) -> Result<Page<DocumentItemView>> {
        let list = items(self.agency(), owner(permit), run.uuid(), state);
        list.page::<ItemRow>(&mut self.tx, page).await?.try_map(ItemRow::view)
    }

    async fn steer(
        &mut self,
        _: &Permit<SteerDocumentRun>,
        run: DocumentRunId,
        from: DocumentRunState,
        to: DocumentRunState,
        at: Timestamp,
    ) -> Result<bool> {
        self.documents_come_to(run, from, to, at).await
    }

    async fn forgive(&mut self, _: &Permit<SteerDocumentRun>, run: DocumentRunId) -> Result<()> {
        let agency = self.agency();
        for statement in [FORGIVE, FORGIVE_FILE] {
            on_both!(&mut self.tx, c => sqlx::query(statement)
                .bind(agency)
                .bind(run.uuid())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(())
    }

    async fn went_on(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        from: DocumentRunState,
        to: DocumentRunState,
        at: Timestamp,
    ) -> Result<bool> {
        self.documents_come_to(run, from, to, at).await
    }

    async fn order(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
    ) -> Result<Option<(Map<String, Value>, i64, Timestamp)>> {
        let agency = self.agency();
        let row: Option<(String, i64, i64)> = on_both!(&mut self.tx, c => sqlx::query_as(ORDER)
            .bind(agency)
            .bind(run.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|(data, tries, try_after)| Ok((json(&data)?, tries, instant(try_after)?))).transpose()
    }

    async fn waiting(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<DocumentTask>> {
        let agency = self.agency();
        let rows: Vec<(Uuid, i64)> = on_both!(&mut self.tx, c => sqlx::query_as(WAITING)
            .bind(agency)
            .bind(run.uuid())
            .bind(micros(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        Ok(rows
            .into_iter()
            .map(|(policy, tries)| DocumentTask { policy: PolicyId::from_uuid(policy), tries })
            .collect())
    }

    async fn issued(
        &mut self,
        _: &Permit<IssueDocument>,
        run: DocumentRunId,
        policy: PolicyId,
        document: DocumentId,
    ) -> Result<bool> {
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(ISSUED)
            .bind(agency)
            .bind(run.uuid())
            .bind(policy.uuid())
            .bind(document.uuid())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn unissued(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        policy: PolicyId,
        why: &Unissued,
    ) -> Result<()> {
        let (agency, facts) = (self.agency(), as_json(&why.facts)?);
        on_both!(&mut self.tx, c => sqlx::query(UNISSUED)
            .bind(agency)
            .bind(run.uuid())
            .bind(policy.uuid())
            .bind(why.state.code())
            .bind(why.code.word())
            .bind(facts)
            .bind(why.tries)
            .bind(micros(why.try_after))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn documents(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, DocumentId, String)>> {
        let agency = self.agency();
        let rows: Vec<(i64, Uuid, Option<String>)> = on_both!(&mut self.tx, c => sqlx::query_as(DOCUMENTS)
            .bind(agency)
            .bind(run.uuid())
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let told = |(place, id, client): (i64, Uuid, Option<String>)| {
            (place, DocumentId::from_uuid(id), client.unwrap_or_default())
        };
        Ok(rows.into_iter().map(told).collect())
    }

    async fn bound(
        &mut self,
        _: &Permit<WorkDocumentRuns>,
        run: DocumentRunId,
        bound: &Bound,
        at: Timestamp,
    ) -> Result<bool> {
        let agency = self.agency();
        let file = if let Bound::File(file) = bound { Some(file) } else { None };
        let (state, tries, try_after) = match bound {
            Bound::Later { tries, try_after } => (DocumentRunState::Binding, *tries, micros(*try_after)),
            _ => (DocumentRunState::Done, 0, 0),
        };
        let code = if let Bound::Failed(code) = bound { Some(code.word()) } else { None };
        let changed = on_both!(&mut self.tx, c => sqlx::query(BOUND)
            .bind(agency)
            .bind(run.uuid())
            .bind(state.code())
            .bind(code)
            .bind(file.map(|file| file.file_key.as_str()))
            .bind(file.map(|file| file.checksum_sha256.as_str()))
            .bind(file.map(|file| file.size_bytes))
            .bind(file.map(|file| file.documents))
            .bind(file.map(|file| micros(file.kept_until)))
            .bind(tries)
            .bind(try_after)
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if changed == 1 {
            self.changed(run);
        }
        Ok(changed == 1)
    }

    async fn file(
        &mut self,
        permit: &Permit<DownloadDocumentRun>,
        id: DocumentRunId,
        now: Timestamp,
    ) -> Result<Option<RunFileRecord>> {
        let (agency, author) = (self.agency(), owner(permit));
        let row: Option<FileRow> = on_both!(&mut self.tx, c => sqlx::query_as(FILE)
            .bind(agency)
            .bind(id.uuid())
            .bind(author)
            .bind(micros(now))
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map_or(Ok(None), FileRow::record)
    }

    async fn forget_files(&mut self, _: &Permit<WorkDocumentRuns>, now: Timestamp) -> Result<u64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(FORGET_FILES)
            .bind(agency)
            .bind(micros(now))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)
    }
}

#[async_trait]
impl DocumentRunQueue for SqlDatabase {
    async fn busy(&self) -> Result<Vec<(AgencyId, DocumentRunId)>> {
        let mut tx = self.outside(Mode::Read).await?;
        if let Tx::Postgres(transaction) = &mut tx {
            sqlx::query("SELECT set_config('app.purpose', 'document runs', true)")
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
        let rows: Vec<(Uuid, Uuid)> =
            on_both!(&mut tx, c => sqlx::query_as(BUSY).fetch_all(c).await).map_err(failed)?;
        let told = |(agency, run)| (AgencyId::from_uuid(agency), DocumentRunId::from_uuid(run));
        Ok(rows.into_iter().map(told).collect())
    }
}
