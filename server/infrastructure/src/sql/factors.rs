//! Second factors on SQL.

use async_trait::async_trait;
use domain::factor::{FactorsView, PasskeyView};
use domain::shared::{PasskeyId, UserId};
use domain::user::Role;
use jiff::Timestamp;
use services::Result;
use services::access::{
    EnrolFactor, NoteFactorFailure, Permit, ReadFactorRules, ReadFactors, RemoveFactor, ResetFactors, SetFactorRules,
    SignIn, UseFactor, WriteRecoveryCodes,
};
use services::ports::unit::{Factors, OneTimeSecret, PasskeyRecord, StoredPasskey};
use uuid::Uuid;

use super::convert::{instant, maybe_instant, micros, word};
use super::error::{failed, failed_or_duplicate};
use super::unit::SqlUnit;

statements! {
    TOTP_SINCE = "SELECT confirmed_at FROM one_time_secrets WHERE agency_id = $1 AND user_id = $2 AND confirmed_at IS NOT NULL";
    PASSKEYS = "SELECT id, name, created_at, last_used_at FROM passkeys WHERE agency_id = $1 AND user_id = $2 ORDER BY created_at, id";
    CODES_LEFT = "SELECT COUNT(*) FROM recovery_codes WHERE agency_id = $1 AND user_id = $2 AND used_at IS NULL";
    REQUIRED = "SELECT COUNT(*) FROM users u JOIN factor_rules r ON r.agency_id = u.agency_id AND r.role = u.role WHERE u.agency_id = $1 AND u.id = $2";
    SECRET = "SELECT sealed, confirmed_at FROM one_time_secrets WHERE agency_id = $1 AND user_id = $2";
    KEEP_SECRET = "INSERT INTO one_time_secrets (agency_id, user_id, sealed, last_step, created_at) VALUES ($1, $2, $3, 0, $4) ON CONFLICT (agency_id, user_id) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at WHERE one_time_secrets.confirmed_at IS NULL";
    CONFIRM_SECRET = "UPDATE one_time_secrets SET confirmed_at = $4, last_step = $3 WHERE agency_id = $1 AND user_id = $2 AND confirmed_at IS NULL";
    USE_STEP = "UPDATE one_time_secrets SET last_step = $3 WHERE agency_id = $1 AND user_id = $2 AND confirmed_at IS NOT NULL AND last_step < $3";
    USE_CODE = "UPDATE recovery_codes SET used_at = $4 WHERE agency_id = $1 AND user_id = $2 AND hash = $3 AND used_at IS NULL";
    FORGET_WRONG = "DELETE FROM wrong_codes WHERE agency_id = $1 AND user_id = $2";
    /// A guesser who goes on does not make the wait longer: the moment stays that of the last try that counted.
    TAKE_TRY = "INSERT INTO wrong_codes (agency_id, user_id, count, last_at) VALUES ($1, $2, 1, $3) ON CONFLICT (agency_id, user_id) DO UPDATE SET count = CASE WHEN wrong_codes.last_at > $4 THEN wrong_codes.count + 1 ELSE 1 END, last_at = CASE WHEN wrong_codes.last_at > $4 AND wrong_codes.count >= 5 THEN wrong_codes.last_at ELSE $3 END RETURNING count, last_at";
    FORGET_CODES = "DELETE FROM recovery_codes WHERE agency_id = $1 AND user_id = $2";
    INSERT_CODE = "INSERT INTO recovery_codes (agency_id, user_id, hash, created_at) VALUES ($1, $2, $3, $4)";
    REMOVE_SECRET = "DELETE FROM one_time_secrets WHERE agency_id = $1 AND user_id = $2";
    INSERT_PASSKEY = "INSERT INTO passkeys (agency_id, id, user_id, credential_id, credential, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    STORED_PASSKEYS = "SELECT id, credential_id, credential, name FROM passkeys WHERE agency_id = $1 AND user_id = $2 ORDER BY created_at, id";
    USE_PASSKEY = "UPDATE passkeys SET credential = $5, last_used_at = $6 WHERE agency_id = $1 AND user_id = $2 AND id = $3 AND credential = $4";
    REMOVE_PASSKEY = "DELETE FROM passkeys WHERE agency_id = $1 AND user_id = $2 AND id = $3";
    REMOVE_PASSKEYS = "DELETE FROM passkeys WHERE agency_id = $1 AND user_id = $2";
    NOTE_RESET = "INSERT INTO factor_resets (agency_id, user_id, reset_at) VALUES ($1, $2, $3) ON CONFLICT (agency_id, user_id) DO UPDATE SET reset_at = excluded.reset_at";
    FORGET_RESET = "DELETE FROM factor_resets WHERE agency_id = $1 AND user_id = $2";
    RULES = "SELECT role FROM factor_rules WHERE agency_id = $1";
    FORGET_RULES = "DELETE FROM factor_rules WHERE agency_id = $1";
    INSERT_RULE = "INSERT INTO factor_rules (agency_id, role) VALUES ($1, $2)";
}

