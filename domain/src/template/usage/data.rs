//! Reading `data`: each fact by its shape, in its standard writing, and every one of them there.

use serde_json::{Map, Value};

use super::{Fact, FactShape, TABLE_ROWS_MAX, TemplateUsage};
use crate::shared::Money;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::text;

/// Whether a template's source prints a fact: it names it after `data`.
pub fn prints(source: &str, name: &str) -> bool {
    source.match_indices("data").any(|(place, word)| {
        let before = source[..place].chars().next_back();
        let rest = &source[place + word.len()..];
        let named = rest
            .strip_prefix('.')
            .or_else(|| rest.strip_prefix("[\"").or_else(|| rest.strip_prefix("['")))
            .and_then(|rest| rest.strip_prefix(name));
        let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        !part_of_word(before) && before != Some('.') && named.is_some_and(|rest| !part_of_word(rest.chars().next()))
    })
}

/// Reads what is given under `data` for a template of this usage: every declared fact is in the answer, `null` or `[]` when
/// it was not given, beside the names that the template itself prints. Under the usage `other` everything is kept.
///
/// # Errors
/// Every fact that is wrong, and every name that neither the usage nor the template knows. What is missing is not an error
/// here: see [`TemplateUsage::missing_facts`].
pub fn read_data(usage: TemplateUsage, source: &str, given: Map<String, Value>) -> Result<Value, Vec<FieldError>> {
    let mut check = Checker::default();
    let mut facts = Map::new();
    for fact in usage.facts() {
        let value = given.get(fact.name).cloned().unwrap_or(Value::Null);
        facts.insert(fact.name.to_owned(), read(&mut check, &format!("data/{}", fact.name), fact, value));
    }
    for (name, value) in given {
        if usage.fact(&name).is_some() {
            continue;
        }
        if usage == TemplateUsage::Other || prints(source, &name) {
            facts.insert(name, value);
        } else {
            check.note(FieldError::new(&format!("data/{}", escaped(&name)), Code::UnknownField));
        }
    }
    check.finish(Some(Value::Object(facts)))
}

impl TemplateUsage {
    /// The facts that must be there and are not, in data as [`read_data`] gives it. A usual paper asks for those that its
    /// template prints; any other asks for all of its own.
    pub fn missing_facts(self, source: &str, data: &Value) -> Vec<&'static Fact> {
        let asked = |fact: &&Fact| fact.required && (!self.is_usual() || prints(source, fact.name));
        let absent = |fact: &&Fact| match data.get(fact.name) {
            None | Some(Value::Null) => true,
            Some(Value::Array(rows)) => rows.is_empty(),
            Some(_) => false,
        };
        self.facts().iter().filter(asked).filter(absent).collect()
    }
}

/// A name as it stands in a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.chars().take(text::LINE_MAX).collect::<String>().replace('~', "~0").replace('/', "~1")
}

fn read(check: &mut Checker, field: &str, fact: &Fact, value: Value) -> Value {
    match fact.shape {
        FactShape::Table(columns) => table(check, field, columns, value),
        shape => check.keep(single(field, shape, value)).flatten().unwrap_or(Value::Null),
    }
}

fn single(field: &str, shape: FactShape, value: Value) -> Result<Option<Value>, FieldError> {
    let wrong = || FieldError::new(field, Code::WrongType);
    let written = match (&value, shape) {
        (Value::Null, _) => return Ok(None),
        (Value::Bool(_), FactShape::YesNo) => return Ok(Some(value)),
        (Value::Object(_), FactShape::Money) => {
            let money: Money =
                serde_json::from_value(value).map_err(|_| FieldError::new(field, Code::InvalidAmount))?;
            return Ok(serde_json::to_value(money).ok());
        }
        (Value::String(_) | Value::Number(_), FactShape::Money) => {
            return Err(FieldError::new(field, Code::InvalidAmount));
        }
        // A number where a text is meant, as spreadsheets make of a rate or a limit.
        (Value::Number(number), FactShape::Line) => number.to_string(),
        (Value::String(written), FactShape::Line | FactShape::Text | FactShape::Day) => written.clone(),
        _ => return Err(wrong()),
    };
    match shape {
        FactShape::Text => Ok(text::lines(field, Some(&written), text::TEXT_MAX)?.map(Value::String)),
        FactShape::Day => Ok(text::day(field, Some(&written))?.map(|day| Value::String(day.to_string()))),
        _ => Ok(text::line(field, Some(&written), text::LINE_MAX)?.map(Value::String)),
    }
}

