//! What one may ask about templates.

use serde::{Deserialize, Serialize};

use super::TemplateKind;
use crate::document::DocumentFormat;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Language, text};

/// The largest source, in bytes.
const SOURCE_MAX: usize = 512 * 1024;

/// A template as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateInput {
    /// Its name.
    pub name: Option<String>,
    /// What it makes.
    pub kind: Option<String>,
    /// The format it is mostly issued in; `pdf` when absent.
    pub format: Option<String>,
    /// Its language; `fr` when absent.
    pub language: Option<String>,
    /// The source of version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// A template to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveTemplate {
    /// Its name.
    pub name: String,
    /// What it makes.
    pub kind: TemplateKind,
    /// The format it is mostly issued in.
    pub format: DocumentFormat,
    /// Its language.
    pub language: Language,
    /// The source of version 1.
    pub content: Option<String>,
}

impl TemplateInput {
    /// Checks every field; the source itself is read by the rendering engine.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SaveTemplate, Vec<FieldError>> {
        let choice = |field: &str, allowed: &str| FieldError::new(field, Code::NotAChoice).with("allowed", allowed);
        let mut check = Checker::default();
        let name = check.keep(text::required_line("name", self.name.as_deref(), text::LINE_MAX));
        let kind = check.keep(TemplateKind::field("kind", self.kind.as_deref()));
        let format = self.format.as_deref().unwrap_or("pdf");
        let format = check.keep(DocumentFormat::parse(format).ok_or_else(|| choice("format", "pdf, html, xlsx")));
        let language = self.language.as_deref().unwrap_or("fr");
        let language = Language::ALL.into_iter().find(|known| known.code() == language);
        let language = check.keep(language.ok_or_else(|| choice("language", "fr, en")));
        let content = self.content.filter(|content| !content.trim().is_empty());
        let content = check.keep(content.map(|content| checked_source("content", &content)).transpose());
        let template = name.zip(kind).zip(format.zip(language)).zip(content).map(
            |(((name, kind), (format, language)), content)| SaveTemplate { name, kind, format, language, content },
        );
        check.finish(template)
    }
}

/// A new version as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VersionInput {
    /// The source.
    pub content: Option<String>,
}

/// A source that is neither empty nor too large.
///
/// # Errors
/// The field's error.
pub fn checked_source(field: &str, content: &str) -> Result<String, FieldError> {
    if content.trim().is_empty() {
        return Err(FieldError::new(field, Code::Required));
    }
    if content.len() > SOURCE_MAX {
        return Err(FieldError::new(field, Code::TooLong).with("max", SOURCE_MAX));
    }
    if content.contains('\0') {
        return Err(FieldError::new(field, Code::ControlCharacters));
    }
    Ok(content.replace("\r\n", "\n"))
}
