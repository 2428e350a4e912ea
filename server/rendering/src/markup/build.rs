//! Elements into the document tree: what may stand where, and what each attribute means.

use domain::shared::Language;
use services::ports::render::TemplateProblem;

use super::reader::{Element, Node};
use super::vocabulary::Position;
use super::{lines, pictures, tables};
use crate::problem::{Place, problem};
use crate::tree::{Attachment, Block, ColumnLayout, Document, ImageFile, Inline, Running, Width};

/// What is gathered while the tree is built.
pub(super) struct Builder {
    pub(super) images: Vec<ImageFile>,
    /// Only running heads and feet know their page.
    pub(super) in_running: bool,
    problems: Vec<TemplateProblem>,
}

impl Builder {
    pub(super) fn report(&mut self, code: &str, place: Place, subject: &str) {
        self.problems.push(problem(code, place, subject));
    }

    /// How many problems there are so far.
    pub(super) fn count(&self) -> usize {
        self.problems.len()
    }

    /// A number in an attribute, within its bounds.
    pub(super) fn number(&mut self, element: &Element, name: &str, least: u16, most: u16) -> Option<u16> {
        let text = element.attribute(name)?;
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.unfit(element, name);
        }
        number
    }

    /// Says that an attribute's value is not one of those it takes.
    pub(super) fn unfit(&mut self, element: &Element, name: &str) {
        let value = element.attribute(name).unwrap_or_default();
        self.report("unfit_attribute", element.place, &format!("{} {name}=\"{value}\"", element.tag.name));
    }

    /// A list of widths: `auto`, `2` (shares) or `30mm`.
    pub(super) fn widths(&mut self, element: &Element, name: &str) -> Vec<Width> {
        let Some(text) = element.attribute(name) else { return Vec::new() };
        let widths: Option<Vec<Width>> = text.split_ascii_whitespace().map(width).collect();
        widths.unwrap_or_else(|| {
            self.unfit(element, name);
            Vec::new()
        })
    }
}

fn width(word: &str) -> Option<Width> {
    if word == "auto" {
        return Some(Width::Auto);
    }
    match word.strip_suffix("mm") {
        Some(size) => size.parse().ok().filter(|size| (1..=250).contains(size)).map(Width::Mm),
        None => word.parse().ok().filter(|share| (1..=100).contains(share)).map(Width::Share),
    }
}

/// The document, or everything that is wrong with it.
pub(super) fn document(nodes: Vec<Node>, title: &str, language: Language) -> Result<Document, Vec<TemplateProblem>> {
    let mut builder = Builder { images: Vec::new(), in_running: false, problems: Vec::new() };
    let (running, body): (Vec<Node>, Vec<Node>) = nodes
        .into_iter()
        .partition(|node| matches!(node, Node::Element(element) if element.tag.position == Position::Top));
    let (mut header, mut footer, mut landscape, mut attachment) = (None, None, None, None);
    for node in &running {
        let Node::Element(element) = node else { continue };
        let again = match element.tag.name {
            "page-header" => header.replace(running_blocks(&mut builder, element)).is_some(),
            "page-footer" => footer.replace(running_blocks(&mut builder, element)).is_some(),
            "page-format" => landscape.replace(is_landscape(&mut builder, element)).is_some(),
            _ => attachment.replace(attached(&mut builder, element)).is_some(),
        };
        if again {
            builder.report("repeated_tag", element.place, element.tag.name);
        }
    }
    let body = blocks(&mut builder, &body);
    if body.is_empty() && builder.problems.is_empty() {
        builder.report("empty_document", Place::START, "");
    }
    if let Some(character) = title.chars().find(|character| lines::is_forbidden(*character)) {
        builder.report("forbidden_character", Place::START, &format!("U+{:04X}", u32::from(character)));
    }
    if builder.problems.is_empty() {
        let (title, landscape) = (title.to_owned(), landscape.unwrap_or(false));
        Ok(Document {
            title,
            language,
            landscape,
            header,
            footer,
            body,
            mark: None,
            images: builder.images,
            attachment,
        })
    } else {
        Err(builder.problems)
    }
}

fn is_landscape(builder: &mut Builder, element: &Element) -> bool {
    match element.attribute("orientation") {
        Some("landscape") => true,
        Some("portrait") => false,
        _ => {
            builder.unfit(element, "orientation");
            false
        }
    }
}

fn attached(builder: &mut Builder, element: &Element) -> Attachment {
    let names: Vec<String> =
        element.attribute("names").unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
    if names.is_empty() {
        builder.unfit(element, "names");
    }
    Attachment { names, place: element.place, json: Vec::new() }
}

