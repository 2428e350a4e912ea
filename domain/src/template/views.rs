//! What may be seen of a template.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{TemplateInput, TemplateKind, TemplateUsage};
use crate::document::DocumentFormat;
use crate::shared::{AgencyId, CompanyId, Language, TemplateId, TemplateVersionId, UserId};

/// A template of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TemplateView {
    /// The template's id.
    pub id: TemplateId,
    /// The firm.
    pub agency_id: AgencyId,
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
    /// The company whose policies alone it serves; absent when it serves all.
    pub company_id: Option<CompanyId>,
    /// The version that documents are made from; absent while it has none.
    pub current_version: Option<i64>,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl TemplateView {
    /// The template as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> TemplateInput {
        TemplateInput {
            name: Some(self.name.clone()),
            kind: Some(self.kind.code().to_owned()),
            usage: Some(self.usage.code().to_owned()),
            format: Some(self.format.code().to_owned()),
            language: Some(self.language.code().to_owned()),
            company_id: self.company_id.map(|id| id.to_string()),
            current_version: self.current_version,
            content: None,
        }
    }
}

/// One immutable version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TemplateVersionView {
    /// The version's id.
    pub id: TemplateVersionId,
    /// The template.
    pub template_id: TemplateId,
    /// 1 for the first, then up.
    pub number: i64,
    /// The source.
    pub content: String,
    /// SHA-256 of the source, in hexadecimal.
    pub checksum_sha256: String,
    /// The version it brings back, when it does.
    pub restored_from: Option<i64>,
    /// Who wrote it; nobody for those that come with the product.
    pub author_id: Option<UserId>,
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}
