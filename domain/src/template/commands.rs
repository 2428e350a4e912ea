//! What one may ask about templates.

use serde::{Deserialize, Serialize};

use super::{TemplateKind, TemplateUsage};
use crate::document::DocumentFormat;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{CompanyId, Language, text};

/// The largest source, in bytes.
const SOURCE_MAX: usize = 512 * 1024;

/// A template as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateInput {
    /// Its name.
    pub name: Option<String>,
    /// What it makes; that of its usage when absent.
    pub kind: Option<String>,
    /// What it is used for; the kind's usual use when absent.
    pub usage: Option<String>,
    /// The format it is mostly issued in; `pdf` when absent.
    pub format: Option<String>,
    /// Its language; `fr` when absent.
    pub language: Option<String>,
    /// The company whose policies alone it serves; every company's when absent.
    pub company_id: Option<String>,
    /// The version that documents are made from, to put an older one to use again.
    pub current_version: Option<i64>,
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
    /// What it is used for.
    pub usage: TemplateUsage,
    /// The format it is mostly issued in.
    pub format: DocumentFormat,
    /// Its language.
    pub language: Language,
    /// The company whose policies alone it serves.
    pub company_id: Option<CompanyId>,
    /// The version that documents are made from.
    pub current_version: Option<i64>,
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
        let named = self.usage.as_deref().and_then(TemplateUsage::parse).map(|usage| usage.kind().code().to_owned());
        let kind = self.kind.filter(|kind| !kind.trim().is_empty()).or(named);
        let kind = check.keep(TemplateKind::field("kind", kind.as_deref()));
        let usage = kind.and_then(|kind| check.keep(TemplateUsage::within("usage", kind, self.usage.as_deref())));
        let format = self.format.as_deref().unwrap_or("pdf");
        let format = check.keep(DocumentFormat::parse(format).ok_or_else(|| choice("format", "pdf, html, xlsx")));
        let language = self.language.as_deref().unwrap_or("fr");
        let language = Language::ALL.into_iter().find(|known| known.code() == language);
        let language = check.keep(language.ok_or_else(|| choice("language", "fr, en")));
        let content = self.content.filter(|content| !content.trim().is_empty());
        let content = check.keep(content.map(|content| checked_source("content", &content)).transpose());
        let company = self.company_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let company =
            company.map(|id| CompanyId::parse(id).ok_or_else(|| FieldError::new("company_id", Code::UnknownReference)));
        let company = check.keep(company.transpose());
        let current_version = self.current_version;
        let template = name.zip(kind.zip(usage)).zip(format.zip(language)).zip(content.zip(company)).map(
            |(((name, (kind, usage)), (format, language)), (content, company_id))| SaveTemplate {
                name,
                kind,
                usage,
                format,
                language,
                company_id,
                current_version,
                content,
            },
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