/// The rows of a table, each with every column; a row with nothing in it is none.
fn table(check: &mut Checker, field: &str, columns: &[Fact], value: Value) -> Value {
    let rows = match value {
        Value::Null => Vec::new(),
        Value::Array(rows) => rows,
        _ => {
            check.note(FieldError::new(field, Code::WrongType));
            Vec::new()
        }
    };
    if rows.len() > TABLE_ROWS_MAX {
        check.note(FieldError::new(field, Code::OutOfRange).with("min", 0).with("max", TABLE_ROWS_MAX));
        return Value::Null;
    }
    let rows = rows.into_iter().enumerate().filter_map(|(place, row)| {
        let at = format!("{field}/{place}");
        let Value::Object(cells) = row else {
            check.note(FieldError::new(&at, Code::WrongType));
            return None;
        };
        cells_of(check, &at, columns, cells)
    });
    Value::Array(rows.collect())
}

fn cells_of(check: &mut Checker, at: &str, columns: &[Fact], mut cells: Map<String, Value>) -> Option<Value> {
    let mut row = Map::new();
    for column in columns {
        let value = cells.remove(column.name).unwrap_or(Value::Null);
        row.insert(column.name.to_owned(), read(check, &format!("{at}/{}", column.name), column, value));
    }
    for name in cells.keys() {
        check.note(FieldError::new(&format!("{at}/{}", escaped(name)), Code::UnknownField));
    }
    if row.values().all(Value::is_null) {
        return None;
    }
    for column in columns.iter().filter(|column| column.required) {
        if row.get(column.name).is_some_and(Value::is_null) {
            check.note(FieldError::new(&format!("{at}/{}", column.name), Code::Required));
        }
    }
    Some(Value::Object(row))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_as(usage: TemplateUsage, source: &str, given: Value) -> Result<Value, Vec<(String, Code)>> {
        let Value::Object(given) = given else { panic!("facts are an object") };
        read_data(usage, source, given)
            .map_err(|errors| errors.into_iter().map(|error| (error.pointer, error.code)).collect())
    }

    #[test]
    fn every_declared_fact_is_there_in_its_standard_writing() {
        let given = json!({
            "due_on": "1/12/2026", "amount_due": {"amount_minor": 12345, "currency": "EUR"},
        });
        let expected = json!({
            "due_on": "2026-12-01", "amount_due": {"amount_minor": 12345, "currency": "EUR"}, "pay_before": null,
        });
        assert_eq!(read_as(TemplateUsage::Reminder, "", given), Ok(expected));
        assert_eq!(
            read_as(TemplateUsage::Certificate, "", json!({})),
            Ok(json!({ "guarantees": [], "purpose": null }))
        );
    }

    #[test]
    fn what_is_wrong_is_told_at_its_pointer_all_at_once() {
        let given = json!({
            "due_on": "31/02/2026", "amount_due": {"amount_minor": 1.5, "currency": "EUR"}, "a/b": 1,
        });
        let wrong = vec![
            ("/data/due_on".to_owned(), Code::InvalidDate),
            ("/data/amount_due".to_owned(), Code::InvalidAmount),
            ("/data/a~1b".to_owned(), Code::UnknownField),
        ];
        assert_eq!(read_as(TemplateUsage::Reminder, "", given), Err(wrong));
        let rows = json!({ "changes": [{ "before": "A" }, {}, { "label": "Usage", "colour": "x" }, 3] });
        let wrong = vec![
            ("/data/changes/0/label".to_owned(), Code::Required),
            ("/data/changes/2/colour".to_owned(), Code::UnknownField),
            ("/data/changes/3".to_owned(), Code::WrongType),
        ];
        assert_eq!(read_as(TemplateUsage::EndorsementLetter, "", rows), Err(wrong));
    }

    #[test]
    fn a_template_may_ask_for_more_and_other_papers_for_anything() {
        assert_eq!(read_as(TemplateUsage::Other, "", json!({ "x": [1] })), Ok(json!({ "x": [1] })));
        let own = read_as(TemplateUsage::Letter, "{{ data.counter }}", json!({ "counter": 3 }));
        assert_eq!(own, Ok(json!({ "subject": null, "body": null, "counter": 3 })));
    }

    #[test]
    fn a_usual_paper_asks_for_what_it_prints_and_another_for_all() {
        let missing = |usage: TemplateUsage, source: &str| -> Vec<&str> {
            usage.missing_facts(source, &json!({})).iter().map(|fact| fact.name).collect()
        };
        assert_eq!(missing(TemplateUsage::Letter, "<p>Bonjour</p>"), [""; 0]);
        assert_eq!(missing(TemplateUsage::Letter, "{{ data.subject }}"), ["subject"]);
        assert_eq!(missing(TemplateUsage::Reminder, "<p>x</p>"), ["due_on", "amount_due"]);
    }

    #[test]
    fn a_fact_is_printed_where_it_is_named_after_data() {
        for source in ["{{ data.due_on|date }}", "{% if data['due_on'] %}", "{{data[\"due_on\"]}}"] {
            assert!(prints(source, "due_on"), "{source}");
        }
        for source in ["{{ data.due_on_time }}", "{{ mydata.due_on }}", "due_on", "{{ policy.data.due_on }}"] {
            assert!(!prints(source, "due_on"), "{source}");
        }
    }
}
