//! The renewal of many policies: chosen, worked out, confirmed, followed, undone.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod items;
mod list;
mod new;
mod run;
pub(crate) mod selection;
pub mod server_fns;

use domain::renewal::{ItemState, RunState};

use crate::parts::Tone;

pub use list::RenewalsPage;
pub use new::NewRenewalsPage;
pub use run::RenewalRunPage;

/// Where they live.
const HOME: &str = "/policies/renewals";

/// What the colour of a state says.
const fn tone(state: RunState) -> Tone {
    match state {
        RunState::Preparing | RunState::Running | RunState::Undoing => Tone::Info,
        RunState::Ready => Tone::Warning,
        RunState::Done => Tone::Success,
        RunState::Stopped => Tone::Danger,
        RunState::Undone | RunState::Discarded => Tone::Neutral,
    }
}

/// What the colour of a policy's outcome says.
const fn item_tone(state: ItemState) -> Tone {
    match state {
        ItemState::Planned => Tone::Info,
        ItemState::Done => Tone::Success,
        ItemState::Refused | ItemState::Kept => Tone::Warning,
        ItemState::Waiting | ItemState::Undone => Tone::Neutral,
    }
}
