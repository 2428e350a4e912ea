//! Instants as the reader sees them: day and hour on the firm's own clock.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::use_context;

/// The zone of the reader's firm. The server puts it into the context.
#[derive(Debug, Clone)]
pub struct FirmZone(pub TimeZone);

/// `23/11/2026 14:05` on the firm's own clock.
pub fn instant(at: Timestamp) -> String {
    let zone = use_context::<FirmZone>().map_or(TimeZone::UTC, |FirmZone(zone)| zone);
    let local = zone.to_datetime(at);
    format!("{} {:02}:{:02}", domain::shared::format::day(local.date()), local.hour(), local.minute())
}
