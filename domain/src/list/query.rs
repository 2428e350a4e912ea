//! What a list is asked for, as it stands in an address.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::moment::Moment;
use super::schema::{Column, Filter, FilterKind, ListSchema};
use crate::shared::page::PageRequest;
use crate::shared::problem::{Code, FieldError};
use crate::shared::{Currency, Money, text};

/// The longest search that is read.
const SEARCH_MAX: usize = 500;
/// The longest text that a filter takes.
const TEXT_MAX: usize = 200;

/// A noun's filters, read from what its schema let through.
pub trait ListFilter: Sized + Default {
    /// The list it filters.
    const SCHEMA: &'static ListSchema;

    /// The filters of a query.
    ///
    /// # Errors
    /// Filters that are right alone and wrong together.
    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>>;
}

/// A list's state without its place: what is searched for, filtered, sorted and shown. Each value in it is one that the
/// schema knows, written in one way only.
#[derive(Debug, Clone)]
pub struct ListQuery {
    schema: &'static ListSchema,
    q: Option<String>,
    sort: Option<String>,
    columns: Option<Vec<&'static Column>>,
    filters: BTreeMap<&'static str, String>,
}

/// An amount in a filter, before its currency is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount(String);

impl Amount {
    /// The amount in a currency.
    ///
    /// # Errors
    /// The field's error, when the currency has fewer decimals.
    pub fn in_currency(&self, field: &str, currency: Currency) -> Result<Money, FieldError> {
        let wrong = |_| FieldError::new(field, Code::TooManyDecimals);
        Money::parse(&self.0, currency).map_err(wrong)
    }
}

impl ListSchema {
    /// Reads a query. What is wrong in it is left out and told; what the list does not know is somebody else's and is left
    /// out. The first of several values counts, but columns add up.
    pub fn read<'a>(
        &'static self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (ListQuery, Vec<FieldError>) {
        let mut query = ListQuery { schema: self, q: None, sort: None, columns: None, filters: BTreeMap::new() };
        let mut errors = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() || (name != "columns" && seen.contains(&name)) {
                continue;
            }
            let read = match (name, self.filter(name)) {
                ("q", _) => text::line("q", Some(&single_line(value)), SEARCH_MAX).map(|q| query.q = q),
                ("sort", _) => self.read_sort(value).map(|sort| query.sort = Some(sort)),
                ("columns", _) => self.read_columns(value, query.columns.get_or_insert_default()),
                (_, Some(filter)) => {
                    read_filter(filter, value).map(|value| drop(query.filters.insert(filter.key, value)))
                }
                _ => continue,
            };
            seen.push(name);
            errors.extend(read.err());
        }
        if query.columns.as_ref().is_some_and(Vec::is_empty) {
            query.columns = None;
        }
        (query, errors)
    }

    fn read_sort(&self, asked: &str) -> Result<String, FieldError> {
        let name = asked.strip_prefix('-').unwrap_or(asked);
        if self.sorts().any(|sort| sort == name) {
            return Ok(asked.to_owned());
        }
        let names: Vec<&str> = self.sorts().collect();
        Err(FieldError::new("sort", Code::NotAChoice).with("allowed", names.join(", ")))
    }

    fn read_columns(&self, asked: &str, columns: &mut Vec<&'static Column>) -> Result<(), FieldError> {
        for key in asked.split(',').map(str::trim).filter(|key| !key.is_empty()) {
            let Some(column) = self.column(key) else {
                let keys: Vec<&str> = self.columns.iter().map(|column| column.key).collect();
                return Err(FieldError::new("columns", Code::NotAChoice).with("allowed", keys.join(", ")));
            };
            if !columns.iter().any(|known| known.key == key) {
                columns.push(column);
            }
        }
        Ok(())
    }
}

/// A search as one line: what a paste brings along stands for a space.
fn single_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\0' { ' ' } else { letter }).collect()
}

