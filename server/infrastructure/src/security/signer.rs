//! Signatures of links: HMAC-SHA-256 with a key per purpose.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use services::ports::security::{Purpose, Signer};
use subtle::ConstantTimeEq;

use super::secret::{MasterSecret, mac};

/// Signs with keys derived from the installation's secret.
#[derive(Debug, Clone)]
pub struct HmacSigner {
    key_id: String,
    document_link: [u8; 32],
}

impl HmacSigner {
    /// Derives the keys.
    pub fn new(secret: &MasterSecret) -> Self {
        let document_link = secret.derive("document link");
        // Names the key without telling it: the first bytes of a digest of it.
        let key_id = hex::encode(&mac(&document_link, b"key id")[..4]);
        Self { key_id, document_link }
    }

    fn key(&self, purpose: Purpose) -> &[u8; 32] {
        match purpose {
            Purpose::DocumentLink => &self.document_link,
        }
    }
}

impl Signer for HmacSigner {
    fn key_id(&self) -> String {
        self.key_id.clone()
    }

    fn sign(&self, purpose: Purpose, message: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(mac(self.key(purpose), message.as_bytes()))
    }

    fn verify(&self, purpose: Purpose, key_id: &str, message: &str, signature: &str) -> bool {
        let expected = self.sign(purpose, message);
        let same_key = key_id.as_bytes().ct_eq(self.key_id.as_bytes());
        let same_signature = signature.as_bytes().ct_eq(expected.as_bytes());
        bool::from(same_key & same_signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_worth_something_only_for_its_message_and_key() {
        let signer = HmacSigner::new(&MasterSecret::new([7; 32]));
        let key = signer.key_id();
        let signature = signer.sign(Purpose::DocumentLink, "a");
        assert!(signer.verify(Purpose::DocumentLink, &key, "a", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, &key, "b", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, "00000000", "a", &signature));
        assert!(!signer.verify(Purpose::DocumentLink, &key, "a", &format!("A{signature}")));
        assert!(!HmacSigner::new(&MasterSecret::new([8; 32])).verify(Purpose::DocumentLink, &key, "a", &signature));
    }
}
