//! Whom letters go to, as a unit of work sees them.

use async_trait::async_trait;
use domain::client::OtherAddress;
use domain::shared::{Address, ClientId, PolicyId};

use crate::access::{Permit, ReadClients};
use crate::error::Result;

/// Whom letters go to.
#[derive(Debug, Clone, Copy)]
pub enum AddressedBy<'a> {
    /// These clients.
    Clients(&'a [ClientId]),
    /// The holders of these policies.
    Policies(&'a [PolicyId]),
}

/// A client as letters address him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The client.
    pub id: ClientId,
    /// His name.
    pub name: String,
    /// His name as lists are sorted by it.
    pub sort_name: String,
    /// His address.
    pub address: Option<Address>,
    /// His further addresses.
    pub addresses: Vec<OtherAddress>,
    /// Whether his file was put away.
    pub is_archived: bool,
}

/// The firm's clients as addressees, within the permit's scope.
#[async_trait]
pub trait Addressees: Send {
    /// Those of them who are there, each once, in no order; files that were merged are not.
    async fn addressees(&mut self, permit: &Permit<ReadClients>, by: AddressedBy<'_>) -> Result<Vec<Addressee>>;
}
