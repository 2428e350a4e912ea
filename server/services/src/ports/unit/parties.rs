//! Who has a role in a policy, as a unit of work sees it.

use async_trait::async_trait;
use domain::policy::{ClientRole, PartyView, SaveParty};
use domain::shared::{ClientId, PartyId, PolicyId};
use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::access::{Permit, ReadPolicies, SetParties};
use crate::error::Result;

/// A role to store.
#[derive(Debug, Clone)]
pub struct PartyRecord {
    /// The role's id.
    pub id: PartyId,
    /// The policy.
    pub policy: PolicyId,
    /// Who, as what, and when.
    pub party: SaveParty,
    /// When it was recorded.
    pub at: Timestamp,
}

/// The roles in the firm's policies. Whoever asks has found the policy within his scope.
#[async_trait]
pub trait Parties: Send {
    /// The roles in a policy, in the order of the roles and then of recording. A client whom the permit does not reach is
    /// named without his file.
    async fn of_policy(&mut self, permit: &Permit<ReadPolicies>, policy: PolicyId) -> Result<Vec<PartyView>>;

    /// The client behind a role, within reach or not.
    async fn client_of(
        &mut self,
        permit: &Permit<SetParties>,
        policy: PolicyId,
        party: PartyId,
    ) -> Result<Option<ClientId>>;

    /// The roles of a client in policies within the permit's scope, at most `limit`, with the policies' states at `moment` on
    /// the firm's wall clock.
    async fn of_client(
        &mut self,
        permit: &Permit<ReadPolicies>,
        client: ClientId,
        moment: DateTime,
        limit: u32,
    ) -> Result<Vec<ClientRole>>;

    /// Counts a change of the policy; false when `version` is no longer the current one.
    async fn touch(
        &mut self,
        permit: &Permit<SetParties>,
        policy: PolicyId,
        version: i64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Stores a role, in place of the one of its id. A client is held in use; [`crate::Error::NoSuchReference`] when he no
    /// longer is.
    async fn put(&mut self, permit: &Permit<SetParties>, party: &PartyRecord) -> Result<()>;

    /// Takes a role out that was recorded in error.
    async fn remove(&mut self, permit: &Permit<SetParties>, policy: PolicyId, party: PartyId) -> Result<()>;
}
