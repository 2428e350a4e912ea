//! Passwords, tokens and signatures, each key derived from the one secret of the installation.

mod passwords;
mod secret;
mod signer;
mod tokens;

pub use passwords::ArgonPasswords;
pub use secret::MasterSecret;
pub use signer::HmacSigner;
pub use tokens::JwtTokens;
