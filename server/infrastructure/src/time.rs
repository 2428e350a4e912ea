//! The real clock and the real dice.

use jiff::Timestamp;
use services::ports::clock::{Chance, Clock};
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let now = Timestamp::now();
        // The store keeps microseconds; a finer instant would come back another one.
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// The machine's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn id(&self) -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "this is where ids come from")]
        Uuid::now_v7()
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        #[expect(clippy::disallowed_methods, reason = "this is where chance comes from")]
        let filled = getrandom::fill(&mut bytes);
        if filled.is_err() {
            // A machine without randomness cannot keep a secret; there is nothing safe to go on with.
            tracing::error!("the operating system gives no random bytes");
            std::process::abort();
        }
        bytes
    }
}
