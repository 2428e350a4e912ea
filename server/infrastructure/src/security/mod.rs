//! Passwords, tokens, signatures and seals, each key derived from the secret of the installation.

mod one_time;
mod passkeys;
mod passwords;
mod sealer;
mod secret;
mod signer;
mod tokens;
mod visible_seal;

pub use one_time::TotpCodes;
pub use passkeys::WebPasskeys;
pub use passwords::ArgonPasswords;
pub use sealer::AeadSealer;
pub use secret::{MasterKey, MasterSecret};
pub use signer::HmacSigner;
pub use tokens::JwtTokens;
pub use visible_seal::{Ed25519Seals, SealFault, check_seal};
