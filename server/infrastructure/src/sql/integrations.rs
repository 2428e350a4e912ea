//! How the firm exchanges with its companies, on SQL. Secrets come here sealed.

use async_trait::async_trait;
use domain::company::{Authentication, IntegrationMode, ReportFormat, SaveIntegration, TestOutcome};
use domain::shared::CompanyId;
use jiff::Timestamp;
use services::Result;
use services::access::{Permit, ReadIntegration, SetIntegration, TestIntegration};
use services::ports::unit::{IntegrationRecord, Integrations, KeptSecret};
use sqlx::FromRow;

use super::convert::{instant, micros, word};
use super::error::failed;
use super::unit::SqlUnit;

statements! {
    FIND = "SELECT mode, email, base_url, authentication, username, header_name, token_url, scope, report_format, timeout_s, secret, secret_set_at, secret_set_by, callback_secret, callback_set_at, callback_set_by, tested_at, tested_outcome, version, updated_at FROM company_integrations WHERE agency_id = $1 AND company_id = $2";
    /// The first version is inserted, each further one follows the one before.
    SAVE = "INSERT INTO company_integrations (agency_id, company_id, mode, email, base_url, authentication, username, header_name, token_url, scope, report_format, timeout_s, secret, secret_set_at, secret_set_by, callback_secret, callback_set_at, callback_set_by, tested_at, tested_outcome, version, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT (agency_id, company_id) DO UPDATE SET mode = excluded.mode, email = excluded.email, base_url = excluded.base_url, authentication = excluded.authentication, username = excluded.username, header_name = excluded.header_name, token_url = excluded.token_url, scope = excluded.scope, report_format = excluded.report_format, timeout_s = excluded.timeout_s, secret = excluded.secret, secret_set_at = excluded.secret_set_at, secret_set_by = excluded.secret_set_by, callback_secret = excluded.callback_secret, callback_set_at = excluded.callback_set_at, callback_set_by = excluded.callback_set_by, tested_at = excluded.tested_at, tested_outcome = excluded.tested_outcome, version = excluded.version, updated_at = excluded.updated_at WHERE company_integrations.version = excluded.version - 1";
    NOTE_TEST = "UPDATE company_integrations SET tested_at = $4, tested_outcome = $5 WHERE agency_id = $1 AND company_id = $2 AND version = $3";
}

#[derive(Debug, FromRow)]
struct IntegrationRow {
    mode: String,
    email: Option<String>,
    base_url: Option<String>,
    authentication: String,
    username: Option<String>,
    header_name: Option<String>,
    token_url: Option<String>,
    scope: Option<String>,
    report_format: String,
    timeout_s: i64,
    secret: Option<Vec<u8>>,
    secret_set_at: Option<i64>,
    secret_set_by: Option<String>,
    callback_secret: Option<Vec<u8>>,
    callback_set_at: Option<i64>,
    callback_set_by: Option<String>,
    tested_at: Option<i64>,
    tested_outcome: Option<String>,
    version: i64,
    updated_at: i64,
}

impl IntegrationRow {
    fn record(self, company: CompanyId) -> Result<IntegrationRecord> {
        let tested = match (self.tested_at, self.tested_outcome.as_deref()) {
            (Some(at), Some(outcome)) => Some((instant(at)?, word(TestOutcome::parse, outcome)?)),
            _ => None,
        };
        Ok(IntegrationRecord {
            company,
            said: SaveIntegration {
                mode: word(IntegrationMode::parse, &self.mode)?,
                email: self.email,
                base_url: self.base_url,
                authentication: word(Authentication::parse, &self.authentication)?,
                username: self.username,
                header_name: self.header_name,
                token_url: self.token_url,
                scope: self.scope,
                report_format: word(ReportFormat::parse, &self.report_format)?,
                timeout_s: self.timeout_s,
            },
            secret: kept(self.secret, self.secret_set_at, self.secret_set_by)?,
            callback_secret: kept(self.callback_secret, self.callback_set_at, self.callback_set_by)?,
            tested,
            version: self.version,
            at: instant(self.updated_at)?,
        })
    }
}

fn kept(sealed: Option<Vec<u8>>, set_at: Option<i64>, set_by: Option<String>) -> Result<Option<KeptSecret>> {
    match (sealed, set_at) {
        (Some(sealed), Some(set_at)) => {
            Ok(Some(KeptSecret { sealed, set_at: instant(set_at)?, set_by: set_by.unwrap_or_default() }))
        }
        _ => Ok(None),
    }
}

#[async_trait]
impl Integrations for SqlUnit {
    async fn find(&mut self, _: &Permit<ReadIntegration>, company: CompanyId) -> Result<Option<IntegrationRecord>> {
        let agency = self.agency();
        let row: Option<IntegrationRow> = on_both!(&mut self.tx, c => sqlx::query_as(FIND)
            .bind(agency)
            .bind(company.uuid())
            .fetch_optional(c)
            .await)
        .map_err(failed)?;
        row.map(|row| row.record(company)).transpose()
    }

    async fn save(&mut self, _: &Permit<SetIntegration>, record: &IntegrationRecord) -> Result<bool> {
        self.changed(record.company);
        let agency = self.agency();
        let (said, secret, callback) = (&record.said, record.secret.as_ref(), record.callback_secret.as_ref());
        let stored = on_both!(&mut self.tx, c => sqlx::query(SAVE)
            .bind(agency)
            .bind(record.company.uuid())
            .bind(said.mode.code())
            .bind(said.email.as_deref())
            .bind(said.base_url.as_deref())
            .bind(said.authentication.code())
            .bind(said.username.as_deref())
            .bind(said.header_name.as_deref())
            .bind(said.token_url.as_deref())
            .bind(said.scope.as_deref())
            .bind(said.report_format.code())
            .bind(said.timeout_s)
            .bind(secret.map(|secret| secret.sealed.as_slice()))
            .bind(secret.map(|secret| micros(secret.set_at)))
            .bind(secret.map(|secret| secret.set_by.as_str()))
            .bind(callback.map(|secret| secret.sealed.as_slice()))
            .bind(callback.map(|secret| micros(secret.set_at)))
            .bind(callback.map(|secret| secret.set_by.as_str()))
            .bind(record.tested.map(|(at, _)| micros(at)))
            .bind(record.tested.map(|(_, outcome)| outcome.code()))
            .bind(record.version)
            .bind(micros(record.at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(stored == 1)
    }

    async fn note_test(
        &mut self,
        _: &Permit<TestIntegration>,
        company: CompanyId,
        version: i64,
        at: Timestamp,
        outcome: TestOutcome,
    ) -> Result<()> {
        self.changed(company);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(NOTE_TEST)
            .bind(agency)
            .bind(company.uuid())
            .bind(version)
            .bind(micros(at))
            .bind(outcome.code())
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}