fn read_filter(filter: &Filter, value: &str) -> Result<String, FieldError> {
    let key = filter.key;
    match filter.kind {
        FilterKind::Word(words) => {
            let words: Vec<&str> = words(crate::shared::Language::En).into_iter().map(|(code, _)| code).collect();
            if words.contains(&value) {
                return Ok(value.to_owned());
            }
            Err(FieldError::new(key, Code::NotAChoice).with("allowed", words.join(", ")))
        }
        FilterKind::Record => match uuid::Uuid::try_parse(value) {
            Ok(id) => Ok(id.to_string()),
            Err(_) => Err(FieldError::new(key, Code::UnknownReference)),
        },
        FilterKind::Day => {
            let day = text::day(key, Some(value))?;
            day.map(|day| day.to_string()).ok_or_else(|| FieldError::new(key, Code::InvalidDate))
        }
        FilterKind::Moment => Moment::field(key, value).map(|moment| moment.to_string()),
        FilterKind::Text => {
            let text = text::line(key, Some(value), TEXT_MAX)?;
            text.ok_or_else(|| FieldError::new(key, Code::Required))
        }
        FilterKind::Amount => {
            // Four decimals are the most that a currency of ISO 4217 has; the currency named decides in the end.
            let compact: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
            let wrong = || FieldError::new(key, Code::InvalidAmount);
            if compact.starts_with('-') {
                return Err(FieldError::new(key, Code::NegativeAmount));
            }
            let amount = compact.replace(',', ".");
            let (whole, decimals) = amount.split_once('.').unwrap_or((&amount, ""));
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            let fits =
                !whole.is_empty() && whole.len() <= 14 && decimals.len() <= 4 && digits(whole) && digits(decimals);
            if fits { Ok(amount) } else { Err(wrong()) }
        }
        FilterKind::Currency => {
            let known = Currency::parse(&value.to_ascii_uppercase());
            known.map(|known| known.code().to_owned()).ok_or_else(|| FieldError::new(key, Code::InvalidCurrency))
        }
        FilterKind::Flag => match value {
            "true" | "1" | "on" => Ok("true".to_owned()),
            "false" | "0" => Ok("false".to_owned()),
            _ => Err(FieldError::new(key, Code::NotAChoice).with("allowed", "true, false")),
        },
    }
}

