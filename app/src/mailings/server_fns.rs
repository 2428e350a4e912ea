//! What the pages of labels and envelopes read. They change nothing, so that there are no forms of it.

use domain::mailing::MailingInput;
use services::Result as Outcome;
use services::mailings::MailingLook;

use crate::request::Visit;

/// What would be printed.
pub(super) async fn look(visit: &Visit, input: MailingInput) -> Outcome<MailingLook> {
    visit.services.mailings.look(visit.who()?, input).await
}
