//! Sessions and refresh tokens on SQL.

use async_trait::async_trait;
use domain::session::{CopiedDevice, DeviceView};
use domain::shared::SessionId;
use domain::shared::problem::Code;
use jiff::{SignedDuration, Timestamp};
use services::access::{
    ConfirmIdentity, Permit, ReadDevices, RefreshSession, RenameDevice, RevokeReusedSession, SignIn, SignOut,
    UnderstandReuse,
};
use services::identity::GRACE;
use services::ports::unit::{Devices, Exchange, Mode, RefreshRecord, SessionRecord, Sessions};
use services::{Error, Result};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, micros};
use super::database::SqlDatabase;
use super::error::failed;
use super::unit::SqlUnit;

statements! {
    INSERT_SESSION = "INSERT INTO sessions (agency_id, id, user_id, kind, device_label, ip_address, user_agent, issued_at, authenticated_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)";
    /// Who signs in just now has no session yet; one that is there must not be ended.
    STILL = "SELECT COUNT(*) FROM users u JOIN agencies a ON a.id = u.agency_id WHERE u.agency_id = $1 AND u.id = $2 AND u.role = $3 AND u.active AND a.active AND u.invited_at IS NULL AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.agency_id = u.agency_id AND s.id = $4 AND s.revoked_at IS NOT NULL)";
    INSERT_REFRESH = "INSERT INTO refresh_tokens (agency_id, hash, session_id, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    /// The compare-and-set: of all who come with one token, one finds it unused.
    EXCHANGE = "UPDATE refresh_tokens SET used_at = $3, successor = $4 WHERE agency_id = $1 AND hash = $2 AND used_at IS NULL";
    EXCHANGED = "SELECT used_at, successor FROM refresh_tokens WHERE agency_id = $1 AND hash = $2";
    /// Once a successor was used itself, nobody may be given it again.
    FORGET_SUCCESSORS = "UPDATE refresh_tokens SET successor = NULL WHERE agency_id = $1 AND session_id = $2 AND hash <> $3 AND successor IS NOT NULL";
    UNUSED = "SELECT COUNT(*) FROM refresh_tokens WHERE agency_id = $1 AND hash = $2 AND used_at IS NULL";
    DEVICES = "SELECT id, device_label, ip_address, user_agent, issued_at, last_used_at, expires_at FROM sessions WHERE agency_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3 AND (kind <> 'browser' OR last_used_at > $4) ORDER BY last_used_at DESC, id";
    COPIED = "SELECT id, device_label, user_agent, reused_at FROM sessions WHERE agency_id = $1 AND user_id = $2 AND reused_at >= $3 AND understood_at IS NULL ORDER BY reused_at DESC, id";
    UNDERSTAND = "UPDATE sessions SET understood_at = COALESCE(understood_at, $4) WHERE agency_id = $1 AND user_id = $2 AND id = $3 AND reused_at IS NOT NULL";
    RENAME = "UPDATE sessions SET device_label = $4 WHERE agency_id = $1 AND user_id = $2 AND id = $3 AND revoked_at IS NULL AND expires_at > $5";
    CONFIRM = "UPDATE sessions SET authenticated_at = $4 WHERE agency_id = $1 AND user_id = $2 AND id = $3";
    /// Who chose a password is no longer only invited.
    SET_PASSWORD = "UPDATE users SET password_hash = $3, invited_at = NULL, updated_at = $4, version = version + 1 WHERE agency_id = $1 AND id = $2";
    BURN_LINKS = "UPDATE password_links SET used_at = $3 WHERE agency_id = $1 AND user_id = $2 AND used_at IS NULL";
    END_ONE = "UPDATE sessions SET revoked_at = $3 WHERE agency_id = $1 AND user_id = $2 AND revoked_at IS NULL AND id = $4 RETURNING id";
    END_OTHERS = "UPDATE sessions SET revoked_at = $3 WHERE agency_id = $1 AND user_id = $2 AND revoked_at IS NULL AND id <> $4 RETURNING id";
    END_REUSED = "UPDATE sessions SET revoked_at = $3, reused_at = $3 WHERE agency_id = $1 AND id = $2 AND revoked_at IS NULL";
    SWEEP_SUCCESSORS = "UPDATE refresh_tokens SET successor = NULL WHERE successor IS NOT NULL AND used_at < $1";
    SWEEP_REFRESH = "DELETE FROM refresh_tokens WHERE expires_at <= $1";
    SWEEP_REFRESH_OF_DEAD = "DELETE FROM refresh_tokens WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.agency_id = refresh_tokens.agency_id AND s.id = refresh_tokens.session_id AND (s.expires_at <= $1 OR s.revoked_at <= $1))";
    SWEEP_SESSIONS = "DELETE FROM sessions WHERE expires_at <= $1 OR revoked_at <= $1";
}

