//! What browsers' cookies stand for: plain records for the session layer of the web door.

use services::Result;
use services::ports::unit::Mode;

use super::database::SqlDatabase;
use super::error::failed;

statements! {
    LOAD = "SELECT record FROM web_sessions WHERE id = $1 AND expires_at > $2";
    CREATE = "INSERT INTO web_sessions (id, record, expires_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at WHERE web_sessions.expires_at <= $4";
    SAVE = "UPDATE web_sessions SET record = $2, expires_at = $3 WHERE id = $1";
    DELETE = "DELETE FROM web_sessions WHERE id = $1";
    SWEEP = "DELETE FROM web_sessions WHERE expires_at <= $1";
}

impl SqlDatabase {
    /// The record of a cookie, unless it is over. `now` is in seconds since 1970.
    pub async fn load_web_session(&self, id: &str, now: i64) -> Result<Option<String>> {
        let mut tx = self.outside(Mode::Read).await?;
        on_both!(&mut tx, c => sqlx::query_scalar(LOAD).bind(id).bind(now).fetch_optional(c).await).map_err(failed)
    }

    /// Keeps the record of a new cookie until `expires_at`, unless one of that id lives; whether it is kept. Times are in
    /// seconds since 1970.
    pub async fn create_web_session(&self, id: &str, record: &str, expires_at: i64, now: i64) -> Result<bool> {
        let mut tx = self.outside(Mode::Write).await?;
        let made = on_both!(&mut tx, c => sqlx::query(CREATE)
            .bind(id)
            .bind(record)
            .bind(expires_at)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        tx.commit().await?;
        Ok(made == 1)
    }

    /// Keeps what a cookie stands for from now on, until `expires_at`, in seconds since 1970; whether there is such a cookie.
    /// One that was taken back stays so.
    pub async fn save_web_session(&self, id: &str, record: &str, expires_at: i64) -> Result<bool> {
        let mut tx = self.outside(Mode::Write).await?;
        let saved = on_both!(&mut tx, c => sqlx::query(SAVE)
            .bind(id)
            .bind(record)
            .bind(expires_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        tx.commit().await?;
        Ok(saved == 1)
    }

    /// Forgets a cookie.
    pub async fn delete_web_session(&self, id: &str) -> Result<()> {
        let mut tx = self.outside(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(DELETE).bind(id).execute(c).await.map(drop)).map_err(failed)?;
        tx.commit().await
    }

    /// Forgets the cookies that are over.
    pub async fn sweep_web_sessions(&self, now: i64) -> Result<()> {
        let mut tx = self.outside(Mode::Write).await?;
        on_both!(&mut tx, c => sqlx::query(SWEEP).bind(now).execute(c).await.map(drop)).map_err(failed)?;
        tx.commit().await
    }
}
