//! The port to the rendering engine: a template and its data in, a finished file out.

use async_trait::async_trait;
use domain::document::DocumentFormat;
use domain::shared::Language;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything a document is made of; the same order gives the same bytes (ISO 32000-2 dates included).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RenderOrder {
    /// The template version's source: Jinja expressions over the documented HTML subset.
    pub source: String,
    /// The data snapshot the expressions read. A name that is not in it is an error.
    pub data: Value,
    /// What comes out.
    pub format: DocumentFormat,
    /// The language of the document: it decides hyphenation, dates and amounts.
    pub language: Language,
    /// The document's title, for the reader's window and the file's metadata.
    pub title: String,
    /// The moment written into the file as its making.
    pub made_at: Timestamp,
    /// Set for what is only looked at. A document's order does not even name it, so that its hash stays what it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<PreviewOrder>,
}

/// A look at what a document would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewOrder {
    /// What stands across each page, so that nobody takes it for a document.
    pub mark: String,
    /// The page wanted as a picture; nothing for the whole file.
    pub picture: Option<PictureOrder>,
    /// Set where nothing is made at all: the template is only read, and the data says which names there are.
    pub only_read: bool,
}

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PictureOrder {
    /// The page, from 1. One past the end is the last one.
    pub page: u32,
    /// Another source, filled with the same data: what differs from its page is marked.
    pub against: Option<String>,
}

/// A page as a picture, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Which page it shows, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The picture (PNG).
    pub png: Vec<u8>,
}

impl Picture {
    /// The picture as the bytes of a rendered file: both numbers, then the PNG.
    pub fn packed(&self) -> Vec<u8> {
        [self.page.to_be_bytes().as_slice(), &self.pages.to_be_bytes(), &self.png].concat()
    }

    /// Reads [`Self::packed`].
    pub fn unpacked(bytes: &[u8]) -> Option<Self> {
        let (page, rest) = bytes.split_first_chunk::<4>()?;
        let (pages, png) = rest.split_first_chunk::<4>()?;
        Some(Self { page: u32::from_be_bytes(*page), pages: u32::from_be_bytes(*pages), png: png.to_vec() })
    }
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The bytes, as they are stored and sent.
    pub bytes: Vec<u8>,
    /// Name and version of the engine that made it, kept with the document so that it can be made again.
    pub engine: String,
}

/// One thing wrong with a template, at its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateProblem {
    /// A stable code, such as `template_syntax`, `unknown_name`, `unknown_tag`.
    pub code: String,
    /// The line in the source, from 1.
    pub line: u32,
    /// The column in that line, from 1, or 0 when only the line is known.
    pub column: u32,
    /// The name, tag or construct at fault.
    pub subject: String,
}

/// Why a document could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RenderError {
    /// The template cannot be filled with this data.
    #[error("the template has {} problem(s)", .0.len())]
    Template(Vec<TemplateProblem>),
    /// A limit on fuel, depth, pages, time or memory was reached.
    #[error("the document passes the limit {0}")]
    Limit(String),
    /// The engine itself failed; worth another try.
    #[error("the rendering engine failed: {0}")]
    Engine(String),
}

/// The rendering engine, as the services see it.
#[async_trait]
pub trait Renderer: Send + Sync {
    /// Makes the file. Runs apart from the web threads, within limits of time and memory.
    async fn render(&self, order: RenderOrder) -> Result<Rendered, RenderError>;

    /// Reads a template without making anything of it and lists what is wrong, each with its place: syntax, unknown tags, and names
    /// that are not in `known`, also those behind conditions. Below a `null` of `known` every name may stand. What somebody typed can
    /// be made to exhaust whoever reads it, so that it is read where it is rendered.
    async fn read(&self, source: &str, known: Value) -> Result<Vec<TemplateProblem>, RenderError> {
        let order = RenderOrder {
            source: source.to_owned(),
            data: known,
            format: DocumentFormat::Html,
            language: Language::Fr,
            title: String::new(),
            made_at: Timestamp::UNIX_EPOCH,
            preview: Some(PreviewOrder { mark: String::new(), picture: None, only_read: true }),
        };
        match self.render(order).await {
            Ok(_) => Ok(Vec::new()),
            Err(RenderError::Template(problems)) => Ok(problems),
            Err(other) => Err(other),
        }
    }
}
