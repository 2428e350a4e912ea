//! Renewals of many policies on SQL.

use async_trait::async_trait;
use domain::renewal::{ItemState, Plan, RenewalItemView, RenewalRunView, RunState};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, FactId, PolicyId, RenewalRunId, UserId};
use jiff::Timestamp;
use services::Result;
use services::access::{Permit, ReadRenewals, StartRenewals, SteerRenewals, WorkRenewals};
use services::ports::unit::{Mode, RenewalQueue, RenewalRunRecord, RenewalTask, Renewals, Settled};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::convert::{as_json, instant, maybe_as_json, maybe_json, micros, word};
use super::database::SqlDatabase;
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::on_both::Tx;
use super::unit::{SqlUnit, owner};

statements! {
    INSERT = "INSERT INTO renewal_runs (agency_id, id, state, premium_change, reason, author_id, total, created_at, updated_at) VALUES ($1, $2, 'preparing', $3, $4, $5, $6, $7, $7)";
    FIND = "SELECT id, state, premium_change, reason, author_id, total, created_at, updated_at FROM renewal_runs WHERE agency_id = $1 AND id = $2 AND (author_id = $3 OR $3 IS NULL)";
    COUNTS = "SELECT state, COUNT(*) FROM renewal_items WHERE agency_id = $1 AND run_id = $2 GROUP BY state";
    /// One compare-and-set: of two who press at once, one is told that it is going already.
    STEER = "UPDATE renewal_runs SET state = $4, updated_at = $5 WHERE agency_id = $1 AND id = $2 AND state = $3";
    WAITING = "SELECT policy_id, plan, fact_id FROM renewal_items WHERE agency_id = $1 AND run_id = $2 AND state = $3 ORDER BY position LIMIT $4";
    SETTLE = "UPDATE renewal_items SET state = $5, plan = COALESCE($6, plan), code = $7, facts = $8, fact_id = COALESCE($9, fact_id) WHERE agency_id = $1 AND run_id = $2 AND policy_id = $3 AND state = $4";
    BUSY = "SELECT agency_id, id FROM renewal_runs WHERE state IN ('preparing', 'running', 'undoing') ORDER BY updated_at LIMIT 20";
}

const ADD: &str = "INSERT INTO renewal_items (agency_id, run_id, policy_id, state, position) ";

const RUNS: ListShape = ListShape {
    columns: "r.id, r.state, r.premium_change, r.reason, r.author_id, r.total, r.created_at, r.updated_at",
    tables: "renewal_runs r",
    id: "r.id",
    search: "r.reason LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "created_at", column: "r.created_at", numeric: true, descending: true }],
};

const ITEMS: ListShape = ListShape {
    columns: "t.policy_id, p.policy_number, h.display_name AS client_name, i.name AS company_name, t.state, t.plan, t.code, t.facts",
    tables: "renewal_items t JOIN policies p ON p.agency_id = t.agency_id AND p.id = t.policy_id LEFT JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id LEFT JOIN companies i ON i.agency_id = p.agency_id AND i.id = p.company_id",
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
    forms.extend(items(Uuid::nil(), Some(Uuid::nil()), Uuid::nil(), Some(ItemState::Planned)).forms());
    forms.extend(items(Uuid::nil(), None, Uuid::nil(), None).forms());
    forms
}

fn runs(agency: Uuid, author: Option<Uuid>) -> List {
    let mut list = List::new(RUNS);
    list.only("r.agency_id = ?", [Arg::Id(agency)]);
    list.only_if("r.author_id = ?", author.map(Arg::Id));
    list
}

fn items(agency: Uuid, owner: Option<Uuid>, run: Uuid, state: Option<ItemState>) -> List {
    let mut list = List::new(ITEMS);
    list.only("t.agency_id = ?", [Arg::Id(agency)]);
    list.only("t.run_id = ?", [Arg::Id(run)]);
    list.only_if("h.owner_id = ?", owner.map(Arg::Id));
    list.only_if("t.state = ?", state.map(|state| Arg::Text(state.code().to_owned())));
    list
}

