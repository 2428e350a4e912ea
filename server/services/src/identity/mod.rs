//! Signing in and out, for people and programs, and who a request comes from.

mod devices;
mod tokens;

pub use tokens::RegistrationInput;

use domain::session::{AccountView, SessionKind, SignInInput};
use domain::shared::problem::{Checker, Code};
use domain::shared::{SessionId, text};
use jiff::{SignedDuration, Timestamp};

use crate::access::{NoteSignInFailure, Principal, RequestContext, SignIn};
use crate::agencies::AgencyService;
use crate::core::Ports;
use crate::error::{Error, Result};
use crate::ports::sign_in::Account;
use crate::ports::unit::{SessionRecord, Subject, Unit};

/// How long a session may go on at the longest.
const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How stale the "last used" of a session may be, so that not every request writes.
const LAST_USED_GRAIN: SignedDuration = SignedDuration::from_secs(60);

/// By what a request says who it comes from.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A browser's session.
    Session(SessionId),
    /// An access token (RFC 6750).
    Bearer(String),
}

/// The use-cases of identity.
#[derive(Clone)]
pub struct IdentityService {
    ports: Ports,
    agencies: AgencyService,
}

impl IdentityService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { agencies: AgencyService::new(ports.clone()), ports }
    }

    /// Recognises who asks: the one way in, for both doors.
    pub async fn authenticate(&self, credential: &Credential, context: RequestContext) -> Result<Principal> {
        let unknown = || Error::Unauthenticated(Code::Unauthenticated);
        let now = self.ports.now();
        let session = match credential {
            Credential::Session(session) => *session,
            Credential::Bearer(token) => self.ports.tokens.read(token, now).ok_or_else(unknown)?.session,
        };
        let live = self.ports.sign_in.live_session(session, now).await?.ok_or_else(unknown)?;
        if !live.account.active {
            return Err(unknown());
        }
        if now.duration_since(live.last_used_at) > LAST_USED_GRAIN {
            self.ports.sign_in.touch_session(session, now).await?;
        }
        Ok(Principal::person(live.account.view, session, context))
    }

    /// Signs a browser in; the answer's session goes into its cookie.
    pub async fn sign_in_browser(
        &self,
        input: &SignInInput,
        context: RequestContext,
    ) -> Result<(SessionId, AccountView)> {
        let account = self.check_password(input, &context).await?;
        let session = SessionId::from_uuid(self.ports.chance.id());
        let who = Principal::person(account.view.clone(), session, context);
        let mut unit = self.ports.write(&who).await?;
        self.store_session(&mut unit, &who, SessionKind::Browser, input, self.ports.now()).await?;
        unit.commit().await?;
        Ok((session, account.view))
    }

    /// Checks e-mail and password. Unknown, disabled and mistaken take the same time and give the same answer.
    async fn check_password(&self, input: &SignInInput, context: &RequestContext) -> Result<Account> {
        let mut check = Checker::default();
        let email = check.keep(text::required_line("email", input.email.as_deref(), 254));
        let given = input.password.as_deref().unwrap_or_default();
        if given.is_empty() {
            check.note(domain::shared::problem::FieldError::new("password", Code::Required));
        }
        let email = check.finish(email)?;
        let account = self.ports.sign_in.account_by_email(&text::email_identity(&email)).await?;
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        let right = self.ports.passwords.verify(given, hash).await?;
        match account {
            Some(account) if right && account.active => Ok(account),
            Some(account) => {
                self.note_failure(&account, context).await?;
                Err(Error::Unauthenticated(Code::InvalidCredentials))
            }
            None => Err(Error::Unauthenticated(Code::InvalidCredentials)),
        }
    }

    async fn note_failure(&self, account: &Account, context: &RequestContext) -> Result<()> {
        let who = Principal::system("sign-in", account.view.agency_id, context.door).within(context.clone());
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<NoteSignInFailure>()?;
        unit.record_act(&permit, Subject::new("user", account.view.id, &account.view.full_name));
        unit.commit().await
    }

    async fn store_session(
        &self,
        unit: &mut Box<dyn Unit>,
        who: &Principal,
        kind: SessionKind,
        input: &SignInInput,
        at: Timestamp,
    ) -> Result<()> {
        let permit = unit.permit::<SignIn>()?;
        let id = who.session().ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
        let device_label = text::line("device_label", input.device_label.as_deref(), 120).map_err(Error::field)?;
        let session = SessionRecord { id, kind, device_label, at, expires_at: at + SESSION_LIFE };
        unit.users().insert_session(&permit, &session).await?;
        unit.record_act(&permit, Subject::new("session", id, who.name()));
        Ok(())
    }
}
