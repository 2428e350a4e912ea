//! The devices on which people are signed in, and their refresh tokens, as a unit of work sees them.

use async_trait::async_trait;
use domain::session::{CopiedDevice, DeviceView, SessionKind};
use domain::shared::SessionId;
use jiff::Timestamp;

use crate::access::{
    ConfirmIdentity, Permit, ReadDevices, RefreshSession, RenameDevice, RevokeReusedSession, SignIn, SignOut,
    UnderstandReuse,
};
use crate::error::Result;

/// A session to store.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Its id.
    pub id: SessionId,
    /// Browser or program.
    pub kind: SessionKind,
    /// What the person calls the device.
    pub device_label: Option<String>,
    /// When it began, by the person's proving himself.
    pub at: Timestamp,
    /// When it is over at the latest.
    pub expires_at: Timestamp,
}

/// A refresh token to store.
#[derive(Debug, Clone)]
pub struct RefreshRecord {
    /// Its SHA-256.
    pub hash: Vec<u8>,
    /// The session it belongs to.
    pub session: SessionId,
    /// When it was issued.
    pub at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What became of a refresh token that was to be exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// It was exchanged now.
    Done,
    /// It had been exchanged before.
    Before {
        /// When.
        at: Timestamp,
        /// For which successor, sealed; gone once that one was used itself.
        successor: Option<Vec<u8>>,
    },
}

/// Which of a person's sessions end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Devices {
    /// This one.
    One(SessionId),
    /// All but the one that asks.
    Others,
    /// All.
    All,
}

/// The principal's sessions.
#[async_trait]
pub trait Sessions: Send {
    /// Stores a session of the principal.
    async fn insert(&mut self, permit: &Permit<SignIn>, session: &SessionRecord) -> Result<()>;

    /// Stores the first refresh token of a session.
    async fn insert_refresh_token(&mut self, permit: &Permit<SignIn>, token: &RefreshRecord) -> Result<()>;

    /// Exchanges a refresh token for its successor, which is kept sealed beside it, by one compare-and-set.
    async fn exchange_refresh_token(
        &mut self,
        permit: &Permit<RefreshSession>,
        used: &[u8],
        successor: &RefreshRecord,
        sealed: &[u8],
    ) -> Result<Exchange>;

    /// Whether a refresh token of the principal's firm was not exchanged yet.
    async fn is_unused(&mut self, permit: &Permit<RefreshSession>, hash: &[u8]) -> Result<bool>;

    /// The principal's sessions that still count; a browser's counts when it was used since `idle_since`.
    async fn devices(
        &mut self,
        permit: &Permit<ReadDevices>,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<DeviceView>>;

    /// The principal's sessions that ended since `since` because a copy of their token was used, without those he understood.
    async fn copied(&mut self, permit: &Permit<ReadDevices>, since: Timestamp) -> Result<Vec<CopiedDevice>>;

    /// Notes that the principal understood why this session of his ended; false when it did not end so.
    async fn understand_reuse(
        &mut self,
        permit: &Permit<UnderstandReuse>,
        session: SessionId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Gives one of the principal's sessions that still count another name; false when there is none.
    async fn rename(
        &mut self,
        permit: &Permit<RenameDevice>,
        session: SessionId,
        label: Option<&str>,
        now: Timestamp,
    ) -> Result<bool>;

    /// Notes that the person proved himself again on the device that asks.
    async fn confirm(&mut self, permit: &Permit<ConfirmIdentity>, at: Timestamp) -> Result<()>;

    /// Ends sessions of the principal; tells which.
    async fn revoke(&mut self, permit: &Permit<SignOut>, which: Devices, at: Timestamp) -> Result<Vec<SessionId>>;

    /// Ends a session whose refresh token came back used.
    async fn revoke_reused(
        &mut self,
        permit: &Permit<RevokeReusedSession>,
        session: SessionId,
        at: Timestamp,
    ) -> Result<()>;
}
