//! A person's password: given at sign-in, given again before a sensitive act, and changed.

use domain::audit::SystemActor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use domain::session::SignInInput;
use domain::shared::problem::{Checker, Code, FieldError};
use domain::shared::{AgencyId, text};
use domain::user::NewPassword;
use jiff::Timestamp;

use super::IdentityService;
use crate::access::{ChangePassword, ConfirmIdentity, NoteSignInFailure, Principal, RequestContext, UpgradePassword};
use crate::error::{Error, Result};
use crate::letters::tell_password_changed;
use crate::ports::sign_in::Account;
use crate::ports::unit::Subject;

/// How long it is believed that no account has an older hash, in seconds. Imports bring them, in another process too.
const LEGACY_GRAIN_S: i64 = 60;

/// Whether some accounts still have older hashes: then every sign-in takes as long as theirs.
#[derive(Debug, Clone, Default)]
pub(super) struct LegacyWatch(Arc<LegacySeen>);

#[derive(Debug, Default)]
struct LegacySeen {
    any: AtomicBool,
    looked_at_s: AtomicI64,
}

impl IdentityService {
    /// Checks e-mail and password. Unknown, disabled, older and mistaken accounts take the same time, leave the same trace and
    /// give the same answer.
    pub(super) async fn check_password(&self, input: &SignInInput, context: &RequestContext) -> Result<Account> {
        let mut check = Checker::default();
        let email = check.keep(text::required_line("email", input.email.as_deref(), 254));
        let given = input.password.as_deref().unwrap_or_default();
        if given.is_empty() {
            check.note(FieldError::new("password", Code::Required));
        }
        let email = check.finish(email)?;
        let identity = text::email_identity(&email);
        let account = self.ports.sign_in.account_by_email(&identity).await?;
        let attempt = self.spend_try(&identity, account.as_ref(), context).await?;
        let right = self.is_right_at_sign_in(given, account.as_ref()).await?;
        match account {
            Some(account) if right && account.active => {
                self.forgive_try(attempt).await;
                self.upgrade(&account, given, context).await?;
                Ok(account)
            }
            account => {
                self.note_failure(account.as_ref(), context).await?;
                Err(Error::Unauthenticated(Code::InvalidCredentials))
            }
        }
    }

    async fn is_right_at_sign_in(&self, given: &str, account: Option<&Account>) -> Result<bool> {
        let hash = account.map(|account| account.password_hash.as_str());
        let passwords = &self.ports.passwords;
        if hash.is_some_and(|hash| passwords.is_legacy(hash)) || self.some_are_legacy().await? {
            passwords.verify_evenly(given, hash).await
        } else {
            passwords.verify(given, hash).await
        }
    }

    /// Asked of the database once a minute at most.
    async fn some_are_legacy(&self) -> Result<bool> {
        let LegacySeen { any, looked_at_s } = &*self.legacy.0;
        let now_s = self.ports.now().as_second();
        if now_s - looked_at_s.load(Ordering::Relaxed) >= LEGACY_GRAIN_S {
            any.store(self.ports.sign_in.has_legacy_passwords().await?, Ordering::Relaxed);
            looked_at_s.store(now_s, Ordering::Relaxed);
        }
        Ok(any.load(Ordering::Relaxed))
    }

    /// Keeps a password that was just proven right under today's hash, unless somebody changed it meanwhile.
    async fn upgrade(&self, account: &Account, given: &str, context: &RequestContext) -> Result<()> {
        if !self.ports.passwords.is_legacy(&account.password_hash) {
            return Ok(());
        }
        let hash = self.ports.passwords.hash(given).await?;
        let who = Principal::system(SystemActor::SignIn, account.view.agency_id, context.door).within(context.clone());
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<UpgradePassword>()?;
        if unit.users().upgrade_password(&permit, account.view.id, &account.password_hash, &hash).await? {
            unit.record_act(&permit, Subject::new("user", account.view.id, &account.view.full_name));
            unit.commit().await?;
        }
        Ok(())
    }

    /// One event in one chain, whether the address is known or not: the firm's own, or the platform's. It names no address,
    /// because people type their password into the wrong field.
    async fn note_failure(&self, account: Option<&Account>, context: &RequestContext) -> Result<()> {
        let agency = account.map_or(AgencyId::PLATFORM, |account| account.view.agency_id);
        let who = Principal::system(SystemActor::SignIn, agency, context.door).within(context.clone());
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<NoteSignInFailure>()?;
        let subject = account.map_or_else(
            || Subject::new("user", "unknown", "unknown"),
            |account| Subject::new("user", account.view.id, &account.view.full_name),
        );
        unit.record_act(&permit, subject);
        unit.commit().await
    }

    /// Takes the password of who is signed in once more, so that he may do what is sensitive.
    pub async fn confirm(&self, who: &Principal, password: Option<&str>) -> Result<()> {
        self.prove(who, "password", password).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ConfirmIdentity>()?;
        unit.sessions().confirm(&permit, self.ports.now()).await?;
        let session = who.session().ok_or(Error::Forbidden(Code::Forbidden))?;
        unit.record_act(&permit, Subject::new("session", session, who.name()));
        unit.commit().await
    }

    /// Whether who is signed in proved himself recently enough for what is sensitive.
    ///
    /// # Errors
    /// He did not.
    pub fn recent(&self, who: &Principal) -> Result<()> {
        self.ports.recent(who)
    }

    /// Changes one's own password. The other devices are signed out.
    pub async fn change_password(&self, who: &Principal, current: Option<&str>, new: Option<&str>) -> Result<()> {
        let new = NewPassword::parse("new_password", new).map_err(Error::field)?;
        let account = self.prove(who, "current_password", current).await?;
        let hash = self.ports.passwords.hash(new.expose()).await?;
        let now: Timestamp = self.ports.now();
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ChangePassword>()?;
        unit.users().set_password(&permit, &hash, now).await?;
        tell_password_changed(&self.ports, &mut unit, &permit, account.view.id).await?;
        unit.record_act(&permit, Subject::new("user", account.view.id, &account.view.full_name));
        unit.commit().await
    }

    /// Checks the password of who is signed in; a wrong one is told at `field` and noted as a failed sign-in is.
    pub(crate) async fn prove(&self, who: &Principal, field: &str, password: Option<&str>) -> Result<Account> {
        let account = who.account().ok_or(Error::Forbidden(Code::Forbidden))?;
        let known = self.ports.sign_in.account_by_email(&text::email_identity(&account.email)).await?;
        let known = known.filter(|known| known.view.id == account.id);
        let hash = known.as_ref().map(|known| known.password_hash.as_str());
        let attempt = self.spend_try_of(who, known.as_ref()).await?;
        let right = self.ports.passwords.verify(password.unwrap_or_default(), hash).await?;
        match known {
            Some(known) if right => {
                self.forgive_try(attempt).await;
                Ok(known)
            }
            known => {
                self.note_failure(known.as_ref(), who.context()).await?;
                Err(Error::field(FieldError::new(field, Code::InvalidCredentials)))
            }
        }
    }
}
