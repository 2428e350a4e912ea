//! What comes before a unit of work: accounts, sessions and tokens over all firms. No client row can be reached from here.

use async_trait::async_trait;
use domain::letter::LinkPurpose;
use domain::session::{AccountView, SessionKind};
use domain::shared::{AgencyId, DocumentId, SessionId, UserId};
use domain::user::Role;
use jiff::Timestamp;
use services::Result;
use services::ports::sign_in::{Account, KnownPasswordLink, KnownRefreshToken, LiveSession, SignInStore};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_instant, micros, storable, word};
use super::database::{Pools, SqlDatabase};
use super::error::failed;

statements! {
    ACCOUNT = "SELECT u.id, u.email, u.full_name, u.role, u.agency_id, a.name AS agency_name, (u.active AND a.active AND u.invited_at IS NULL) AS active, u.password_hash, (EXISTS (SELECT 1 FROM one_time_secrets o WHERE o.agency_id = u.agency_id AND o.user_id = u.id AND o.confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.agency_id = u.agency_id AND p.user_id = u.id)) AS has_factor, EXISTS (SELECT 1 FROM factor_rules r WHERE r.agency_id = u.agency_id AND r.role = u.role) AS factor_required, (SELECT t.reset_at FROM factor_resets t WHERE t.agency_id = u.agency_id AND t.user_id = u.id) AS factors_reset_at FROM users u JOIN agencies a ON a.id = u.agency_id WHERE u.email_identity = $1";
    ACCOUNT_BY_ID = "SELECT u.id, u.email, u.full_name, u.role, u.agency_id, a.name AS agency_name, (u.active AND a.active AND u.invited_at IS NULL) AS active, u.password_hash, (EXISTS (SELECT 1 FROM one_time_secrets o WHERE o.agency_id = u.agency_id AND o.user_id = u.id AND o.confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.agency_id = u.agency_id AND p.user_id = u.id)) AS has_factor, EXISTS (SELECT 1 FROM factor_rules r WHERE r.agency_id = u.agency_id AND r.role = u.role) AS factor_required, (SELECT t.reset_at FROM factor_resets t WHERE t.agency_id = u.agency_id AND t.user_id = u.id) AS factors_reset_at FROM users u JOIN agencies a ON a.id = u.agency_id WHERE u.id = $1";
    PASSKEY = "SELECT user_id FROM passkeys WHERE credential_id = $1";
    SESSION = "SELECT u.id, u.email, u.full_name, u.role, u.agency_id, a.name AS agency_name, (u.active AND a.active AND u.invited_at IS NULL) AS active, u.password_hash, (EXISTS (SELECT 1 FROM one_time_secrets o WHERE o.agency_id = u.agency_id AND o.user_id = u.id AND o.confirmed_at IS NOT NULL) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.agency_id = u.agency_id AND p.user_id = u.id)) AS has_factor, EXISTS (SELECT 1 FROM factor_rules r WHERE r.agency_id = u.agency_id AND r.role = u.role) AS factor_required, (SELECT t.reset_at FROM factor_resets t WHERE t.agency_id = u.agency_id AND t.user_id = u.id) AS factors_reset_at, s.kind, s.authenticated_at, s.last_used_at FROM sessions s JOIN users u ON u.agency_id = s.agency_id AND u.id = s.user_id JOIN agencies a ON a.id = u.agency_id WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2";
    TOUCH = "UPDATE sessions SET last_used_at = $2 WHERE id = $1";
    REFRESH = "SELECT session_id, agency_id, expires_at FROM refresh_tokens WHERE hash = $1";
    /// All forms of bcrypt begin so.
    LEGACY = "SELECT COUNT(*) FROM (SELECT 1 FROM users WHERE password_hash LIKE '$2%' LIMIT 1) AS one";
    PASSWORD_LINK = "SELECT u.id, u.agency_id, u.email, u.full_name FROM password_links l JOIN users u ON u.agency_id = l.agency_id AND u.id = l.user_id JOIN agencies a ON a.id = u.agency_id WHERE l.hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.expires_at > $3 AND u.active AND a.active";
    CODE = "SELECT agency_id, document_id FROM document_codes WHERE code = $1";
    CODE_OF_FILE = "SELECT code FROM document_codes WHERE checksum_sha256 = $1 LIMIT 1";
    CHECK = "SELECT 1";
}

#[derive(Debug, FromRow)]
struct AccountRow {
    id: Uuid,
    email: String,
    full_name: String,
    role: String,
    agency_id: Uuid,
    agency_name: String,
    active: bool,
    password_hash: String,
    has_factor: bool,
    factor_required: bool,
    factors_reset_at: Option<i64>,
}

#[derive(Debug, FromRow)]
struct SessionRow {
    #[sqlx(flatten)]
    account: AccountRow,
    kind: String,
    authenticated_at: i64,
    last_used_at: i64,
}

