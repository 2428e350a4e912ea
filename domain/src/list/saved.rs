//! A saved view (*vue enregistrée*): a list's query under a name, for oneself or for the whole firm.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LISTS, ListSchema, pairs_of};
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{UserId, ViewId, text};

/// The most views that one person keeps.
pub const VIEWS_MAX: i64 = 50;
/// The longest name of a view.
const NAME_MAX: usize = 60;
/// The longest query that is kept.
const QUERY_MAX: usize = 2_000;

/// A view as a request describes it; both doors fill it in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ViewInput {
    /// The list it is of, by its noun: `clients`, `policies`, `documents`, …
    pub list: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// The list's query, as its address writes it: `state=in_force&sort=expiry_date`.
    pub query: Option<String>,
    /// Whether the whole firm sees it; no when absent.
    pub shared: Option<bool>,
}

/// A view to keep, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveView {
    /// The list it is of.
    pub list: &'static str,
    /// What it is called.
    pub name: String,
    /// The query, written in one way only.
    pub query: String,
    /// Whether the whole firm sees it.
    pub shared: bool,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SavedView {
    /// The view's id.
    pub id: ViewId,
    /// Who keeps it.
    pub user_id: UserId,
    /// The list it is of.
    pub list: String,
    /// What it is called.
    pub name: String,
    /// The list's query.
    pub query: String,
    /// Whether the whole firm sees it.
    pub shared: bool,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was first kept.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl SavedView {
    /// The view as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> ViewInput {
        ViewInput {
            list: Some(self.list.clone()),
            name: Some(self.name.clone()),
            query: Some(self.query.clone()),
            shared: Some(self.shared),
        }
    }
}

/// A list by its noun.
///
/// # Errors
/// The field's error: absent, or none of the lists.
pub fn list_of(field: &str, noun: Option<&str>) -> Result<&'static ListSchema, FieldError> {
    let noun = noun.filter(|noun| !noun.is_empty()).ok_or_else(|| FieldError::new(field, Code::Required))?;
    LISTS.iter().find(|schema| schema.noun == noun).copied().ok_or_else(|| {
        let nouns: Vec<&str> = LISTS.iter().map(|schema| schema.noun).collect();
        FieldError::new(field, Code::NotAChoice).with("allowed", nouns.join(", "))
    })
}

impl ViewInput {
    /// Checks every field. The query is read through the list's schema.
    ///
    /// # Errors
    /// All that is wrong; what is wrong in the query stands at `query`.
    pub fn parse(self) -> Result<SaveView, Vec<FieldError>> {
        let mut check = Checker::default();
        let schema = check.keep(list_of("list", self.list.as_deref()));
        let name = check.keep(text::required_line("name", self.name.as_deref(), NAME_MAX));
        let query = self.query.unwrap_or_default();
        if query.len() > QUERY_MAX {
            check.note(FieldError::new("query", Code::TooLong).with("max", QUERY_MAX));
        }
        let view = schema.zip(name).map(|(schema, name)| {
            let pairs = pairs_of(query.trim_start_matches('?'));
            let (query, errors) = schema.read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            check.note_all(
                errors.into_iter().map(|error| FieldError { pointer: "/query".to_owned(), ..error }).collect(),
            );
            SaveView { list: schema.noun, name, query: query.written(), shared: self.shared.unwrap_or(false) }
        });
        check.finish(view)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_keeps_a_query_without_its_place_and_in_one_way_only() {
        let input = |query: &str| ViewInput {
            list: Some("policies".into()),
            name: Some(" À relancer ".into()),
            query: Some(query.into()),
            shared: None,
        };
        let view = input("?cursor=ab&sort=expiry_date&state=in_force&ticked=1").parse().unwrap();
        assert_eq!((view.name.as_str(), view.query.as_str()), ("À relancer", "state=in_force&sort=expiry_date"));
        let errors = input("state=asleep").parse().unwrap_err();
        assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/query", Code::NotAChoice));
        let errors = ViewInput { list: Some("letters".into()), ..ViewInput::default() }.parse().unwrap_err();
        assert_eq!(errors.len(), 2);
    }
}
