//! Many records at once on SQL: statements of many rows, in a few large transactions.

use async_trait::async_trait;
use domain::client::ClientName;
use domain::policy::{Fact, PolicyVersionView, Span};
use domain::shared::identifiers::Scheme;
use domain::shared::{FactId, UserId};
use services::access::{FillPortfolio, Permit};
use services::ports::unit::{Bulk, ClientRecord, DerivedPolicy, Ground};
use services::{Error, Result};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::convert::{END_OF_TIME, as_json, maybe_as_json, micros};
use super::error::{failed, failed_or_duplicate};
use super::unit::SqlUnit;

statements! {
    OWNERS = "SELECT id FROM users WHERE agency_id = $1 AND active AND role IN ('USER', 'MANAGER', 'ADMIN') ORDER BY id";
}

/// The rows of one statement: SQLite binds 32,766 values at most, and a client has 24.
const ROWS: usize = 500;

const CLIENTS: &str = "INSERT INTO clients (agency_id, id, owner_id, kind, display_name, sort_name, first_name, last_name, legal_name, email, phone, address, birth_date, national_id, tax_id, iban, notes, search_text, version, created_at, updated_at, phone_e164, national_scheme, tax_scheme) ";
const KEYS: &str = "INSERT INTO client_keys (agency_id, key, client_id) ";
const POLICIES: &str = "INSERT INTO policies (agency_id, id, client_id, company_id, policy_number, product_line, product_name, premium_minor, currency, effective_date, expiry_date, tacit_renewal, payment_frequency, search_text, current_version, version, created_at, updated_at, due_date, rolls_until) ";
const VERSIONS: &str = "INSERT INTO policy_versions (agency_id, policy_id, number, effective_date, recorded_at, author_id, reason, terms, fact_id) ";
const FACTS: &str = "INSERT INTO policy_facts (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id, reason, until_date, withdraws) ";
const STATES: &str = "INSERT INTO policy_states (agency_id, policy_id, from_at, until_at, state) ";

/// Stores each of `$items` as one row of `$head`, many to a statement.
macro_rules! store_all {
    ($tx:expr, $head:expr, $items:expr, |$row:ident, $item:ident| $bind:expr) => {
        for chunk in $items.chunks(ROWS) {
            on_both!($tx, c => {
                let mut query = QueryBuilder::new($head);
                query.push_values(chunk, |mut $row, $item| { $bind; });
                query.build().execute(c).await.map(drop)
            })
            .map_err(failed_or_duplicate("id"))?;
        }
    };
}

