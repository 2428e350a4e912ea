//! What the search page reads.

use domain::search::SearchView;
use services::Result as Outcome;

use crate::request::Visit;

/// Records of each kind on the page.
const SHOWN: u32 = 10;

/// What was found.
pub(super) async fn find(visit: &Visit, q: &str) -> Outcome<SearchView> {
    visit.services.search.find(visit.who()?, q, Some(SHOWN)).await
}
