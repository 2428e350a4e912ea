//! The facts of a document as fields of its form: one field per fact, the rows of a table line by line. Everything works by
//! plain posts: asking for more lines, or for another template's fields, sends the form and shows it again as it was typed.

use domain::shared::{Currency, Money};
use domain::template::{Fact, FactShape, TABLE_ROWS_MAX, TemplateUsage};
use leptos::prelude::*;
use serde_json::{Map, Value};
use services::documents::FactsAsked;

use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::parts::{CheckboxField, Choice, DateField, FormSection, MoneyField, TextArea, TextField, Width};

/// How many empty lines the form offers beyond those filled in.
const SPARE: usize = 2;
/// The fewest lines it offers.
const LINES_MIN: usize = 3;
/// The most lines a form shows; a longer table comes through the API.
const LINES_MAX: usize = 200;

/// The name of a fact's field.
fn field_of(fact: &Fact) -> String {
    format!("data_{}", fact.name)
}

fn cell_of(fact: &Fact, place: usize, column: &Fact) -> String {
    format!("data_{}_{place}_{}", fact.name, column.name)
}

/// What the form says of the facts, for a template of this usage. What is no amount goes on as it was typed, so that it is
/// refused at its field together with all else.
pub(crate) fn read(fields: &Fields, usage: TemplateUsage) -> Value {
    let mut data = Map::new();
    for fact in usage.facts() {
        let value = match fact.shape {
            FactShape::Table(columns) => rows(fields, fact, columns),
            _ => single(fields, &field_of(fact), fact),
        };
        data.insert(fact.name.to_owned(), value);
    }
    Value::Object(data)
}

fn rows(fields: &Fields, fact: &Fact, columns: &[Fact]) -> Value {
    let prefix = format!("data_{}_", fact.name);
    let place = |name: String| name.split('_').next()?.parse::<usize>().ok();
    let last = fields.ticked_under(&prefix).into_iter().filter_map(place).max();
    let lines = last.map_or(0, |last| last.saturating_add(1)).min(TABLE_ROWS_MAX);
    // Also an empty line keeps its place, so that an error names the line it was typed in.
    let row = |place: usize| {
        let cells = columns
            .iter()
            .map(|column| (column.name.to_owned(), single(fields, &cell_of(fact, place, column), column)));
        Value::Object(cells.collect())
    };
    Value::Array((0..lines).map(row).collect())
}

fn single(fields: &Fields, name: &str, fact: &Fact) -> Value {
    match fact.shape {
        FactShape::YesNo => Value::Bool(fields.ticked(name)),
        FactShape::Money => {
            let Some(typed) = fields.text(name) else { return Value::Null };
            let currency = fields.text(&format!("{name}_currency")).and_then(|code| Currency::parse(&code));
            let amount = signed(&typed, currency.unwrap_or(Currency::EUR));
            amount.and_then(|amount| serde_json::to_value(amount).ok()).unwrap_or(Value::String(typed))
        }
        _ => fields.text(name).map_or(Value::Null, Value::String),
    }
}

/// An amount as typed; balances and differences may be negative.
fn signed(typed: &str, currency: Currency) -> Option<Money> {
    let typed = typed.trim();
    let (negative, digits) = match typed.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(digits) => (true, digits),
        None => (false, typed),
    };
    let amount = Money::parse(digits, currency).ok()?;
    Some(if negative { Money { amount_minor: -amount.amount_minor, ..amount } } else { amount })
}

/// The values that the books know, as the form shows them.
pub(super) fn values(words: Words, asked: &FactsAsked) -> Vec<(String, String)> {
    let mark = if words.language() == domain::shared::Language::Fr { ',' } else { '.' };
    let mut values = Vec::new();
    for fact in asked.usage.facts() {
        let Some(value) = asked.known.get(fact.name) else { continue };
        match value {
            Value::String(text) => values.push((field_of(fact), text.clone())),
            Value::Object(_) => {
                if let Ok(money) = serde_json::from_value::<Money>(value.clone()) {
                    values.push((field_of(fact), money.to_input(mark)));
                    values.push((format!("{}_currency", field_of(fact)), money.currency.code().to_owned()));
                }
            }
            _ => {}
        }
    }
    values
}

/// The names of the fields, for the summary of errors.
pub(crate) fn labels(words: Words, usage: TemplateUsage) -> Vec<(String, String)> {
    let language = words.language();
    let mut labels = Vec::new();
    for fact in usage.facts() {
        labels.push((field_of(fact), fact.label(language).to_owned()));
        for place in 0..if fact.columns().is_empty() { 0 } else { LINES_MAX } {
            for column in fact.columns() {
                let label = format!("{}, {}", line_label(words, fact, place), column.label(language));
                labels.push((cell_of(fact, place, column), label));
            }
        }
    }
    labels
}

fn line_label(words: Words, fact: &Fact, place: usize) -> String {
    words.documents().line_of(fact.label(words.language()), place + 1)
}

