//! Words and pieces of a line. White space is read as HTML reads it: a run of it is one space, and none at a line's ends.

use super::build::Builder;
use super::reader::{Element, Node};
use super::vocabulary::Position;
use crate::problem::Place;
use crate::tree::Inline;

/// Where the reader stands in the line, for the spaces.
#[derive(Default)]
struct Spacing {
    started: bool,
    pending: bool,
}

/// Reads a run of nodes as one line.
pub(super) fn line(builder: &mut Builder, nodes: &[Node]) -> Vec<Inline> {
    inlines(builder, nodes, &mut Spacing::default())
}

fn inlines(builder: &mut Builder, nodes: &[Node], spacing: &mut Spacing) -> Vec<Inline> {
    let mut line = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text, place) => {
                let text = collapsed(builder, text, *place, spacing);
                if !text.is_empty() {
                    line.push(Inline::Text { text });
                }
            }
            Node::Value(text, value, _) => {
                if spacing.started && spacing.pending {
                    line.push(Inline::Text { text: " ".to_owned() });
                }
                *spacing = Spacing { started: true, pending: false };
                line.push(Inline::Value { text: text.clone(), value: value.clone() });
            }
            Node::Element(element) => inline(builder, element, spacing, &mut line),
        }
    }
    line
}

fn inline(builder: &mut Builder, element: &Element, spacing: &mut Spacing, line: &mut Vec<Inline>) {
    if element.tag.position != Position::Inline {
        builder.report("bad_nesting", element.place, &format!("<{}> in a line of text", element.tag.name));
        return;
    }
    if element.tag.name == "br" {
        *spacing = Spacing::default();
        line.push(Inline::Break);
        return;
    }
    if element.tag.name.starts_with("page-") {
        if spacing.started && spacing.pending {
            line.push(Inline::Text { text: " ".to_owned() });
        }
        *spacing = Spacing { started: true, pending: false };
        if !builder.in_running {
            builder.report("bad_nesting", element.place, element.tag.name);
        }
        line.push(if element.tag.name == "page-count" { Inline::PageCount } else { Inline::PageNumber });
        return;
    }
    if spacing.started && spacing.pending {
        // The space belongs before the piece and not into it, where a line could no longer break at it.
        line.push(Inline::Text { text: " ".to_owned() });
        *spacing = Spacing::default();
    }
    let content = inlines(builder, &element.children, spacing);
    line.push(match element.tag.name {
        "strong" => Inline::Strong { content },
        "em" => Inline::Emphasis { content },
        "small" => Inline::Small { content },
        _ => Inline::Span { classes: element.classes.clone(), content },
    });
}

fn collapsed(builder: &mut Builder, text: &str, place: Place, spacing: &mut Spacing) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_whitespace() {
            spacing.pending = true;
            continue;
        }
        if is_forbidden(character) {
            builder.report("forbidden_character", place, &format!("U+{:04X}", u32::from(character)));
            continue;
        }
        if spacing.pending && spacing.started {
            result.push(' ');
        }
        *spacing = Spacing { started: true, pending: false };
        result.push(character);
    }
    result
}

/// Controls, and the marks that turn the direction of writing: with them a document shows another order than it holds.
pub(super) fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}
