//! What can be done about many clients at once.

use crate::shared::UserId;

/// An act on many clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAct {
    /// Hand them over to another broker.
    HandOver(UserId),
    /// Put their files away.
    Archive,
}
