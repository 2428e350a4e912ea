//! What the home page reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::agency::FirmFigures;
use domain::client::ClientFilter;
use domain::document::{DocumentFilter, DocumentRow};
use domain::list::query_of;
use domain::policy::{PolicyFilter, PolicyRow, PolicyState, PolicyTotal};
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use domain::shared::{CompanyId, UserId};
use jiff::ToSpan;
use jiff::civil::Date;
use services::access::ActionKind;
use services::{Error, Result as Outcome};

use crate::listing::Listing;
use crate::request::{Visit, query_value};

/// How many policies a column of the board shows.
const SHOWN: u32 = 5;
/// After how many days a quote goes stale.
const STALE_DAYS: i64 = 30;
/// For how many days a policy that ended without a new term stays on the board.
const OVERDUE_DAYS: i64 = 90;

/// Whose portfolio the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// The reader, when he who sees the firm looks at his own clients only.
    own: Option<UserId>,
    /// Whether he may choose.
    pub(super) may_choose: bool,
}

impl Scope {
    /// The scope that the address asks for.
    pub(super) fn of(visit: &Visit) -> Self {
        let may_choose = visit.may(ActionKind::HandOverClient);
        let wanted = may_choose && query_value("scope").as_deref() == Some("own");
        let own = visit.principal.as_ref().and_then(services::access::Principal::user_id).filter(|_| wanted);
        Self { own, may_choose }
    }

    /// Whether it is the reader's own clients' portfolio, out of the firm's.
    pub(super) fn is_own(self) -> bool {
        self.own.is_some()
    }

    /// The list of exactly the policies that a filter means.
    pub(super) fn href(self, pairs: &[(&str, Option<String>)]) -> String {
        let own = [("owner_id", self.own.map(|user| user.to_string()))];
        let pairs = pairs.iter().chain(own.iter()).filter_map(|(name, value)| Some((*name, value.clone()?)));
        format!("/policies?{}", query_of(pairs))
    }

    /// The list of policies in force, narrowed.
    pub(super) fn in_force(self, pairs: &[(&str, Option<String>)]) -> String {
        let state = ("state", Some(PolicyState::InForce.code().to_owned()));
        let pairs: Vec<(&str, Option<String>)> = std::iter::once(state).chain(pairs.iter().cloned()).collect();
        self.href(&pairs)
    }

    fn filter(self, filter: PolicyFilter) -> PolicyFilter {
        PolicyFilter { owner_id: self.own, ..filter }
    }
}

/// The portfolio at a glance, as far as the reader sees it.
pub(super) struct Glance {
    pub(super) clients: u64,
    pub(super) clients_href: String,
    pub(super) in_force: u64,
    pub(super) quotes: u64,
    pub(super) stale: u64,
    pub(super) stale_href: String,
    pub(super) board: Vec<Due>,
    pub(super) totals: Arc<Vec<PolicyTotal>>,
    pub(super) companies: BTreeMap<CompanyId, String>,
    pub(super) latest: Page<DocumentRow>,
    /// How many certificates in circulation are no longer true.
    pub(super) now_false: u64,
}

/// When policies are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// The term ended and none followed.
    Overdue,
    /// Within so many days, and after so many.
    Within(i64, i64),
}

/// The columns of the board.
const BOARD: [When; 4] = [When::Overdue, When::Within(30, 0), When::Within(60, 31), When::Within(90, 61)];

/// One column of the board, and the list that shows all of it.
pub(super) struct Due {
    pub(super) when: When,
    pub(super) page: Page<PolicyRow>,
    pub(super) href: String,
}

