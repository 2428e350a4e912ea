//! Second factors, as a unit of work sees them. What is of a person is always the unit's own person, unless a user is named.

use async_trait::async_trait;
use domain::factor::FactorsView;
use domain::shared::{PasskeyId, UserId};
use domain::user::Role;
use jiff::Timestamp;

use crate::access::{
    EnrolFactor, NoteFactorFailure, Permit, ReadFactorRules, ReadFactors, RemoveFactor, ResetFactors, SetFactorRules,
    SignIn, UseFactor, WriteRecoveryCodes,
};
use crate::error::Result;

/// The secret shared with an authenticator app.
#[derive(Debug, Clone)]
pub struct OneTimeSecret {
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// Whether a first code confirmed it.
    pub confirmed: bool,
}

/// A passkey to store.
#[derive(Debug, Clone)]
pub struct PasskeyRecord {
    /// Its id.
    pub id: PasskeyId,
    /// By what the browser names it.
    pub credential_id: Vec<u8>,
    /// Its public key and counter, as JSON.
    pub credential: String,
    /// What the person calls it.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A stored passkey.
#[derive(Debug, Clone)]
pub struct StoredPasskey {
    /// Its id.
    pub id: PasskeyId,
    /// By what the browser names it.
    pub credential_id: Vec<u8>,
    /// Its public key and counter, as JSON.
    pub credential: String,
    /// What the person calls it.
    pub name: String,
}

/// Second factors.
#[async_trait]
pub trait Factors: Send {
    /// What the person has.
    async fn own_factors(&mut self, permit: &Permit<ReadFactors>) -> Result<FactorsView>;

    /// His secret, confirmed or not.
    async fn one_time_secret(&mut self, permit: &Permit<ReadFactors>) -> Result<Option<OneTimeSecret>>;

    /// Keeps a secret that waits for its first code, in place of one that waits already; false when one is confirmed.
    async fn keep_one_time_secret(
        &mut self,
        permit: &Permit<EnrolFactor>,
        sealed: &[u8],
        at: Timestamp,
    ) -> Result<bool>;

    /// Confirms the secret by its first code; false when it was confirmed meanwhile.
    async fn confirm_one_time_secret(&mut self, permit: &Permit<EnrolFactor>, step: i64, at: Timestamp)
    -> Result<bool>;

    /// Uses a step up by one compare-and-set; false when it, or a later one, was used already.
    async fn use_step(&mut self, permit: &Permit<UseFactor>, step: i64) -> Result<bool>;

    /// Uses a recovery code up by one compare-and-set; false when there is none of this hash.
    async fn use_recovery_code(&mut self, permit: &Permit<UseFactor>, hash: &[u8], at: Timestamp) -> Result<bool>;

    /// Forgets the wrong codes before a right one.
    async fn forget_wrong_codes(&mut self, permit: &Permit<UseFactor>) -> Result<()>;

    /// Counts a try of the user, before its code is looked at: the how many-th it is since `since`, and when the last one was that counts.
    async fn take_try(
        &mut self,
        permit: &Permit<NoteFactorFailure>,
        user: UserId,
        at: Timestamp,
        since: Timestamp,
    ) -> Result<(i64, Timestamp)>;

    /// Puts these recovery codes in the place of all others; none of them removes all.
    async fn set_recovery_codes(
        &mut self,
        permit: &Permit<WriteRecoveryCodes>,
        hashes: &[Vec<u8>],
        at: Timestamp,
    ) -> Result<()>;

    /// Removes the secret; false when there was none.
    async fn remove_one_time_secret(&mut self, permit: &Permit<RemoveFactor>) -> Result<bool>;

    /// Stores a passkey; [`crate::Error::Duplicate`] when it is somebody's already.
    async fn insert_passkey(&mut self, permit: &Permit<EnrolFactor>, record: &PasskeyRecord) -> Result<()>;

    /// His passkeys.
    async fn own_passkeys(&mut self, permit: &Permit<ReadFactors>) -> Result<Vec<StoredPasskey>>;

    /// Notes that a passkey was used, by one compare-and-set on its counter; false when another use was quicker.
    async fn use_passkey(
        &mut self,
        permit: &Permit<UseFactor>,
        before: &StoredPasskey,
        credential: &str,
        at: Timestamp,
    ) -> Result<bool>;

    /// Removes a passkey of his; false when he has none of this id.
    async fn remove_passkey(&mut self, permit: &Permit<RemoveFactor>, id: PasskeyId) -> Result<bool>;

    /// Removes every factor of a user and ends his sessions.
    async fn reset_factors(&mut self, permit: &Permit<ResetFactors>, user: UserId, at: Timestamp) -> Result<()>;

    /// Notes that the person was told of the reset.
    async fn forget_reset(&mut self, permit: &Permit<SignIn>) -> Result<()>;

    /// The roles from which the firm asks a second factor.
    async fn factor_rules(&mut self, permit: &Permit<ReadFactorRules>) -> Result<Vec<Role>>;

    /// Says from which roles the firm asks a second factor.
    async fn set_factor_rules(&mut self, permit: &Permit<SetFactorRules>, roles: &[Role]) -> Result<()>;
}
