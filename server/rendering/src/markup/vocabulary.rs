//! The tags, attributes and classes of the document language. What is not here is refused.
//!
//! `TEMPLATES.md` explains each of them to the firm's administrator; a test compares the two.

use crate::tree::Class;

/// How an element is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Stands alone, has no end tag.
    Nothing,
    /// Holds words and pieces of a line.
    Line,
    /// Holds blocks, or words as one block.
    Blocks,
    /// Holds only the named children.
    Only(&'static [&'static str]),
}

/// Where an element may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// Among blocks.
    Block,
    /// In a line.
    Inline,
    /// Only where the parent names it.
    Named,
    /// At the top of the document only.
    Top,
}

/// One tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: &'static str,
    pub(crate) position: Position,
    pub(crate) content: Content,
    /// Attributes besides `class`.
    pub(crate) attributes: &'static [&'static str],
    pub(crate) classes: &'static [Class],
}

const ALIGN: &[Class] = &[Class::Left, Class::Right, Class::Center];
const TEXT: &[Class] =
    &[Class::Left, Class::Right, Class::Center, Class::Muted, Class::Small, Class::Lead, Class::Accent, Class::Nowrap];
const HEADING: &[Class] = &[
    Class::Left,
    Class::Right,
    Class::Center,
    Class::Muted,
    Class::Small,
    Class::Lead,
    Class::Accent,
    Class::Nowrap,
    Class::Subject,
];
const GROUP: &[Class] = &[
    Class::Left,
    Class::Right,
    Class::Center,
    Class::Muted,
    Class::Small,
    Class::Panel,
    Class::Box,
    Class::Band,
    Class::Letterhead,
];
const SPAN: &[Class] = &[Class::Muted, Class::Small, Class::Accent, Class::Nowrap, Class::Code];
const CELL: &[Class] =
    &[Class::Left, Class::Right, Class::Center, Class::Muted, Class::Small, Class::Accent, Class::Nowrap];
const ROWS: Content = Content::Only(&["tr"]);

const fn tag(
    name: &'static str,
    position: Position,
    content: Content,
    attributes: &'static [&'static str],
    classes: &'static [Class],
) -> Tag {
    Tag { name, position, content, attributes, classes }
}

/// Every tag.
pub(crate) const TAGS: &[Tag] = &[
    tag("h1", Position::Block, Content::Line, &[], HEADING),
    tag("h2", Position::Block, Content::Line, &[], HEADING),
    tag("h3", Position::Block, Content::Line, &[], HEADING),
    tag("p", Position::Block, Content::Line, &[], TEXT),
    tag("ul", Position::Block, Content::Only(&["li"]), &[], &[]),
    tag("ol", Position::Block, Content::Only(&["li"]), &[], &[]),
    tag("li", Position::Named, Content::Blocks, &[], &[]),
    tag("hr", Position::Block, Content::Nothing, &[], &[]),
    tag("div", Position::Block, Content::Blocks, &[], GROUP),
    tag("section", Position::Block, Content::Blocks, &[], GROUP),
    tag("keep", Position::Block, Content::Blocks, &[], &[]),
    tag("columns", Position::Block, Content::Only(&["column"]), &["widths", "layout"], &[]),
    tag("column", Position::Named, Content::Blocks, &[], &[]),
    tag("signature", Position::Block, Content::Blocks, &["name", "role"], &[]),
    tag("page-break", Position::Block, Content::Nothing, &[], &[]),
    tag("page-format", Position::Top, Content::Nothing, &["orientation"], &[]),
    tag("attach-data", Position::Top, Content::Nothing, &["names"], &[]),
    tag("page-header", Position::Top, Content::Blocks, &["from"], &[]),
    tag("page-footer", Position::Top, Content::Blocks, &["from"], &[]),
    tag("img", Position::Block, Content::Nothing, &["src", "alt", "width"], ALIGN),
    tag("qr", Position::Block, Content::Nothing, &["data", "alt", "width"], ALIGN),
    tag(
        "table",
        Position::Block,
        Content::Only(&["thead", "tbody", "tfoot"]),
        &["title", "widths"],
        &[Class::Facts, Class::Grid, Class::PlainTable, Class::Small],
    ),
    tag("thead", Position::Named, ROWS, &[], &[]),
    tag("tbody", Position::Named, ROWS, &[], &[]),
    tag("tfoot", Position::Named, ROWS, &[], &[]),
    tag("tr", Position::Named, Content::Only(&["th", "td"]), &[], &[Class::Total]),
    tag("th", Position::Named, Content::Blocks, &["colspan", "rowspan"], CELL),
    tag("td", Position::Named, Content::Blocks, &["colspan", "rowspan"], CELL),
    tag("strong", Position::Inline, Content::Line, &[], &[]),
    tag("em", Position::Inline, Content::Line, &[], &[]),
    tag("small", Position::Inline, Content::Line, &[], &[]),
    tag("span", Position::Inline, Content::Line, &[], SPAN),
    tag("br", Position::Inline, Content::Nothing, &[], &[]),
    tag("page-number", Position::Inline, Content::Nothing, &[], &[]),
    tag("page-count", Position::Inline, Content::Nothing, &[], &[]),
];

/// The tag of this name.
pub(crate) fn find(name: &str) -> Option<&'static Tag> {
    TAGS.iter().find(|tag| tag.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_attribute_and_class_is_documented() {
        let text = include_str!("../../TEMPLATES.md");
        for tag in TAGS {
            assert!(text.contains(&format!("`<{}>`", tag.name)), "{}", tag.name);
            for attribute in tag.attributes {
                assert!(text.contains(&format!("`{attribute}")), "{} {attribute}", tag.name);
            }
        }
        for (word, _) in Class::ALL {
            assert!(text.contains(&format!("`{word}`")), "{word}");
        }
    }
}
