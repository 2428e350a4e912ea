//! Policies, their versions, facts and derived lives on SQL.

use async_trait::async_trait;
use domain::client::ClientRef;
use domain::company::CompanyRef;
use domain::list::Selection;
use domain::policy::{Fact, FactKind, PolicyFilter, PolicyRow, PolicyState, PolicyVersionView, ProductLine, Terms};
use domain::search::SearchKind;
use domain::shared::page::{Page, PageRequest};
use domain::shared::{AgencyId, ClientId, CompanyId, Currency, FactId, Money, PolicyId, UserId};
use jiff::civil::{Date, DateTime};
use services::access::{
    CreatePolicy, DeleteCompany, Permit, ReadPolicies, RollDueDates, UpdateAgency, WritePolicyFacts,
};
use services::ports::unit::{Policies, PolicyChange, PolicyHead, PolicyRecord};
use services::{Error, Result};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{END_OF_TIME, as_json, day, instant, json, maybe_day, micros, midnight, moment, word};
use super::error::{failed, failed_or_duplicate, unreadable};
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::on_both::Tx;
use super::search::FEW;
use super::unit::{SqlUnit, owner};

statements! {
    FIND = "SELECT p.id, p.agency_id, p.client_id, h.display_name AS client_name, p.company_id, i.name AS company_name, p.policy_number, p.version, p.created_at, p.updated_at FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id JOIN companies i ON i.agency_id = p.agency_id AND i.id = p.company_id WHERE p.agency_id = $1 AND p.id = $2 AND (h.owner_id = $3 OR $3 IS NULL)";
    VERSIONS = "SELECT number, effective_date, recorded_at, author_id, reason, fact_id, terms FROM policy_versions WHERE agency_id = $1 AND policy_id = $2 ORDER BY number";
    FACTS = "SELECT id, kind, effective_at, recorded_at, author_id, reason, until_date, withdraws FROM policy_facts WHERE agency_id = $1 AND policy_id = $2 ORDER BY recorded_at, id";
    /// Changes nothing, but holds the client, so that nobody puts him away meanwhile.
    HOLD_CLIENT = "UPDATE clients SET archived_at = archived_at WHERE agency_id = $1 AND id = $2 AND archived_at IS NULL";
    INSERT = "INSERT INTO policies (agency_id, id, client_id, company_id, policy_number, product_line, product_name, premium_minor, currency, effective_date, expiry_date, tacit_renewal, payment_frequency, search_text, current_version, updated_at, due_date, rolls_until, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $16)";
    UPDATE = "UPDATE policies SET client_id = $3, company_id = $4, policy_number = $5, product_line = $6, product_name = $7, premium_minor = $8, currency = $9, effective_date = $10, expiry_date = $11, tacit_renewal = $12, payment_frequency = $13, search_text = $14, current_version = $15, updated_at = $16, due_date = $17, rolls_until = $18, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $19";
    STORE_VERSION = "INSERT INTO policy_versions (agency_id, policy_id, number, effective_date, recorded_at, author_id, reason, terms, fact_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (agency_id, policy_id, number) DO UPDATE SET effective_date = excluded.effective_date, recorded_at = excluded.recorded_at, author_id = excluded.author_id, reason = excluded.reason, terms = excluded.terms";
    INSERT_FACT = "INSERT INTO policy_facts (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason, until_date, withdraws) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// A cache of what the facts say.
    WITHDRAW_VERSIONS = "UPDATE policy_versions SET withdrawn = TRUE WHERE agency_id = $1 AND policy_id = $2 AND fact_id = $3";
    FORGET_STATES = "DELETE FROM policy_states WHERE agency_id = $1 AND policy_id = $2";
    INSERT_STATE = "INSERT INTO policy_states (agency_id, policy_id, from_at, until_at, state) VALUES ($1, $2, $3, $4, $5)";
    COUNT_OF_CLIENT = "SELECT COUNT(*) FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id WHERE p.agency_id = $1 AND p.client_id = $2 AND (h.owner_id = $3 OR $3 IS NULL)";
    /// Reads an index alone, so it counts those to come too.
    MANY_IN_STATE = "SELECT COUNT(*) FROM (SELECT 1 FROM policy_states WHERE agency_id = $1 AND state = $2 AND until_at > $3 LIMIT $4) AS counted";
    ANY = "SELECT COUNT(*) FROM (SELECT 1 FROM policies WHERE agency_id = $1 LIMIT 1) AS one";
    COUNT_AT_COMPANY = "SELECT COUNT(*) FROM policies WHERE agency_id = $1 AND company_id = $2";
}

