//! Instants as the reader sees them: day and hour on the firm's own clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use leptos::prelude::use_context;

/// The zone of the reader's firm. The server puts it into the context.
#[derive(Debug, Clone)]
pub struct FirmZone(pub TimeZone);

/// `23/11/2026 14:05` on the firm's own clock.
pub fn instant(at: Timestamp) -> String {
    let local = zone().to_datetime(at);
    format!("{} {:02}:{:02}", domain::shared::format::day(local.date()), local.hour(), local.minute())
}

/// `23/11/2026` on the firm's own calendar.
pub fn day(at: Timestamp) -> String {
    domain::shared::format::day(zone().to_datetime(at).date())
}

/// The day it is now on the firm's own calendar, for greetings and links. Rules get their day from the services.
pub fn today() -> Date {
    #[expect(clippy::disallowed_methods, reason = "a page names the day on which it is made; no rule depends on it")]
    let now = Timestamp::now();
    zone().to_datetime(now).date()
}

/// The instant at which a day begins on the firm's own calendar.
pub fn beginning_of(date: Date) -> Option<Timestamp> {
    date.to_zoned(zone()).ok().map(|begin| begin.timestamp())
}

fn zone() -> TimeZone {
    use_context::<FirmZone>().map_or(TimeZone::UTC, |FirmZone(zone)| zone)
}
