//! Invisible marks that travel through the template engine.
//!
//! A filled template no longer knows its source lines, and a formatted amount no longer knows its value. Both are carried in Unicode
//! noncharacters, which no text may hold (data with one is refused): they survive escaping, joining and loops, and are gone from the tree.

use crate::problem::Place;
use crate::tree::Raw;

const PLACE_START: char = '\u{fdd0}';
const PLACE_END: char = '\u{fdd1}';
const VALUE_START: char = '\u{fdd2}';
const VALUE_TEXT: char = '\u{fdd3}';
const VALUE_END: char = '\u{fdd4}';
/// Stands for an expression when a template is read without data.
const UNKNOWN: char = '\u{fdd5}';

/// Whether text from outside could be taken for a mark.
pub(crate) fn is_reserved(character: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&character)
}

/// Writes the place of every tag before it, so that a problem in the result is told at its line in the source.
pub(crate) fn with_places(source: &str) -> String {
    let mut marked = String::with_capacity(source.len() * 2);
    let mut line = 1_usize;
    let mut column = 1_usize;
    for piece in pieces(source) {
        let text = piece.text();
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let opens = character == '<'
                && characters.peek().is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(*next));
            if opens && matches!(piece, Piece::Text(_)) {
                marked.push(PLACE_START);
                marked.push_str(&line.to_string());
                marked.push(':');
                marked.push_str(&column.to_string());
                marked.push(PLACE_END);
            }
            marked.push(character);
            if character == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
    }
    marked
}

/// The template with its expressions blanked and its places marked, for reading its tags without data.
pub(crate) fn without_expressions(source: &str) -> String {
    let mut blank = String::with_capacity(source.len());
    let marked = with_places(source);
    for piece in pieces(&marked) {
        match piece {
            Piece::Text(text) => blank.push_str(text),
            Piece::Expression(_) => blank.push(UNKNOWN),
            Piece::Statement(_) => {}
        }
    }
    blank
}

/// Whether an attribute's value depends on data.
pub(crate) fn is_unknown(value: &str) -> bool {
    value.contains(UNKNOWN)
}

/// Removes every mark and keeps the readable text.
pub(crate) fn plain(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Text(text) | Part::Value { text, .. } => result.push_str(&text),
            Part::Place(_) => {}
        }
    }
    result
}

/// A text that remembers its value.
pub(crate) fn value(raw: &Raw, text: &str) -> String {
    let code = match raw {
        Raw::Date { iso } => format!("D{iso}"),
        Raw::Money { amount_minor, currency, decimals } => format!("M{amount_minor}:{currency}:{decimals}"),
        Raw::Count { number } => format!("N{number}"),
    };
    format!("{VALUE_START}{code}{VALUE_TEXT}{text}{VALUE_END}")
}

fn raw(code: &str) -> Option<Raw> {
    let (kind, rest) = code.split_at_checked(1)?;
    match kind {
        "D" => Some(Raw::Date { iso: rest.to_owned() }),
        "N" => Some(Raw::Count { number: rest.parse().ok()? }),
        "M" => {
            let mut fields = rest.split(':');
            let amount_minor = fields.next()?.parse().ok()?;
            let currency = fields.next()?.to_owned();
            Some(Raw::Money { amount_minor, currency, decimals: fields.next()?.parse().ok()? })
        }
        _ => None,
    }
}

/// A stretch of marked text.
pub(crate) enum Part {
    Text(String),
    Place(Place),
    Value { text: String, value: Raw },
}

/// Splits marked text into text, places and values. A broken mark loses its value and keeps its text.
pub(crate) fn parts(marked: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut rest = marked;
    while let Some(start) = rest.find(is_reserved) {
        let (before, after) = rest.split_at(start);
        if !before.is_empty() {
            found.push(Part::Text(before.to_owned()));
        }
        let mut characters = after.chars();
        let mark = characters.next();
        rest = characters.as_str();
        match mark {
            Some(PLACE_START) => {
                if let Some((inside, after)) = rest.split_once(PLACE_END) {
                    let place = inside.split_once(':').and_then(|(line, column)| {
                        Some(Place { line: line.parse().ok()?, column: column.parse().ok()? })
                    });
                    found.extend(place.map(Part::Place));
                    rest = after;
                }
            }
            Some(VALUE_START) => {
                if let Some((inside, after)) = rest.split_once(VALUE_END) {
                    let (code, text) = inside.split_once(VALUE_TEXT).unwrap_or(("", inside));
                    let text: String = text.chars().filter(|character| !is_reserved(*character)).collect();
                    found.push(match raw(code) {
                        Some(value) => Part::Value { text, value },
                        None => Part::Text(text),
                    });
                    rest = after;
                }
            }
            _ => {}
        }
    }
    if !rest.is_empty() {
        found.push(Part::Text(rest.to_owned()));
    }
    found
}