fn running_blocks(builder: &mut Builder, element: &Element) -> Running {
    builder.in_running = true;
    let from = builder.number(element, "from", 1, 999).unwrap_or(1);
    let running = Running { from, blocks: blocks(builder, &element.children) };
    builder.in_running = false;
    running
}

/// Reads nodes among blocks. Words between them become blocks of their own.
pub(super) fn blocks(builder: &mut Builder, nodes: &[Node]) -> Vec<Block> {
    let mut found = Vec::new();
    let is_inline = |node: &Node| !matches!(node, Node::Element(element) if element.tag.position != Position::Inline);
    for run in nodes.chunk_by(|a, b| is_inline(a) && is_inline(b)) {
        match run {
            [Node::Element(element)] if !is_inline(&run[0]) => found.extend(block(builder, element)),
            line => {
                let content = lines::line(builder, line);
                if content.iter().any(|inline| !matches!(inline, Inline::Break)) {
                    found.push(Block::Plain { content });
                }
            }
        }
    }
    found
}

fn block(builder: &mut Builder, element: &Element) -> Option<Block> {
    if element.tag.position != Position::Block {
        builder.report("bad_nesting", element.place, &format!("<{}>", element.tag.name));
        return None;
    }
    let classes = element.classes.clone();
    let children = &element.children;
    Some(match element.tag.name {
        "h1" | "h2" | "h3" => {
            let level = element.tag.name.bytes().last().map_or(1, |digit| digit - b'0');
            Block::Heading { level, classes, content: lines::line(builder, children) }
        }
        "p" => Block::Paragraph { classes, content: lines::line(builder, children) },
        "hr" => Block::Rule,
        "page-break" if builder.in_running => {
            builder.report("bad_nesting", element.place, "<page-break>");
            return None;
        }
        "page-break" => Block::PageBreak,
        "ul" | "ol" => {
            let items = named(builder, element).into_iter().map(|item| blocks(builder, &item.children)).collect();
            Block::List { ordered: element.tag.name == "ol", items }
        }
        "keep" => Block::Keep { blocks: without_breaks(builder, element) },
        "columns" => return columns(builder, element),
        "signature" => Block::Signature {
            name: element.attribute("name").map(str::to_owned).filter(|name| !name.trim().is_empty()),
            role: element.attribute("role").map(str::to_owned).filter(|role| !role.trim().is_empty()),
            blocks: without_breaks(builder, element),
        },
        "table" => Block::Table(tables::table(builder, element)?),
        "img" | "qr" => Block::Image(pictures::picture(builder, element)?),
        _ => Block::Group { classes, blocks: without_breaks(builder, element) },
    })
}

/// The children of an element that names which ones it may have. White space between them is nothing.
pub(super) fn named<'a>(builder: &mut Builder, element: &'a Element) -> Vec<&'a Element> {
    let super::vocabulary::Content::Only(names) = element.tag.content else { return Vec::new() };
    let mut found = Vec::new();
    for node in &element.children {
        match node {
            Node::Element(child) if names.contains(&child.tag.name) => found.push(child),
            Node::Element(child) => {
                builder.report("bad_nesting", child.place, &format!("<{}> in <{}>", child.tag.name, element.tag.name));
            }
            Node::Text(text, _) if text.trim_ascii().is_empty() => {}
            Node::Text(text, place) | Node::Value(text, _, place) => {
                let shown: String = text.trim().chars().take(20).collect();
                builder.report("text_not_allowed", *place, &format!("{shown} in <{}>", element.tag.name));
            }
        }
    }
    found
}

/// Blocks inside a container: a page cannot break there.
pub(super) fn without_breaks(builder: &mut Builder, element: &Element) -> Vec<Block> {
    for node in &element.children {
        if let Node::Element(child) = node
            && child.tag.name == "page-break"
        {
            builder.report("bad_nesting", child.place, &format!("<page-break> in <{}>", element.tag.name));
        }
    }
    blocks(builder, &element.children)
}

fn columns(builder: &mut Builder, element: &Element) -> Option<Block> {
    let layout = match element.attribute("layout") {
        None => ColumnLayout::Shares,
        Some("window") => ColumnLayout::Window,
        Some(_) => {
            builder.unfit(element, "layout");
            return None;
        }
    };
    let widths = builder.widths(element, "widths");
    let columns: Vec<Vec<Block>> =
        named(builder, element).into_iter().map(|column| without_breaks(builder, column)).collect();
    let fits = match layout {
        ColumnLayout::Window => columns.len() == 2 && widths.is_empty(),
        ColumnLayout::Shares => {
            (1..=6).contains(&columns.len()) && (widths.is_empty() || widths.len() == columns.len())
        }
    };
    if !fits {
        builder.report("unfit_columns", element.place, &format!("{} columns", columns.len()));
        return None;
    }
    Some(Block::Columns { layout, widths, columns })
}
