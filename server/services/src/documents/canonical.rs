//! Canonical JSON (RFC 8785): one writing for one value, so that its hash says whether it was altered.
//!
//! The libraries for it turn on a feature of `serde_json` that the rendering engine would be built anew with; what is left
//! beside the numbers, which `ryu-js` writes, is the order of names.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of the canonical JSON of a value, in hexadecimal.
pub(super) fn canonical_sha256(value: &Value) -> String {
    let mut written = String::new();
    write(value, &mut written);
    hex::encode(Sha256::digest(written))
}

fn write(value: &Value, to: &mut String) {
    match value {
        // Whole numbers are written with all their digits: an amount in minor units is never a floating-point number here.
        Value::Number(number) if number.is_f64() => {
            to.push_str(ryu_js::Buffer::new().format(number.as_f64().unwrap_or_default()));
        }
        Value::Array(items) => {
            to.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                write(item, to);
            }
            to.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            // By UTF-16 code units (section 3.2.3), which differs from the order of UTF-8 beyond the basic plane.
            names.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
            to.push('{');
            for (place, name) in names.into_iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                to.push_str(&Value::String(name.clone()).to_string());
                to.push(':');
                write(&fields[name], to);
            }
            to.push('}');
        }
        // serde_json escapes texts as section 3.2.2.2 asks: the short forms, and lower-case \u00xx for other control characters.
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => to.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(json: &str) -> String {
        let mut written = String::new();
        write(&serde_json::from_str(json).unwrap(), &mut written);
        written
    }

    #[test]
    fn the_examples_of_the_standard_are_written_as_it_says() {
        let source = r#"{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#;
        let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(canonical(source), expected);
    }

    #[test]
    fn names_stand_in_the_order_of_their_utf_16_units() {
        let source = r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#;
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}";
        assert_eq!(canonical(source), expected);
    }

    #[test]
    fn whole_amounts_keep_every_digit() {
        assert_eq!(canonical(r#"{"b":9007199254740993,"a":-1}"#), r#"{"a":-1,"b":9007199254740993}"#);
    }
}
