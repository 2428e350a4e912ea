//! Passwords, tokens and signatures.

use async_trait::async_trait;
use domain::session::AccountView;
use domain::shared::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Hashes passwords, on a pool of its own so that a storm of sign-ins does not hold up others.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// A hash to keep, in PHC form.
    async fn hash(&self, password: &str) -> Result<String, Error>;

    /// Whether the password is the one hashed. Without a hash, or with one that cannot be read, it takes the same time and
    /// says no.
    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error>;

    /// The same for a sign-in where some accounts still have older hashes, which take longer: every one takes as long.
    async fn verify_evenly(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        self.verify(password, hash).await
    }

    /// Whether a hash is of an older kind, to be replaced when its password is next given.
    fn is_legacy(&self, hash: &str) -> bool {
        let _ = hash;
        false
    }
}

/// How long an access token works.
pub const ACCESS_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// What an access token says (RFC 9068).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The user.
    pub user: UserId,
    /// The session it belongs to; the session decides, the token only names it.
    pub session: SessionId,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// Makes and reads access tokens.
pub trait AccessTokens: Send + Sync {
    /// A signed token.
    fn issue(&self, claims: &AccessClaims, now: Timestamp) -> Result<String, Error>;

    /// What a token says, when it is ours and not over.
    fn read(&self, token: &str, now: Timestamp) -> Option<AccessClaims>;
}

/// What a signature is for; a signature for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A link to a document.
    DocumentLink,
    /// The mark of a browser on which somebody signed in.
    KnownDevice,
}

/// Signs short texts with a key of ours (HMAC-SHA-256, RFC 2104).
pub trait Signer: Send + Sync {
    /// The id of the key in use.
    fn key_id(&self) -> String;

    /// The signature, in base64url.
    fn sign(&self, purpose: Purpose, message: &str) -> String;

    /// Whether the signature is ours, by a key that still counts. Takes the same time for any wrong one.
    fn verify(&self, purpose: Purpose, key_id: &str, message: &str, signature: &str) -> bool;
}

/// A public key by which anybody checks visible seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSealKey {
    /// Its id, which seals name.
    pub id: String,
    /// The key, in base64url.
    pub public_key: String,
}

/// What a visible seal turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealReading {
    /// Ours, for this code: the facts it states.
    Genuine(String),
    /// Not what was sealed, or sealed for another document.
    Altered,
    /// By a key that this installation does not have, or no longer trusts.
    UnknownKey,
}

/// Makes and checks the visible digital seals of documents (ISO 22376, with Ed25519, RFC 8032). The same facts give the same
/// seal, so that a document is made again byte for byte.
pub trait VisibleSeals: Send + Sync {
    /// The seal of facts, for the document with this code.
    fn seal(&self, code: &str, facts: &str) -> String;

    /// Reads a seal that is said to be of the document with this code.
    fn read(&self, code: &str, seal: &str) -> SealReading;

    /// The keys by which others check, the one in use first.
    fn public_keys(&self) -> Vec<PublicSealKey>;
}

/// What a sealed secret is; what is sealed for one purpose opens for no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealPurpose {
    /// The secret that an authenticator app shares with us (RFC 6238).
    OneTimeSecret,
    /// The successor of a refresh token, for a caller whose answer was lost.
    Successor,
    /// A letter that waits to be sent.
    Mail,
    /// What proves the firm to a company, or a company to the firm.
    Integration,
    /// What proves us to the place where files are kept.
    Storage,
    /// An answer kept for a request that may come again.
    Answer,
}

impl SealPurpose {
    /// The word that keys are derived from. It never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::OneTimeSecret => "one-time secret",
            Self::Successor => "refresh successor",
            Self::Mail => "mail",
            Self::Integration => "company integration",
            Self::Storage => "file storage",
            Self::Answer => "kept answer",
        }
    }
}

/// Seals what must be read again and must not stand in clear in the database.
pub trait Sealer: Send + Sync {
    /// Seals a secret for one row, named by its ids.
    fn seal(&self, purpose: SealPurpose, row: &str, secret: &[u8]) -> Result<Vec<u8>, Error>;

    /// What was sealed; `None` when it was sealed for something else, by a key that no longer counts, or was edited.
    fn open(&self, purpose: SealPurpose, row: &str, sealed: &[u8]) -> Option<Vec<u8>>;
}

/// Checks the codes of authenticator apps (RFC 6238: HMAC-SHA-1, 30 seconds, six digits).
pub trait OneTimeCodes: Send + Sync {
    /// The step that a code belongs to: this one, the one before or the one after; `None` when the code is wrong.
    fn step_of(&self, secret: &[u8], code: &str, now: Timestamp) -> Option<i64>;
}

/// What a browser is asked to sign, and what the server keeps until the answer comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// The options for the browser, as JSON.
    pub options: String,
    /// What the answer is checked against; it stays with the server.
    pub state: String,
}

/// A passkey that a browser just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// By what the browser names it.
    pub credential_id: Vec<u8>,
    /// Its public key and counter, as JSON.
    pub credential: String,
}

/// Why a passkey was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyRefusal {
    /// The answer is not one to this challenge by this key.
    Wrong,
    /// The key's counter went back: somebody may have copied it.
    CounterWentBack,
}

/// Records and checks passkeys (Web Authentication).
pub trait Passkeys: Send + Sync {
    /// Whether the public address allows passkeys at all: a name with TLS, or `localhost`.
    fn usable(&self) -> bool;

    /// Asks a browser to make a passkey; none of those known already.
    fn begin_recording(&self, who: &AccountView, known: &[String]) -> Result<Challenge, Error>;

    /// Reads the browser's answer.
    fn finish_recording(&self, state: &str, answer: &str) -> Result<NewPasskey, PasskeyRefusal>;

    /// Asks a browser for one of these passkeys; for whichever it has when none are named.
    fn begin_sign_in(&self, known: Option<&[String]>) -> Result<Challenge, Error>;

    /// Which passkey an answer names.
    fn credential_id(&self, answer: &str) -> Option<Vec<u8>>;

    /// Checks the browser's answer against the stored passkey; gives the passkey back as it must be stored now.
    fn finish_sign_in(&self, state: &str, answer: &str, credential: &str) -> Result<String, PasskeyRefusal>;
}