/// How long a session that is over is kept: so long its person may be told what ended it.
const KEPT: SignedDuration = SignedDuration::from_hours(31 * 24);

#[derive(Debug, FromRow)]
struct DeviceRow {
    id: Uuid,
    device_label: Option<String>,
    ip_address: Option<String>,
    user_agent: Option<String>,
    issued_at: i64,
    last_used_at: i64,
    expires_at: i64,
}

impl DeviceRow {
    fn view(self, current: Option<SessionId>) -> Result<DeviceView> {
        let id = SessionId::from_uuid(self.id);
        Ok(DeviceView {
            id,
            device_label: self.device_label,
            ip_address: self.ip_address,
            user_agent: self.user_agent,
            issued_at: instant(self.issued_at)?,
            last_used_at: instant(self.last_used_at)?,
            expires_at: instant(self.expires_at)?,
            current: current == Some(id),
        })
    }
}

impl SqlUnit {
    /// The session that asks, or nobody's id for jobs.
    pub(super) fn session(&self) -> Uuid {
        self.principal.session().map_or(Uuid::nil(), SessionId::uuid)
    }

    /// Refuses a person who was recognised when the request began and is signed out, dismissed or given another role since: a
    /// body may take minutes to arrive.
    pub(super) async fn still_signed_in(&mut self) -> Result<()> {
        let Some(account) = self.principal.account() else { return Ok(()) };
        let (agency, user, role, session) = (self.agency(), account.id.uuid(), account.role.code(), self.session());
        let standing: i64 = on_both!(&mut self.tx, c => sqlx::query_scalar(STILL)
            .bind(agency)
            .bind(user)
            .bind(role)
            .bind(session)
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        if standing == 1 { Ok(()) } else { Err(Error::Unauthenticated(Code::Unauthenticated)) }
    }

    /// Signs a person out on every device but `kept`; nobody's id keeps none.
    pub(super) async fn end_sessions(&mut self, user: Uuid, kept: Uuid, at: Timestamp) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(END_OTHERS)
            .bind(agency)
            .bind(user)
            .bind(micros(at))
            .bind(kept)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    /// Keeps a person's new password: the links to choose one are burnt, and every device but `kept` is signed out.
    pub(super) async fn store_password(&mut self, user: Uuid, hash: &str, kept: Uuid, at: Timestamp) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(SET_PASSWORD)
            .bind(agency)
            .bind(user)
            .bind(hash)
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        self.burn_password_links(user, at).await?;
        self.end_sessions(user, kept, at).await
    }

