//! The data that travels inside the file: the part of the snapshot that a template names, and nothing else of it.
//!
//! A snapshot knows more of a client than a page prints, and an attachment is read by nobody before it leaves. So nothing goes out that the
//! template's author did not name (decision 0045).

use serde_json::{Map, Value};
use services::ports::render::RenderError;

use crate::problem::{in_order, problem};
use crate::tree::Document;

/// The name of the file inside the file.
pub(crate) const NAME: &str = "data.json";

/// Writes the named part of the snapshot into the document. A name that is not there is an error, as everywhere in a template.
pub(crate) fn fill(document: &mut Document, data: &Value) -> Result<(), RenderError> {
    let Some(attachment) = &mut document.attachment else { return Ok(()) };
    let mut part = Value::Object(Map::new());
    let mut problems = Vec::new();
    for name in &attachment.names {
        match found(data, name) {
            Some(value) => put(&mut part, name, value),
            None => problems.push(problem("unknown_name", attachment.place, name)),
        }
    }
    if !problems.is_empty() {
        return Err(RenderError::Template(in_order(problems)));
    }
    attachment.json = serde_json::to_vec_pretty(&part).map_err(|error| RenderError::Engine(error.to_string()))?;
    Ok(())
}

/// What stands under a dotted name. Below an empty object, such as the policy of a letter without one, everything is empty.
fn found<'a>(data: &'a Value, name: &str) -> Option<&'a Value> {
    let mut at = data;
    for step in name.split('.') {
        if at.is_null() {
            return Some(at);
        }
        at = at.get(step)?;
    }
    Some(at)
}

fn put(part: &mut Value, name: &str, value: &Value) {
    let mut at = part;
    for step in name.split('.') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(fields) = at else { return };
        at = fields.entry(step).or_insert(Value::Null);
    }
    at.clone_from(value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{found, put};

    #[test]
    fn only_what_is_named_is_taken() {
        let data = json!({ "client": { "display_name": "Anaïs", "tax_id": "1" }, "policy": null });
        let mut part = json!({});
        for name in ["client.display_name", "policy.policy_number"] {
            put(&mut part, name, found(&data, name).expect("a value"));
        }
        assert_eq!(part, json!({ "client": { "display_name": "Anaïs" }, "policy": { "policy_number": null } }));
        assert_eq!(found(&data, "client.nmae"), None);
    }
}
