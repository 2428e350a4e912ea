//! What the pages of second factors read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::factor::{FactorRules, FactorsView, RecoveryCodes, TotpEnrolment};
use domain::shared::problem::Code;
use domain::shared::{PasskeyId, UserId};
use domain::user::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use services::identity::{HalfSignIn, KeptChallenge, SignInStep};
use services::{Error, Result as Outcome};

use super::SECURITY;
use crate::account::server_fns::remember_device;
use crate::admin::server_fns::answer_dialog;
use crate::forms::{Fields, answer, unanswered};
use crate::locales::Words;
use crate::parts::Tone;
use crate::request::{SESSION_KEY, Visit, local_path, session_failed};

/// The key of a browser's session under which a half sign-in is kept.
const HALF_KEY: &str = "half_sign_in";
/// The key under which a challenge waits for its answer.
const CHALLENGE_KEY: &str = "passkey_challenge";
/// The key under which recovery codes wait for the page that shows them once.
const CODES_KEY: &str = "recovery_codes";

/// A half sign-in, and where the reader wanted to go.
#[derive(Serialize, Deserialize)]
struct Half {
    sign_in: HalfSignIn,
    return_to: String,
}

async fn kept_half(visit: &Visit) -> Outcome<Option<Half>> {
    visit.session.get(HALF_KEY).await.map_err(session_failed)
}

/// Empties the browser's session and gives it a new id: what somebody typed here before is not the next one's to see, and
/// an id planted before is worth nothing.
async fn begin_anew(visit: &Visit) -> Outcome<()> {
    visit.session.clear().await;
    visit.session.cycle_id().await.map_err(session_failed)
}

/// Goes on after the password, or after a second step: into the product, or to the second step.
pub(crate) async fn went(visit: &Visit, step: SignInStep, return_to: &str) -> Result<(), ServerFnError> {
    let failed = |error| unanswered(session_failed(error));
    match step {
        SignInStep::SecondFactor(sign_in) => {
            begin_anew(visit).await.map_err(unanswered)?;
            let half = Half { sign_in, return_to: local_path(return_to).to_owned() };
            visit.session.insert(HALF_KEY, half).await.map_err(failed)?;
            leptos_axum::redirect("/sign-in/second-factor");
        }
        SignInStep::Done { session, account, factors_reset_at } => {
            remember_device(visit, &account);
            begin_anew(visit).await.map_err(unanswered)?;
            visit.session.insert(SESSION_KEY, session).await.map_err(failed)?;
            if let Some(at) = factors_reset_at {
                let words = Words::in_language(visit.language).factors();
                let told = words.reset_told(crate::moments::day(at));
                visit.say(Tone::Warning, told).await.map_err(ServerFnError::new)?;
            }
            leptos_axum::redirect(local_path(return_to));
        }
    }
    Ok(())
}

