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

    /// Reads a template without data and lists what is wrong with it: syntax and unknown tags, each with its place.
    fn check(&self, source: &str) -> Vec<TemplateProblem>;
}
