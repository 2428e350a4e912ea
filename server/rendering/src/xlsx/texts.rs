//! The words of the tree without their looks, and names that sheets may have.

use crate::tree::{Block, Inline, Table};

/// Every table in reading order, with the last heading before it.
pub(super) fn tables(blocks: &[Block]) -> Vec<(Option<String>, &Table)> {
    let mut found = Vec::new();
    let mut heading = None;
    gather(blocks, &mut heading, &mut found);
    found
}

fn gather<'a>(blocks: &'a [Block], heading: &mut Option<String>, found: &mut Vec<(Option<String>, &'a Table)>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } => *heading = Some(words(content)),
            Block::Table(table) => found.push((heading.clone(), table)),
            Block::Group { blocks, .. } | Block::Keep { blocks } | Block::Signature { blocks, .. } => {
                gather(blocks, heading, found);
            }
            Block::Columns { columns, .. } => columns.iter().for_each(|column| gather(column, heading, found)),
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, heading, found)),
            Block::Paragraph { .. } | Block::Plain { .. } | Block::Rule | Block::Image(_) | Block::PageBreak => {}
        }
    }
}

/// The lines of text.
pub(super) fn plain(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } | Block::Plain { content } => {
                lines.push(words(content));
            }
            Block::List { items, .. } => items.iter().for_each(|item| lines.extend(plain(item))),
            Block::Group { blocks, .. } | Block::Keep { blocks } => lines.extend(plain(blocks)),
            Block::Columns { columns, .. } => columns.iter().for_each(|column| lines.extend(plain(column))),
            Block::Signature { name, role, blocks } => {
                lines.extend(plain(blocks));
                lines.extend([name, role].into_iter().flatten().cloned());
            }
            Block::Table(table) => {
                for row in [&table.head, &table.body, &table.foot].into_iter().flatten() {
                    let cells: Vec<String> = row.cells.iter().map(|cell| plain(&cell.blocks).join(" ")).collect();
                    lines.push(cells.join("\t"));
                }
            }
            Block::Image(image) => lines.extend(image.alt.clone()),
            Block::Rule | Block::PageBreak => {}
        }
    }
    lines
}

fn words(line: &[Inline]) -> String {
    let mut text = String::new();
    for inline in line {
        match inline {
            Inline::Text { text: more } | Inline::Value { text: more, .. } => text.push_str(more),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Small { content }
            | Inline::Span { content, .. } => {
                text.push_str(&words(content));
            }
            Inline::Break => text.push('\n'),
            Inline::PageNumber | Inline::PageCount => text.push('1'),
        }
    }
    text
}

/// A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends, and none twice.
pub(crate) fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String =
        wanted.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches('\'').trim();
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Document" } else { clean };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let fitted = |suffix: &str| {
        // Excel counts UTF-16 units.
        let mut room = 31 - suffix.len();
        let mut name: String = clean
            .chars()
            .take_while(|character| {
                let fits = room >= character.len_utf16();
                room = room.saturating_sub(character.len_utf16());
                fits
            })
            .collect();
        name.push_str(suffix);
        name
    };
    let mut name = fitted("");
    let mut number = 2;
    while is_taken(&name) {
        name = fitted(&format!(" {number}"));
        number += 1;
    }
    name
}
