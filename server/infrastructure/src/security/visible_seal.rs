//! Visible digital seals: Ed25519 (RFC 8032) under a key derived from the installation's secret.
//!
//! A seal reads `1.<key>.<facts>.<signature>`, the last two in base64url (RFC 4648). It is checked with the public key alone,
//! which `/verify/keys.json` gives as a JSON Web Key (RFC 8037).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use services::ports::security::{PublicSealKey, SealReading, VisibleSeals};

use super::secret::{MasterKey, MasterSecret, short_id};

/// The version of the form of a seal.
const VERSION: &str = "1";
/// What is signed begins with this, so that a seal is worth nothing as any other signature.
const CONTEXT: &str = "MonAssurance visible seal 1";

/// Seals with a key derived from the installation's secret.
#[derive(Debug, Clone)]
pub struct Ed25519Seals {
    secret: MasterSecret,
}

impl Ed25519Seals {
    /// Seals under keys of `secret`.
    pub fn new(secret: &MasterSecret) -> Self {
        Self { secret: secret.clone() }
    }
}

fn seed(key: &MasterKey) -> [u8; 32] {
    key.derive("visible seal")
}

fn signed(code: &str, facts: &str) -> String {
    format!("{CONTEXT}\n{code}\n{facts}")
}

/// The parts of a seal: its key's id, what it states, and its signature.
fn parts(seal: &str) -> Option<(&str, String, Signature)> {
    let rest = seal.strip_prefix(VERSION)?.strip_prefix('.')?;
    let (key, rest) = rest.split_once('.')?;
    let (facts, signature) = rest.split_once('.')?;
    let facts = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(facts).ok()?).ok()?;
    let signature = Signature::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    Some((key, facts, signature))
}

impl VisibleSeals for Ed25519Seals {
    fn seal(&self, code: &str, facts: &str) -> String {
        let seed = seed(&self.secret.current());
        let signature = SigningKey::from_bytes(&seed).sign(signed(code, facts).as_bytes());
        let encoded = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        format!("{VERSION}.{}.{}.{}", short_id(&seed), encoded(facts.as_bytes()), encoded(&signature.to_bytes()))
    }

    fn read(&self, code: &str, seal: &str) -> SealReading {
        let Some((key, facts, signature)) = parts(seal) else { return SealReading::Altered };
        let Some(known) = self.secret.find(|known| short_id(&seed(known)) == key) else {
            return SealReading::UnknownKey;
        };
        let public: VerifyingKey = SigningKey::from_bytes(&seed(&known)).verifying_key();
        match public.verify_strict(signed(code, &facts).as_bytes(), &signature) {
            Ok(()) => SealReading::Genuine(facts),
            Err(_) => SealReading::Altered,
        }
    }

    fn public_keys(&self) -> Vec<PublicSealKey> {
        let keys = self.secret.keys();
        let told = |key: &MasterKey| {
            let seed = seed(key);
            let public = SigningKey::from_bytes(&seed).verifying_key();
            PublicSealKey { id: short_id(&seed), public_key: BASE64_URL_SAFE_NO_PAD.encode(public.as_bytes()) }
        };
        keys.iter().map(told).collect()
    }
}

/// Why a seal is not taken for true without asking the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// The text is not that of a QR code with a seal.
    #[error("this is not the text of a QR code with a seal")]
    NoSeal,
    /// None of the keys given is the seal's.
    #[error("the seal is by none of these keys")]
    UnknownKey,
    /// What it states was changed, or it is another document's.
    #[error("the seal is forged")]
    Forged,
}

/// Checks the text of a QR code with public keys alone, each an id and the key in base64url; the answer is what it states.
///
/// # Errors
/// Why it is not taken for true.
pub fn check_seal(text: &str, keys: &[PublicSealKey]) -> Result<String, SealFault> {
    let (page, seal) = text.trim().split_once("?seal=").ok_or(SealFault::NoSeal)?;
    let code = page.rsplit('/').next().unwrap_or_default();
    let (id, facts, signature) = parts(seal).ok_or(SealFault::NoSeal)?;
    let key = keys.iter().find(|key| key.id == id).ok_or(SealFault::UnknownKey)?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(&key.public_key).ok().and_then(|bytes| bytes.try_into().ok());
    let public = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()).ok_or(SealFault::UnknownKey)?;
    public.verify_strict(signed(code, &facts).as_bytes(), &signature).map_err(|_| SealFault::Forged)?;
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::super::secret::tests::place;
    use super::*;
    use crate::time::SystemClock;
    use services::ports::clock::Clock;

    fn seals(byte: u8) -> Ed25519Seals {
        Ed25519Seals::new(&MasterSecret::new([byte; 32]))
    }

    #[test]
    fn a_seal_states_what_was_sealed_for_its_code_and_nothing_else() {
        let ours = seals(7);
        let seal = ours.seal("AAAAA", "ATT-1\ncertificate");
        assert_eq!(ours.read("AAAAA", &seal), SealReading::Genuine("ATT-1\ncertificate".to_owned()));
        assert_eq!(ours.read("BBBBB", &seal), SealReading::Altered, "the seal of another document");
        assert_eq!(seals(8).read("AAAAA", &seal), SealReading::UnknownKey);
        for at in 0..seal.len() {
            for other in ["A", "B", "."] {
                let mut forged = seal.clone();
                forged.replace_range(at..=at, other);
                let genuine = matches!(ours.read("AAAAA", &forged), SealReading::Genuine(_));
                assert_eq!(genuine, forged == seal, "{forged}");
            }
        }
    }

    #[test]
    fn a_seal_is_checked_with_the_public_key_alone() {
        let ours = seals(7);
        let text = format!("https://firm.test/verify/AAAAA?seal={}", ours.seal("AAAAA", "ATT-1"));
        let keys = ours.public_keys();
        assert_eq!(check_seal(&text, &keys).as_deref(), Ok("ATT-1"));
        assert_eq!(check_seal(&text.replace("AAAAA?", "BBBBB?"), &keys), Err(SealFault::Forged));
        assert_eq!(check_seal(&text, &seals(8).public_keys()), Err(SealFault::UnknownKey));
        assert_eq!(check_seal("https://firm.test/verify/AAAAA", &keys), Err(SealFault::NoSeal));
    }

    #[test]
    fn a_seal_outlives_the_rotation_of_its_key_but_not_its_removal() {
        let path = place("visible-seal");
        let fresh = || Ed25519Seals::new(&MasterSecret::read_or_make(&path, [1; 32]).unwrap());
        let seal = fresh().seal("AAAAA", "ATT-1");
        let keys = MasterSecret::rotate(&path, [2; 32], SystemClock.now()).unwrap();
        assert!(matches!(fresh().read("AAAAA", &seal), SealReading::Genuine(_)));
        assert_eq!(fresh().public_keys().len(), 2);
        MasterSecret::forget(&path, &keys[1].id()).unwrap();
        assert_eq!(fresh().read("AAAAA", &seal), SealReading::UnknownKey);
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
