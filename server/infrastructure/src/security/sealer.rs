//! Secrets that must be read again, sealed at rest with XChaCha20-Poly1305 (RFC 8439, with the long nonce of draft-irtf-cfrg-xchacha).

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use services::ports::security::{SealPurpose, Sealer};
use services::{Error, Result};

use super::secret::{MasterSecret, mac};

/// The bytes that name the key, before the nonce.
const KEY_ID_LEN: usize = 4;
/// The bytes of the nonce: long enough to be drawn by chance for ever.
const NONCE_LEN: usize = 24;

/// Seals with a key per purpose, derived from the installation's secret.
///
/// A sealed value is the key's id, the nonce, and the ciphertext with its tag. The purpose and the row are bound to it as
/// associated data, so that a value copied to another row or column does not open.
#[derive(Clone)]
pub struct AeadSealer {
    secret: MasterSecret,
}

impl std::fmt::Debug for AeadSealer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AeadSealer(…)")
    }
}

impl AeadSealer {
    /// Seals under keys of `secret`.
    pub fn new(secret: &MasterSecret) -> Self {
        Self { secret: secret.clone() }
    }

    fn key(&self, purpose: SealPurpose) -> ([u8; KEY_ID_LEN], XChaCha20Poly1305) {
        let key = self.secret.derive(&format!("seal {}", purpose.word()));
        let mut id = [0; KEY_ID_LEN];
        id.copy_from_slice(&mac(&key, b"key id")[..KEY_ID_LEN]);
        (id, XChaCha20Poly1305::new(&key.into()))
    }
}

fn bound(purpose: SealPurpose, row: &str) -> Vec<u8> {
    format!("{}\0{row}", purpose.word()).into_bytes()
}

impl Sealer for AeadSealer {
    fn seal(&self, purpose: SealPurpose, row: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let (id, cipher) = self.key(purpose);
        let mut nonce = [0; NONCE_LEN];
        #[expect(clippy::disallowed_methods, reason = "a nonce must never be repeated, least of all by a test")]
        getrandom::fill(&mut nonce).map_err(|error| Error::Internal(Box::new(error)))?;
        let aad = bound(purpose, row);
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: &aad })
            .map_err(|_| Error::Internal("the cipher refused a secret".into()))?;
        Ok([id.as_slice(), &nonce, &sealed].concat())
    }

    fn open(&self, purpose: SealPurpose, row: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (named, rest) = sealed.split_first_chunk::<KEY_ID_LEN>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        let (id, cipher) = self.key(purpose);
        if *named != id {
            return None;
        }
        cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &bound(purpose, row) }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_only_for_its_purpose_its_row_and_its_key() {
        let sealer = AeadSealer::new(&MasterSecret::new([7; 32]));
        let sealed = sealer.seal(SealPurpose::OneTimeSecret, "user 1", b"JBSWY3DP").unwrap();
        let again = sealer.seal(SealPurpose::OneTimeSecret, "user 1", b"JBSWY3DP").unwrap();
        assert_ne!(sealed, again);
        assert!(!sealed.windows(8).any(|window| window == b"JBSWY3DP"));
        assert_eq!(sealer.open(SealPurpose::OneTimeSecret, "user 1", &sealed).unwrap(), b"JBSWY3DP");
        assert_eq!(sealer.open(SealPurpose::OneTimeSecret, "user 2", &sealed), None);
        assert_eq!(sealer.open(SealPurpose::Successor, "user 1", &sealed), None);
        let other = AeadSealer::new(&MasterSecret::new([8; 32]));
        assert_eq!(other.open(SealPurpose::OneTimeSecret, "user 1", &sealed), None);
        let mut edited = sealed.clone();
        *edited.last_mut().unwrap() ^= 1;
        assert_eq!(sealer.open(SealPurpose::OneTimeSecret, "user 1", &edited), None);
        assert_eq!(sealer.open(SealPurpose::OneTimeSecret, "user 1", &sealed[..20]), None);
    }
}
