//! The tree as an archival, tagged PDF (PDF/A-2a, ISO 19005-2, or PDF/A-3a where data is attached, and PDF/UA-1, ISO 14289-1), set by Typst.

mod picture;
mod world;
mod wrapping;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value as Json;
use services::ports::render::RenderError;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart, Value};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub(crate) use self::picture::picture;
use self::world::DocumentWorld;
use crate::problem::{Place, problem};
use crate::tree::{Block, Document};
use crate::{fonts, limits};

/// Name and version of the engine, kept with each document.
pub(crate) const ENGINE: &str =
    concat!("typst 0.15.1, rendering ", env!("CARGO_PKG_VERSION"), ", Inter 4.0b7, DejaVu Sans 2.37");

/// Makes the file. The identifier stands for the order, so the same order gives the same bytes.
pub(crate) fn write(document: &Document, made_at: Timestamp, identifier: &str) -> Result<Vec<u8>, RenderError> {
    let result = write_uncleaned(document, made_at, identifier);
    // Typst remembers every layout; without this a worker grows by 10 MB with each document.
    comemo::evict(0);
    result
}

fn write_uncleaned(document: &Document, made_at: Timestamp, identifier: &str) -> Result<Vec<u8>, RenderError> {
    let paged = pages(document)?;
    // Only the third part of PDF/A may carry a file; without one the second is the one that every archive takes.
    let archival = if document.attachment.is_some() { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let options = PdfOptions {
        ident: Smart::Custom(identifier.to_owned()),
        creator: Smart::Custom(Some("MonAssurance".to_owned())),
        timestamp: timestamp(made_at),
        standards: PdfStandards::new(&[archival, PdfStandard::Ua_1]).map_err(|error| engine(&error.message()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&paged, &options).map_err(|errors| told(&errors))
}

/// The document set on its pages.
fn pages(document: &Document) -> Result<PagedDocument, RenderError> {
    let world = world(document)?;
    let paged = typst::compile::<PagedDocument>(&world).output.map_err(|errors| told(&errors))?;
    if paged.pages().len() > limits::PAGES {
        return Err(RenderError::Limit("pages".to_owned()));
    }
    Ok(paged)
}

/// What Typst sets, once the document is known to be fit for paper.
fn world(document: &Document) -> Result<DocumentWorld, RenderError> {
    if rows(&document.body) > limits::PDF_ROWS {
        return Err(RenderError::Limit("rows".to_owned()));
    }
    let mut tree = serde_json::to_value(document).map_err(|error| engine(&error))?;
    let mut texts = Vec::new();
    collect(&tree, &mut texts);
    if texts.iter().map(|text| text.len()).sum::<usize>() > limits::PDF_CHARACTERS {
        return Err(RenderError::Limit("text".to_owned()));
    }
    if holds_endless_line(&tree) {
        return Err(RenderError::Limit("paragraph".to_owned()));
    }
    let missing = fonts::missing(texts.into_iter());
    if !missing.is_empty() {
        return Err(RenderError::Template(missing));
    }
    wrapping::let_long_words_break(&mut tree);
    let tree = Value::deserialize(tree).map_err(|error| engine(&error))?;
    DocumentWorld::new(document, tree).ok_or_else(|| engine(&"a path is unfit"))
}

/// How many table rows there are, in tables inside tables too.
fn rows(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Table(table) => {
            let all = || [&table.head, &table.body, &table.foot].into_iter().flatten();
            table.body.len() + all().flat_map(|row| &row.cells).map(|cell| rows(&cell.blocks)).sum::<usize>()
        }
        Block::List { items, .. } => items.iter().map(|item| rows(item)).sum(),
        Block::Group { blocks, .. } | Block::Keep { blocks } | Block::Signature { blocks, .. } => rows(blocks),
        Block::Columns { columns, .. } => columns.iter().map(|column| rows(column)).sum(),
        Block::Heading { .. }
        | Block::Paragraph { .. }
        | Block::Plain { .. }
        | Block::Rule
        | Block::Image(_)
        | Block::PageBreak => 0,
    };
    blocks.iter().map(of).sum()
}

/// Whether the text of some paragraph, heading or cell is longer than any may be.
fn holds_endless_line(tree: &Json) -> bool {
    match tree {
        Json::Array(items) => items.iter().any(holds_endless_line),
        Json::Object(fields) => {
            let mut line = Vec::new();
            if let Some(content) = fields.get("content") {
                collect(content, &mut line);
            }
            let length: usize = line.iter().map(|text| text.chars().count()).sum();
            length > limits::PDF_PARAGRAPH || fields.values().any(holds_endless_line)
        }
        Json::String(_) | Json::Number(_) | Json::Bool(_) | Json::Null => false,
    }
}

/// Every text that will be shown.
fn collect<'a>(tree: &'a Json, texts: &mut Vec<&'a str>) {
    match tree {
        Json::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Json::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Json::String(text) if matches!(key.as_str(), "text" | "name" | "role") => texts.push(text),
                    other => collect(other, texts),
                }
            }
        }
        _ => {}
    }
}

fn timestamp(made_at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let made = made_at.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    Datetime::from_ymd_hms(
        i32::from(made.year()),
        part(made.month()),
        part(made.day()),
        part(made.hour()),
        part(made.minute()),
        part(made.second()),
    )
    .map(typst_pdf::Timestamp::new_utc)
}

/// The program is ours, so its errors are about the document's size or about ourselves. Texts of the document stay out of the message.
fn told(errors: &[SourceDiagnostic]) -> RenderError {
    let is = |words: &str| errors.iter().any(|error| error.message.contains(words));
    if is("depth exceeded") || is("too high q nesting") {
        return RenderError::Limit("depth".to_owned());
    }
    if is("header or footer too tall") {
        return refused("too_tall", "page-header, page-footer");
    }
    // The letters were looked up before, but a face may lack one of a combination of letters.
    if is("could not be displayed") || is("code point") || is("codepoint") {
        return refused("missing_glyph", "");
    }
    let reason = errors.first().map_or("unknown", |error| error.message.split('`').next().unwrap_or_default());
    RenderError::Engine(reason.trim().to_owned())
}

fn refused(code: &str, subject: &str) -> RenderError {
    RenderError::Template(vec![problem(code, Place { line: 0, column: 0 }, subject)])
}

fn engine(error: &impl ToString) -> RenderError {
    RenderError::Engine(error.to_string())
}