/// The fields: first what is asked for one by one, under a sentence on where the others come from, then each table.
pub(crate) fn form(words: Words, filled: &Filled, asked: &FactsAsked, lead: &'static str) -> AnyView {
    let heads = words.documents();
    let (tables, single): (Vec<&Fact>, Vec<&Fact>) =
        asked.facts.iter().copied().partition(|fact| !fact.columns().is_empty());
    if asked.facts.is_empty() {
        return ().into_any();
    }
    let currency = asked.currency;
    let one = |fact: &&Fact| {
        let required = asked.required.contains(&fact.name);
        let label = fact.label(words.language()).to_owned();
        field(filled, fact, currency, Place { name: field_of(fact), label, required, width: Width::Half })
    };
    let fields = single.iter().map(one).collect_view();
    let tables = tables.iter().map(|fact| table(words, filled, fact, asked)).collect_view();
    let first = (!single.is_empty()).then(|| {
        view! { <FormSection title=heads.facts() lead=lead>{fields}</FormSection> }
    });
    view! { {first} {tables} }.into_any()
}

fn table(words: Words, filled: &Filled, fact: &Fact, asked: &FactsAsked) -> AnyView {
    let language = words.language();
    let used = |place: &usize| {
        fact.columns().iter().any(|column| {
            let name = cell_of(fact, *place, column);
            !filled.value(&name).trim().is_empty() || filled.error(&name).is_some()
        })
    };
    let last = (0..LINES_MAX).filter(used).max();
    let lines = (last.map_or(0, |last| last + 1) + SPARE).clamp(LINES_MIN, LINES_MAX);
    let name = field_of(fact);
    let wrong = filled.error(&name).map(|wrong| {
        view! { <p class="field-error" id=format!("field-{name}")>{wrong}</p> }
    });
    let width = if fact.columns().len() == 2 { Width::Half } else { Width::Third };
    let rows = (0..lines)
        .map(|place| {
            fact.columns()
                .iter()
                .map(|column| {
                    let label = format!("{}, {}", line_label(words, fact, place), column.label(language));
                    let place = Place { name: cell_of(fact, place, column), label, required: false, width };
                    field(filled, column, asked.currency, place)
                })
                .collect_view()
        })
        .collect_view();
    let required = asked.required.contains(&fact.name);
    let heads = words.documents();
    let lead = if required { heads.table_required() } else { heads.table_optional() };
    view! { <FormSection title=fact.label(language) lead=lead>{wrong}{rows}</FormSection> }.into_any()
}

/// Where a fact stands in the form.
struct Place {
    name: String,
    label: String,
    required: bool,
    width: Width,
}

fn field(filled: &Filled, fact: &Fact, currency: Currency, place: Place) -> AnyView {
    let Place { name, label, required, width } = place;
    let (value, error) = (filled.value(&name), filled.error(&name));
    match fact.shape {
        FactShape::Text => view! {
            <TextArea name=name label=label value=value error=error required=required rows=4/>
        }
        .into_any(),
        FactShape::Day => view! {
            <DateField name=name label=label value=value error=error required=required width=width/>
        }
        .into_any(),
        FactShape::YesNo => {
            view! { <CheckboxField name=name.clone() label=label checked=filled.ticked(&name)/> }.into_any()
        }
        FactShape::Money => {
            let chosen = Some(filled.value(&format!("{name}_currency"))).filter(|code| Currency::parse(code).is_some());
            let chosen = chosen.unwrap_or_else(|| currency.code().to_owned());
            let shown = Currency::parse(&chosen).map_or_else(|| chosen.clone(), |currency| currency.sign().to_owned());
            view! {
                <MoneyField
                    name=name
                    label=label
                    value=value
                    currency=chosen.clone()
                    currencies=vec![Choice::new(chosen, shown)]
                    error=error
                    required=required
                    width=width
                />
            }
            .into_any()
        }
        FactShape::Line | FactShape::Table(_) => view! {
            <TextField name=name label=label value=value error=error required=required autocomplete="off" width=width/>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Fields {
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_form_says_its_facts_each_by_its_shape() {
        let fields = typed(&[
            ("data_due_on", "2026-12-01"),
            ("data_total", "1 700,00"),
            ("data_total_currency", "EUR"),
            ("data_lines_1_label", "Auto"),
            ("data_lines_1_total", "-5"),
            ("data_lines_1_taxes", "beaucoup"),
        ]);
        let read = read(&fields, TemplateUsage::PremiumNotice);
        assert_eq!(read["due_on"], json!("2026-12-01"));
        assert_eq!(read["total"], json!({ "amount_minor": 170_000, "currency": "EUR" }));
        assert_eq!(read["lines"][0]["label"], Value::Null, "an empty line keeps its place");
        assert_eq!(read["lines"][1]["total"], json!({ "amount_minor": -500, "currency": "EUR" }));
        assert_eq!(read["lines"][1]["taxes"], json!("beaucoup"), "what is no amount is refused at its field");
    }
}
