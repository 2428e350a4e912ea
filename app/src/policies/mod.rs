//! Policies: the list, one policy with its life, and the forms of its steps.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod certificates;
mod client_choice;
mod detail;
mod differences;
mod endorse;
mod fields;
mod form;
mod history;
mod inputs;
mod list;
mod looked_at;
mod parties;
mod party_fns;
mod risk;
pub mod server_fns;
mod step;
mod withdraw;

use domain::policy::PolicyState;
use domain::shared::PolicyId;
use services::Error;

use crate::parts::Tone;

pub use detail::PolicyPage;
pub use endorse::EndorsePage;
pub use form::{EditPolicyPage, NewPolicyPage};
pub use list::PoliciesPage;
pub(crate) use parties::roles_card;
pub use parties::{EditPartyPage, NewPartyPage, PolicyPartiesPage};
pub(crate) use party_fns::roles_of;
pub use step::PolicyStepPage;
pub use withdraw::WithdrawFactPage;

/// What the colour of a state says.
pub(crate) const fn tone(state: PolicyState) -> Tone {
    match state {
        PolicyState::InForce => Tone::Success,
        PolicyState::Provisional | PolicyState::Offered | PolicyState::Accepted => Tone::Info,
        PolicyState::Suspended => Tone::Warning,
        PolicyState::Cancelled | PolicyState::Void => Tone::Danger,
        PolicyState::Quote | PolicyState::Expired | PolicyState::Declined | PolicyState::Lapsed => Tone::Neutral,
    }
}

/// The policy named in the address.
fn policy_id() -> Result<PolicyId, Error> {
    crate::request::path_id(PolicyId::parse)
}
