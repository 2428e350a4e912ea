//! Signing in with a passkey: alone, because it proves possession and knows its person, or as the second step.

use domain::audit::SystemActor;
use domain::shared::problem::Code;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{HalfSignIn, IdentityService, SignInStep};
use crate::access::{NoteCopiedPasskey, NoteFactorFailure, Principal, ReadFactors, RequestContext, SignIn, UseFactor};
use crate::error::{Error, Result};
use crate::ports::security::{Challenge, PasskeyRefusal};
use crate::ports::sign_in::Account;
use crate::ports::unit::{StoredPasskey, Subject};

/// How long a browser may take to answer.
const CHALLENGE_LIFE: SignedDuration = SignedDuration::from_mins(5);

/// What a browser is asked, and what the server keeps until it answers.
#[derive(Debug)]
pub struct PasskeyQuestion {
    /// The options for the browser, as JSON.
    pub options: String,
    /// What the server keeps, for one answer.
    pub kept: KeptChallenge,
}

/// A challenge that waits for its answer. It stays with the server and is taken away with the first answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptChallenge {
    state: String,
    until: Timestamp,
}

impl PasskeyQuestion {
    pub(crate) fn of(challenge: Challenge, now: Timestamp) -> Self {
        let kept = KeptChallenge { state: challenge.state, until: now + CHALLENGE_LIFE };
        Self { options: challenge.options, kept }
    }
}

impl KeptChallenge {
    /// What the answer is checked against, as long as it counts.
    pub(crate) fn state(&self, now: Timestamp) -> Result<&str> {
        if self.until <= now { Err(Error::Unauthenticated(Code::SignInStepOver)) } else { Ok(&self.state) }
    }
}

impl IdentityService {
    /// Whether passkeys can be used at the public address.
    pub fn passkeys_usable(&self) -> bool {
        self.ports.passkeys.usable()
    }

    /// Asks the browser for a passkey: any of its own, or in the second step one of the person's.
    pub async fn begin_passkey(&self, half: Option<&HalfSignIn>, context: RequestContext) -> Result<PasskeyQuestion> {
        if !self.ports.passkeys.usable() {
            return Err(Error::Forbidden(Code::PasskeysUnavailable));
        }
        let now = self.ports.now();
        let Some(half) = half else { return Ok(PasskeyQuestion::of(self.ports.passkeys.begin_sign_in(None)?, now)) };
        let account = self.half_account(half).await?;
        let known = self.passkeys_of(&self.newcomer(&account, context)).await?;
        let known: Vec<String> = known.into_iter().map(|passkey| passkey.credential).collect();
        Ok(PasskeyQuestion::of(self.ports.passkeys.begin_sign_in(Some(&known))?, now))
    }

    /// Whether the person of a half sign-in has a passkey.
    pub async fn has_passkey(&self, half: &HalfSignIn, context: RequestContext) -> Result<bool> {
        let account = self.half_account(half).await?;
        Ok(!self.passkeys_of(&self.newcomer(&account, context)).await?.is_empty())
    }

    /// Signs a browser in by the answer to a challenge. A passkey asks its person's finger, face or number itself, so it
    /// counts as both factors.
    pub async fn sign_in_with_passkey(
        &self,
        half: Option<&HalfSignIn>,
        kept: &KeptChallenge,
        answer: &str,
        context: RequestContext,
    ) -> Result<SignInStep> {
        let refused = || Error::Unauthenticated(Code::InvalidPasskey);
        let state = kept.state(self.ports.now())?;
        let credential_id = self.ports.passkeys.credential_id(answer).ok_or_else(refused)?;
        let user = self.ports.sign_in.user_of_passkey(&credential_id).await?.ok_or_else(refused)?;
        let account = match half {
            Some(half) => self.half_account(half).await?,
            None => self.ports.sign_in.account_by_id(user).await?.ok_or_else(refused)?,
        };
        if account.view.id != user || !account.active {
            return Err(refused());
        }
        let who = self.newcomer(&account, context);
        let known = self.passkeys_of(&who).await?;
        let stored = known.into_iter().find(|known| known.credential_id == credential_id).ok_or_else(refused)?;
        let after = match self.ports.passkeys.finish_sign_in(state, answer, &stored.credential) {
            Ok(after) => after,
            Err(refusal) => {
                self.note_refused(&account, &stored, &who, refusal).await?;
                return Err(refused());
            }
        };
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<SignIn>()?.part::<UseFactor>();
        if !unit.factors().use_passkey(&permit, &stored, &after, self.ports.now()).await? {
            return Err(refused());
        }
        unit.factors().forget_wrong_codes(&permit).await?;
        self.enter(unit, &who, &account).await
    }

    async fn passkeys_of(&self, who: &Principal) -> Result<Vec<StoredPasskey>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadFactors>()?;
        unit.factors().own_passkeys(&permit).await
    }

    /// A refused passkey is told in the log: a counter that went back may be a copy.
    async fn note_refused(
        &self,
        account: &Account,
        passkey: &StoredPasskey,
        who: &Principal,
        refusal: PasskeyRefusal,
    ) -> Result<()> {
        let context = who.context().clone();
        let job = Principal::system(SystemActor::SecondFactor, account.view.agency_id, context.door).within(context);
        let mut unit = self.ports.write(&job).await?;
        let subject = Subject::new("passkey", passkey.id, &passkey.name);
        match refusal {
            PasskeyRefusal::Wrong => {
                let permit = unit.permit::<NoteFactorFailure>()?;
                unit.record_act(&permit, subject);
            }
            PasskeyRefusal::CounterWentBack => {
                let permit = unit.permit::<NoteCopiedPasskey>()?;
                unit.record_act(&permit, subject);
            }
        }
        unit.commit().await
    }
}
