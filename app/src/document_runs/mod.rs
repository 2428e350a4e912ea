//! Documents about many policies: chosen, issued in the background, followed, and handed over as one file.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod items;
mod list;
mod new;
mod run;
pub mod server_fns;

use domain::document_run::{DocumentItemState, DocumentRunState};

use crate::parts::Tone;

pub use list::DocumentRunsPage;
pub use new::NewDocumentRunPage;
pub use run::DocumentRunPage;

/// Where they live.
pub(crate) const HOME: &str = "/documents/runs";

/// What the colour of a state says.
const fn tone(state: DocumentRunState) -> Tone {
    match state {
        DocumentRunState::Issuing | DocumentRunState::Binding => Tone::Info,
        DocumentRunState::Done => Tone::Success,
        DocumentRunState::Stopped => Tone::Danger,
        DocumentRunState::Cancelled => Tone::Neutral,
    }
}

/// What the colour of a document's outcome says.
const fn item_tone(state: DocumentItemState) -> Tone {
    match state {
        DocumentItemState::Waiting => Tone::Neutral,
        DocumentItemState::Done => Tone::Success,
        DocumentItemState::Refused => Tone::Warning,
        DocumentItemState::Failed => Tone::Danger,
    }
}
