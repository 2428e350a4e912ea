//! What is searched for, and the text a record is found by: both in one form, so that one is looked for in the other.

use crate::shared::text::search_key;

/// The characters of a search that count.
const SEARCH_MAX: usize = 200;
/// The words of a search that count.
const WORDS_MAX: usize = 8;
/// A word from this length on is found anywhere in a word; a shorter one where a word begins.
const ANYWHERE: usize = 3;
/// From so many digits on, digits with signs between them are one number.
const NUMBER: usize = 6;

/// The text a record is found by: the folded words of its parts, each once, and each word with signs in it also without
/// them: `AB-123-CD` by `ab`, `123`, `cd` and `ab123cd`.
pub fn search_text<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: String| {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    };
    for part in parts {
        for chunk in folded(part).split(' ') {
            let pieces = chunk.split(|c: char| !c.is_alphanumeric());
            pieces.for_each(|piece| add(piece.to_owned()));
            add(letters(chunk));
        }
    }
    words.join(" ")
}

/// The digits of a telephone number, by which it is found however it is written.
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Folded as everywhere, but an apostrophe is a sign within its word here: `N’Guessan` is also found by `nguessan`.
fn folded(text: &str) -> String {
    search_key(&text.replace(['\'', '’'], "-"))
}

fn letters(chunk: &str) -> String {
    chunk.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A search, read once for every list and for the search box. All its words must be found, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// Nothing is searched for.
    Everything,
    /// Something that no text holds, or single letters alone, which would find everything and nothing.
    Nothing,
    /// These words.
    Words(SearchWords),
}

/// The words of a search: at least one, the longest first; letters and digits only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWords(Vec<String>);

impl Search {
    /// Reads what somebody typed.
    pub fn parse(typed: &str) -> Self {
        let typed: String = typed.chars().take(SEARCH_MAX).collect();
        if typed.contains('\0') {
            return Self::Nothing;
        }
        if typed.trim().is_empty() {
            return Self::Everything;
        }
        let mut words: Vec<String> = match number(&typed) {
            Some(number) => vec![number],
            None => folded(&typed).split(' ').map(letters).filter(|word| !word.is_empty()).collect(),
        };
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.dedup();
        words.truncate(WORDS_MAX);
        match words.first() {
            Some(word) if word.chars().count() > 1 => Self::Words(SearchWords(words)),
            _ => Self::Nothing,
        }
    }
}

/// A number written with signs and spaces, as telephones and register numbers are: its digits, without the zeros before
/// them, which stand for a country's own prefix (06 12…, 0033 6…).
fn number(typed: &str) -> Option<String> {
    let only = typed
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '.' | '-' | '(' | ')' | '/'));
    let digits = digits(typed);
    let number = digits.trim_start_matches('0');
    (only && number.len() >= NUMBER).then(|| number.to_owned())
}

impl SearchWords {
    /// The words, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// What each word looks like in a text that begins with a space: a pattern of SQL's LIKE, without signs of its own.
    pub fn patterns(&self) -> Vec<String> {
        self.iter().map(|word| if is_long(word) { format!("%{word}%") } else { format!("% {word}%") }).collect()
    }

    /// The three-letter parts that every text holds in which the words are found.
    pub fn trigrams(&self) -> Vec<String> {
        let mut all = Vec::new();
        for word in self.iter() {
            let letters: Vec<char> =
                if is_long(word) { word.chars().collect() } else { format!(" {word}").chars().collect() };
            for part in letters.windows(3) {
                let part: String = part.iter().collect();
                if !all.contains(&part) {
                    all.push(part);
                }
            }
        }
        all
    }
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= ANYWHERE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(typed: &str) -> Vec<String> {
        match Search::parse(typed) {
            Search::Words(words) => words.iter().map(str::to_owned).collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn what_is_typed_becomes_words() {
        for (typed, expected) in [
            ("Éloïse D’ŒUVRE", vec!["doeuvre", "eloise"]),
            ("AB-123-CD", vec!["ab123cd"]),
            ("06 12.34-56 78", vec!["612345678"]),
            ("+33 6 12 34 56 78", vec!["33612345678"]),
            ("0033612345678", vec!["33612345678"]),
            ("732 829 320", vec!["732829320"]),
            ("12 34", vec!["12", "34"]),
            ("elodie@exemple.test", vec!["elodieexempletest"]),
            ("bâ", vec!["ba"]),
            ("  ", vec!["Everything"]),
            ("b", vec!["Nothing"]),
            ("%", vec!["Nothing"]),
            ("a\0b", vec!["Nothing"]),
        ] {
            assert_eq!(words(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_record_is_found_by_its_words_with_and_without_signs() {
        let text = search_text(["Jean-Baptiste N’Guessan", "AB-123-CD", "j.b@exemple.test", "N’Guessan"]);
        assert_eq!(
            text,
            "jean baptiste jeanbaptiste n guessan nguessan ab 123 cd ab123cd j b exemple test jbexempletest"
        );
    }

    /// Whether a search finds a text, as both databases decide it.
    fn finds(typed: &str, text: &str) -> bool {
        let Search::Words(words) = Search::parse(typed) else { return false };
        let text = format!(" {text}");
        words.patterns().iter().all(|pattern| text.contains(pattern.trim_matches('%')))
    }

    #[test]
    fn a_part_of_a_name_a_number_or_an_address_finds_it() {
        let text =
            search_text(["Anaïs Essai-Zoé", "anais.zoe@exemple.test", &digits("+33 6 12 34 56 78"), "AB-123-CD"]);
        for typed in [
            "essa",
            "ZOÉ anaïs",
            "essai-z",
            "sai zo",
            "06 12 34 56 78",
            "612345678",
            "exemple.test",
            "123-cd",
            "ab 123 cd",
            "AB123",
        ] {
            assert!(finds(typed, &text), "{typed:?} in {text:?}");
        }
        for typed in ["ai", "zoe martin", "0712345678", "ab 124"] {
            assert!(!finds(typed, &text), "{typed:?} in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_sign_of_a_query_language_comes_through(typed in any::<String>()) {
            if let Search::Words(words) = Search::parse(&typed) {
                prop_assert!(words.iter().all(|word| word.chars().all(char::is_alphanumeric)));
                prop_assert!(words.trigrams().iter().all(|part| part.chars().count() == 3));
                prop_assert!(!words.trigrams().is_empty());
            }
        }

        #[test]
        fn a_text_found_by_its_words_holds_all_their_trigrams(text in "[a-z0-9]{2,12}( [a-z0-9]{2,12}){0,3}", from in any::<prop::sample::Index>(), length in 2..8usize) {
            let stored = search_text([text.as_str()]);
            let word = text.split(' ').next().unwrap();
            let start = from.index(word.len() - 1);
            let part = &word[start..(start + length).min(word.len())];
            if finds(part, &stored) {
                let Search::Words(words) = Search::parse(part) else { unreachable!() };
                let stored = format!(" {stored}");
                prop_assert!(words.trigrams().iter().all(|part| stored.contains(part.as_str())), "{part:?} {stored:?}");
            } else {
                prop_assert!(part.len() < 3 && start > 0 || part.len() < 2 || part.trim_start_matches('0') != part, "{part:?} {stored:?}");
            }
        }
    }
}
