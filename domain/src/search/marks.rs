//! Where in a text the words of a search stand, for the eye. Parts of the text itself, never markup.

use serde::{Deserialize, Serialize};

use super::SearchWords;
use crate::shared::text::search_key;

/// A part of a text, found or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Part {
    /// The text, as it is stored.
    pub text: String,
    /// Whether it is what was searched for.
    pub found: bool,
}

/// A text in parts, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Marked(pub Vec<Part>);

impl Marked {
    /// Marks the words of a search in a text, without regard to case, accents and signs between letters.
    pub fn new(text: &str, words: &SearchWords) -> Self {
        let chars: Vec<char> = text.chars().collect();
        // The folded letters, each with the place of the character it comes from.
        let mut folded: Vec<(char, usize)> = Vec::with_capacity(chars.len());
        for (place, c) in chars.iter().enumerate() {
            let mut letters = [0; 4];
            for letter in search_key(c.encode_utf8(&mut letters)).chars().filter(|c| c.is_alphanumeric()) {
                folded.push((letter, place));
            }
        }
        let mut found = vec![false; chars.len()];
        for word in words.iter() {
            let word: Vec<char> = word.chars().collect();
            for (start, window) in folded.windows(word.len()).enumerate() {
                if window.iter().map(|(letter, _)| letter).eq(word.iter()) && fits(&folded, &chars, start, &word) {
                    let (first, last) = (window[0].1, window[window.len() - 1].1);
                    found[first..=last].fill(true);
                }
            }
        }
        let mut parts: Vec<Part> = Vec::new();
        for (c, found) in chars.into_iter().zip(found) {
            match parts.last_mut() {
                Some(part) if part.found == found => part.text.push(c),
                _ => parts.push(Part { text: c.to_string(), found }),
            }
        }
        Self(parts)
    }

    /// The text without marks.
    pub fn plain(&self) -> String {
        self.0.iter().map(|part| part.text.as_str()).collect()
    }

    /// Whether anything is marked.
    pub fn is_found(&self) -> bool {
        self.0.iter().any(|part| part.found)
    }
}

/// Short words are found at the beginning of a word only. A longer one may run over signs (`AB-123`), but not over spaces
/// between words, unless they part the digits of one number.
fn fits(folded: &[(char, usize)], chars: &[char], start: usize, word: &[char]) -> bool {
    let begins = start == 0 || folded[start].1 > folded[start - 1].1 + 1;
    let (first, last) = (folded[start].1, folded[start + word.len() - 1].1);
    let one_word = !chars[first..=last].contains(&' ') || word.iter().all(char::is_ascii_digit);
    (word.len() > 2 || begins) && one_word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Search;

    fn marked(text: &str, typed: &str) -> String {
        let Search::Words(words) = Search::parse(typed) else { return text.to_owned() };
        let marked = Marked::new(text, &words);
        assert_eq!(marked.plain(), text);
        marked.0.iter().map(|part| if part.found { format!("[{}]", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn the_words_are_marked_where_they_stand() {
        for (text, typed, expected) in [
            ("Élodie N’Guessan-Œuvrard", "guess ELO", "[Élo]die N’[Guess]an-Œuvrard"),
            ("Élodie N’Guessan-Œuvrard", "oeuv", "Élodie N’Guessan-[Œuv]rard"),
            ("AB-123-CD", "b123c", "A[B-123-C]D"),
            ("+33 6 12 34 56 78", "06 12 34 56 78", "+33 [6 12 34 56 78]"),
            ("Awa Bâ, Abidjan", "ba", "Awa [Bâ], Abidjan"),
            ("<b>Martin</b>", "martin", "<b>[Martin]</b>"),
            ("Martin", "zoe", "Martin"),
        ] {
            assert_eq!(marked(text, typed), expected, "{typed}");
        }
    }
}