#[derive(Debug, FromRow)]
struct RunRow {
    id: Uuid,
    state: String,
    premium_change: i64,
    reason: Option<String>,
    author_id: Uuid,
    total: i64,
    created_at: i64,
    updated_at: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for RunRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl RunRow {
    fn view(self, counts: &[(String, i64)]) -> Result<RenewalRunView> {
        let of = |state: ItemState| counts.iter().find(|(word, _)| word == state.code()).map_or(0, |(_, count)| *count);
        Ok(RenewalRunView {
            id: RenewalRunId::from_uuid(self.id),
            state: word(RunState::parse, &self.state)?,
            premium_change_per_million: self.premium_change,
            reason: self.reason,
            author_id: UserId::from_uuid(self.author_id),
            total: self.total,
            waiting: of(ItemState::Waiting),
            planned: of(ItemState::Planned),
            refused: of(ItemState::Refused),
            done: of(ItemState::Done),
            undone: of(ItemState::Undone),
            kept: of(ItemState::Kept),
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct ItemRow {
    policy_id: Uuid,
    policy_number: String,
    client_name: String,
    company_name: String,
    state: String,
    plan: Option<String>,
    code: Option<String>,
    facts: Option<String>,
    place: String,
}

impl Listed for ItemRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.policy_id)
    }
}

impl ItemRow {
    fn view(self) -> Result<RenewalItemView> {
        let plan: Option<Plan> = maybe_json(self.plan.as_deref())?;
        Ok(RenewalItemView {
            policy_id: PolicyId::from_uuid(self.policy_id),
            policy_number: self.policy_number,
            client_name: self.client_name,
            company_name: self.company_name,
            state: word(ItemState::parse, &self.state)?,
            kind: plan.as_ref().map(|plan| plan.kind),
            from: plan.as_ref().map(|plan| plan.from),
            until: plan.as_ref().map(|plan| plan.until),
            premium_before: plan.as_ref().map(|plan| plan.premium_before),
            premium_after: plan.as_ref().map(|plan| plan.premium_after),
            code: self.code.as_deref().map(|text| word(Code::parse, text)).transpose()?,
            args: maybe_json(self.facts.as_deref())?.unwrap_or_default(),
        })
    }
}

impl SqlUnit {
    async fn counts(&mut self, run: Uuid) -> Result<Vec<(String, i64)>> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_as(COUNTS).bind(agency).bind(run).fetch_all(c).await).map_err(failed)
    }

    async fn come_to(&mut self, run: RenewalRunId, from: RunState, to: RunState, at: Timestamp) -> Result<bool> {
        if from != to {
            self.changed(run);
        }
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
        Ok(changed == 1)
    }
}

