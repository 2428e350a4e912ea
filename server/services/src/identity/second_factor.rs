//! The second step of signing in: a code of an authenticator app, or a recovery code.

use domain::audit::SystemActor;
use domain::factor::TypedFactor;
use domain::session::{AccountView, SessionKind, SignInInput};
use domain::shared::problem::Code;
use domain::shared::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::IdentityService;
use crate::access::{NoteFactorFailure, Permit, Principal, ReadFactors, RequestContext, SignIn, UseFactor};
use crate::core::Ports;
use crate::error::{Error, Result};
use crate::ports::security::SealPurpose;
use crate::ports::sign_in::Account;
use crate::ports::unit::{Subject, Unit};

/// How long the second step may take.
const STEP_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How many wrong codes in a row an account may have.
const TRIES: i64 = 5;
/// How long an account waits after that. Recovery codes and passkeys work meanwhile: nobody is locked out by a guesser.
const TRIES_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// How far a browser's sign-in has come.
#[derive(Debug)]
pub enum SignInStep {
    /// It is done.
    Done {
        /// The session, for the browser's cookie.
        session: SessionId,
        /// Who signed in.
        account: AccountView,
        /// When an administrator removed his second factors, the first time he signs in after it.
        factors_reset_at: Option<Timestamp>,
    },
    /// The password was right; the second factor is still to come.
    SecondFactor(HalfSignIn),
}

/// A sign-in whose password was right. It stays with the server, and allows nothing but the second step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfSignIn {
    pub(super) user: UserId,
    /// A digest of the password's hash: a password changed meanwhile ends the half sign-in.
    pub(super) password: String,
    pub(super) until: Timestamp,
}

impl IdentityService {
    pub(super) async fn half_signed_in(&self, account: Account) -> Result<HalfSignIn> {
        // Read anew: an older hash was just replaced.
        let account = self.ports.sign_in.account_by_id(account.view.id).await?.unwrap_or(account);
        let until = self.ports.now() + STEP_LIFE;
        Ok(HalfSignIn { user: account.view.id, password: digest(&account), until })
    }

    /// The account behind a half sign-in, as long as it counts.
    pub(super) async fn half_account(&self, half: &HalfSignIn) -> Result<Account> {
        let over = || Error::Unauthenticated(Code::SignInStepOver);
        if half.until <= self.ports.now() {
            return Err(over());
        }
        let account = self.ports.sign_in.account_by_id(half.user).await?;
        account.filter(|account| account.active && digest(account) == half.password).ok_or_else(over)
    }

    /// Takes the second step with what was typed: a code of the app, or a recovery code.
    pub async fn second_step(&self, half: &HalfSignIn, typed: &str, context: RequestContext) -> Result<SignInStep> {
        let account = self.half_account(half).await?;
        let who = self.newcomer(&account, context);
        let unit = self.proven(&who, typed).await?;
        self.enter(unit, &who, &account).await
    }

    /// Somebody who is about to sign in, with the session that he will have.
    pub(super) fn newcomer(&self, account: &Account, context: RequestContext) -> Principal {
        let session = SessionId::from_uuid(self.ports.chance.id());
        Principal::person(account.view.clone(), session, self.ports.now(), context)
    }

    /// A unit in which the second factor was proven, and is used up with its commit.
    pub(super) async fn proven(&self, who: &Principal, typed: &str) -> Result<Box<dyn Unit>> {
        let attempt = fresh_try(&self.ports, who).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SignIn>()?.part::<UseFactor>();
        if prove(&self.ports, &mut unit, &permit, typed, attempt).await? {
            return Ok(unit);
        }
        drop(unit);
        Err(attempt.failed(&self.ports, who).await?)
    }

    /// Stores the session of a browser that signed in.
    pub(super) async fn enter(
        &self,
        mut unit: Box<dyn Unit>,
        who: &Principal,
        account: &Account,
    ) -> Result<SignInStep> {
        let input = SignInInput::default();
        self.store_session(&mut unit, who, SessionKind::Browser, &input, self.ports.now()).await?;
        if account.factors_reset_at.is_some() {
            let permit = unit.permit::<SignIn>()?;
            unit.factors().forget_reset(&permit).await?;
        }
        unit.commit().await?;
        let session = who.session().ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
        let factors_reset_at = account.factors_reset_at;
        Ok(SignInStep::Done { session, account: account.view.clone(), factors_reset_at })
    }
}