/// The inside of the expression or statement around an offset.
pub(crate) fn around(source: &str, offset: usize) -> Option<&str> {
    let mut start = 0;
    let piece = pieces(source).into_iter().find(|piece| {
        start += piece.text().len();
        start > offset
    })?;
    match piece {
        Piece::Text(_) => None,
        Piece::Expression(text) | Piece::Statement(text) => {
            Some(text.trim_matches(|mark: char| "{}%-+".contains(mark) || mark.is_whitespace()))
        }
    }
}

/// Where a dotted name stands in the expressions and statements of a source, each as a byte offset.
pub(crate) fn in_expressions(source: &str, name: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut start = 0;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    for piece in pieces(source) {
        let text = piece.text();
        if !matches!(piece, Piece::Text(_)) && !text.starts_with("{#") {
            for (offset, _) in text.match_indices(name) {
                let before = text.get(..offset).and_then(|before| before.chars().next_back());
                let after = text.get(offset + name.len()..).and_then(|after| after.chars().next());
                if !before.is_some_and(|letter| is_part(letter) || letter == '.') && !after.is_some_and(is_part) {
                    found.push(start + offset);
                }
            }
        }
        start += text.len();
    }
    found
}

#[derive(Debug, Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Expression(&'a str),
    Statement(&'a str),
}

impl<'a> Piece<'a> {
    const fn text(self) -> &'a str {
        match self {
            Self::Text(text) | Self::Expression(text) | Self::Statement(text) => text,
        }
    }
}

/// Splits a template at its Jinja delimiters.
fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(start) = start_of_jinja(rest) {
        let (text, inside) = rest.split_at(start);
        if !text.is_empty() {
            found.push(Piece::Text(text));
        }
        let end = end_of_jinja(inside);
        let (jinja, after) = inside.split_at(end);
        found.push(if inside.starts_with("{{") { Piece::Expression(jinja) } else { Piece::Statement(jinja) });
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// Where the next Jinja construct starts. One pass: searching for each delimiter in turn reads a long template over and over.
fn start_of_jinja(text: &str) -> Option<usize> {
    let opens = |index: &usize| matches!(text.as_bytes().get(index + 1), Some(b'{' | b'%' | b'#'));
    text.match_indices('{').map(|(index, _)| index).find(opens)
}

/// Where the Jinja construct ends that this text starts with. Braces of dictionaries and delimiters in strings do not end it.
fn end_of_jinja(text: &str) -> usize {
    let close = match text.get(..2) {
        Some("{#") => return text.find("#}").map_or(text.len(), |end| end + 2),
        Some("{%") => "%}",
        _ => "}}",
    };
    let mut quote = None;
    let mut braces = 0_usize;
    let mut characters = text.char_indices().skip(2);
    while let Some((index, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '}') if braces > 0 => braces -= 1,
            (None, _) if text.get(index..).is_some_and(|rest| rest.starts_with(close)) => return index + close.len(),
            (None, '{') => braces += 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_knows_its_line_even_behind_expressions() {
        let marked = with_places("{{ \"}}<p>\" }}\n {% if a < b %}é<p>x</p>");
        let places: Vec<(u32, u32)> = parts(&marked)
            .into_iter()
            .filter_map(|part| if let Part::Place(place) = part { Some((place.line, place.column)) } else { None })
            .collect();
        assert_eq!(places, [(2, 17), (2, 21)]);
    }

    #[test]
    fn a_value_survives_in_text_and_leaves_no_mark() {
        let raw = Raw::Money { amount_minor: -5, currency: "EUR".to_owned(), decimals: 2 };
        let text = format!("a {} b", value(&raw, "-0,05 €"));
        assert_eq!(plain(&text), "a -0,05 € b");
        assert!(matches!(parts(&text).get(1), Some(Part::Value { value, .. }) if *value == raw));
        assert_eq!(plain("\u{fdd2}no end \u{fdd0} \u{fdef}x"), "no end  x");
    }
}