const IN_STATE: &str = "s.state = ?";

pub(super) const SHAPE: ListShape = ListShape {
    // The terms are those of the version that counts on the day; the head's copy, which filters and sorts use, is the
    // latest.
    columns: "p.id, p.agency_id, p.client_id, h.display_name AS client_name, p.company_id, i.name AS company_name, p.policy_number, p.expiry_date, p.due_date, (SELECT w.terms FROM policy_versions w WHERE w.agency_id = p.agency_id AND w.policy_id = p.id AND w.withdrawn = FALSE AND (w.effective_date <= ? OR w.number = 1) ORDER BY w.effective_date DESC, w.number DESC LIMIT 1) AS terms, (SELECT w.number FROM policy_versions w WHERE w.agency_id = p.agency_id AND w.policy_id = p.id AND w.withdrawn = FALSE AND (w.effective_date <= ? OR w.number = 1) ORDER BY w.effective_date DESC, w.number DESC LIMIT 1) AS current_version, p.version, p.created_at, p.updated_at, s.state, s.from_at AS state_from",
    // Left joins, although neither client nor company is ever missing: SQLite would else begin with the few companies and
    // sort all policies for one page.
    tables: "policies p JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id LEFT JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id LEFT JOIN companies i ON i.agency_id = p.agency_id AND i.id = p.company_id",
    id: "p.id",
    search: "(' ' || p.search_text || ' ' || h.search_text) LIKE ?",
    sorts: &[
        Sort { name: "policy_number", column: "p.policy_number", numeric: false, descending: false },
        Sort { name: "effective_date", column: "p.effective_date", numeric: false, descending: false },
        Sort { name: "due_date", column: "p.due_date", numeric: false, descending: false },
        Sort { name: "expiry_date", column: "p.expiry_date", numeric: false, descending: false },
        Sort { name: "created_at", column: "p.created_at", numeric: true, descending: false },
        Sort { name: "updated_at", column: "p.updated_at", numeric: true, descending: false },
    ],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let filter = PolicyFilter {
        client_id: Some(ClientId::from_uuid(Uuid::nil())),
        company_id: Some(CompanyId::from_uuid(Uuid::nil())),
        state: Some(PolicyState::InForce),
        product_line: Some(ProductLine::Motor),
        expiring_before: Some(jiff::civil::Date::MAX),
        expiring_after: Some(jiff::civil::Date::MIN),
        tacit_renewal: Some(true),
        currency: Some(Currency::EUR),
        premium_min: Some(Money { amount_minor: 0, currency: Currency::EUR }),
        premium_max: Some(Money { amount_minor: 1, currency: Currency::EUR }),
        owner_id: Some(UserId::from_uuid(Uuid::nil())),
        created_before: Some(jiff::civil::Date::MAX),
    };
    let mut forms = list(Uuid::nil(), Some(Uuid::nil()), &filter, DateTime::MIN).forms();
    forms.extend(list(Uuid::nil(), None, &PolicyFilter::default(), DateTime::MIN).forms());
    forms
}