#[async_trait]
impl Bulk for SqlUnit {
    async fn ground(&mut self, _: &Permit<FillPortfolio>) -> Result<Ground> {
        let agency = self.agency();
        let owners: Vec<Uuid> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(OWNERS).bind(agency).fetch_all(c).await).map_err(failed)?;
        Ok(Ground { owners: owners.into_iter().map(UserId::from_uuid).collect() })
    }

    async fn insert_clients(&mut self, _: &Permit<FillPortfolio>, clients: &[ClientRecord]) -> Result<()> {
        let agency = self.agency();
        self.changed(agency);
        let addresses: Vec<(&ClientRecord, Option<String>)> = clients
            .iter()
            .map(|record| Ok((record, maybe_as_json(record.client.address.as_ref())?)))
            .collect::<Result<_>>()?;
        store_all!(&mut self.tx, CLIENTS, addresses, |row, item| {
            let (record, address) = item;
            let client = &record.client;
            let (first_name, last_name, legal_name) = match &client.name {
                ClientName::Person { first_name, last_name } => (first_name.as_deref(), Some(last_name.as_str()), None),
                ClientName::Organisation { legal_name } => (None, None, Some(legal_name.as_str())),
            };
            row.push_bind(agency)
                .push_bind(record.id.uuid())
                .push_bind(record.owner.uuid())
                .push_bind(client.name.kind().code())
                .push_bind(client.name.display())
                .push_bind(client.name.sort_key())
                .push_bind(first_name)
                .push_bind(last_name)
                .push_bind(legal_name)
                .push_bind(client.email.as_deref())
                .push_bind(client.phone.as_deref())
                .push_bind(address.as_deref())
                .push_bind(client.birth_date.map(|day| day.to_string()))
                .push_bind(client.national_id.as_ref().map(|number| number.text.as_str()))
                .push_bind(client.tax_id.as_ref().map(|number| number.text.as_str()))
                .push_bind(client.iban.as_deref())
                .push_bind(client.notes.as_deref())
                .push_bind(client.search_text())
                .push_bind(1_i64)
                .push_bind(micros(record.at))
                .push_bind(micros(record.at))
                .push_bind(client.phone_e164.as_deref())
                .push_bind(client.national_id.as_ref().and_then(|number| number.scheme).map(Scheme::code))
                .push_bind(client.tax_id.as_ref().and_then(|number| number.scheme).map(Scheme::code))
        });
        let keys: Vec<(Uuid, String)> = clients
            .iter()
            .flat_map(|record| record.client.traits().keys.into_iter().map(|(_, key)| (record.id.uuid(), key)))
            .collect();
        store_all!(&mut self.tx, KEYS, keys, |row, item| row.push_bind(agency).push_bind(&item.1).push_bind(item.0));
        Ok(())
    }

    async fn insert_policies(&mut self, _: &Permit<FillPortfolio>, policies: &[DerivedPolicy]) -> Result<u64> {
        let agency = self.agency();
        self.changed(agency);
        let mut heads = Vec::with_capacity(policies.len());
        let mut versions: Vec<(Uuid, &PolicyVersionView, String)> = Vec::with_capacity(policies.len() * 2);
        let mut facts: Vec<(Uuid, &Fact)> = Vec::with_capacity(policies.len() * 4);
        let mut spans: Vec<(Uuid, &Span)> = Vec::with_capacity(policies.len() * 4);
        for derived in policies {
            let policy = &derived.whole;
            let id = policy.id.uuid();
            let last = policy.versions.last();
            let last = last.ok_or_else(|| Error::Internal("a policy without terms".into()))?;
            heads.push((derived, last.number));
            for version in &policy.versions {
                versions.push((id, version, as_json(&version.terms)?));
            }
            facts.extend(policy.facts.iter().map(|fact| (id, fact)));
            spans.extend(derived.spans.iter().map(|span| (id, span)));
        }
        store_all!(&mut self.tx, POLICIES, heads, |row, item| {
            let (derived, current) = item;
            let whole = &derived.whole;
            let (policy, terms) = (&whole.policy, &whole.policy.terms);
            row.push_bind(agency)
                .push_bind(whole.id.uuid())
                .push_bind(policy.client_id.uuid())
                .push_bind(policy.company_id.uuid())
                .push_bind(&policy.policy_number)
                .push_bind(terms.product_line.code())
                .push_bind(&terms.product_name)
                .push_bind(terms.premium.amount_minor)
                .push_bind(terms.premium.currency.code())
                .push_bind(terms.effective_date.to_string())
                .push_bind(terms.expiry_date.to_string())
                .push_bind(terms.tacit_renewal)
                .push_bind(terms.payment_frequency.code())
                .push_bind(policy.search_text())
                .push_bind(*current)
                .push_bind(whole.version)
                .push_bind(micros(whole.created_at))
                .push_bind(micros(whole.updated_at))
                .push_bind(derived.due.on.to_string())
                .push_bind(derived.due.rolls_until.to_string())
        });
        store_all!(&mut self.tx, VERSIONS, versions, |row, item| {
            let (policy, version, terms) = item;
            row.push_bind(agency)
                .push_bind(*policy)
                .push_bind(version.number)
                .push_bind(version.effective_date.to_string())
                .push_bind(micros(version.recorded_at))
                .push_bind(version.author_id.uuid())
                .push_bind(version.reason.as_deref())
                .push_bind(terms)
                .push_bind(version.fact_id.map(FactId::uuid))
        });
        store_all!(&mut self.tx, FACTS, facts, |row, item| {
            let (policy, fact) = item;
            row.push_bind(agency)
                .push_bind(*policy)
                .push_bind(fact.id.uuid())
                .push_bind(fact.kind.code())
                .push_bind(fact.effective_at.to_string())
                .push_bind(micros(fact.recorded_at))
                .push_bind(fact.author_id.uuid())
                .push_bind(fact.reason.as_deref())
                .push_bind(fact.until.map(|day| day.to_string()))
                .push_bind(fact.withdraws.map(FactId::uuid))
        });
        store_all!(&mut self.tx, STATES, spans, |row, item| {
            let (policy, span) = item;
            row.push_bind(agency)
                .push_bind(*policy)
                .push_bind(span.from.to_string())
                .push_bind(span.until.map_or_else(|| END_OF_TIME.to_owned(), |until| until.to_string()))
                .push_bind(span.state.code())
        });
        let rows = heads.len() + versions.len() + facts.len() + spans.len();
        Ok(u64::try_from(rows).unwrap_or(u64::MAX))
    }
}
