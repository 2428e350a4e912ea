//! The tree as one self-contained page: no script, no address outside, readable on a telephone and on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::tree::{
    Block, Cell, Class, ColumnLayout, Document, Image, ImageKind, Inline, Raw, Row, Running, Table, Width,
};

const STYLE: &str = include_str!("style.css");

/// Writes the page.
pub(crate) fn write(document: &Document) -> String {
    let mut page = Page { document, text: String::new() };
    page.push("<!DOCTYPE html>\n<html lang=\"");
    page.push(document.language.code());
    page.push("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page.escaped(&document.title);
    page.push("</title>\n<style>\n");
    page.push(STYLE);
    if document.landscape {
        page.push("@page { size: A4 landscape; }\n");
    }
    page.push("</style>\n</head>\n<body>\n<main>\n");
    if let Some(mark) = &document.mark {
        page.push("<p class=\"preview-mark\">");
        page.escaped(mark);
        page.push("</p>\n");
    }
    page.running("header", document.header.as_ref());
    page.blocks(&document.body);
    page.running("footer", document.footer.as_ref());
    page.push("</main>\n</body>\n</html>\n");
    page.text
}

struct Page<'a> {
    document: &'a Document,
    text: String,
}

impl Page<'_> {
    fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.push("&amp;"),
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                '"' => self.push("&quot;"),
                '\'' => self.push("&#39;"),
                other => self.text.push(other),
            }
        }
    }

    /// A page on a screen is the first page: a header from the second page on is not shown.
    fn running(&mut self, tag: &str, part: Option<&Running>) {
        if let Some(part) = part.filter(|part| part.from == 1) {
            self.push(&format!("<{tag}>"));
            self.blocks(&part.blocks);
            self.push(&format!("</{tag}>\n"));
        }
    }

    fn open(&mut self, tag: &str, classes: &[Class]) {
        let words: Vec<&str> = classes.iter().map(|class| class.word()).collect();
        if words.is_empty() {
            self.push(&format!("<{tag}>"));
        } else {
            self.push(&format!("<{tag} class=\"{}\">", words.join(" ")));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, classes, content } => {
                let tag = format!("h{level}");
                self.open(&tag, classes);
                self.line(content);
                self.push(&format!("</{tag}>\n"));
            }
            Block::Paragraph { classes, content } => {
                self.open("p", classes);
                self.line(content);
                self.push("</p>\n");
            }
            Block::Plain { content } => self.line(content),
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                self.push(&format!("<{tag}>"));
                for item in items {
                    self.push("<li>");
                    self.blocks(item);
                    self.push("</li>");
                }
                self.push(&format!("</{tag}>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Rule => self.push("<hr>\n"),
            Block::Group { classes, blocks } => {
                self.open("div", classes);
                self.blocks(blocks);
                self.push("</div>\n");
            }
            Block::Keep { blocks } => {
                self.push("<div class=\"keep\">");
                self.blocks(blocks);
                self.push("</div>\n");
            }
            Block::Columns { layout, widths, columns } => self.columns(*layout, widths, columns),
            Block::Image(image) => self.image(image),
            Block::Signature { name, role, blocks } => {
                self.push("<div class=\"signature\">");
                self.blocks(blocks);
                self.push("<div class=\"line\">");
                for (tag, text) in [("strong", name), ("span", role)] {
                    if let Some(text) = text {
                        self.push(&format!("<div><{tag}>"));
                        self.escaped(text);
                        self.push(&format!("</{tag}></div>"));
                    }
                }
                self.push("</div></div>\n");
            }
            Block::PageBreak => self.push("<div class=\"page-break\"></div>\n"),
        }
    }

    fn columns(&mut self, layout: ColumnLayout, widths: &[Width], columns: &[Vec<Block>]) {
        if layout == ColumnLayout::Window {
            self.push("<div class=\"columns window\">");
        } else {
            let even = vec![Width::Share(1); columns.len()];
            let widths = if widths.is_empty() { &even } else { widths };
            let tracks: Vec<String> = widths.iter().map(|width| track(*width)).collect();
            self.push(&format!("<div class=\"columns\" style=\"grid-template-columns:{}\">", tracks.join(" ")));
        }
        for column in columns {
            self.push("<div>");
            self.blocks(column);
            self.push("</div>");
        }
        self.push("</div>\n");
    }

    fn image(&mut self, image: &Image) {
        let Some(file) = self.document.images.get(image.file) else { return };
        let kind: ImageKind = file.kind;
        let source = format!("data:{};base64,{}", kind.mime_type(), STANDARD.encode(&file.bytes));
        self.open("div", &image.classes);
        self.push("<img src=\"");
        self.push(&source);
        self.push("\" alt=\"");
        self.escaped(image.alt.as_deref().unwrap_or_default());
        self.push("\"");
        if let Some(Width::Mm(size)) = image.width {
            self.push(&format!(" style=\"width:{size}mm\""));
        }
        self.push("></div>\n");
    }

    fn table(&mut self, table: &Table) {
        self.open("table", &table.classes);
        if !table.widths.is_empty() {
            let shares: u32 = table
                .widths
                .iter()
                .map(|width| if let Width::Share(share) = width { u32::from(*share) } else { 0 })
                .sum();
            self.push("<colgroup>");
            for width in &table.widths {
                match width {
                    Width::Auto => self.push("<col>"),
                    Width::Mm(size) => self.push(&format!("<col style=\"width:{size}mm\">")),
                    Width::Share(share) => {
                        self.push(&format!("<col style=\"width:{}%\">", u32::from(*share) * 100 / shares.max(1)));
                    }
                }
            }
            self.push("</colgroup>");
        }
        for (tag, scope, rows) in
            [("thead", "col", &table.head), ("tbody", "row", &table.body), ("tfoot", "row", &table.foot)]
        {
            if !rows.is_empty() {
                self.push(&format!("<{tag}>\n"));
                for row in rows {
                    self.row(row, scope);
                }
                self.push(&format!("</{tag}>"));
            }
        }
        self.push("</table>\n");
    }

    fn row(&mut self, row: &Row, scope: &str) {
        self.push("<tr>");
        for cell in &row.cells {
            self.cell(cell, scope);
        }
        self.push("</tr>\n");
    }

    fn cell(&mut self, cell: &Cell, scope: &str) {
        let tag = if cell.header { "th" } else { "td" };
        let scope = if cell.header { format!(" scope=\"{scope}\"") } else { String::new() };
        let span = |name: &str, size: usize| if size > 1 { format!(" {name}=\"{size}\"") } else { String::new() };
        let start = format!("{tag}{scope}{}{}", span("colspan", cell.colspan), span("rowspan", cell.rowspan));
        self.open(&start, &cell.classes);
        self.blocks(&cell.blocks);
        self.push(&format!("</{tag}>"));
    }

    fn line(&mut self, line: &[Inline]) {
        for inline in line {
            match inline {
                Inline::Text { text } => self.escaped(text),
                Inline::Value { text, value } => self.value(text, value),
                Inline::Strong { content } => self.wrapped("strong", content),
                Inline::Emphasis { content } => self.wrapped("em", content),
                Inline::Small { content } => self.wrapped("small", content),
                Inline::Span { classes, content } => {
                    self.open("span", classes);
                    self.line(content);
                    self.push("</span>");
                }
                Inline::Break => self.push("<br>"),
                // All of the document is on one page here.
                Inline::PageNumber | Inline::PageCount => self.push("1"),
            }
        }
    }

    /// The value goes along for programs that read the page.
    fn value(&mut self, text: &str, value: &Raw) {
        let (start, end) = match value {
            Raw::Date { iso } => (format!("<time datetime=\"{iso}\">"), "</time>"),
            Raw::Money { amount_minor, currency, .. } => {
                (format!("<data value=\"{amount_minor} {currency}\">"), "</data>")
            }
            Raw::Count { number } => (format!("<data value=\"{number}\">"), "</data>"),
        };
        self.push(&start);
        self.escaped(text);
        self.push(end);
    }

    fn wrapped(&mut self, tag: &str, content: &[Inline]) {
        self.push(&format!("<{tag}>"));
        self.line(content);
        self.push(&format!("</{tag}>"));
    }
}

fn track(width: Width) -> String {
    match width {
        Width::Auto => "auto".to_owned(),
        Width::Share(share) => format!("{share}fr"),
        Width::Mm(size) => format!("{size}mm"),
    }
}