fn digest(account: &Account) -> String {
    hex::encode(Sha256::digest(account.password_hash.as_bytes()))
}

/// A try that was counted before its code is looked at, so that many at once do not all count as the first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    number: i64,
    /// When the next code of the app is looked at, once there were too many wrong ones.
    again_at: Timestamp,
}

/// Counts a try of this person.
pub(crate) async fn fresh_try(ports: &Ports, who: &Principal) -> Result<Attempt> {
    let user = who.user_id().ok_or(Error::Forbidden(Code::Forbidden))?;
    let now = ports.now();
    let job =
        Principal::system(SystemActor::SecondFactor, who.agency(), who.context().door).within(who.context().clone());
    let mut unit = ports.write(&job).await?;
    let permit = unit.permit::<NoteFactorFailure>()?;
    let (number, counted_at) = unit.factors().take_try(&permit, user, now, now - TRIES_WINDOW).await?;
    unit.commit().await?;
    Ok(Attempt { number, again_at: counted_at + TRIES_WINDOW })
}

impl Attempt {
    /// Notes that the code was wrong, and says how to refuse it.
    pub(crate) async fn failed(self, ports: &Ports, who: &Principal) -> Result<Error> {
        let user = who.user_id().ok_or(Error::Forbidden(Code::Forbidden))?;
        let job = Principal::system(SystemActor::SecondFactor, who.agency(), who.context().door)
            .within(who.context().clone());
        let mut unit = ports.write(&job).await?;
        let permit = unit.permit::<NoteFactorFailure>()?;
        unit.record_act(&permit, Subject::new("user", user, who.name()));
        unit.commit().await?;
        Ok(if self.number >= TRIES { self.too_many(ports) } else { Error::Unauthenticated(Code::InvalidSecondFactor) })
    }

    fn too_many(self, ports: &Ports) -> Error {
        let wait_s = u64::try_from(self.again_at.duration_since(ports.now()).as_secs()).unwrap_or_default();
        Error::TooManyCodes { wait_s: wait_s.max(1) }
    }
}

/// Whether what was typed is a second factor of the unit's person that was not used yet; if so it is used up now.
pub(crate) async fn prove(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<UseFactor>,
    typed: &str,
    attempt: Attempt,
) -> Result<bool> {
    let right = match TypedFactor::parse(typed) {
        None => false,
        Some(TypedFactor::OneTime(_)) if attempt.number > TRIES => return Err(attempt.too_many(ports)),
        Some(TypedFactor::OneTime(code)) => match step_of(ports, unit, &code).await? {
            Some((step, true)) => unit.factors().use_step(permit, step).await?,
            _ => false,
        },
        Some(TypedFactor::Recovery(code)) => {
            let hash = recovery_hash(unit.principal().user_id(), &code);
            unit.factors().use_recovery_code(permit, &hash, ports.now()).await?
        }
    };
    if right {
        unit.factors().forget_wrong_codes(permit).await?;
    }
    Ok(right)
}

/// The step of a code by the person's secret, and whether that secret is confirmed; `None` when the code is wrong.
pub(crate) async fn step_of(ports: &Ports, unit: &mut Box<dyn Unit>, code: &str) -> Result<Option<(i64, bool)>> {
    let permit = unit.permit::<ReadFactors>()?;
    let Some(kept) = unit.factors().one_time_secret(&permit).await? else { return Ok(None) };
    let row = sealed_row(unit.principal().user_id());
    let secret = ports.sealer.open(SealPurpose::OneTimeSecret, &row, &kept.sealed);
    let secret = secret.ok_or_else(|| Error::Internal("a one-time secret does not open".into()))?;
    let step = ports.one_time_codes.step_of(&secret, code, ports.now());
    Ok(step.map(|step| (step, kept.confirmed)))
}

/// The row that a secret is sealed for.
pub(crate) fn sealed_row(user: Option<UserId>) -> String {
    user.map(|user| format!("user {user}")).unwrap_or_default()
}

/// How a recovery code is known. Its 50 bits of chance need no slow hash; the user in it makes each code one person's.
pub(crate) fn recovery_hash(user: Option<UserId>, code: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(sealed_row(user));
    hash.update([0]);
    hash.update(code);
    hash.finalize().to_vec()
}
