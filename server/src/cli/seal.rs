//! Checking a visible seal on any machine, with the public keys alone.

use std::path::PathBuf;

use clap::Args;
use domain::document::SealedFacts;
use infrastructure::security::check_seal;
use serde::Deserialize;
use services::ports::security::PublicSealKey;

use super::{Failure, Outcome, out};

/// What the check is told.
#[derive(Args)]
pub(super) struct CheckSeal {
    /// The text that the QR code holds.
    text: String,
    /// The public keys, as the installation gives them at /verify/keys.json.
    #[arg(long, value_name = "FILE")]
    keys: PathBuf,
}

/// A JSON Web Key Set (RFC 7517) of Ed25519 keys (RFC 8037).
#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    x: String,
}

/// Prints what a genuine seal states; a forged one is a failure.
pub(super) fn check(arguments: &CheckSeal) -> Outcome {
    let keys = std::fs::read(&arguments.keys)?;
    let keys: KeySet =
        serde_json::from_slice(&keys).map_err(|error| Failure(format!("the keys are unreadable: {error}")))?;
    let keys: Vec<_> = keys.keys.into_iter().map(|key| PublicSealKey { id: key.kid, public_key: key.x }).collect();
    let facts = check_seal(&arguments.text, &keys).map_err(|fault| Failure(fault.to_string()))?;
    let facts =
        SealedFacts::parse(&facts).ok_or_else(|| Failure("the seal states what this version does not know".into()))?;
    out::say(&format!(
        "genuine: {} ({}), issued on {} by {}",
        facts.number,
        facts.kind.code(),
        facts.issued_on,
        facts.agency_name
    ));
    if let Some(policy) = facts.policy_number {
        out::say(&format!("policy: {policy}"));
    }
    if let (Some(from), Some(to)) = (facts.covered_from, facts.covered_to) {
        out::say(&format!("cover stated: {from} to {to}; whether it still holds, only the issuer's page can tell"));
    }
    Ok(())
}
