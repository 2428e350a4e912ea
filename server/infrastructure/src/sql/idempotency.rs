//! The answers to requests that carried an idempotency key, so that a repeated request gets the same one.

use services::Result;
use services::access::Principal;
use services::ports::unit::Mode;
use uuid::Uuid;

use super::database::SqlDatabase;
use super::error::failed;

statements! {
    CLAIM = "INSERT INTO idempotency_keys (agency_id, user_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (agency_id, user_id, key) DO NOTHING";
    FIND = "SELECT request_hash, status, body, created_at FROM idempotency_keys WHERE agency_id = $1 AND user_id = $2 AND key = $3";
    /// Takes a key over from a request that never answered; of several that try, one succeeds.
    TAKE_OVER = "UPDATE idempotency_keys SET created_at = $4 WHERE agency_id = $1 AND user_id = $2 AND key = $3 AND status IS NULL AND created_at = $5";
    ANSWER = "UPDATE idempotency_keys SET status = $4, body = $5 WHERE agency_id = $1 AND user_id = $2 AND key = $3";
    FORGET = "DELETE FROM idempotency_keys WHERE agency_id = $1 AND user_id = $2 AND key = $3";
    SWEEP = "DELETE FROM idempotency_keys WHERE agency_id = $1 AND created_at < $2";
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is new: go on, then answer.
    New,
    /// The first request is still being worked on.
    InProgress,
    /// The key was used with another request.
    OtherRequest,
    /// The answer was given already.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
}

/// How long an answer is kept: 24 hours, in seconds.
const KEPT_S: i64 = 24 * 3600;
/// After how long a request that never answered is taken for dead, in seconds.
const ABANDONED_S: i64 = 60;

impl SqlDatabase {
    /// Claims a key for a request. `now` is in seconds since 1970.
    pub async fn claim_idempotency_key(
        &self,
        who: &Principal,
        key: &str,
        request_hash: &str,
        now: i64,
    ) -> Result<Claim> {
        let mut tx = self.of_firm(who, Mode::Write).await?;
        let (agency, user) = ids(who);
        on_both!(&mut tx, c => sqlx::query(SWEEP).bind(agency).bind(now - KEPT_S).execute(c).await.map(drop))
            .map_err(failed)?;
        let claim = on_both!(&mut tx, c => sqlx::query(CLAIM)
            .bind(agency)
            .bind(user)
            .bind(key)
            .bind(request_hash)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        let answer = if claim == 1 {
            Claim::New
        } else {
            let (known_hash, status, body, created_at): (String, Option<i64>, Option<String>, i64) =
                on_both!(&mut tx, c => sqlx::query_as(FIND).bind(agency).bind(user).bind(key).fetch_one(c).await)
                    .map_err(failed)?;
            match (status, body) {
                _ if known_hash != request_hash => Claim::OtherRequest,
                (Some(status), body) => {
                    Claim::Answered { status: u16::try_from(status).unwrap_or(200), body: body.unwrap_or_default() }
                }
                (None, _) if created_at < now - ABANDONED_S => {
                    let taken = on_both!(&mut tx, c => sqlx::query(TAKE_OVER)
                        .bind(agency)
                        .bind(user)
                        .bind(key)
                        .bind(now)
                        .bind(created_at)
                        .execute(c)
                        .await
                        .map(|done| done.rows_affected()))
                    .map_err(failed)?;
                    if taken == 1 { Claim::New } else { Claim::InProgress }
                }
                (None, _) => Claim::InProgress,
            }
        };
        tx.commit().await?;
        Ok(answer)
    }

    /// Keeps the answer of the request that claimed the key.
    pub async fn answer_idempotency_key(&self, who: &Principal, key: &str, status: u16, body: &str) -> Result<()> {
        let mut tx = self.of_firm(who, Mode::Write).await?;
        let (agency, user) = ids(who);
        on_both!(&mut tx, c => sqlx::query(ANSWER)
            .bind(agency)
            .bind(user)
            .bind(key)
            .bind(i64::from(status))
            .bind(body)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        tx.commit().await
    }

    /// Gives a key back after a fault of ours, so that the caller may try again.
    pub async fn forget_idempotency_key(&self, who: &Principal, key: &str) -> Result<()> {
        let mut tx = self.of_firm(who, Mode::Write).await?;
        let (agency, user) = ids(who);
        on_both!(&mut tx, c => sqlx::query(FORGET).bind(agency).bind(user).bind(key).execute(c).await.map(drop))
            .map_err(failed)?;
        tx.commit().await
    }
}

fn ids(who: &Principal) -> (Uuid, Uuid) {
    (who.agency().uuid(), who.user_id().map_or(Uuid::nil(), domain::shared::UserId::uuid))
}
