//! What xtask understands of CSS: which classes have a rule, and how to write the same thing shorter.

use std::{collections::BTreeSet, iter::Peekable, str::Chars};

/// The names of all classes in selectors, unescaped. It may find a name too many (a file extension in an unquoted
/// address, say), never one too few.
pub(super) fn class_names(css: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for piece in pieces(css) {
        let Piece::Code(code) = piece else { continue };
        let mut rest = code.chars().peekable();
        while let Some(letter) = rest.next() {
            match letter {
                '\\' => drop(rest.next()),
                '.' => names.extend(identifier(&mut rest)),
                _ => {}
            }
        }
    }
    names
}

/// The same stylesheet without comments and without white space that means nothing.
pub(super) fn squeeze(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    for piece in pieces(css) {
        match piece {
            Piece::Comment => push_space(&mut small),
            Piece::Text(text) => small.push_str(text),
            Piece::Code(code) => {
                for letter in code.chars() {
                    match letter {
                        letter if letter.is_ascii_whitespace() => push_space(&mut small),
                        '{' | '}' | ';' | ',' => {
                            // An escaped space belongs to a name, and one after a colon is an empty value: both stay.
                            if small.ends_with(' ') && !small.ends_with("\\ ") && !small.ends_with(": ") {
                                small.pop();
                            }
                            if letter == '}' && small.ends_with(';') {
                                small.pop();
                            }
                            small.push(letter);
                        }
                        letter => small.push(letter),
                    }
                }
            }
        }
    }
    small.trim().to_owned()
}

fn push_space(small: &mut String) {
    if !small.is_empty() && !small.ends_with([' ', '{', '}', ';', ',']) {
        small.push(' ');
    }
}

/// A stretch of a stylesheet.
enum Piece<'a> {
    Comment,
    /// A quoted string, with its quotes.
    Text(&'a str),
    Code(&'a str),
}

fn pieces(css: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = css;
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|letter| matches!(letter, '"' | '\''));
        let (piece, length) = if let Some(comment) = rest.strip_prefix("/*") {
            (Piece::Comment, comment.find("*/").map_or(rest.len(), |at| at + 4))
        } else if let Some(quote) = quote {
            let length = end_of_text(rest, quote);
            (Piece::Text(&rest[..length]), length)
        } else {
            let length = end_of_code(rest);
            (Piece::Code(&rest[..length]), length)
        };
        pieces.push(piece);
        rest = &rest[length..];
    }
    pieces
}

fn end_of_text(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn end_of_code(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' | '\'' => return at,
            '/' if text[at..].starts_with("/*") => return at,
            _ => {}
        }
    }
    text.len()
}

/// The identifier that starts here, if one does: a number after a dot is none.
fn identifier(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    rest.peek().filter(|letter| letter.is_alphabetic() || matches!(letter, '_' | '-' | '\\'))?;
    let mut name = String::new();
    while let Some(letter) = rest.next_if(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '\\')) {
        if letter == '\\' { name.extend(escape(rest)) } else { name.push(letter) }
    }
    Some(name)
}

/// One escaped character: up to six hexadecimal digits and a space, or the character itself.
fn escape(rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut code = String::new();
    while code.len() < 6 {
        let Some(digit) = rest.next_if(char::is_ascii_hexdigit) else { break };
        code.push(digit);
    }
    if code.is_empty() {
        return rest.next();
    }
    rest.next_if(char::is_ascii_whitespace);
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_in_selectors_only() {
        let css =
            r#"/* .comment */ .a.b > .c-d:hover { margin: .5rem; background: url("x.png") } &.open { } .w-1\/2 {}"#;
        let names = class_names(css);
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c-d", "open", "w-1/2"]);
    }

    #[test]
    fn squeezing_keeps_the_spaces_that_mean_something() {
        let css =
            "@media (width >= 40rem) and (hover) {\n  .a :hover,\n  .b { margin: 0 auto; content: \" ; \" ; }\n}\n";
        let small = "@media (width >= 40rem) and (hover){.a :hover,.b{margin: 0 auto;content: \" ; \"}}";
        assert_eq!(squeeze(css), small);
        assert_eq!(squeeze(small), small);
        assert_eq!(squeeze("* { --empty: ; }"), "*{--empty: }");
    }
}
