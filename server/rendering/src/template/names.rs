//! The names a template reads, held against the names there are. An unknown name behind a condition would otherwise wait for the
//! first document that meets the condition.

use domain::shared::Language;
use minijinja::Environment;
use serde_json::Value;
use services::ports::render::TemplateProblem;

use super::{environment, marks};
use crate::problem::{Place, problem};

/// The names of the template that are not in `known`. Below a `null` every name may stand.
pub(crate) fn unknown(source: &str, known: &Value) -> Vec<TemplateProblem> {
    let environment = environment(Language::Fr);
    let Ok(template) = environment.template_from_str(source) else { return Vec::new() };
    let mut problems = Vec::new();
    for name in template.undeclared_variables(true) {
        let Some(part) = first_unknown(&name, known).filter(|_| !is_function(&environment, &name)) else { continue };
        for offset in marks::in_expressions(source, &name) {
            // The place is that of the part at fault, which is what one mends.
            let place = Place::at(source, offset + part);
            problems.push(problem("unknown_name", place, &name));
        }
    }
    problems
}

fn is_function(environment: &Environment<'_>, name: &str) -> bool {
    environment.globals().any(|(known, _)| known == name)
}

/// Where in the dotted name the first part stands that is not there.
fn first_unknown(name: &str, known: &Value) -> Option<usize> {
    let mut here = known;
    let mut offset = 0;
    for part in name.split('.') {
        match here {
            Value::Null => return None,
            Value::Object(fields) => match fields.get(part) {
                Some(value) => here = value,
                None => return Some(offset),
            },
            _ => return Some(offset),
        }
        offset += part.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unknown_name_is_found_behind_a_condition_and_a_known_one_is_not_reported() {
        let known = json!({ "policy": { "risk": [{ "label": "x" }], "payer": "A" }, "data": null });
        let source = "<p>policy.nmae</p>\n{% if policy.payer %}<p>{{ policy.payer }} {{ data.any.thing }}</p>{% else %}\n  \
                      {{ policy.nmae|upper }}{% endif %}{% for one in policy.risk %}{{ one.label }}{{ loop.index }}{% endfor %}\
                      {% set here = 1 %}{{ here }} {{ polisy.payer }} {{ range(2)|length }} {# policy.nmae #}";
        let mut found = unknown(source, &known);
        found.sort_by_key(|problem| (problem.line, problem.column));
        let told: Vec<_> = found.iter().map(|one| (one.line, one.column, one.subject.as_str())).collect();
        assert_eq!(told, [(3, 13, "policy.nmae"), (3, 140, "polisy.payer")]);
    }
}
