//! Partial changes, as JSON Merge Patch (RFC 7396): a field given replaces, `null` empties, a field left out stays.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::problem::{Code, FieldError};

/// The input as it is now, with the patch laid over it.
///
/// # Errors
/// The first field that is unknown or of a wrong type.
pub fn merged<T: Serialize + DeserializeOwned>(current: &T, patch: &Value) -> Result<T, Vec<FieldError>> {
    let unreadable = |_| vec![FieldError::new("", Code::WrongType)];
    let mut whole = serde_json::to_value(current).map_err(unreadable)?;
    let (Value::Object(fields), Value::Object(changes)) = (&mut whole, patch) else {
        return Err(vec![FieldError::new("", Code::WrongType)]);
    };
    for (name, value) in changes {
        if !fields.contains_key(name) {
            return Err(vec![FieldError::new(name, Code::UnknownField)]);
        }
        lay(fields.entry(name.clone()).or_insert(Value::Null), value);
        // Each field is tried alone, so that the error names it.
        if T::deserialize(&Value::Object(fields.clone())).is_err() {
            return Err(vec![FieldError::new(name, Code::WrongType)]);
        }
    }
    T::deserialize(&whole).map_err(unreadable)
}

fn lay(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (name, value) in changes {
                lay(fields.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sheet {
        name: Option<String>,
        size: Option<u32>,
    }

    #[test]
    fn a_patch_changes_what_it_names_and_leaves_the_rest() {
        let sheet = Sheet { name: Some("a".into()), size: Some(1) };
        let changed = merged(&sheet, &json!({"size": 2})).unwrap();
        assert_eq!(changed, Sheet { name: Some("a".into()), size: Some(2) });
        assert_eq!(merged(&sheet, &json!({"name": null})).unwrap().name, None);
        assert_eq!(merged(&sheet, &json!({"colour": 1})).unwrap_err()[0].code, Code::UnknownField);
        assert_eq!(merged(&sheet, &json!({"size": "x"})).unwrap_err()[0].pointer, "/size");
    }
}
