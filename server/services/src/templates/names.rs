//! The names that a template may read, told from the sample itself: what documents will have, and nothing else.

use domain::shared::{Currency, Language, Money, format};
use domain::template::{NameShape, TemplateName};
use jiff::civil::Date;
use serde_json::Value;

/// Every name of the full sample, in the order of the snapshot. What the sparse one has empty may be empty.
pub(super) fn names(full: &Value, sparse: &Value, language: Language) -> Vec<TemplateName> {
    let mut found = Vec::new();
    collect("", full, sparse, language, &mut found);
    found
}

fn collect(path: &str, full: &Value, sparse: &Value, language: Language, found: &mut Vec<TemplateName>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if let (Value::Object(fields), None) = (full, money(full)) {
        for (name, value) in fields {
            collect(&below(name), value, &sparse[name], language, found);
        }
        return;
    }
    // What a template writes without declaring it, such as the free data of an order, has no names to offer.
    if full.is_null() {
        return;
    }
    let (shape, sample) = told(full, language);
    let empty = sparse.is_null() || sparse.as_array().is_some_and(Vec::is_empty);
    found.push(TemplateName {
        snippet: snippet(path, full, shape),
        path: path.to_owned(),
        shape,
        sample,
        optional: empty,
    });
}

fn told(value: &Value, language: Language) -> (NameShape, String) {
    match value {
        Value::Array(_) => (NameShape::Rows, String::new()),
        Value::Bool(yes) => (NameShape::YesNo, yes.to_string()),
        Value::Number(number) => (NameShape::Number, number.to_string()),
        Value::String(text) => match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => (NameShape::Day, format::day(day)),
            _ => (NameShape::Text, text.clone()),
        },
        other => money(other)
            .map_or((NameShape::Text, String::new()), |money| (NameShape::Money, format::money(money, language))),
    }
}

fn money(value: &Value) -> Option<Money> {
    let currency = Currency::parse(value.get("currency")?.as_str()?)?;
    Some(Money { amount_minor: value.get("amount_minor")?.as_i64()?, currency })
}

/// What is written into the template to print it.
fn snippet(path: &str, value: &Value, shape: NameShape) -> String {
    match shape {
        NameShape::Day => format!("{{{{ {path}|date }}}}"),
        NameShape::Money => format!("{{{{ {path}|money }}}}"),
        NameShape::Text | NameShape::Number => format!("{{{{ {path} }}}}"),
        NameShape::YesNo => format!("{{% if {path} %}}{{% endif %}}"),
        NameShape::Rows => {
            let first = value.get(0);
            let inside = match first {
                Some(Value::Object(fields)) => {
                    let cell = |(name, value): (&String, &Value)| {
                        let filter = match told(value, Language::Fr).0 {
                            NameShape::Day => "|date",
                            NameShape::Money => "|money",
                            _ => "",
                        };
                        format!("{{{{ row.{name}{filter} }}}}")
                    };
                    fields.iter().map(cell).collect::<Vec<_>>().join(" ")
                }
                _ => "{{ row }}".to_owned(),
            };
            format!("{{% for row in {path} %}}{inside}{{% endfor %}}")
        }
    }
}