impl AccountRow {
    fn account(self) -> Result<Account> {
        Ok(Account {
            view: AccountView {
                id: UserId::from_uuid(self.id),
                email: self.email,
                full_name: self.full_name,
                role: word(Role::parse, &self.role)?,
                agency_id: AgencyId::from_uuid(self.agency_id),
                agency_name: self.agency_name,
            },
            active: self.active,
            password_hash: self.password_hash,
            has_factor: self.has_factor,
            factor_required: self.factor_required,
            factors_reset_at: maybe_instant(self.factors_reset_at)?,
        })
    }
}

/// Runs one statement outside any unit, on the pool that may look over all firms.
macro_rules! on_sign_in {
    ($database:expr, $pool:ident => $run:expr) => {
        match &$database.pools {
            Pools::Sqlite { read, .. } => {
                let $pool = read;
                $run
            }
            Pools::Postgres { sign_in, .. } => {
                let $pool = sign_in;
                $run
            }
        }
    };
}

#[async_trait]
impl SignInStore for SqlDatabase {
    async fn account_by_email(&self, identity: &str) -> Result<Option<Account>> {
        let row: Option<AccountRow> =
            on_sign_in!(self, pool => sqlx::query_as(ACCOUNT).bind(identity).fetch_optional(pool).await)
                .map_err(failed)?;
        row.map(AccountRow::account).transpose()
    }

    async fn account_by_id(&self, user: UserId) -> Result<Option<Account>> {
        let row: Option<AccountRow> =
            on_sign_in!(self, pool => sqlx::query_as(ACCOUNT_BY_ID).bind(user.uuid()).fetch_optional(pool).await)
                .map_err(failed)?;
        row.map(AccountRow::account).transpose()
    }

    async fn user_of_passkey(&self, credential_id: &[u8]) -> Result<Option<UserId>> {
        let user: Option<Uuid> =
            on_sign_in!(self, pool => sqlx::query_scalar(PASSKEY).bind(credential_id).fetch_optional(pool).await)
                .map_err(failed)?;
        Ok(user.map(UserId::from_uuid))
    }

    async fn live_session(&self, session: SessionId, now: Timestamp) -> Result<Option<LiveSession>> {
        let row: Option<SessionRow> = on_sign_in!(self, pool => sqlx::query_as(SESSION)
            .bind(session.uuid())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LiveSession {
            id: session,
            account: row.account.account()?,
            kind: word(SessionKind::parse, &row.kind)?,
            authenticated_at: instant(row.authenticated_at)?,
            last_used_at: instant(row.last_used_at)?,
        }))
    }

    async fn touch_session(&self, session: SessionId, now: Timestamp) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                sqlx::query(TOUCH).bind(session.uuid()).bind(micros(now)).execute(write).await.map(drop)
            }
            Pools::Postgres { sign_in, .. } => {
                sqlx::query(TOUCH).bind(session.uuid()).bind(micros(now)).execute(sign_in).await.map(drop)
            }
        }
        .map_err(failed)
    }

    async fn refresh_token(&self, hash: &[u8]) -> Result<Option<KnownRefreshToken>> {
        let row: Option<(Uuid, Uuid, i64)> =
            on_sign_in!(self, pool => sqlx::query_as(REFRESH).bind(hash).fetch_optional(pool).await).map_err(failed)?;
        row.map(|(session, agency, expires_at)| {
            Ok(KnownRefreshToken {
                session: SessionId::from_uuid(session),
                agency: AgencyId::from_uuid(agency),
                expires_at: instant(expires_at)?,
            })
        })
        .transpose()
    }

    async fn password_link(
        &self,
        hash: &[u8],
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<Option<KnownPasswordLink>> {
        let row: Option<(Uuid, Uuid, String, String)> = on_sign_in!(self, pool => sqlx::query_as(PASSWORD_LINK)
            .bind(hash)
            .bind(purpose.code())
            .bind(micros(now))
            .fetch_optional(pool)
            .await)
        .map_err(failed)?;
        Ok(row.map(|(user, agency, email, full_name)| KnownPasswordLink {
            user: UserId::from_uuid(user),
            agency: AgencyId::from_uuid(agency),
            email,
            full_name,
        }))
    }

    async fn has_legacy_passwords(&self) -> Result<bool> {
        let found: i64 = on_sign_in!(self, pool => sqlx::query_scalar(LEGACY).fetch_one(pool).await).map_err(failed)?;
        Ok(found > 0)
    }

    async fn document_by_code(&self, code: &str) -> Result<Option<(AgencyId, DocumentId)>> {
        let row: Option<(Uuid, Uuid)> =
            on_sign_in!(self, pool => sqlx::query_as(CODE).bind(storable(code)).fetch_optional(pool).await)
                .map_err(failed)?;
        Ok(row.map(|(agency, document)| (AgencyId::from_uuid(agency), DocumentId::from_uuid(document))))
    }

    async fn code_by_checksum(&self, checksum: &str) -> Result<Option<String>> {
        on_sign_in!(self, pool => sqlx::query_scalar(CODE_OF_FILE).bind(storable(checksum)).fetch_optional(pool).await)
            .map_err(failed)
    }

    async fn check(&self) -> Result<()> {
        on_sign_in!(self, pool => sqlx::query(CHECK).execute(pool).await.map(drop)).map_err(failed)
    }
}
