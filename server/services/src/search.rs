//! Finding records by what a broker remembers of them.

use domain::search::{
    DEFAULT_LIMIT, MAX_LIMIT, Marked, Search, SearchGroup, SearchHit, SearchKind, SearchView, SearchWords,
};
use domain::shared::problem::{Code, FieldError};
use domain::shared::text::search_key;

use crate::access::{Principal, SearchPortfolio};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::{Error, Result};
use crate::ports::unit::Found;

/// How many records of a kind are looked at for one that is shown: enough to bring forward those whose name begins so.
const LOOKED_AT: usize = 4;

/// The use-case of searching.
#[derive(Clone)]
pub struct SearchService {
    ports: Ports,
}

impl SearchService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// What is found, by kind, at most `limit` of each.
    pub async fn find(&self, who: &Principal, q: &str, limit: Option<u32>) -> Result<SearchView> {
        let limit = match limit.unwrap_or(DEFAULT_LIMIT) {
            limit @ 1..=MAX_LIMIT => limit as usize,
            _ => {
                return Err(Error::field(
                    FieldError::new("limit", Code::OutOfRange).with("min", 1).with("max", MAX_LIMIT),
                ));
            }
        };
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<SearchPortfolio>()?;
        let mut view = SearchView { q: q.to_owned(), groups: Vec::new() };
        let Search::Words(words) = Search::parse(q) else { return Ok(view) };
        let moment = WallClock::of(&own_agency(&mut unit).await?).at(self.ports.now());
        for kind in SearchKind::ALL {
            let found = unit.search().find(&permit, *kind, &words, limit * LOOKED_AT + 1, moment).await?;
            if !found.is_empty() {
                view.groups.push(group(*kind, found, &words, limit));
            }
        }
        Ok(view)
    }
}

/// The best of what was found: what is called so before what is only told so, then by name.
fn group(kind: SearchKind, mut found: Vec<Found>, words: &SearchWords, limit: usize) -> SearchGroup {
    found.sort_by_cached_key(|record| (rank(&record.title, words), search_key(&record.title), record.id));
    let more = found.len() > limit;
    found.truncate(limit);
    let hits = found.into_iter().map(|record| hit(record, words)).collect();
    SearchGroup { kind, hits, more }
}

/// How many of the words no word of the title begins with.
fn rank(title: &str, words: &SearchWords) -> usize {
    let title = domain::search::search_text([title]);
    words.iter().filter(|word| !title.split(' ').any(|part| part.starts_with(word))).count()
}

fn hit(record: Found, words: &SearchWords) -> SearchHit {
    let mut details: Vec<Marked> = record.details.iter().map(|detail| Marked::new(detail, words)).collect();
    // Why it was found comes first.
    details.sort_by_key(|detail| !detail.is_found());
    SearchHit { id: record.id, title: Marked::new(&record.title, words), details, state: record.state }
}