impl ListQuery {
    /// The list it is asked of.
    pub fn schema(&self) -> &'static ListSchema {
        self.schema
    }

    /// What is searched for.
    pub fn q(&self) -> Option<&str> {
        self.q.as_deref()
    }

    /// The sort asked for.
    pub fn sort(&self) -> Option<&str> {
        self.sort.as_deref()
    }

    /// A filter's value, where it is set.
    pub fn given(&self, key: &str) -> Option<&str> {
        self.filters.get(key).map(String::as_str)
    }

    /// The filters that are set, in the order of the schema.
    pub fn filters(&self) -> impl Iterator<Item = (&'static Filter, &str)> {
        self.schema.filters.iter().filter_map(|filter| Some((filter, self.given(filter.key)?)))
    }

    /// Whether somebody chose the columns.
    pub fn has_own_columns(&self) -> bool {
        self.columns.is_some()
    }

    /// The columns to show: the first always, then those chosen, in the order of the schema.
    pub fn columns(&self) -> Vec<&'static Column> {
        let Some(chosen) = &self.columns else { return self.schema.usual_columns() };
        let is_chosen = |column: &Column| chosen.iter().any(|known| known.key == column.key);
        let columns = self.schema.columns.iter().enumerate();
        columns.filter(|(place, column)| *place == 0 || is_chosen(column)).map(|(_, column)| column).collect()
    }

    /// Whether anything is searched for or filtered.
    pub fn is_narrowed(&self) -> bool {
        self.q.is_some() || !self.filters.is_empty()
    }

    /// Whether nothing at all was asked for.
    pub fn is_plain(&self) -> bool {
        !self.is_narrowed() && self.sort.is_none() && self.columns.is_none()
    }

    /// The query as pairs of name and value, always in the same order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = self.q.iter().map(|q| ("q", q.clone())).collect();
        pairs.extend(self.filters().map(|(filter, value)| (filter.key, value.to_owned())));
        pairs.extend(self.sort.iter().map(|sort| ("sort", sort.clone())));
        if let Some(columns) = &self.columns {
            let keys: Vec<&str> = columns.iter().map(|column| column.key).collect();
            pairs.push(("columns", keys.join(",")));
        }
        pairs
    }

    /// The query as addresses write it, without its question mark.
    pub fn written(&self) -> String {
        super::query_of(self.pairs())
    }

    /// The same query without its amounts, which need a currency.
    #[must_use]
    pub fn without_amounts(mut self) -> Self {
        let schema = self.schema;
        let is_amount = |key: &str| schema.filter(key).is_some_and(|filter| matches!(filter.kind, FilterKind::Amount));
        self.filters.retain(|key, _| !is_amount(key));
        self
    }

    /// What to ask the store for, from the beginning of the list.
    pub fn request(&self) -> PageRequest {
        PageRequest { q: self.q.clone(), sort: self.sort.clone(), ..PageRequest::default() }
    }

    /// A filter that holds a word.
    pub fn word<T>(&self, key: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.given(key).and_then(parse)
    }

    /// A filter that holds an id.
    pub fn id<T>(&self, key: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.given(key).and_then(parse)
    }

    /// A filter that holds a day.
    pub fn day(&self, key: &str) -> Option<Date> {
        self.given(key).and_then(|day| day.parse().ok())
    }

    /// A filter that holds an instant or a day.
    pub fn moment(&self, key: &str) -> Option<Moment> {
        self.given(key).and_then(|text| Moment::field(key, text).ok())
    }

    /// A filter that holds text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.given(key).map(str::to_owned)
    }

    /// A filter that holds yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.given(key).map(|flag| flag == "true")
    }

    /// A filter that holds an amount.
    pub fn amount(&self, key: &str) -> Option<Amount> {
        self.given(key).map(|amount| Amount(amount.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::POLICY_LIST;

    fn read(pairs: &[(&str, &str)]) -> (ListQuery, Vec<(String, Code)>) {
        let (query, errors) = POLICY_LIST.read(pairs.iter().copied());
        (query, errors.into_iter().map(|error| (error.pointer, error.code)).collect())
    }

    #[test]
    fn a_query_is_written_in_one_way_only() {
        let (query, errors) = read(&[
            ("sort", "-expiry_date"),
            ("expiring_before", "01/12/2026"),
            ("state", " in_force "),
            ("q", " du  parc "),
            ("columns", "state,premium"),
            ("columns", "state"),
            ("utm_source", "x"),
        ]);
        assert_eq!(errors, []);
        let pairs = query.pairs();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("q", "du  parc"),
                ("state", "in_force"),
                ("expiring_before", "2026-12-01"),
                ("sort", "-expiry_date"),
                ("columns", "state,premium"),
            ]
        );
        let (again, _) = POLICY_LIST.read(pairs);
        assert_eq!(again.pairs(), query.pairs());
        let shown: Vec<&str> = query.columns().iter().map(|column| column.key).collect();
        assert_eq!(shown, ["policy_number", "state", "premium"]);
    }

    #[test]
    fn what_is_wrong_is_told_and_left_out() {
        let cases = [
            ("state", "sleeping", Code::NotAChoice),
            ("company_id", "1", Code::UnknownReference),
            ("expiring_after", "soon", Code::InvalidDate),
            ("premium_min", "-1", Code::NegativeAmount),
            ("premium_min", "1e9", Code::InvalidAmount),
            ("premium_min", "999999999999999999", Code::InvalidAmount),
            ("currency", "EURO", Code::InvalidCurrency),
            ("tacit_renewal", "perhaps", Code::NotAChoice),
            ("sort", "iban", Code::NotAChoice),
            ("sort", "--state", Code::NotAChoice),
            ("columns", "state,iban", Code::NotAChoice),
            ("q", "a\0b", Code::ControlCharacters),
        ];
        for (name, value, code) in cases {
            let (query, errors) = read(&[(name, value)]);
            assert_eq!(errors, [(format!("/{name}"), code)], "{name}={value}");
            assert!(!query.is_narrowed() && query.sort().is_none(), "{name}={value}");
        }
    }

    #[test]
    fn no_list_calls_two_things_by_one_name() {
        for schema in crate::list::LISTS {
            let mut keys: Vec<&str> = schema.columns.iter().map(|column| column.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), schema.columns.len(), "{}", schema.noun);
            assert!(schema.columns.first().is_some_and(|first| first.shown), "{}", schema.noun);
            let mut sorts: Vec<&str> = schema.sorts().collect();
            sorts.sort_unstable();
            let mut sortable: Vec<&str> =
                schema.columns.iter().filter(|column| column.sortable).map(|column| column.key).collect();
            sortable.sort_unstable();
            assert_eq!(sorts, sortable, "{}: the usual sort is one of the columns'", schema.noun);
            for filter in schema.filters {
                assert!(!["q", "sort", "columns", "cursor", "limit", "count", "id", "all"].contains(&filter.key));
            }
        }
    }
}
