//! Made-up facts: what the usage of a template asks for beyond the books, in their declared shapes.

use domain::shared::{Language, Money};
use domain::template::{Fact, FactShape, PREVIEW_ROWS, PreviewData, TemplateUsage};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::sample::LONG_NAME;

/// With what the facts are filled.
pub(super) struct Filling {
    pub(super) which: PreviewData,
    pub(super) language: Language,
    pub(super) today: Date,
    pub(super) amount: Money,
}

/// How many rows an ordinary table has.
const ROWS: usize = 3;

/// Every fact of the usage; where it declares none, its data is free, which `null` stands for.
pub(super) fn facts(usage: TemplateUsage, filling: &Filling) -> Value {
    if usage.facts().is_empty() { Value::Null } else { object(usage.facts(), filling, 1) }
}

fn object(facts: &[Fact], filling: &Filling, row: usize) -> Value {
    Value::Object(facts.iter().map(|fact| (fact.name.to_owned(), value(fact, filling, row))).collect::<Map<_, _>>())
}

fn value(fact: &Fact, filling: &Filling, row: usize) -> Value {
    let bare = filling.which == PreviewData::Sparse;
    let columns = fact.columns();
    if !columns.is_empty() {
        let rows = match filling.which {
            PreviewData::Sample => ROWS,
            PreviewData::Longest => PREVIEW_ROWS,
            PreviewData::Sparse => usize::from(fact.required),
        };
        return Value::Array((1..=rows).map(|row| object(columns, filling, row)).collect());
    }
    if bare && !fact.required {
        return Value::Null;
    }
    let label = fact.label(filling.language);
    match fact.shape {
        FactShape::Line if filling.which == PreviewData::Longest => json!(LONG_NAME),
        FactShape::Line => json!(format!("{label} {row}")),
        FactShape::Text if filling.which == PreviewData::Longest => json!([LONG_NAME; 12].join(". ")),
        FactShape::Text => json!(match filling.language {
            Language::Fr => format!(
                "{label}\u{a0}: un premier paragraphe d’exemple.\n\nEt un deuxième, pour voir l’espace entre les deux."
            ),
            Language::En => format!(
                "{label}: a first paragraph of an example.\n\nAnd a second one, to see the space between the two."
            ),
        }),
        FactShape::Day => json!(filling.today),
        FactShape::Money => json!(filling.amount),
        FactShape::YesNo => json!(!bare),
        FactShape::Table(_) => json!([]),
    }
}
