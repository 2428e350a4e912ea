//! Which classes the screens use, read from the tokens of the Rust sources.
//!
//! Class names are looked for where they belong, so that prose is never taken for one:
//! - the attribute `class="…"`, `class=("…", on)`, `class=format!("…")`, `class=move || …` and `class:name=on`;
//! - a variable, field or constant named `class`, `classes`, `…_class` or `…_classes` (in capitals too);
//! - every text in a function of such a name.
//!
//! A name with a `{` in it is computed; its beginning is what can be checked.

use anyhow::{Context, anyhow};
use proc_macro2::{Delimiter, Literal, Span, TokenStream, TokenTree};

/// A class in a source file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// The file, for the message.
    pub(super) file: String,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The class, or its beginning when the rest is computed.
    pub(super) name: String,
    /// Whether the name goes on in a way only known at run time.
    pub(super) is_prefix: bool,
}

/// All classes of one source file.
pub(super) fn used(file: &str, source: &str) -> anyhow::Result<Vec<Use>> {
    let tokens: TokenStream =
        source.parse().map_err(|error| anyhow!("{error}")).with_context(|| format!("{file} is not Rust"))?;
    let mut search = Search { file, found: Vec::new() };
    search.walk(&tokens.into_iter().collect::<Vec<_>>());
    search.found.dedup();
    Ok(search.found)
}

struct Search<'a> {
    file: &'a str,
    found: Vec<Use>,
}

impl Search<'_> {
    fn walk(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.walk(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Ident(name) if names_classes(&name.to_string()) => {
                    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                    self.named(before, &tokens[at + 1..]);
                }
                _ => {}
            }
        }
    }

    /// What follows a name that stands for classes.
    fn named(&mut self, before: Option<&TokenTree>, after: &[TokenTree]) {
        if is_word(before, "fn") {
            let body = after.iter().find(|token| is_braced(token) || is_mark(Some(token), ';'));
            self.texts(body.map(std::slice::from_ref).unwrap_or_default());
        } else if ["let", "mut", "const", "static"].iter().any(|word| is_word(before, word)) {
            let end = after.iter().position(|token| is_mark(Some(token), ';')).unwrap_or(after.len());
            self.texts(&after[..end]);
        } else if is_mark(after.first(), ':') && !is_mark(after.get(1), ':') {
            self.directive(&after[0], &after[1..]);
        } else if is_assignment(after) {
            self.value(&after[1..]);
        }
    }

    /// `class:name-of-class=condition`, or a field `class: "…"`.
    fn directive(&mut self, colon: &TokenTree, after: &[TokenTree]) {
        match after {
            [TokenTree::Literal(_) | TokenTree::Group(_), ..] => self.texts(&after[..1]),
            [first, ..] if first.span().start() == colon.span().end() => {
                let end = after.iter().position(|token| is_mark(Some(token), '=')).unwrap_or(0);
                let name: String = after[..end].iter().map(ToString::to_string).collect();
                self.add(first.span(), &name);
            }
            _ => {}
        }
    }

    /// The value of an attribute: a text, a group, or an expression up to the next attribute.
    fn value(&mut self, after: &[TokenTree]) {
        let end = match after.first() {
            Some(TokenTree::Literal(_) | TokenTree::Group(_)) => 1,
            _ => (0..after.len()).find(|at| ends_expression(after, *at)).unwrap_or(after.len()),
        };
        self.texts(&after[..end]);
    }

    /// Every text in these tokens that is not compared with something.
    fn texts(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            let compared_before = at >= 2 && is_mark(tokens.get(at - 1), '=') && !is_mark(tokens.get(at - 2), '>');
            let compared = (compared_before && (is_mark(tokens.get(at - 2), '=') || is_mark(tokens.get(at - 2), '!')))
                || is_mark(tokens.get(at + 1), '=')
                || (is_mark(tokens.get(at + 1), '|') && !is_mark(tokens.get(at + 2), '|'));
            match token {
                TokenTree::Group(group) => self.texts(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Literal(literal) if !compared => {
                    if let Some(text) = text(literal) {
                        text.split_whitespace().for_each(|class| self.add(literal.span(), class));
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, place: Span, class: &str) {
        let (name, is_prefix) = match class.split_once('{') {
            Some((beginning, _)) => (beginning, true),
            None => (class, false),
        };
        // A lone backslash joins two lines of one text.
        if !name.is_empty() && name != "\\" {
            let (file, line) = (self.file.to_owned(), place.start().line);
            self.found.push(Use { file, line, name: name.to_owned(), is_prefix });
        }
    }
}

fn names_classes(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "class" || name == "classes" || name.ends_with("_class") || name.ends_with("_classes")
}

/// `=`, and not `==` or `=>`.
fn is_assignment(after: &[TokenTree]) -> bool {
    is_mark(after.first(), '=') && !is_mark(after.get(1), '=') && !is_mark(after.get(1), '>')
}

/// The end of a tag, of a statement, of an argument, or the name of the next attribute.
fn ends_expression(tokens: &[TokenTree], at: usize) -> bool {
    match &tokens[at] {
        TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',') => true,
        TokenTree::Punct(mark) if mark.as_char() == '>' => {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            !is_mark(before, '-') && !is_mark(before, '=')
        }
        TokenTree::Ident(_) => is_assignment(&tokens[at + 1..]),
        _ => false,
    }
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == mark)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(found)) if found == word)
}

fn is_braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// The content of a string literal, raw or not. Class names hold no escapes.
fn text(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    let plain = written.strip_prefix('r').unwrap_or(&written).trim_matches('#');
    Some(plain.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        let show = |class: Use| if class.is_prefix { format!("{}*", class.name) } else { class.name };
        used("page.rs", source).unwrap().into_iter().map(show).collect()
    }

    #[test]
    fn attributes_are_read_and_prose_is_not() {
        let source = r#"fn page() { view! {
            <p class="a b" title="not this">"nor that"</p>
            <p class=("c", move || on.get() == "no") id="no">"no"</p>
            <p class=format!("d e-{}", tone) id="no">"no"</p>
            <p class=move || if on.get() { "f" } else { "g" } id="no">"no"</p>
            <p class:h-i=on class:j=off>"no"</p>
        } }"#;
        assert_eq!(names(source), ["a", "b", "c", "d", "e-*", "f", "g", "h-i", "j"]);
    }

    #[test]
    fn functions_constants_and_variables_named_for_classes_are_read() {
        let source = r#"
            const ROW_CLASS: &str = "a";
            fn tone_class(self) -> &'static str { match self { Tone::Good => "b", Tone::Bad => "c" } }
            fn f(class: String, on: &str) { let class = if on == "no" { "d" } else { match on { "no" | "nor" => "e", _ => "f" } }; }
            fn g() { Part { class: "h", title: "no" } }
            fn other() -> &'static str { "no" }
        "#;
        assert_eq!(names(source), ["a", "b", "c", "d", "e", "f", "h"]);
    }

    #[test]
    fn the_line_is_told() {
        let found = used("page.rs", "fn f() {\n\n view! { <p class=\"a\"> }\n}").unwrap();
        assert_eq!(found[0].line, 3);
    }
}
