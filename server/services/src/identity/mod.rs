//! Signing in and out, for people and programs, and who a request comes from.

mod devices;
mod links;
mod passkeys;
mod passwords;
mod second_factor;
mod tokens;
mod tries;

pub use passkeys::{KeptChallenge, PasskeyQuestion};
pub use second_factor::{HalfSignIn, SignInStep};
pub use tokens::{GRACE, RegistrationInput};

pub(crate) use second_factor::{fresh_try, prove, recovery_hash, sealed_row, step_of};

use domain::session::{DEVICE_LABEL_MAX, SessionKind, SignInInput};
use domain::shared::problem::Code;
use domain::shared::{SessionId, text};
use jiff::{SignedDuration, Timestamp};

use self::passwords::LegacyWatch;
use crate::access::{Principal, RequestContext, SignIn};
use crate::agencies::AgencyService;
use crate::core::Ports;
use crate::error::{Error, Result};
use crate::ports::sign_in::LiveSession;
use crate::ports::unit::{SessionRecord, Subject, Unit};

/// How stale the "last used" of a session may be at the most, so that not every request writes.
const LAST_USED_GRAIN: SignedDuration = SignedDuration::from_secs(60);

/// By what a request says who it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    legacy: LegacyWatch,
}

impl IdentityService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { agencies: AgencyService::new(ports.clone()), legacy: LegacyWatch::default(), ports }
    }

    /// Recognises who asks: the one way in, for both doors. The session's row is asked every time, so that what ended it ends
    /// it at once, whichever instance it was ended in (`docs/decisions/0011-sessions-are-asked-each-time.md`).
    pub async fn authenticate(&self, credential: &Credential, context: RequestContext) -> Result<Principal> {
        let unknown = || Error::Unauthenticated(Code::Unauthenticated);
        let now = self.ports.now();
        let session = match credential {
            Credential::Session(session) => *session,
            Credential::Bearer(token) => self.ports.tokens.read(token, now).ok_or_else(unknown)?.session,
        };
        let live = self.ports.sign_in.live_session(session, now).await?.ok_or_else(unknown)?;
        if !live.account.active || self.is_idle(&live, now) {
            return Err(unknown());
        }
        let grain = LAST_USED_GRAIN.min(self.ports.settings.session_idle / 4);
        if now.duration_since(live.last_used_at) > grain {
            self.ports.sign_in.touch_session(session, now).await?;
        }
        let lacks_factor = live.account.lacks_factor();
        let who = Principal::person(live.account.view, session, live.authenticated_at, context);
        Ok(who.lacking_factor(lacks_factor))
    }

    /// Signs a browser in; the answer's session goes into its cookie. Who has a second factor is asked for it first.
    pub async fn sign_in_browser(&self, input: &SignInInput, context: RequestContext) -> Result<SignInStep> {
        let account = self.check_password(input, &context).await?;
        if account.has_factor {
            return Ok(SignInStep::SecondFactor(self.half_signed_in(account).await?));
        }
        let who = self.newcomer(&account, context);
        let unit = self.ports.write(&who).await?;
        self.enter(unit, &who, &account).await
    }

    /// A browser is left behind in an office; a program's tokens are not.
    fn is_idle(&self, live: &LiveSession, now: Timestamp) -> bool {
        live.kind == SessionKind::Browser && live.last_used_at <= now - self.ports.settings.session_idle
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
        let device_label =
            text::line("device_label", input.device_label.as_deref(), DEVICE_LABEL_MAX).map_err(Error::field)?;
        let session = SessionRecord { id, kind, device_label, at, expires_at: at + self.ports.settings.session_life };
        unit.sessions().insert(&permit, &session).await?;
        unit.record_act(&permit, Subject::new("session", id, who.name()));
        Ok(())
    }
}
