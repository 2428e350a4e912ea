//! Signatures of links: HMAC-SHA-256 with a key per purpose.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::document::LINK_MAX_S;
use jiff::SignedDuration;
use services::ports::clock::Clock;
use services::ports::security::{Purpose, Signer};
use subtle::ConstantTimeEq;

use super::secret::{MasterKey, MasterSecret, mac, short_id};
use crate::time::SystemClock;

/// After the longest life of a link the key that signed it has nothing more to say.
const LINK_LIFE: SignedDuration = SignedDuration::from_secs(LINK_MAX_S);

/// Signs with keys derived from the installation's secret.
#[derive(Debug, Clone)]
pub struct HmacSigner {
    secret: MasterSecret,
}

impl HmacSigner {
    /// Signs under keys of `secret`.
    pub fn new(secret: &MasterSecret) -> Self {
        Self { secret: secret.clone() }
    }
}

fn derived(key: &MasterKey, purpose: Purpose) -> [u8; 32] {
    match purpose {
        Purpose::DocumentLink => key.derive("document link"),
        Purpose::KnownDevice => key.derive("known device"),
    }
}

fn signature(key: &MasterKey, purpose: Purpose, message: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(mac(&derived(key, purpose), message.as_bytes()))
}

fn id(key: &MasterKey) -> String {
    short_id(&derived(key, Purpose::DocumentLink))
}

impl Signer for HmacSigner {
    fn key_id(&self) -> String {
        id(&self.secret.current())
    }

    fn sign(&self, purpose: Purpose, message: &str) -> String {
        signature(&self.secret.current(), purpose, message)
    }

    fn verify(&self, purpose: Purpose, key_id: &str, message: &str, given: &str) -> bool {
        let known = self.secret.find(|key| id(key) == key_id);
        let counts = known.as_ref().is_some_and(|key| key.may_have_made(LINK_LIFE, SystemClock.now()));
        // A key that does not count is compared all the same, so that a wrong signature takes the same time.
        let expected = signature(&known.unwrap_or_else(|| self.secret.current()), purpose, message);
        let same = bool::from(given.as_bytes().ct_eq(expected.as_bytes()));
        counts && same
    }
}

#[cfg(test)]
mod tests {
    use super::super::secret::tests::place;
    use super::*;

    #[test]
    fn a_signature_is_worth_something_only_for_its_message_and_key() {
        let signer = HmacSigner::new(&MasterSecret::new([7; 32]));
        let key = signer.key_id();
        let signature = signer.sign(Purpose::DocumentLink, "a");
        assert!(signer.verify(Purpose::DocumentLink, &key, "a", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, &key, "b", &signature));
        assert!(!signer.verify(Purpose::KnownDevice, &key, "a", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, "00000000", "a", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, &key, "a", &format!("A{signature}")));
        assert!(!HmacSigner::new(&MasterSecret::new([8; 32])).verify(Purpose::DocumentLink, &key, "a", &signature));
    }

    #[test]
    fn a_link_outlives_the_rotation_of_its_key_but_not_its_removal() {
        let path = place("signer");
        let signer = HmacSigner::new(&MasterSecret::read_or_make(&path, [1; 32]).unwrap());
        let (key, signed) = (signer.key_id(), signer.sign(Purpose::DocumentLink, "a"));
        let works = |signer: &HmacSigner| signer.verify(Purpose::DocumentLink, &key, "a", &signed);
        let fresh = || HmacSigner::new(&MasterSecret::read_or_make(&path, [0; 32]).unwrap());
        let now = SystemClock.now();
        let keys = MasterSecret::rotate(&path, [2; 32], now).unwrap();
        assert!(works(&signer) && works(&fresh()));
        assert_ne!(fresh().key_id(), key);
        MasterSecret::forget(&path, &keys[1].id()).unwrap();
        assert!(!works(&fresh()));
        // A week after its retirement a key can have signed nothing that still works; whoever stole it cannot either.
        let long_ago = now - SignedDuration::from_hours(8 * 24);
        std::fs::write(&path, format!("{}\n{} retired {long_ago}", "02".repeat(32), "01".repeat(32))).unwrap();
        assert!(!works(&fresh()));
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
