//! A person's work on his second factors, and an administrator's on those of his firm.

use domain::factor::{
    APP_IN_THE_LOG, FactorRules, FactorsView, RECOVERY_CODES, RecoveryCodes, TotpEnrolment, TypedFactor, base32,
    passkey_name, recovery_code, written_recovery_code,
};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{PasskeyId, UserId};
use domain::user::Role;

use crate::access::{
    EnrolFactor, Includes, Permit, Principal, ReadFactorRules, ReadFactors, ReadUsers, RemoveFactor,
    RenewRecoveryCodes, ResetFactors, SetFactorRules, Standing, UseFactor, WriteRecoveryCodes,
};
use crate::core::Ports;
use crate::error::{Error, Result};
use crate::identity::{
    IdentityService, KeptChallenge, PasskeyQuestion, fresh_try, prove, recovery_hash, sealed_row, step_of,
};
use crate::letters::tell_factors_reset;
use crate::ports::security::SealPurpose;
use crate::ports::unit::{PasskeyRecord, Subject, Unit};

/// The bytes of a secret shared with an app (RFC 4226 asks for 20).
const SECRET_LEN: usize = 20;

/// The use-cases of second factors.
#[derive(Clone)]
pub struct FactorService {
    ports: Ports,
    identity: IdentityService,
}

