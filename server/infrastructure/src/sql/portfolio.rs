//! A portfolio's totals on SQL.

use async_trait::async_trait;
use domain::policy::{PolicyState, PolicyTotal, ProductLine};
use domain::shared::{CompanyId, Currency, Money, UserId};
use jiff::civil::DateTime;
use services::Result;
use services::access::{CountPortfolio, Permit, ReadPolicies};
use services::ports::unit::{BackgroundWork, Portfolio, PortfolioSize};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{END_OF_TIME, moment, word};
use super::error::{failed, unreadable};
use super::unit::{SqlUnit, owner};

/// By how much amounts are split before they are summed up, so that no sum of whole numbers overflows.
const SPLIT: i128 = 1_000_000;

statements! {
    TOTALS = "SELECT p.company_id, p.product_line, p.currency, COUNT(*) AS policies, CAST(SUM(p.premium_minor / 1000000) AS BIGINT) AS high, CAST(SUM(p.premium_minor % 1000000) AS BIGINT) AS low FROM policies p JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id WHERE p.agency_id = $1 AND s.from_at <= $2 AND s.until_at > $2 AND s.state = 'in_force' GROUP BY p.company_id, p.product_line, p.currency";
    /// Begins with the broker's clients: they are few beside the firm's policies.
    TOTALS_OF_OWNER = "SELECT p.company_id, p.product_line, p.currency, COUNT(*) AS policies, CAST(SUM(p.premium_minor / 1000000) AS BIGINT) AS high, CAST(SUM(p.premium_minor % 1000000) AS BIGINT) AS low FROM clients h JOIN policies p ON p.agency_id = h.agency_id AND p.client_id = h.id JOIN policy_states s ON s.agency_id = p.agency_id AND s.policy_id = p.id WHERE h.agency_id = $1 AND s.from_at <= $2 AND s.until_at > $2 AND s.state = 'in_force' AND h.owner_id = $3 GROUP BY p.company_id, p.product_line, p.currency";
    NEXT_END = "SELECT MIN(until_at) FROM policy_states WHERE agency_id = $1 AND state = $2 AND until_at > $3";
    LATEST = "SELECT sequence FROM audit_heads WHERE agency_id = $1";
    SIZE = "SELECT (SELECT COUNT(*) FROM clients WHERE agency_id = $1 AND archived_at IS NULL), (SELECT COUNT(*) FROM policies WHERE agency_id = $1)";
    WORK = "SELECT (SELECT COUNT(*) FROM users WHERE agency_id = $1 AND active), (SELECT COUNT(*) FROM letters WHERE agency_id = $1 AND state = 'failed'), (SELECT COUNT(*) FROM renewal_runs WHERE agency_id = $1 AND state = 'stopped')";
    CHANGED = "SELECT COUNT(*) FROM (SELECT 1 FROM audit_events WHERE agency_id = $1 AND sequence > $2 AND object_type IN ('policy', 'client', 'company') LIMIT 1) AS one";
}

#[derive(Debug, FromRow)]
struct TotalRow {
    company_id: Uuid,
    product_line: String,
    currency: String,
    policies: i64,
    high: i64,
    low: i64,
}

impl TotalRow {
    fn total(self) -> Result<PolicyTotal> {
        let sum = i128::from(self.high) * SPLIT + i128::from(self.low);
        let currency = Currency::parse(&self.currency).ok_or_else(|| unreadable("currency"))?;
        Ok(PolicyTotal {
            company_id: CompanyId::from_uuid(self.company_id),
            product_line: word(ProductLine::parse, &self.product_line)?,
            count: u64::try_from(self.policies).unwrap_or_default(),
            premium: Money { amount_minor: i64::try_from(sum).unwrap_or(i64::MAX), currency },
        })
    }
}

#[async_trait]
impl Portfolio for SqlUnit {
    async fn totals(
        &mut self,
        permit: &Permit<ReadPolicies>,
        of: Option<UserId>,
        at: DateTime,
    ) -> Result<Vec<PolicyTotal>> {
        let agency = self.agency();
        let rows: Vec<TotalRow> = match owner(permit).or(of.map(UserId::uuid)) {
            None => on_both!(&mut self.tx, c => sqlx::query_as(TOTALS)
                .bind(agency)
                .bind(at.to_string())
                .fetch_all(c)
                .await),
            Some(owner) => on_both!(&mut self.tx, c => sqlx::query_as(TOTALS_OF_OWNER)
                .bind(agency)
                .bind(at.to_string())
                .bind(owner)
                .fetch_all(c)
                .await),
        }
        .map_err(failed)?;
        rows.into_iter().map(TotalRow::total).collect()
    }

    async fn next_change(&mut self, _: &Permit<ReadPolicies>, at: DateTime) -> Result<Option<DateTime>> {
        let agency = self.agency();
        let mut first: Option<String> = None;
        // Each state by itself reads one entry of its index.
        for state in PolicyState::ALL {
            let end: Option<String> = on_both!(&mut self.tx, c => sqlx::query_scalar(NEXT_END)
                .bind(agency)
                .bind(state.code())
                .bind(at.to_string())
                .fetch_one(c)
                .await)
            .map_err(failed)?;
            first = [first, end].into_iter().flatten().min();
        }
        first.filter(|end| end != END_OF_TIME).map(|end| moment(&end)).transpose()
    }

    async fn mark(&mut self, _: &Permit<ReadPolicies>, since: i64) -> Result<(i64, bool)> {
        let agency = self.agency();
        let latest: Option<i64> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(LATEST).bind(agency).fetch_optional(c).await)
                .map_err(failed)?;
        let changed: i64 = on_both!(&mut self.tx, c => sqlx::query_scalar(CHANGED)
            .bind(agency)
            .bind(since)
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        Ok((latest.unwrap_or_default(), changed > 0))
    }

    async fn size(&mut self, _: &Permit<CountPortfolio>) -> Result<PortfolioSize> {
        let agency = self.agency();
        let (clients, policies): (i64, i64) =
            on_both!(&mut self.tx, c => sqlx::query_as(SIZE).bind(agency).fetch_one(c).await).map_err(failed)?;
        Ok(PortfolioSize { clients: counted(clients), policies: counted(policies) })
    }

    async fn work(&mut self, _: &Permit<CountPortfolio>) -> Result<BackgroundWork> {
        let agency = self.agency();
        let (users, failed_letters, stopped_renewals): (i64, i64, i64) =
            on_both!(&mut self.tx, c => sqlx::query_as(WORK).bind(agency).fetch_one(c).await).map_err(failed)?;
        Ok(BackgroundWork {
            users: counted(users),
            failed_letters: counted(failed_letters),
            stopped_renewals: counted(stopped_renewals),
        })
    }
}

fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
