//! Which records of a list an act is about: those ticked, or all that match.

use std::collections::BTreeMap;

use super::query::ListFilter;
use crate::shared::problem::{Code, FieldError};

/// The most records that can be ticked.
pub const SELECTED_MAX: usize = 200;

/// What stands in a list's address beside its filters.
const BESIDES: [&str; 7] = ["q", "sort", "columns", "cursor", "ticked", "id", "all"];

/// The records that an act is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection<I, F> {
    /// Those that were ticked.
    Ids(Vec<I>),
    /// All that match, however many they are by the time of the act.
    Matching(Matching<F>),
}

/// A search and filters, which stand for the records that match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matching<F> {
    /// What is searched for.
    pub q: Option<String>,
    /// The filters.
    pub filter: F,
}

impl<I, F: ListFilter> Selection<I, F> {
    /// Reads a selection out of a request's body: the records one by one in `field`, or in place of them `matching`, the names
    /// and values of the list's own filters and `q`.
    ///
    /// # Errors
    /// Neither or both are there, and all that [`Self::read`] refuses, at their fields.
    pub fn named(
        field: &str,
        ids: Option<&[String]>,
        matching: Option<&BTreeMap<String, String>>,
        parse: fn(&str) -> Option<I>,
    ) -> Result<Self, Vec<FieldError>> {
        match (ids, matching) {
            (Some(_), Some(_)) => Err(vec![FieldError::new("matching", Code::UnknownField)]),
            (None, None) => Err(vec![FieldError::new(field, Code::Required)]),
            (Some(ids), None) => {
                let pairs: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).collect();
                let named = |error: FieldError| FieldError { pointer: format!("/{field}"), ..error };
                Self::read(pairs, parse).map_err(|errors| errors.into_iter().map(named).collect())
            }
            (None, Some(query)) => {
                let pairs = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                let pairs: Vec<(&str, &str)> = pairs.chain([("all", "1")]).collect();
                let named = |error: FieldError| FieldError { pointer: format!("/matching{}", error.pointer), ..error };
                Self::read(pairs, parse).map_err(|errors| errors.into_iter().map(named).collect())
            }
        }
    }

    /// Reads a selection: `all=1` with the list's own query, or each ticked record as `id=…`.
    ///
    /// # Errors
    /// Nothing is chosen, too much is ticked, an id is none; or the query is wrong or names what the list does not know: an
    /// act on all that match must never reach further than what its list showed.
    pub fn read<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)> + Clone,
        parse: fn(&str) -> Option<I>,
    ) -> Result<Self, Vec<FieldError>> {
        if pairs.clone().into_iter().any(|(name, value)| name == "all" && !value.is_empty()) {
            let is_known = |name: &str| BESIDES.contains(&name) || F::SCHEMA.filter(name).is_some();
            let unknown = pairs.clone().into_iter().filter(|(name, _)| !is_known(name));
            let unknown: Vec<FieldError> = unknown.map(|(name, _)| FieldError::new(name, Code::UnknownField)).collect();
            let (query, mut errors) = F::SCHEMA.read(pairs);
            errors.extend(unknown);
            if !errors.is_empty() {
                return Err(errors);
            }
            let filter = F::of(&query)?;
            return Ok(Self::Matching(Matching { q: query.q().map(str::to_owned), filter }));
        }
        let ids = pairs.into_iter().filter(|(name, value)| *name == "id" && !value.is_empty());
        let ids: Option<Vec<I>> = ids.map(|(_, id)| parse(id)).collect();
        let ids = ids.ok_or_else(|| vec![FieldError::new("id", Code::UnknownReference)])?;
        match ids.len() {
            0 => Err(vec![FieldError::new("id", Code::Required)]),
            1..=SELECTED_MAX => Ok(Self::Ids(ids)),
            _ => Err(vec![FieldError::new("id", Code::OutOfRange).with("min", 1).with("max", SELECTED_MAX)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{PolicyFilter, PolicyState};
    use crate::shared::PolicyId;

    type Policies = Selection<PolicyId, PolicyFilter>;

    #[test]
    fn all_that_match_carry_the_filter_and_not_the_ids() {
        let id = PolicyId::from_uuid(uuid::Uuid::from_u128(7));
        let text = id.to_string();
        let ticked = Policies::read([("state", "quote"), ("id", text.as_str())], PolicyId::parse).unwrap();
        assert_eq!(ticked, Selection::Ids(vec![id]));
        let all = [("state", "quote"), ("q", "dupont"), ("id", text.as_str()), ("all", "1")];
        let filter = PolicyFilter { state: Some(PolicyState::Quote), ..PolicyFilter::default() };
        let expected = Selection::Matching(Matching { q: Some("dupont".into()), filter });
        assert_eq!(Policies::read(all, PolicyId::parse).unwrap(), expected);
    }

    #[test]
    fn a_wrong_filter_never_widens_what_an_act_reaches() {
        let refusal = |pairs: &[(&str, &str)]| {
            let errors = Policies::read(pairs.iter().copied(), PolicyId::parse).unwrap_err();
            errors.into_iter().map(|error| (error.pointer, error.code)).collect::<Vec<_>>()
        };
        assert_eq!(refusal(&[("all", "1"), ("state", "x")]), [("/state".into(), Code::NotAChoice)]);
        assert_eq!(refusal(&[("all", "1"), ("stat", "quote")]), [("/stat".into(), Code::UnknownField)]);
        assert_eq!(refusal(&[("all", "1"), ("premium_min", "1")]), [("/currency".into(), Code::Required)]);
        assert_eq!(refusal(&[("state", "quote")]), [("/id".into(), Code::Required)]);
        assert_eq!(refusal(&[("id", "x")]), [("/id".into(), Code::UnknownReference)]);
        let id = PolicyId::from_uuid(uuid::Uuid::nil()).to_string();
        assert_eq!(refusal(&vec![("id", id.as_str()); SELECTED_MAX + 1]), [("/id".into(), Code::OutOfRange)]);
    }
}