impl FactorService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { identity: IdentityService::new(ports.clone()), ports }
    }

    /// What the person has.
    pub async fn own(&self, who: &Principal) -> Result<FactorsView> {
        let mut unit = self.ports.read(who).await?;
        own(&mut unit).await
    }

    /// A new secret for an authenticator app. It counts once a first code confirms it.
    pub async fn begin_totp(&self, who: &Principal) -> Result<TotpEnrolment> {
        let account = who.account().ok_or(Error::Forbidden(Code::Forbidden))?;
        let mut secret = self.ports.chance.secret().to_vec();
        secret.truncate(SECRET_LEN);
        let sealed = self.ports.sealer.seal(SealPurpose::OneTimeSecret, &sealed_row(who.user_id()), &secret)?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<EnrolFactor>()?;
        self.ports.recent(who)?;
        if !unit.factors().keep_one_time_secret(&permit, &sealed, self.ports.now()).await? {
            return Err(refused(Code::TotpEnrolled));
        }
        unit.commit().await?;
        Ok(enrolment(&secret, &account.email))
    }

    /// The secret that waits for its first code, to be shown again.
    pub async fn pending_totp(&self, who: &Principal) -> Result<Option<TotpEnrolment>> {
        let account = who.account().ok_or(Error::Forbidden(Code::Forbidden))?;
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadFactors>()?;
        self.ports.recent(who)?;
        let kept = unit.factors().one_time_secret(&permit).await?;
        let Some(kept) = kept.filter(|kept| !kept.confirmed) else { return Ok(None) };
        let secret = self.ports.sealer.open(SealPurpose::OneTimeSecret, &sealed_row(who.user_id()), &kept.sealed);
        Ok(secret.map(|secret| enrolment(&secret, &account.email)))
    }

    /// Confirms the secret by a first code. Who had no second factor so far gets recovery codes with it.
    pub async fn confirm_totp(&self, who: &Principal, code: &str) -> Result<RecoveryCodes> {
        let wrong = || Error::field(FieldError::new("code", Code::InvalidSecondFactor));
        let Some(TypedFactor::OneTime(code)) = TypedFactor::parse(code) else { return Err(wrong()) };
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<EnrolFactor>()?;
        self.ports.recent(who)?;
        let before = own(&mut unit).await?;
        if before.totp_since.is_some() {
            return Err(refused(Code::TotpEnrolled));
        }
        let read = unit.permit::<ReadFactors>()?;
        if unit.factors().one_time_secret(&read).await?.is_none() {
            return Err(refused(Code::TotpNotBegun));
        }
        let (step, _) = step_of(&self.ports, &mut unit, &code).await?.ok_or_else(wrong)?;
        if !unit.factors().confirm_one_time_secret(&permit, step, self.ports.now()).await? {
            return Err(refused(Code::TotpEnrolled));
        }
        self.enrolled(unit, who, &permit, &before, APP_IN_THE_LOG).await
    }

    /// Removes the authenticator app, for who knows the password and has a code.
    pub async fn remove_totp(&self, who: &Principal, password: &str, code: &str) -> Result<()> {
        self.identity.prove(who, "current_password", Some(password)).await?;
        let mut unit = self.ports.write(who).await?;
        unit.permit::<RemoveFactor>()?;
        let before = own(&mut unit).await?;
        drop(unit);
        if before.totp_since.is_none() {
            return Err(Error::NotFound);
        }
        last_one_stays(&before, before.passkeys.is_empty())?;
        let mut unit = self.proven::<RemoveFactor>(who, code).await?;
        let permit = unit.permit::<RemoveFactor>()?;
        if !unit.factors().remove_one_time_secret(&permit).await? {
            return Err(Error::NotFound);
        }
        self.removed(unit, who, &permit, APP_IN_THE_LOG).await
    }

    /// Makes new recovery codes; the old ones are worth nothing any more.
    pub async fn renew_recovery_codes(&self, who: &Principal, code: &str) -> Result<RecoveryCodes> {
        let mut unit = self.proven::<RenewRecoveryCodes>(who, code).await?;
        let permit = unit.permit::<RenewRecoveryCodes>()?;
        let codes = self.fresh_codes(&mut unit, &permit.part()).await?;
        unit.record_act(&permit, subject(who));
        unit.commit().await?;
        Ok(codes)
    }

    /// Asks the browser to make a passkey.
    pub async fn begin_passkey(&self, who: &Principal) -> Result<PasskeyQuestion> {
        let account = who.account().ok_or(Error::Forbidden(Code::Forbidden))?;
        if !self.ports.passkeys.usable() {
            return Err(refused(Code::PasskeysUnavailable));
        }
        let mut unit = self.ports.read(who).await?;
        unit.permit::<EnrolFactor>()?;
        self.ports.recent(who)?;
        let permit = unit.permit::<ReadFactors>()?;
        let known = unit.factors().own_passkeys(&permit).await?;
        let known: Vec<String> = known.into_iter().map(|passkey| passkey.credential).collect();
        Ok(PasskeyQuestion::of(self.ports.passkeys.begin_recording(account, &known)?, self.ports.now()))
    }

    /// Records the passkey that the browser made. Who had no second factor so far gets recovery codes with it.
    pub async fn finish_passkey(
        &self,
        who: &Principal,
        kept: &KeptChallenge,
        name: Option<&str>,
        answer: &str,
    ) -> Result<RecoveryCodes> {
        let name = passkey_name(name).map_err(Error::field)?;
        let made = self.ports.passkeys.finish_recording(kept.state(self.ports.now())?, answer);
        let made = made.map_err(|_| refused(Code::InvalidPasskey))?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<EnrolFactor>()?;
        let before = own(&mut unit).await?;
        let record = PasskeyRecord {
            id: PasskeyId::from_uuid(self.ports.chance.id()),
            credential_id: made.credential_id,
            credential: made.credential,
            name,
            at: self.ports.now(),
        };
        unit.factors().insert_passkey(&permit, &record).await?;
        unit.record_act(&permit, Subject::new("passkey", record.id, &record.name));
        self.enrolled(unit, who, &permit, &before, &record.name).await
    }

    /// Removes a passkey.
    pub async fn remove_passkey(&self, who: &Principal, id: PasskeyId) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<RemoveFactor>()?;
        self.ports.recent(who)?;
        let before = own(&mut unit).await?;
        let passkey = before.passkeys.iter().find(|passkey| passkey.id == id).ok_or(Error::NotFound)?;
        last_one_stays(&before, before.totp_since.is_none() && before.passkeys.len() == 1)?;
        if !unit.factors().remove_passkey(&permit, id).await? {
            return Err(Error::NotFound);
        }
        unit.record_act(&permit, Subject::new("passkey", id, &passkey.name));
        self.removed(unit, who, &permit, &passkey.name).await
    }

    /// Removes every second factor of a user who lost his, and signs him out. He is told by letter, and at his next
    /// sign-in.
    pub async fn reset(&self, who: &Principal, id: UserId) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ResetFactors>()?;
        self.ports.recent(who)?;
        // His own he removes as everybody does: by his password and a code.
        if who.user_id() == Some(id) {
            return Err(refused(Code::OwnFactors));
        }
        let read = unit.permit::<ReadUsers>()?;
        let user = unit.users().find(&read, id).await?.ok_or(Error::NotFound)?;
        if !matches!(who.standing(), Standing::Person(own) if user.role <= own) {
            return Err(Error::Forbidden(Code::Forbidden));
        }
        unit.factors().reset_factors(&permit, id, self.ports.now()).await?;
        // Who may not sign in is not written to.
        if user.active {
            tell_factors_reset(&self.ports, &mut unit, &permit, &user).await?;
        }
        unit.record_act(&permit, Subject::new("user", id, &user.full_name));
        unit.commit().await
    }

    /// The roles from which the firm asks a second factor.
    pub async fn rules(&self, who: &Principal) -> Result<FactorRules> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadFactorRules>()?;
        Ok(FactorRules::of(&unit.factors().factor_rules(&permit).await?))
    }

    /// Says from which roles the firm asks a second factor. Nobody binds a role above his own.
    pub async fn set_rules(&self, who: &Principal, rules: &FactorRules) -> Result<FactorRules> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetFactorRules>()?;
        self.ports.recent(who)?;
        let roles = rules.parse()?;
        if roles.contains(&Role::Superadmin) && who.standing() != Standing::Person(Role::Superadmin) {
            return Err(Error::field(FieldError::new("roles", Code::RoleAboveOwn)));
        }
        let read = unit.permit::<ReadFactorRules>()?;
        let before = FactorRules::of(&unit.factors().factor_rules(&read).await?);
        let after = FactorRules::of(&roles);
        unit.factors().set_factor_rules(&permit, &roles).await?;
        let agency = crate::core::own_agency(&mut unit).await?;
        unit.record(&permit, Subject::new("agency", agency.id, &agency.name), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// The last step of recording a factor: recovery codes with the first one.
    async fn enrolled(
        &self,
        mut unit: Box<dyn Unit>,
        who: &Principal,
        permit: &Permit<EnrolFactor>,
        before: &FactorsView,
        what: &str,
    ) -> Result<RecoveryCodes> {
        let codes = if before.any() {
            RecoveryCodes { recovery_codes: Vec::new() }
        } else {
            self.fresh_codes(&mut unit, &permit.part()).await?
        };
        unit.record_act(permit, Subject::new("factor", sealed_row(who.user_id()), what));
        unit.commit().await?;
        Ok(codes)
    }

    /// The last step of removing a factor: recovery codes go with the last one.
    async fn removed(
        &self,
        mut unit: Box<dyn Unit>,
        who: &Principal,
        permit: &Permit<RemoveFactor>,
        what: &str,
    ) -> Result<()> {
        if !own(&mut unit).await?.any() {
            unit.factors().set_recovery_codes(&permit.part(), &[], self.ports.now()).await?;
        }
        unit.record_act(permit, Subject::new("factor", sealed_row(who.user_id()), what));
        unit.commit().await
    }

    async fn fresh_codes(
        &self,
        unit: &mut Box<dyn Unit>,
        permit: &Permit<WriteRecoveryCodes>,
    ) -> Result<RecoveryCodes> {
        let codes: Vec<String> =
            std::iter::repeat_with(|| recovery_code(&self.ports.chance.secret())).take(RECOVERY_CODES).collect();
        let user = unit.principal().user_id();
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| recovery_hash(user, code)).collect();
        unit.factors().set_recovery_codes(permit, &hashes, self.ports.now()).await?;
        Ok(RecoveryCodes { recovery_codes: codes.iter().map(|code| written_recovery_code(code)).collect() })
    }

    /// A unit in which a code was proven; wrong ones count as they do at sign-in.
    async fn proven<A: Includes<UseFactor>>(&self, who: &Principal, typed: &str) -> Result<Box<dyn Unit>> {
        let wrong = |error: Error| match error {
            // Somebody is signed in here; what is wrong is the field.
            Error::Unauthenticated(code) => Error::field(FieldError::new("code", code)),
            Error::TooManyCodes { .. } => Error::field(FieldError::new("code", Code::TooManyCodes)),
            other => other,
        };
        let attempt = fresh_try(&self.ports, who).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<A>()?.part();
        if prove(&self.ports, &mut unit, &permit, typed, attempt).await.map_err(wrong)? {
            return Ok(unit);
        }
        drop(unit);
        Err(wrong(attempt.failed(&self.ports, who).await?))
    }
}

async fn own(unit: &mut Box<dyn Unit>) -> Result<FactorsView> {
    let permit = unit.permit::<ReadFactors>()?;
    unit.factors().own_factors(&permit).await
}

fn enrolment(secret: &[u8], email: &str) -> TotpEnrolment {
    let secret = base32(secret);
    // The form that authenticator apps read: the issuer stands before the account and once more as a parameter.
    let account: String = email.bytes().map(escaped).collect();
    let uri = format!(
        "otpauth://totp/MonAssurance:{account}?secret={secret}&issuer=MonAssurance&algorithm=SHA1&digits=6&period=30"
    );
    TotpEnrolment { secret, uri }
}

fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn last_one_stays(factors: &FactorsView, last: bool) -> Result<()> {
    if factors.required && last { Err(refused(Code::LastFactor)) } else { Ok(()) }
}

fn refused(code: Code) -> Error {
    Error::Refused { code, facts: Facts::new() }
}

fn subject(who: &Principal) -> Subject {
    Subject::new("factor", sealed_row(who.user_id()), who.name())
}
