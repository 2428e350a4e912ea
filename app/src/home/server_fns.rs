//! What the home page reads.

use domain::client::ClientFilter;
use domain::document::{DocumentFilter, DocumentView};
use domain::policy::{PolicyFilter, PolicyRow, PolicyState};
use domain::shared::page::{Page, PageRequest};
use jiff::ToSpan;
use jiff::civil::Date;
use services::Result as Outcome;

use crate::request::Visit;

/// The days within which the home page counts what is due.
const TERMS: [u64; 3] = [30, 60, 90];

/// The firm at a glance, as far as the reader sees it.
pub(super) struct Glance {
    pub(super) clients: u64,
    pub(super) in_force: u64,
    pub(super) quotes: u64,
    pub(super) due: Vec<Due>,
    pub(super) next: Page<PolicyRow>,
    pub(super) latest: Page<DocumentView>,
}

/// How much is due within some days, and the list that shows it.
pub(super) struct Due {
    pub(super) days: u64,
    pub(super) count: u64,
    pub(super) href: String,
}

/// Counts and reads what the home page shows.
pub(super) async fn glance(visit: &Visit, today: Date) -> Outcome<Glance> {
    let who = visit.who()?;
    let one = PageRequest { limit: Some(1), count: true, ..PageRequest::default() };
    let clients = visit.services.clients.list(who, &one, &ClientFilter::default()).await?.total;
    let in_state = |state| PolicyFilter { state: Some(state), ..PolicyFilter::default() };
    let policies = &visit.services.policies;
    let in_force = policies.list(who, &one, &in_state(PolicyState::InForce)).await?.total;
    let quotes = policies.list(who, &one, &in_state(PolicyState::Quote)).await?.total;
    let mut due = Vec::new();
    for days in TERMS {
        let filter = due_filter(today, days);
        let count = policies.list(who, &one, &filter).await?.total.unwrap_or_default();
        due.push(Due { days, count, href: due_href(&filter) });
    }
    let next = PageRequest { limit: Some(8), sort: Some("due_date".to_owned()), ..PageRequest::default() };
    let next = policies.list(who, &next, &due_filter(today, TERMS[2])).await?;
    let latest = PageRequest { limit: Some(5), ..PageRequest::default() };
    let latest = visit.services.documents.list(who, &latest, &DocumentFilter::default()).await?;
    Ok(Glance {
        clients: clients.unwrap_or_default(),
        in_force: in_force.unwrap_or_default(),
        quotes: quotes.unwrap_or_default(),
        due,
        next,
        latest,
    })
}

/// The policies in force that are due within so many days, today included.
fn due_filter(today: Date, days: u64) -> PolicyFilter {
    let before = today.saturating_add(i64::try_from(days).unwrap_or_default().days());
    PolicyFilter {
        state: Some(PolicyState::InForce),
        expiring_after: Some(today),
        expiring_before: Some(before),
        ..PolicyFilter::default()
    }
}

/// The list of exactly these policies, the first due at the top.
fn due_href(filter: &PolicyFilter) -> String {
    let day = |name: &str, date: Option<Date>| date.map(|date| format!("&{name}={date}")).unwrap_or_default();
    format!(
        "/policies?state={}{}{}&sort=due_date",
        PolicyState::InForce.code(),
        day("expiring_after", filter.expiring_after),
        day("expiring_before", filter.expiring_before),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tile_leads_to_the_list_that_was_counted() {
        let filter = due_filter(Date::constant(2026, 11, 23), 30);
        assert_eq!(
            due_href(&filter),
            "/policies?state=in_force&expiring_after=2026-11-23&expiring_before=2026-12-23&sort=due_date"
        );
    }
}