    /// Ends every link by which a user's password could be chosen.
    pub(super) async fn burn_password_links(&mut self, user: Uuid, at: Timestamp) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(BURN_LINKS)
            .bind(agency)
            .bind(user)
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn store_refresh_token(&mut self, token: &RefreshRecord) -> Result<()> {
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(INSERT_REFRESH)
            .bind(agency)
            .bind(token.hash.as_slice())
            .bind(token.session.uuid())
            .bind(micros(token.at))
            .bind(micros(token.expires_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}

#[async_trait]
impl Sessions for SqlUnit {
    async fn insert(&mut self, _: &Permit<SignIn>, session: &SessionRecord) -> Result<()> {
        self.changed(session.id);
        let (agency, user) = (self.agency(), self.user());
        let context = self.principal.context().clone();
        on_both!(&mut self.tx, c => sqlx::query(INSERT_SESSION)
            .bind(agency)
            .bind(session.id.uuid())
            .bind(user)
            .bind(session.kind.code())
            .bind(session.device_label.as_deref())
            .bind(context.ip_address)
            .bind(context.user_agent)
            .bind(micros(session.at))
            .bind(micros(session.expires_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn insert_refresh_token(&mut self, _: &Permit<SignIn>, token: &RefreshRecord) -> Result<()> {
        self.changed(token.session);
        self.store_refresh_token(token).await
    }

    async fn exchange_refresh_token(
        &mut self,
        _: &Permit<RefreshSession>,
        used: &[u8],
        successor: &RefreshRecord,
        sealed: &[u8],
    ) -> Result<Exchange> {
        let agency = self.agency();
        let swapped = on_both!(&mut self.tx, c => sqlx::query(EXCHANGE)
            .bind(agency)
            .bind(used)
            .bind(micros(successor.at))
            .bind(sealed)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        if swapped == 0 {
            let row: Option<(Option<i64>, Option<Vec<u8>>)> =
                on_both!(&mut self.tx, c => sqlx::query_as(EXCHANGED).bind(agency).bind(used).fetch_optional(c).await)
                    .map_err(failed)?;
            let (at, successor) = row.unwrap_or_default();
            return Ok(Exchange::Before { at: instant(at.unwrap_or_default())?, successor });
        }
        self.changed(successor.session);
        on_both!(&mut self.tx, c => sqlx::query(FORGET_SUCCESSORS)
            .bind(agency)
            .bind(successor.session.uuid())
            .bind(used)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        self.store_refresh_token(successor).await?;
        Ok(Exchange::Done)
    }

    async fn is_unused(&mut self, _: &Permit<RefreshSession>, hash: &[u8]) -> Result<bool> {
        let agency = self.agency();
        let unused: i64 =
            on_both!(&mut self.tx, c => sqlx::query_scalar(UNUSED).bind(agency).bind(hash).fetch_one(c).await)
                .map_err(failed)?;
        Ok(unused == 1)
    }

    async fn devices(
        &mut self,
        _: &Permit<ReadDevices>,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<DeviceView>> {
        let (agency, user) = (self.agency(), self.user());
        let rows: Vec<DeviceRow> = on_both!(&mut self.tx, c => sqlx::query_as(DEVICES)
            .bind(agency)
            .bind(user)
            .bind(micros(now))
            .bind(micros(idle_since))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let current = self.principal.session();
        rows.into_iter().map(|row| row.view(current)).collect()
    }

    async fn copied(&mut self, _: &Permit<ReadDevices>, since: Timestamp) -> Result<Vec<CopiedDevice>> {
        let (agency, user) = (self.agency(), self.user());
        let rows: Vec<(Uuid, Option<String>, Option<String>, i64)> = on_both!(&mut self.tx, c => sqlx::query_as(COPIED)
            .bind(agency)
            .bind(user)
            .bind(micros(since))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let device = |(id, device_label, user_agent, reused_at)| {
            let (id, reused_at) = (SessionId::from_uuid(id), instant(reused_at)?);
            Ok(CopiedDevice { id, device_label, user_agent, reused_at })
        };
        rows.into_iter().map(device).collect()
    }

    async fn understand_reuse(
        &mut self,
        _: &Permit<UnderstandReuse>,
        session: SessionId,
        at: Timestamp,
    ) -> Result<bool> {
        let (agency, user) = (self.agency(), self.user());
        self.changed(session);
        let noted = on_both!(&mut self.tx, c => sqlx::query(UNDERSTAND)
            .bind(agency)
            .bind(user)
            .bind(session.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(noted == 1)
    }

    async fn rename(
        &mut self,
        _: &Permit<RenameDevice>,
        session: SessionId,
        label: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let (agency, user) = (self.agency(), self.user());
        self.changed(session);
        let renamed = on_both!(&mut self.tx, c => sqlx::query(RENAME)
            .bind(agency)
            .bind(user)
            .bind(session.uuid())
            .bind(label)
            .bind(micros(now))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(renamed == 1)
    }

    async fn confirm(&mut self, _: &Permit<ConfirmIdentity>, at: Timestamp) -> Result<()> {
        let (agency, user, session) = (self.agency(), self.user(), self.session());
        self.changed(session);
        on_both!(&mut self.tx, c => sqlx::query(CONFIRM)
            .bind(agency)
            .bind(user)
            .bind(session)
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn revoke(&mut self, _: &Permit<SignOut>, which: Devices, at: Timestamp) -> Result<Vec<SessionId>> {
        let (agency, user) = (self.agency(), self.user());
        let (statement, session) = match which {
            Devices::One(session) => (END_ONE, session.uuid()),
            Devices::Others => (END_OTHERS, self.session()),
            // Nobody's id is no session's, so all are others.
            Devices::All => (END_OTHERS, Uuid::nil()),
        };
        let ended: Vec<Uuid> = on_both!(&mut self.tx, c => sqlx::query_scalar(statement)
            .bind(agency)
            .bind(user)
            .bind(micros(at))
            .bind(session)
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let ended: Vec<SessionId> = ended.into_iter().map(SessionId::from_uuid).collect();
        for session in &ended {
            self.changed(session);
        }
        Ok(ended)
    }

    async fn revoke_reused(
        &mut self,
        _: &Permit<RevokeReusedSession>,
        session: SessionId,
        at: Timestamp,
    ) -> Result<()> {
        self.changed(session);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(END_REUSED)
            .bind(agency)
            .bind(session.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }
}

impl SqlDatabase {
    /// Forgets refresh tokens that are over, sealed successors that nobody may be given any more, and sessions that ended so
    /// long ago that nobody is told of them. Several instances may do so at once.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.outside(Mode::Write).await?;
        let sweeps = [
            (SWEEP_SUCCESSORS, now - GRACE),
            (SWEEP_REFRESH, now),
            (SWEEP_REFRESH_OF_DEAD, now - KEPT),
            (SWEEP_SESSIONS, now - KEPT),
        ];
        for (statement, until) in sweeps {
            on_both!(&mut tx, c => sqlx::query(statement).bind(micros(until)).execute(c).await.map(drop))
                .map_err(failed)?;
        }
        tx.commit().await
    }
}