#[async_trait]
impl Renewals for SqlUnit {
    async fn insert(&mut self, _: &Permit<StartRenewals>, run: &RenewalRunRecord) -> Result<()> {
        self.changed(run.id);
        let agency = self.agency();
        let total = i64::try_from(run.total).unwrap_or(i64::MAX);
        on_both!(&mut self.tx, c => sqlx::query(INSERT)
            .bind(agency)
            .bind(run.id.uuid())
            .bind(run.change.per_million)
            .bind(run.reason.as_deref())
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
        _: &Permit<StartRenewals>,
        run: RenewalRunId,
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
                        .push_bind(ItemState::Waiting.code())
                        .push_bind(*position);
                });
                query.build().execute(c).await.map(drop)
            })
            .map_err(failed)?;
        }
        Ok(())
    }

    async fn find(&mut self, permit: &Permit<ReadRenewals>, id: RenewalRunId) -> Result<Option<RenewalRunView>> {
        let (agency, author) = (self.agency(), owner(permit));
        let row: Option<RunRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(author)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let counts = self.counts(row.id).await?;
        row.view(&counts).map(Some)
    }

    async fn list(&mut self, permit: &Permit<ReadRenewals>, page: &PageRequest) -> Result<Page<RenewalRunView>> {
        let rows = runs(self.agency(), owner(permit)).page::<RunRow>(&mut self.tx, page).await?;
        let mut views = Vec::with_capacity(rows.items.len());
        for row in rows.items {
            let counts = self.counts(row.id).await?;
            views.push(row.view(&counts)?);
        }
        Ok(Page {
            items: views,
            next_cursor: rows.next_cursor,
            previous_cursor: rows.previous_cursor,
            total: rows.total,
            more_than_total: false,
        })
    }

    async fn items(
        &mut self,
        permit: &Permit<ReadRenewals>,
        run: RenewalRunId,
        state: Option<ItemState>,
        page: &PageRequest,
    ) -> Result<Page<RenewalItemView>> {
        let list = items(self.agency(), owner(permit), run.uuid(), state);
        list.page::<ItemRow>(&mut self.tx, page).await?.try_map(ItemRow::view)
    }

    async fn steer(
        &mut self,
        _: &Permit<SteerRenewals>,
        run: RenewalRunId,
        from: RunState,
        to: RunState,
        at: Timestamp,
    ) -> Result<bool> {
        self.come_to(run, from, to, at).await
    }

    async fn went_on(
        &mut self,
        _: &Permit<WorkRenewals>,
        run: RenewalRunId,
        from: RunState,
        to: RunState,
        at: Timestamp,
    ) -> Result<bool> {
        self.come_to(run, from, to, at).await
    }

    async fn waiting(
        &mut self,
        _: &Permit<WorkRenewals>,
        run: RenewalRunId,
        state: ItemState,
        limit: u32,
    ) -> Result<Vec<(PolicyId, RenewalTask)>> {
        let agency = self.agency();
        let rows: Vec<(Uuid, Option<String>, Option<Uuid>)> = on_both!(&mut self.tx, c => sqlx::query_as(WAITING)
            .bind(agency)
            .bind(run.uuid())
            .bind(state.code())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let task = |(policy, plan, fact): (Uuid, Option<String>, Option<Uuid>)| {
            let task = RenewalTask { plan: maybe_json(plan.as_deref())?, fact: fact.map(FactId::from_uuid) };
            Ok((PolicyId::from_uuid(policy), task))
        };
        rows.into_iter().map(task).collect()
    }

    async fn settle(
        &mut self,
        _: &Permit<WorkRenewals>,
        run: RenewalRunId,
        policy: PolicyId,
        (from, to): (ItemState, ItemState),
        settled: &Settled,
    ) -> Result<bool> {
        let agency = self.agency();
        let plan = maybe_as_json(settled.plan.as_ref())?;
        let facts = settled.refusal.as_ref().map(|(_, facts)| as_json(facts)).transpose()?;
        let changed = on_both!(&mut self.tx, c => sqlx::query(SETTLE)
            .bind(agency)
            .bind(run.uuid())
            .bind(policy.uuid())
            .bind(from.code())
            .bind(to.code())
            .bind(plan)
            .bind(settled.refusal.as_ref().map(|(code, _)| code.word()))
            .bind(facts)
            .bind(settled.fact.map(FactId::uuid))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }
}

#[async_trait]
impl RenewalQueue for SqlDatabase {
    async fn busy(&self) -> Result<Vec<(AgencyId, RenewalRunId)>> {
        let mut tx = self.outside(Mode::Read).await?;
        if let Tx::Postgres(transaction) = &mut tx {
            sqlx::query("SELECT set_config('app.purpose', 'renewals', true)")
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
        let rows: Vec<(Uuid, Uuid)> =
            on_both!(&mut tx, c => sqlx::query_as(BUSY).fetch_all(c).await).map_err(failed)?;
        Ok(rows.into_iter().map(|(agency, run)| (AgencyId::from_uuid(agency), RenewalRunId::from_uuid(run))).collect())
    }
}
