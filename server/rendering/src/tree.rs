//! The document between template and file: what is to be read, in order, free of any output format.
//!
//! PDF, HTML and XLSX are made from this tree and from nothing else, so the three say the same.

use domain::shared::Language;
use serde::Serialize;

use crate::problem::Place;

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) language: Language,
    /// Whether the pages lie on their long side, for wide tables.
    pub(crate) landscape: bool,
    /// Printed at the head of each page, from the page of that number on.
    pub(crate) header: Option<Running>,
    /// Printed at the foot of each page.
    pub(crate) footer: Option<Running>,
    pub(crate) body: Vec<Block>,
    /// Printed across each page of what is no document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mark: Option<String>,
    /// The pictures, which the tree names by their place in this list.
    #[serde(skip)]
    pub(crate) images: Vec<ImageFile>,
    /// The data that the template asked to travel with the file.
    #[serde(skip)]
    pub(crate) attachment: Option<Attachment>,
}

/// Which data goes into the file beside the pages. Only what is named here leaves the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Dotted names of the snapshot, as the template wrote them.
    pub(crate) names: Vec<String>,
    /// Where the template asks for it.
    pub(crate) place: Place,
    /// The named part of the snapshot as JSON; empty until the engine has read it.
    pub(crate) json: Vec<u8>,
}

/// What is repeated on the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Running {
    pub(crate) from: u16,
    pub(crate) blocks: Vec<Block>,
}

/// A picture, decoded and measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ImageFile {
    pub(crate) kind: ImageKind,
    pub(crate) bytes: Vec<u8>,
}

/// The picture formats that every output can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageKind {
    Png,
    Jpeg,
    /// Drawn by this crate only (QR codes); a template's own SVG is refused.
    Svg,
}

impl ImageKind {
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
        }
    }

    pub(crate) const fn mime_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// A piece that starts on its own line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    Heading {
        level: u8,
        classes: Vec<Class>,
        content: Vec<Inline>,
    },
    Paragraph {
        classes: Vec<Class>,
        content: Vec<Inline>,
    },
    /// Text that stands directly in a cell, an item or a group: a paragraph without space around it.
    Plain {
        content: Vec<Inline>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Table(Table),
    Rule,
    Group {
        classes: Vec<Class>,
        blocks: Vec<Block>,
    },
    /// Stays on one page when it fits on one.
    Keep {
        blocks: Vec<Block>,
    },
    Columns {
        layout: ColumnLayout,
        widths: Vec<Width>,
        columns: Vec<Vec<Block>>,
    },
    Image(Image),
    Signature {
        name: Option<String>,
        role: Option<String>,
        blocks: Vec<Block>,
    },
    PageBreak,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Inline {
    Text {
        text: String,
    },
    /// A day, an amount or a number: its text for readers and its value for sheets.
    Value {
        text: String,
        value: Raw,
    },
    Strong {
        content: Vec<Inline>,
    },
    Emphasis {
        content: Vec<Inline>,
    },
    Small {
        content: Vec<Inline>,
    },
    Span {
        classes: Vec<Class>,
        content: Vec<Inline>,
    },
    Break,
    PageNumber,
    PageCount,
}

/// A value as a sheet keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Raw {
    /// An ISO 8601 day.
    Date {
        iso: String,
    },
    /// Whole minor units, the currency's code and its number of decimals.
    Money {
        amount_minor: i64,
        currency: String,
        decimals: u32,
    },
    Count {
        number: u64,
    },
}

/// A picture at its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Image {
    /// Its place in [`Document::images`].
    pub(crate) file: usize,
    /// The file extension, so that a reader of the tree knows the format.
    pub(crate) extension: &'static str,
    /// What it shows; `None` says in words that it is decoration.
    pub(crate) alt: Option<String>,
    pub(crate) width: Option<Width>,
    pub(crate) classes: Vec<Class>,
}

/// How columns share the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ColumnLayout {
    /// By their widths, or evenly.
    Shares,
    /// The second of two stands where the window of a French or Belgian envelope shows it.
    Window,
}

/// A width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "unit", content = "size", rename_all = "snake_case")]
pub(crate) enum Width {
    /// As wide as the content.
    Auto,
    /// So many parts of the space that is left.
    Share(u16),
    /// Millimetres.
    Mm(u16),
}

/// A table: rows of cells, the head repeated on each page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Table {
    pub(crate) classes: Vec<Class>,
    /// The name of the sheet, and the summary for screen readers.
    pub(crate) title: Option<String>,
    pub(crate) widths: Vec<Width>,
    pub(crate) columns: usize,
    pub(crate) head: Vec<Row>,
    pub(crate) body: Vec<Row>,
    pub(crate) foot: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Cell {
    /// Where it starts, from 0, once the spans of earlier rows are counted.
    pub(crate) column: usize,
    pub(crate) header: bool,
    pub(crate) colspan: usize,
    pub(crate) rowspan: usize,
    pub(crate) classes: Vec<Class>,
    pub(crate) blocks: Vec<Block>,
}

/// The looks a template may ask for. The list is closed: a document cannot leave the house style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Class {
    Left,
    Right,
    Center,
    Muted,
    Small,
    Lead,
    Subject,
    Accent,
    Nowrap,
    Code,
    Panel,
    Box,
    Band,
    Letterhead,
    Facts,
    Grid,
    PlainTable,
    Total,
}

impl Class {
    /// Every class, with the word that a template writes.
    pub(crate) const ALL: [(&'static str, Self); 18] = [
        ("left", Self::Left),
        ("right", Self::Right),
        ("center", Self::Center),
        ("muted", Self::Muted),
        ("small", Self::Small),
        ("lead", Self::Lead),
        ("subject", Self::Subject),
        ("accent", Self::Accent),
        ("nowrap", Self::Nowrap),
        ("code", Self::Code),
        ("panel", Self::Panel),
        ("box", Self::Box),
        ("band", Self::Band),
        ("letterhead", Self::Letterhead),
        ("facts", Self::Facts),
        ("grid", Self::Grid),
        ("plain-table", Self::PlainTable),
        ("total", Self::Total),
    ];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, class)| *class)
    }

    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, class)| *class == self).map_or("", |(name, _)| name)
    }
}