/// The list under its common filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let (some, all) = (Uuid::nil(), PolicyFilter::default);
    let listed = |owner, filter: &PolicyFilter| list(Uuid::nil(), owner, filter, DateTime::MIN);
    let state = || PolicyFilter { state: Some(PolicyState::InForce), ..PolicyFilter::default() };
    let (after, before) = (Some(jiff::civil::Date::MIN), Some(jiff::civil::Date::MAX));
    vec![
        ("policies", listed(None, &all())),
        ("policies of one's own", listed(Some(some), &all())),
        ("policies by state", listed(None, &state())),
        ("policies by line", listed(None, &PolicyFilter { product_line: Some(ProductLine::Motor), ..all() })),
        ("policies by company", listed(None, &PolicyFilter { company_id: Some(CompanyId::from_uuid(some)), ..all() })),
        ("policies by client", listed(None, &PolicyFilter { client_id: Some(ClientId::from_uuid(some)), ..all() })),
        ("policies by owner", listed(None, &PolicyFilter { owner_id: Some(UserId::from_uuid(some)), ..all() })),
        ("policies by tacit renewal", listed(None, &PolicyFilter { tacit_renewal: Some(false), ..all() })),
        ("policies due", listed(None, &PolicyFilter { expiring_after: after, expiring_before: before, ..state() })),
    ]
}

fn list(agency: Uuid, owner: Option<Uuid>, filter: &PolicyFilter, at: DateTime) -> List {
    let today = Arg::Text(at.date().to_string());
    let at = Arg::Text(at.to_string());
    let mut list = List::new(SHAPE).indexed(SearchKind::Policy, agency, owner).shown_with([today.clone(), today]);
    list.only("p.agency_id = ?", [Arg::Id(agency)]);
    list.only("s.from_at <= ? AND s.until_at > ?", [at.clone(), at]);
    list.only_if("h.owner_id = ?", owner.map(Arg::Id));
    list.only_if("p.client_id = ?", filter.client_id.map(|id| Arg::Id(id.uuid())));
    list.only_if("p.company_id = ?", filter.company_id.map(|id| Arg::Id(id.uuid())));
    list.only_if(IN_STATE, filter.state.map(|state| Arg::Text(state.code().to_owned())));
    list.only_if("p.product_line = ?", filter.product_line.map(|line| Arg::Text(line.code().to_owned())));
    list.only_if("p.due_date < ?", filter.expiring_before.map(|day| Arg::Text(day.to_string())));
    list.only_if("p.due_date >= ?", filter.expiring_after.map(|day| Arg::Text(day.to_string())));
    list.only_if("p.tacit_renewal = ?", filter.tacit_renewal.map(Arg::Flag));
    list.only_if("p.currency = ?", filter.currency.map(|currency| Arg::Text(currency.code().to_owned())));
    list.only_if("p.premium_minor >= ?", filter.premium_min.map(|premium| Arg::Number(premium.amount_minor)));
    list.only_if("p.premium_minor <= ?", filter.premium_max.map(|premium| Arg::Number(premium.amount_minor)));
    list.only_if("h.owner_id = ?", filter.owner_id.map(|id| Arg::Id(id.uuid())));
    list.only_if("p.created_at < ?", filter.created_before.map(|day| Arg::Number(micros(midnight(day)))));
    list
}

/// The policies that a selection stands for.
fn chosen(agency: Uuid, owner: Option<Uuid>, selection: &Selection<PolicyId, PolicyFilter>, at: DateTime) -> List {
    let filter = match selection {
        Selection::Ids(_) => &PolicyFilter::default(),
        Selection::Matching(matching) => &matching.filter,
    };
    list(agency, owner, filter, at).chosen(selection, |id| id.uuid())
}

