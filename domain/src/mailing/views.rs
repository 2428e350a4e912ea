//! What may be seen of a mailing before it is printed.

use serde::{Deserialize, Serialize};

use super::MailingFormat;
use crate::list::LeftAlone;

/// What would be printed, and who would be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MailingView {
    /// The paper.
    pub format: MailingFormat,
    /// How many clients are selected, each counted once.
    pub selected: u64,
    /// How many of them have an address that can be printed.
    pub addressees: u64,
    /// How many labels or envelopes that makes, with all copies.
    pub pieces: u64,
    /// How many sheets, or envelopes.
    pub sheets: u64,
    /// Who is left out, and why.
    pub left_out: Vec<LeftAlone>,
}