/// Whether a half sign-in waits here, and whether it may be finished with a passkey.
pub(super) async fn half(visit: &Visit) -> Outcome<Option<bool>> {
    let Some(half) = kept_half(visit).await? else { return Ok(None) };
    match visit.services.identity.has_passkey(&half.sign_in, visit.context.clone()).await {
        Ok(has) => Ok(Some(has && visit.services.identity.passkeys_usable())),
        Err(Error::Unauthenticated(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether passkeys can be used at this address.
pub(crate) fn passkeys_usable(visit: &Visit) -> bool {
    visit.services.identity.passkeys_usable()
}

/// A challenge for signing in; what it is checked against stays in the session.
pub(super) async fn sign_in_challenge(visit: &Visit) -> Outcome<String> {
    let half = kept_half(visit).await?;
    let half = half.as_ref().map(|half| &half.sign_in);
    let asked = visit.services.identity.begin_passkey(half, visit.context.clone()).await?;
    visit.session.insert(CHALLENGE_KEY, asked.kept).await.map_err(session_failed)?;
    Ok(asked.options)
}

/// A challenge for recording a passkey.
pub(super) async fn record_challenge(visit: &Visit) -> Outcome<String> {
    let asked = visit.services.factors.begin_passkey(visit.who()?).await?;
    visit.session.insert(CHALLENGE_KEY, asked.kept).await.map_err(session_failed)?;
    Ok(asked.options)
}

/// The challenge that waits; it is gone with the first answer.
async fn challenge(visit: &Visit) -> Outcome<KeptChallenge> {
    let kept = visit.take(CHALLENGE_KEY, |_: &KeptChallenge| true).await?;
    kept.ok_or(Error::Unauthenticated(Code::SignInStepOver))
}

/// Takes the second step of signing in with a code.
#[server(prefix = "/forms", endpoint = "sign-in/second-factor")]
pub async fn second_step(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let half = kept_half(&visit).await.map_err(ServerFnError::new)?;
    let Some(half) = half else {
        return answer(&visit, "/sign-in", &Fields::default(), Err(Error::Unauthenticated(Code::SignInStepOver))).await;
    };
    let typed = fields.text("code").unwrap_or_default();
    match visit.services.identity.second_step(&half.sign_in, &typed, visit.context.clone()).await {
        Ok(step) => went(&visit, step, &half.return_to).await,
        Err(error) => second_step_refused(&visit, error, "/sign-in/second-factor").await,
    }
}

/// Back to the second step, or, when it is over, to the first.
async fn second_step_refused(visit: &Visit, error: Error, page: &str) -> Result<(), ServerFnError> {
    let over = matches!(error, Error::TooManyCodes { .. } | Error::Unauthenticated(Code::SignInStepOver));
    if over {
        let forgotten = visit.session.remove_value(HALF_KEY).await;
        forgotten.map_err(|error| ServerFnError::new(session_failed(error)))?;
    }
    let back = if over { "/sign-in" } else { page };
    answer(visit, back, &Fields::default(), Err(error)).await
}

/// Signs in with a passkey, alone or as the second step.
#[server(prefix = "/forms", endpoint = "sign-in/passkey")]
pub async fn sign_in_with_passkey(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let half = kept_half(&visit).await.map_err(ServerFnError::new)?;
    let answered = fields.text("credential").unwrap_or_default();
    let outcome = async {
        let kept = challenge(&visit).await?;
        let half = half.as_ref().map(|half| &half.sign_in);
        visit.services.identity.sign_in_with_passkey(half, &kept, &answered, visit.context.clone()).await
    };
    let return_to = half.as_ref().map(|half| half.return_to.clone()).or_else(|| fields.text("return_to"));
    match outcome.await {
        Ok(step) => went(&visit, step, &return_to.unwrap_or_else(|| "/".to_owned())).await,
        Err(error) if half.is_some() => second_step_refused(&visit, error, "/sign-in/second-factor").await,
        Err(error) => answer(&visit, "/sign-in", &Fields::default(), Err(error)).await,
    }
}

/// Makes a secret for an authenticator app.
#[server(prefix = "/forms", endpoint = "account/security/totp/begin")]
pub async fn begin_totp(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async { visit.services.factors.begin_totp(visit.who()?).await };
    match outcome.await {
        Ok(_) => {
            leptos_axum::redirect("/account/security/totp");
            Ok(())
        }
        Err(error) => answer(&visit, SECURITY, &fields, Err(error)).await,
    }
}

/// Confirms the secret by a first code.
#[server(prefix = "/forms", endpoint = "account/security/totp/confirm")]
pub async fn confirm_totp(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let typed = fields.text("code").unwrap_or_default();
    let outcome = async {
        let codes = visit.services.factors.confirm_totp(visit.who()?, &typed).await?;
        Ok((shown(&visit, codes).await?, words.app_confirmed().to_owned()))
    };
    answer(&visit, "/account/security/totp", &Fields::default(), outcome.await).await
}

/// Removes the authenticator app.
#[server(prefix = "/forms", endpoint = "account/security/totp/remove")]
pub async fn remove_totp(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let (password, typed) = (fields.exact("current_password"), fields.text("code"));
    let outcome = async {
        let (password, typed) = (password.unwrap_or_default(), typed.unwrap_or_default());
        visit.services.factors.remove_totp(visit.who()?, &password, &typed).await?;
        Ok((SECURITY.to_owned(), words.app_removed().to_owned()))
    };
    answer(&visit, "/account/security/totp", &Fields::default(), outcome.await).await
}

/// Makes new recovery codes.
#[server(prefix = "/forms", endpoint = "account/security/recovery-codes")]
pub async fn renew_recovery_codes(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let typed = fields.text("code").unwrap_or_default();
    let outcome = async {
        let codes = visit.services.factors.renew_recovery_codes(visit.who()?, &typed).await?;
        Ok((shown(&visit, codes).await?, words.renew_hint().to_owned()))
    };
    answer(&visit, SECURITY, &Fields::default(), outcome.await).await
}

/// Records the passkey that the browser made.
#[server(prefix = "/forms", endpoint = "account/security/passkeys/record")]
pub async fn record_passkey(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let name = fields.text("name").unwrap_or_default();
    let outcome = async {
        let who = visit.who()?;
        let kept = challenge(&visit).await?;
        let made = fields.text("credential").unwrap_or_default();
        let codes = visit.services.factors.finish_passkey(who, &kept, Some(&name), &made).await?;
        Ok((shown(&visit, codes).await?, words.passkey_added(&name)))
    };
    let outcome = outcome.await;
    answer(&visit, "/account/security/passkeys/new", &fields, outcome).await
}

/// Removes a passkey.
#[server(prefix = "/forms", endpoint = "account/security/passkeys/remove")]
pub async fn remove_passkey(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let outcome = async {
        let who = visit.who()?;
        let id = fields.text("id").and_then(|id| PasskeyId::parse(&id)).ok_or(Error::NotFound)?;
        visit.services.factors.remove_passkey(who, id).await?;
        Ok((SECURITY.to_owned(), words.passkey_removed().to_owned()))
    };
    answer(&visit, SECURITY, &Fields::default(), outcome.await).await
}

/// Keeps fresh codes for the page that shows them; where to go on.
async fn shown(visit: &Visit, codes: RecoveryCodes) -> Outcome<String> {
    if codes.recovery_codes.is_empty() {
        return Ok(SECURITY.to_owned());
    }
    visit.session.insert(CODES_KEY, codes).await.map_err(session_failed)?;
    Ok("/account/security/recovery-codes".to_owned())
}

/// The fresh recovery codes, once.
pub(super) async fn fresh_codes(visit: &Visit) -> Outcome<Option<RecoveryCodes>> {
    visit.take(CODES_KEY, |_: &RecoveryCodes| true).await
}

/// What the reader has as second factors.
pub(super) async fn own(visit: &Visit) -> Outcome<FactorsView> {
    visit.services.factors.own(visit.who()?).await
}

/// The secret that waits for its first code.
pub(super) async fn pending(visit: &Visit) -> Outcome<Option<TotpEnrolment>> {
    visit.services.factors.pending_totp(visit.who()?).await
}

/// The roles from which the firm asks a second factor.
pub(super) async fn rules(visit: &Visit) -> Outcome<FactorRules> {
    visit.services.factors.rules(visit.who()?).await
}

/// Says from which roles the firm asks a second factor.
#[server(prefix = "/forms", endpoint = "admin/security")]
pub async fn set_factor_rules(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let roles: Vec<Role> =
        Role::ALL.iter().copied().filter(|role| fields.ticked(&format!("require_{}", role.code()))).collect();
    let outcome = async {
        visit.services.factors.set_rules(visit.who()?, &FactorRules::of(&roles)).await?;
        Ok(("/admin/security".to_owned(), words.rules_saved().to_owned()))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/security", &fields, outcome).await
}

/// Removes the second factors of a user who lost his.
#[server(prefix = "/forms", endpoint = "admin/users/reset-factors")]
pub async fn reset_factors(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).factors();
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let who = visit.who()?;
        let id = UserId::parse(&id).ok_or(Error::NotFound)?;
        let user = visit.services.users.find(who, id).await?;
        visit.services.factors.reset(who, id).await?;
        Ok(("/admin/users".to_owned(), words.reset_done(&user.full_name)))
    };
    let outcome = outcome.await;
    answer_dialog(&visit, &id, &fields, outcome).await
}
