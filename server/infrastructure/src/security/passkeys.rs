//! Passkeys (Web Authentication, level 3) by webauthn-rs: no attestation, user verification required, keys that name their user.

use domain::session::AccountView;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use services::ports::security::{Challenge, NewPasskey, PasskeyRefusal, Passkeys};
use services::{Error, Result};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Records and checks passkeys for one public address.
pub struct WebPasskeys {
    webauthn: Option<Webauthn>,
}

impl std::fmt::Debug for WebPasskeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("WebPasskeys").field("usable", &self.webauthn.is_some()).finish()
    }
}

/// What is kept of a sign-in until the answer comes.
#[derive(Serialize, Deserialize)]
enum SignInState {
    /// The browser may choose any passkey of its own.
    Any(DiscoverableAuthentication),
    /// One of those named.
    Known(PasskeyAuthentication),
}

impl WebPasskeys {
    /// Passkeys for the public address. Browsers bind them to a name under TLS; `localhost` needs none, and an IP address can
    /// have no passkeys.
    pub fn new(public_url: &str) -> Self {
        let webauthn = Url::parse(public_url).ok().and_then(|url| {
            let name = match url.host()? {
                Host::Domain(name) if url.scheme() == "https" || name == "localhost" => name.to_owned(),
                _ => return None,
            };
            WebauthnBuilder::new(&name, &url).ok()?.rp_name("MonAssurance").build().ok()
        });
        Self { webauthn }
    }

    fn webauthn(&self) -> Result<&Webauthn> {
        self.webauthn.as_ref().ok_or_else(|| Error::Internal("no passkeys at this public address".into()))
    }
}

fn fault(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal(Box::new(error))
}

fn challenge(options: &Value, state: &impl Serialize) -> Result<Challenge> {
    Ok(Challenge { options: options.to_string(), state: serde_json::to_string(state).map_err(fault)? })
}

fn read(credential: &str) -> Result<Passkey> {
    serde_json::from_str(credential).map_err(fault)
}

impl Passkeys for WebPasskeys {
    fn usable(&self) -> bool {
        self.webauthn.is_some()
    }

    fn begin_recording(&self, who: &AccountView, known: &[String]) -> Result<Challenge> {
        let known: Vec<Passkey> = known.iter().map(|known| read(known)).collect::<Result<_>>()?;
        let known = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let begun = self.webauthn()?.start_passkey_registration(who.id.uuid(), &who.email, &who.full_name, Some(known));
        let (asked, state) = begun.map_err(fault)?;
        let mut options = serde_json::to_value(asked.public_key).map_err(fault)?;
        // The key must know its person, so that he can sign in without typing his address.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        challenge(&options, &state)
    }

    fn finish_recording(&self, state: &str, answer: &str) -> std::result::Result<NewPasskey, PasskeyRefusal> {
        let wrong = |_| PasskeyRefusal::Wrong;
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(wrong)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(wrong)?;
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyRefusal::Wrong)?;
        let passkey = webauthn.finish_passkey_registration(&answer, &state).map_err(|_| PasskeyRefusal::Wrong)?;
        let credential = serde_json::to_string(&passkey).map_err(wrong)?;
        Ok(NewPasskey { credential_id: passkey.cred_id().clone(), credential })
    }

    fn begin_sign_in(&self, known: Option<&[String]>) -> Result<Challenge> {
        let webauthn = self.webauthn()?;
        let (asked, state) = match known {
            None => {
                let (asked, state) = webauthn.start_discoverable_authentication().map_err(fault)?;
                (asked, SignInState::Any(state))
            }
            Some(known) => {
                let known: Vec<Passkey> = known.iter().map(|known| read(known)).collect::<Result<_>>()?;
                let (asked, state) = webauthn.start_passkey_authentication(&known).map_err(fault)?;
                (asked, SignInState::Known(state))
            }
        };
        challenge(&serde_json::to_value(asked.public_key).map_err(fault)?, &state)
    }

    fn credential_id(&self, answer: &str) -> Option<Vec<u8>> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        Some(answer.get_credential_id().to_vec())
    }

    fn finish_sign_in(
        &self,
        state: &str,
        answer: &str,
        credential: &str,
    ) -> std::result::Result<String, PasskeyRefusal> {
        let wrong = |_| PasskeyRefusal::Wrong;
        let webauthn = self.webauthn.as_ref().ok_or(PasskeyRefusal::Wrong)?;
        let state: SignInState = serde_json::from_str(state).map_err(wrong)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(wrong)?;
        let mut passkey: Passkey = serde_json::from_str(credential).map_err(wrong)?;
        let checked = match state {
            SignInState::Any(state) => webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey),
            SignInState::Known(state) => webauthn.finish_passkey_authentication(&answer, &state),
        };
        let checked = checked.map_err(|error| match error {
            WebauthnError::CredentialPossibleCompromise => PasskeyRefusal::CounterWentBack,
            _ => PasskeyRefusal::Wrong,
        })?;
        if passkey.update_credential(&checked).is_none() {
            return Err(PasskeyRefusal::Wrong);
        }
        serde_json::to_string(&passkey).map_err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_under_tls() {
        for (url, usable) in [
            ("https://courtage.example", true),
            ("https://courtage.example:8443", true),
            ("http://localhost:3000", true),
            ("http://courtage.example", false),
            ("http://127.0.0.1:3000", false),
            ("https://192.0.2.1", false),
            ("https://[2001:db8::1]", false),
        ] {
            assert_eq!(WebPasskeys::new(url).usable(), usable, "{url}");
        }
    }

    #[test]
    fn an_answer_that_is_none_is_refused() {
        let passkeys = WebPasskeys::new("https://courtage.example");
        let asked = passkeys.begin_sign_in(None).unwrap();
        assert!(asked.options.contains("\"challenge\""));
        for answer in ["", "{}", "null", "{\"id\":\"x\"}"] {
            assert_eq!(passkeys.credential_id(answer), None);
            assert_eq!(passkeys.finish_sign_in(&asked.state, answer, "{}"), Err(PasskeyRefusal::Wrong));
            assert_eq!(passkeys.finish_recording(&asked.state, answer), Err(PasskeyRefusal::Wrong));
        }
    }
}
