//! Time, ids and chance: passed in, so that tests decide them.

use jiff::Timestamp;
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Where new ids and secrets come from.
pub trait Chance: Send + Sync {
    /// A new UUIDv7 (RFC 9562).
    fn id(&self) -> Uuid;

    /// 32 unpredictable bytes.
    fn secret(&self) -> [u8; 32];
}
