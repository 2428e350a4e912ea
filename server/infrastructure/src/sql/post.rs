//! The post office: letters and password requests over all firms, each taken by one instance.

use async_trait::async_trait;
use domain::audit::Door;
use domain::shared::{AgencyId, LetterId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use services::Result;
use services::access::RequestContext;
use services::ports::mail::{DueLetter, PasswordRequest, PostOffice, Settlement};
use services::ports::unit::Mode;
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{as_json, instant, json, micros};
use super::database::SqlDatabase;
use super::error::failed;
use super::on_both::Tx;

statements! {
    DUE = "SELECT agency_id, id, recipient, recipient_name, body, attempts, created_at, give_up_at FROM letters WHERE state = 'waiting' AND next_try_at <= $1 AND body IS NOT NULL ORDER BY next_try_at, id LIMIT 1";
    /// One compare-and-set on the number of tries: of several instances that saw the same letter, one gets it.
    TAKE = "UPDATE letters SET attempts = attempts + 1, next_try_at = $4 WHERE agency_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    SENT = "UPDATE letters SET state = 'sent', body = NULL, sent_at = $4, last_error = NULL WHERE agency_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    LATER = "UPDATE letters SET next_try_at = $4, last_error = $5 WHERE agency_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    GIVEN_UP = "UPDATE letters SET state = 'failed', next_try_at = $4, last_error = $5 WHERE agency_id = $1 AND id = $2 AND attempts = $3 AND state = 'waiting'";
    KEEP = "INSERT INTO password_requests (id, email_identity, context, created_at) VALUES ($1, $2, $3, $4)";
    REQUESTS = "SELECT id, email_identity, context, created_at FROM password_requests ORDER BY id LIMIT 50";
    SWEEP = "DELETE FROM letters WHERE (state = 'sent' AND sent_at < $1) OR (state = 'failed' AND next_try_at < $2)";
    FORGET = "DELETE FROM password_requests WHERE id = $1";
}

/// How long a letter that went is told of: long enough to answer "was I ever written to", and no longer, since it is personal
/// data. What happened is in the audit log anyway.
const SENT_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a letter that did not go waits for an administrator, since it was given up.
const FAILED_KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Often enough for as many instances as one may run; whoever loses every race comes again with the next round.
const RACES: usize = 20;

#[derive(Debug, FromRow)]
struct DueRow {
    agency_id: Uuid,
    id: Uuid,
    recipient: String,
    recipient_name: String,
    body: Vec<u8>,
    attempts: i64,
    created_at: i64,
    give_up_at: i64,
}

/// A request's context as its row keeps it.
#[derive(Serialize, Deserialize)]
struct KeptContext {
    request_id: String,
    ip_address: Option<String>,
    user_agent: Option<String>,
    door: Door,
}

impl SqlDatabase {
    /// A transaction that sees the letters of all firms, and nothing else of theirs.
    async fn of_post(&self, mode: Mode) -> Result<Tx> {
        let mut tx = self.outside(mode).await?;
        if let Tx::Postgres(transaction) = &mut tx {
            sqlx::query("SELECT set_config('app.purpose', 'mail', true)")
                .execute(&mut **transaction)
                .await
                .map_err(failed)?;
        }
        Ok(tx)
    }

    /// Forgets letters that went long ago, and those that nobody cared for in a year. Several instances may do so at once.
    pub async fn sweep_letters(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.of_post(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(SWEEP)
            .bind(micros(now - SENT_KEPT))
            .bind(micros(now - FAILED_KEPT))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn due(&self, now: Timestamp) -> Result<Option<DueRow>> {
        let mut tx = self.of_post(Mode::Read).await?;
        on_both!(&mut tx, c => sqlx::query_as(DUE).bind(micros(now)).fetch_optional(c).await).map_err(failed)
    }
}

#[async_trait]
impl PostOffice for SqlDatabase {
    async fn take_due(&self, now: Timestamp, lease_until: Timestamp) -> Result<Option<DueLetter>> {
        for _ in 0..RACES {
            let Some(row) = self.due(now).await? else { return Ok(None) };
            let mut tx = self.of_post(Mode::Write).await?;
            let taken = on_both!(&mut tx, c => sqlx::query(TAKE)
                .bind(row.agency_id)
                .bind(row.id)
                .bind(row.attempts)
                .bind(micros(lease_until))
                .execute(c)
                .await
                .map(|done| done.rows_affected()))
            .map_err(failed)?;
            tx.commit().await?;
            if taken == 1 {
                return Ok(Some(DueLetter {
                    agency: AgencyId::from_uuid(row.agency_id),
                    id: LetterId::from_uuid(row.id),
                    recipient: row.recipient,
                    recipient_name: row.recipient_name,
                    body: row.body,
                    attempt: row.attempts + 1,
                    created_at: instant(row.created_at)?,
                    give_up_at: instant(row.give_up_at)?,
                }));
            }
        }
        Ok(None)
    }

    async fn settle(&self, letter: &DueLetter, how: Settlement, now: Timestamp) -> Result<bool> {
        let (statement, at, reason) = match how {
            Settlement::Sent => (SENT, now, None),
            Settlement::Later(failure, at) => (LATER, at, Some(failure.code())),
            Settlement::GivenUp(failure) => (GIVEN_UP, now, Some(failure.code())),
        };
        let mut tx = self.of_post(Mode::Write).await?;
        let settled = on_both!(&mut tx, c => {
            let query = sqlx::query(statement)
                .bind(letter.agency.uuid())
                .bind(letter.id.uuid())
                .bind(letter.attempt)
                .bind(micros(at));
            let query = match reason {
                Some(reason) => query.bind(reason),
                None => query,
            };
            query.execute(c).await.map(|done| done.rows_affected())
        })
        .map_err(failed)?;
        tx.commit().await?;
        Ok(settled == 1)
    }

    async fn keep_password_request(&self, request: &PasswordRequest) -> Result<()> {
        let context = request.context.clone();
        let context = as_json(&KeptContext {
            request_id: context.request_id,
            ip_address: context.ip_address,
            user_agent: context.user_agent,
            door: context.door,
        })?;
        let mut tx = self.outside(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(KEEP)
            .bind(request.id)
            .bind(super::convert::storable(&request.email_identity))
            .bind(&context)
            .bind(micros(request.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    async fn password_requests(&self) -> Result<Vec<PasswordRequest>> {
        let mut tx = self.outside(Mode::Read).await?;
        let rows: Vec<(Uuid, String, String, i64)> =
            on_both!(&mut tx, c => sqlx::query_as(REQUESTS).fetch_all(c).await).map_err(failed)?;
        let read = rows.into_iter().map(|(id, email_identity, context, at)| {
            let kept: KeptContext = json(&context)?;
            let context = RequestContext {
                request_id: kept.request_id,
                ip_address: kept.ip_address,
                user_agent: kept.user_agent,
                device_mark: None,
                door: kept.door,
            };
            Ok(PasswordRequest { id, email_identity, context, at: instant(at)? })
        });
        read.collect()
    }

    async fn forget_password_request(&self, id: Uuid) -> Result<()> {
        let mut tx = self.outside(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(FORGET).bind(id).execute(c).await.map(drop)).map_err(failed)?;
        tx.commit().await
    }
}