#[derive(Debug, FromRow)]
struct HeadRow {
    id: Uuid,
    agency_id: Uuid,
    client_id: Uuid,
    client_name: String,
    company_id: Uuid,
    company_name: String,
    policy_number: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl HeadRow {
    fn head(self) -> Result<PolicyHead> {
        Ok(PolicyHead {
            id: PolicyId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            client: ClientRef { id: ClientId::from_uuid(self.client_id), display_name: self.client_name },
            company: CompanyRef { id: CompanyId::from_uuid(self.company_id), name: self.company_name },
            policy_number: self.policy_number,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct VersionRow {
    number: i64,
    effective_date: String,
    recorded_at: i64,
    author_id: Uuid,
    reason: Option<String>,
    fact_id: Option<Uuid>,
    terms: String,
}

impl VersionRow {
    fn view(self) -> Result<PolicyVersionView> {
        Ok(PolicyVersionView {
            number: self.number,
            effective_date: day(&self.effective_date)?,
            recorded_at: instant(self.recorded_at)?,
            author_id: UserId::from_uuid(self.author_id),
            reason: self.reason,
            fact_id: self.fact_id.map(FactId::from_uuid),
            terms: json(&self.terms)?,
        })
    }
}

#[derive(Debug, FromRow)]
struct FactRow {
    id: Uuid,
    kind: String,
    effective_at: String,
    recorded_at: i64,
    author_id: Uuid,
    reason: Option<String>,
    until_date: Option<String>,
    withdraws: Option<Uuid>,
}

impl FactRow {
    fn fact(self) -> Result<Fact> {
        Ok(Fact {
            id: FactId::from_uuid(self.id),
            kind: word(FactKind::parse, &self.kind)?,
            effective_at: moment(&self.effective_at)?,
            recorded_at: instant(self.recorded_at)?,
            author_id: UserId::from_uuid(self.author_id),
            reason: self.reason,
            until: maybe_day(self.until_date.as_deref())?,
            withdraws: self.withdraws.map(FactId::from_uuid),
        })
    }
}

#[derive(Debug, FromRow)]
struct ListedRow {
    id: Uuid,
    agency_id: Uuid,
    client_id: Uuid,
    client_name: String,
    company_id: Uuid,
    company_name: String,
    policy_number: String,
    expiry_date: String,
    due_date: String,
    terms: String,
    current_version: i64,
    version: i64,
    created_at: i64,
    updated_at: i64,
    state: String,
    state_from: String,
    place: String,
}

impl Listed for ListedRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl ListedRow {
    fn view(self) -> Result<PolicyRow> {
        let terms: Terms = json(&self.terms)?;
        Ok(PolicyRow {
            id: PolicyId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            client_id: ClientId::from_uuid(self.client_id),
            client: ClientRef { id: ClientId::from_uuid(self.client_id), display_name: self.client_name },
            company_id: CompanyId::from_uuid(self.company_id),
            company: CompanyRef { id: CompanyId::from_uuid(self.company_id), name: self.company_name },
            policy_number: self.policy_number,
            product_line: terms.product_line,
            product_name: terms.product_name,
            premium: terms.premium,
            effective_date: terms.effective_date,
            expiry_date: day(&self.expiry_date)?,
            due_date: day(&self.due_date)?,
            tacit_renewal: terms.tacit_renewal,
            payment_frequency: terms.payment_frequency,
            state: word(PolicyState::parse, &self.state)?,
            state_from: moment(&self.state_from)?,
            state_since: None,
            current_version: self.current_version,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$18`, in their order.
macro_rules! bind_policy {
    ($statement:expr, $agency:expr, $change:expr) => {{
        let policy = &$change.policy;
        let terms = &policy.terms;
        sqlx::query($statement)
            .bind($agency)
            .bind($change.id.uuid())
            .bind(policy.client_id.uuid())
            .bind(policy.company_id.uuid())
            .bind(&policy.policy_number)
            .bind(terms.product_line.code())
            .bind(&terms.product_name)
            .bind(terms.premium.amount_minor)
            .bind(terms.premium.currency.code())
            .bind(terms.effective_date.to_string())
            .bind(terms.expiry_date.to_string())
            .bind(terms.tacit_renewal)
            .bind(terms.payment_frequency.code())
            .bind(policy.search_text())
            .bind($change.current_version)
            .bind(micros($change.at))
            .bind($change.due.on.to_string())
            .bind($change.due.rolls_until.to_string())
    }};
}

impl SqlUnit {
    /// Whether a list of a state goes its own way and leaves out the others, instead of putting all in that state in order.
    /// PostgreSQL counts its rows itself; SQLite is told.
    async fn many_in(&mut self, state: PolicyState, moment: DateTime) -> Result<bool> {
        if matches!(self.tx, Tx::Postgres(_)) {
            return Ok(false);
        }
        let agency = self.agency();
        let many = i64::try_from(FEW).unwrap_or(i64::MAX) + 1;
        let count: i64 = on_both!(&mut self.tx, c => sqlx::query_scalar(MANY_IN_STATE)
            .bind(agency)
            .bind(state.code())
            .bind(moment.to_string())
            .bind(many)
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        Ok(count == many)
    }

    /// Holds a client in use, so that nobody puts him away or merges him meanwhile.
    pub(super) async fn hold_client(&mut self, client: ClientId) -> Result<()> {
        let agency = self.agency();
        let held = on_both!(&mut self.tx, c => sqlx::query(HOLD_CLIENT)
            .bind(agency)
            .bind(client.uuid())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if held == 1 { Ok(()) } else { Err(Error::NoSuchReference("client_id")) }
    }

    /// Stores what hangs on a policy: the new versions, the new facts, and the life that follows from all facts.
    async fn store_parts(&mut self, change: &PolicyChange) -> Result<()> {
        let agency = self.agency();
        let policy = change.id.uuid();
        for version in &change.terms {
            let terms = as_json(&version.terms)?;
            on_both!(&mut self.tx, c => sqlx::query(STORE_VERSION)
                .bind(agency)
                .bind(policy)
                .bind(version.number)
                .bind(version.effective_date.to_string())
                .bind(micros(version.recorded_at))
                .bind(version.author_id.uuid())
                .bind(version.reason.as_deref())
                .bind(terms)
                .bind(version.fact_id.map(FactId::uuid))
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        for fact in &change.facts {
            on_both!(&mut self.tx, c => sqlx::query(INSERT_FACT)
                .bind(agency)
                .bind(policy)
                .bind(fact.id.uuid())
                .bind(fact.kind.code())
                .bind(fact.effective_at.to_string())
                .bind(micros(fact.recorded_at))
                .bind(fact.author_id.uuid())
                .bind(fact.reason.as_deref())
                .bind(fact.until.map(|day| day.to_string()))
                .bind(fact.withdraws.map(FactId::uuid))
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
            if let Some(withdrawn) = fact.withdraws {
                on_both!(&mut self.tx, c => sqlx::query(WITHDRAW_VERSIONS)
                    .bind(agency)
                    .bind(policy)
                    .bind(withdrawn.uuid())
                    .execute(c)
                    .await
                    .map(drop))
                .map_err(failed)?;
            }
        }
        on_both!(&mut self.tx, c => sqlx::query(FORGET_STATES).bind(agency).bind(policy).execute(c).await.map(drop))
            .map_err(failed)?;
        for span in &change.spans {
            let until = span.until.map_or_else(|| END_OF_TIME.to_owned(), |until| until.to_string());
            on_both!(&mut self.tx, c => sqlx::query(INSERT_STATE)
                .bind(agency)
                .bind(policy)
                .bind(span.from.to_string())
                .bind(until)
                .bind(span.state.code())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(())
    }
}

#[async_trait]
impl Policies for SqlUnit {
    async fn find(&mut self, permit: &Permit<ReadPolicies>, id: PolicyId) -> Result<Option<PolicyRecord>> {
        let (agency, owner) = (self.agency(), owner(permit));
        let head: Option<HeadRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(id.uuid())
            .bind(owner)
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        let Some(head) = head else { return Ok(None) };
        let versions: Vec<VersionRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(VERSIONS).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        let facts: Vec<FactRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(FACTS).bind(agency).bind(id.uuid()).fetch_all(c).await)
                .map_err(failed)?;
        let mut versions = versions.into_iter().map(VersionRow::view);
        let first = versions.next().ok_or_else(|| unreadable("policy without terms"))??;
        Ok(Some(PolicyRecord {
            head: head.head()?,
            first,
            endorsements: versions.collect::<Result<_>>()?,
            facts: facts.into_iter().map(FactRow::fact).collect::<Result<_>>()?,
        }))
    }

    async fn list(
        &mut self,
        permit: &Permit<ReadPolicies>,
        page: &PageRequest,
        filter: &PolicyFilter,
        moment: DateTime,
    ) -> Result<Page<PolicyRow>> {
        let mut rows = list(self.agency(), owner(permit), filter, moment);
        if let Some(state) = filter.state
            && self.many_in(state, moment).await?
        {
            rows.not_by(IN_STATE);
        }
        let rows = rows.page::<ListedRow>(&mut self.tx, page).await?;
        rows.try_map(ListedRow::view)
    }

    async fn due_dates_rolled_on(&mut self, _: &Permit<ReadPolicies>) -> Result<Option<Date>> {
        self.rolled_on().await
    }

    async fn roll_due_dates(&mut self, _: &Permit<RollDueDates>, today: Date, limit: u32) -> Result<u32> {
        self.roll(today, limit).await
    }

    async fn selected(
        &mut self,
        permit: &Permit<ReadPolicies>,
        selection: &Selection<PolicyId, PolicyFilter>,
        moment: DateTime,
        after: Option<PolicyId>,
        limit: u32,
    ) -> Result<Vec<PolicyId>> {
        let list = chosen(self.agency(), owner(permit), selection, moment);
        let ids = list.ids(&mut self.tx, after.map(PolicyId::uuid), limit).await?;
        Ok(ids.into_iter().map(PolicyId::from_uuid).collect())
    }

    async fn count_selected(
        &mut self,
        permit: &Permit<ReadPolicies>,
        selection: &Selection<PolicyId, PolicyFilter>,
        moment: DateTime,
    ) -> Result<u64> {
        chosen(self.agency(), owner(permit), selection, moment).count_chosen(&mut self.tx).await
    }

    async fn insert(&mut self, _: &Permit<CreatePolicy>, change: &PolicyChange) -> Result<()> {
        self.changed(change.id);
        self.hold_client(change.policy.client_id).await?;
        let agency = self.agency();
        on_both!(&mut self.tx, c => bind_policy!(INSERT, agency, change).execute(c).await.map(drop))
            .map_err(failed_or_duplicate("policy_number"))?;
        self.store_parts(change).await
    }

    async fn apply(&mut self, _: &Permit<WritePolicyFacts>, change: &PolicyChange, version: i64) -> Result<bool> {
        self.changed(change.id);
        self.hold_client(change.policy.client_id).await?;
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => bind_policy!(UPDATE, agency, change)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed_or_duplicate("policy_number"))?;
        if changed == 1 {
            self.store_parts(change).await?;
        }
        Ok(changed == 1)
    }

    async fn count_of_client(&mut self, permit: &Permit<ReadPolicies>, client: ClientId) -> Result<i64> {
        let (agency, owner) = (self.agency(), owner(permit));
        on_both!(&mut self.tx, c => sqlx::query_scalar(COUNT_OF_CLIENT)
            .bind(agency)
            .bind(client.uuid())
            .bind(owner)
            .fetch_one(c)
            .await)
        .map_err(failed)
    }

    async fn any(&mut self, _: &Permit<UpdateAgency>) -> Result<bool> {
        let agency = self.agency();
        let found: i64 =
            on_both!(&mut self.tx, c => sqlx::query_scalar(ANY).bind(agency).fetch_one(c).await).map_err(failed)?;
        Ok(found > 0)
    }

    async fn count_at_company(&mut self, _: &Permit<DeleteCompany>, company: CompanyId) -> Result<i64> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query_scalar(COUNT_AT_COMPANY)
            .bind(agency)
            .bind(company.uuid())
            .fetch_one(c)
            .await)
        .map_err(failed)
    }
}