/// Counts and reads what the home page shows.
pub(super) async fn glance(visit: &Visit, scope: Scope, today: Date) -> Outcome<Glance> {
    let who = visit.who()?;
    let one = PageRequest { limit: Some(1), count: true, ..PageRequest::default() };
    let clients = ClientFilter { owner_id: scope.own, ..ClientFilter::default() };
    let clients = visit.services.clients.list(who, &one, &clients).await?.total.unwrap_or_default();
    let policies = &visit.services.policies;
    let quoted = scope.filter(PolicyFilter { state: Some(PolicyState::Quote), ..PolicyFilter::default() });
    let quotes = policies.list(who, &one, &quoted).await?.total.unwrap_or_default();
    let before = today.saturating_sub(STALE_DAYS.days());
    let old = PolicyFilter { created_before: Some(before), ..quoted };
    let stale = policies.list(who, &one, &old).await?.total.unwrap_or_default();
    let quote = Some(PolicyState::Quote.code().to_owned());
    let stale_href = scope.href(&[
        ("state", quote),
        ("created_before", Some(before.to_string())),
        ("sort", Some("created_at".to_owned())),
    ]);
    let mut board = Vec::new();
    for when in BOARD {
        let filter = scope.filter(due_filter(today, when));
        let request = PageRequest {
            limit: Some(SHOWN),
            count: true,
            sort: Some("due_date".to_owned()),
            ..PageRequest::default()
        };
        let page = policies.list(who, &request, &filter).await?;
        board.push(Due { when, page, href: due_href(scope, &filter) });
    }
    let totals = visit.services.portfolio.totals(who, scope.is_own()).await?;
    let companies = PageRequest { limit: Some(MAX_LIMIT), ..PageRequest::default() };
    let companies = visit.services.companies.list(who, &companies).await?.items;
    let latest = PageRequest { limit: Some(5), ..PageRequest::default() };
    let latest = visit.services.documents.list(who, &latest, &DocumentFilter::default()).await?;
    let untrue = DocumentFilter { became_false: Some(true), ..DocumentFilter::default() };
    let now_false = visit.services.documents.list(who, &one, &untrue).await?.total.unwrap_or_default();
    Ok(Glance {
        now_false,
        clients,
        clients_href: scope.own.map_or_else(|| "/clients".to_owned(), |user| format!("/clients?owner_id={user}")),
        in_force: totals.iter().map(|total| total.count).sum(),
        quotes,
        stale,
        stale_href,
        board,
        totals,
        companies: companies.into_iter().map(|company| (company.id, company.name)).collect(),
        latest,
    })
}

/// The firms of the platform in figures, and whether the store of files is well.
pub(super) async fn platform(visit: &Visit, listing: &Listing) -> Outcome<(Page<FirmFigures>, bool)> {
    let (who, platform) = (visit.who()?, &visit.services.platform);
    let request = listing.request();
    let page = match platform.firms(who, &request).await {
        Err(Error::Invalid(_)) if request.cursor.is_some() => {
            platform.firms(who, &PageRequest { cursor: None, ..request.clone() }).await?
        }
        page => page?,
    };
    Ok((page, platform.storage_is_well(who).await?))
}

/// The policies of a column: those in force that are due then, or those that ended not long ago and have no new term.
fn due_filter(today: Date, when: When) -> PolicyFilter {
    let day = |days: i64| today.saturating_add(days.days());
    let (state, after, before) = match when {
        When::Overdue => (PolicyState::Expired, day(-OVERDUE_DAYS), day(1)),
        When::Within(days, from) => (PolicyState::InForce, day(from), day(days + 1)),
    };
    PolicyFilter {
        state: Some(state),
        expiring_after: Some(after),
        expiring_before: Some(before),
        ..PolicyFilter::default()
    }
}

/// The list of exactly these policies, the first due at the top.
fn due_href(scope: Scope, filter: &PolicyFilter) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    scope.href(&[
        ("state", filter.state.map(|state| state.code().to_owned())),
        ("expiring_after", day(filter.expiring_after)),
        ("expiring_before", day(filter.expiring_before)),
        ("sort", Some("due_date".to_owned())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_leads_to_the_list_that_was_counted_and_none_counts_a_day_twice() {
        let today = Date::constant(2026, 11, 23);
        let scope = Scope { own: None, may_choose: true };
        assert_eq!(
            due_href(scope, &due_filter(today, When::Within(30, 0))),
            "/policies?state=in_force&expiring_after=2026-11-23&expiring_before=2026-12-24&sort=due_date"
        );
        let columns: Vec<PolicyFilter> = BOARD.iter().map(|when| due_filter(today, *when)).collect();
        for pair in columns[1..].windows(2) {
            assert_eq!(pair[0].expiring_before, pair[1].expiring_after);
        }
        assert_eq!(columns[0].state, Some(PolicyState::Expired));
    }
}