/// Runs a statement about a person, with more values after the firm and the person; how many rows it touched.
macro_rules! touched {
    ($unit:expr, $statement:expr, $user:expr $(, $value:expr)*) => {{
        let (agency, user) = ($unit.agency(), $user);
        on_both!(&mut $unit.tx, c => sqlx::query($statement)
            .bind(agency)
            .bind(user)
            $(.bind($value))*
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)
    }};
}

#[async_trait]
impl Factors for SqlUnit {
    async fn own_factors(&mut self, _: &Permit<ReadFactors>) -> Result<FactorsView> {
        let (agency, user) = (self.agency(), self.user());
        let since: Option<i64> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(TOTP_SINCE).bind(agency).bind(user).fetch_optional(c).await)
                .map_err(failed)?;
        let rows: Vec<(Uuid, String, i64, Option<i64>)> =
            on_both!(&mut self.tx, c => sqlx::query_as(PASSKEYS).bind(agency).bind(user).fetch_all(c).await)
                .map_err(failed)?;
        let left: i64 =
            on_both!(&mut self.tx, c => sqlx::query_scalar(CODES_LEFT).bind(agency).bind(user).fetch_one(c).await)
                .map_err(failed)?;
        let required: i64 =
            on_both!(&mut self.tx, c => sqlx::query_scalar(REQUIRED).bind(agency).bind(user).fetch_one(c).await)
                .map_err(failed)?;
        let passkey = |(id, name, created_at, last_used_at)| -> Result<PasskeyView> {
            Ok(PasskeyView {
                id: PasskeyId::from_uuid(id),
                name,
                created_at: instant(created_at)?,
                last_used_at: maybe_instant(last_used_at)?,
            })
        };
        Ok(FactorsView {
            totp_since: maybe_instant(since)?,
            passkeys: rows.into_iter().map(passkey).collect::<Result<_>>()?,
            recovery_codes_left: left,
            required: required > 0,
        })
    }

    async fn one_time_secret(&mut self, _: &Permit<ReadFactors>) -> Result<Option<OneTimeSecret>> {
        let (agency, user) = (self.agency(), self.user());
        let row: Option<(Vec<u8>, Option<i64>)> =
            on_both!(&mut self.tx, c => sqlx::query_as(SECRET).bind(agency).bind(user).fetch_optional(c).await)
                .map_err(failed)?;
        Ok(row.map(|(sealed, confirmed_at)| OneTimeSecret { sealed, confirmed: confirmed_at.is_some() }))
    }

    async fn keep_one_time_secret(&mut self, _: &Permit<EnrolFactor>, sealed: &[u8], at: Timestamp) -> Result<bool> {
        let user = self.user();
        Ok(touched!(self, KEEP_SECRET, user, sealed, micros(at))? == 1)
    }

    async fn confirm_one_time_secret(&mut self, _: &Permit<EnrolFactor>, step: i64, at: Timestamp) -> Result<bool> {
        let user = self.user();
        Ok(touched!(self, CONFIRM_SECRET, user, step, micros(at))? == 1)
    }

    async fn use_step(&mut self, _: &Permit<UseFactor>, step: i64) -> Result<bool> {
        let user = self.user();
        Ok(touched!(self, USE_STEP, user, step)? == 1)
    }

    async fn use_recovery_code(&mut self, _: &Permit<UseFactor>, hash: &[u8], at: Timestamp) -> Result<bool> {
        let user = self.user();
        Ok(touched!(self, USE_CODE, user, hash, micros(at))? == 1)
    }

    async fn forget_wrong_codes(&mut self, _: &Permit<UseFactor>) -> Result<()> {
        let user = self.user();
        touched!(self, FORGET_WRONG, user).map(drop)
    }

    async fn take_try(
        &mut self,
        _: &Permit<NoteFactorFailure>,
        user: UserId,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<(i64, Timestamp)> {
        let agency = self.agency();
        let (count, last_at): (i64, i64) = on_both!(&mut self.tx, c => sqlx::query_as(TAKE_TRY)
            .bind(agency)
            .bind(user.uuid())
            .bind(micros(at))
            .bind(micros(since))
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        Ok((count, instant(last_at)?))
    }

    async fn set_recovery_codes(
        &mut self,
        _: &Permit<WriteRecoveryCodes>,
        hashes: &[Vec<u8>],
        at: Timestamp,
    ) -> Result<()> {
        let user = self.user();
        touched!(self, FORGET_CODES, user)?;
        for hash in hashes {
            touched!(self, INSERT_CODE, user, hash.as_slice(), micros(at))?;
        }
        Ok(())
    }

    async fn remove_one_time_secret(&mut self, _: &Permit<RemoveFactor>) -> Result<bool> {
        let user = self.user();
        Ok(touched!(self, REMOVE_SECRET, user)? == 1)
    }

    async fn insert_passkey(&mut self, _: &Permit<EnrolFactor>, record: &PasskeyRecord) -> Result<()> {
        self.changed(record.id);
        let (agency, user) = (self.agency(), self.user());
        on_both!(&mut self.tx, c => sqlx::query(INSERT_PASSKEY)
            .bind(agency)
            .bind(record.id.uuid())
            .bind(user)
            .bind(record.credential_id.as_slice())
            .bind(&record.credential)
            .bind(&record.name)
            .bind(micros(record.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed_or_duplicate("credential"))
    }

    async fn own_passkeys(&mut self, _: &Permit<ReadFactors>) -> Result<Vec<StoredPasskey>> {
        let (agency, user) = (self.agency(), self.user());
        let rows: Vec<(Uuid, Vec<u8>, String, String)> =
            on_both!(&mut self.tx, c => sqlx::query_as(STORED_PASSKEYS).bind(agency).bind(user).fetch_all(c).await)
                .map_err(failed)?;
        let stored = |(id, credential_id, credential, name)| StoredPasskey {
            id: PasskeyId::from_uuid(id),
            credential_id,
            credential,
            name,
        };
        Ok(rows.into_iter().map(stored).collect())
    }

    async fn use_passkey(
        &mut self,
        _: &Permit<UseFactor>,
        before: &StoredPasskey,
        credential: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let user = self.user();
        let used = touched!(self, USE_PASSKEY, user, before.id.uuid(), &before.credential, credential, micros(at))?;
        Ok(used == 1)
    }

    async fn remove_passkey(&mut self, _: &Permit<RemoveFactor>, id: PasskeyId) -> Result<bool> {
        self.changed(id);
        let user = self.user();
        Ok(touched!(self, REMOVE_PASSKEY, user, id.uuid())? == 1)
    }

    async fn reset_factors(&mut self, _: &Permit<ResetFactors>, user: UserId, at: Timestamp) -> Result<()> {
        self.changed(user);
        for statement in [REMOVE_SECRET, FORGET_CODES, REMOVE_PASSKEYS, FORGET_WRONG] {
            touched!(self, statement, user.uuid())?;
        }
        self.end_sessions(user.uuid(), Uuid::nil(), at).await?;
        touched!(self, NOTE_RESET, user.uuid(), micros(at)).map(drop)
    }

    async fn forget_reset(&mut self, _: &Permit<SignIn>) -> Result<()> {
        let user = self.user();
        touched!(self, FORGET_RESET, user).map(drop)
    }

    async fn factor_rules(&mut self, _: &Permit<ReadFactorRules>) -> Result<Vec<Role>> {
        let agency = self.agency();
        let words: Vec<String> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(RULES).bind(agency).fetch_all(c).await).map_err(failed)?;
        let mut roles: Vec<Role> = words.iter().map(|text| word(Role::parse, text)).collect::<Result<_>>()?;
        roles.sort_unstable();
        Ok(roles)
    }

    async fn set_factor_rules(&mut self, _: &Permit<SetFactorRules>, roles: &[Role]) -> Result<()> {
        let agency = self.agency();
        self.changed(agency);
        on_both!(&mut self.tx, c => sqlx::query(FORGET_RULES).bind(agency).execute(c).await.map(drop))
            .map_err(failed)?;
        for role in roles {
            touched!(self, INSERT_RULE, role.code())?;
        }
        Ok(())
    }
}
