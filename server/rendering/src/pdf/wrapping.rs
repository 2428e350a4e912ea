//! Words longer than a line, such as an address on the web: they may break anywhere instead of running off the page.

use serde_json::Value;

/// Longer words than this get invisible places to break.
const LONGEST: usize = 24;
const PLACE_TO_BREAK: char = '\u{200b}';

/// Puts zero-width spaces into every long word of the shown texts.
pub(super) fn let_long_words_break(tree: &mut Value) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(let_long_words_break),
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match value {
                    Value::String(text) if matches!(key.as_str(), "text" | "name" | "role") => {
                        if let Some(broken) = broken(text) {
                            *text = broken;
                        }
                    }
                    other => let_long_words_break(other),
                }
            }
        }
        _ => {}
    }
}

fn broken(text: &str) -> Option<String> {
    let is_long = |word: &str| word.chars().count() > LONGEST;
    // A no-break space does not end a word here: glued words run off the page as well.
    let words = || text.split_inclusive([' ', '-']);
    if !words().any(is_long) {
        return None;
    }
    let mut result = String::with_capacity(text.len() * 2);
    for word in words() {
        let long = is_long(word);
        for (index, character) in word.chars().enumerate() {
            if long && index > 0 && character.is_alphanumeric() {
                result.push(PLACE_TO_BREAK);
            }
            result.push(character);
        }
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn only_long_words_may_break_inside() {
        assert_eq!(broken("Une phrase ordinaire, avec des mots-composés"), None);
        let name = "Donaudampfschifffahrtsgesellschaftskapitän";
        assert_eq!(broken(name).map(|text| text.replace('\u{200b}', "")).as_deref(), Some(name));
    }
}
