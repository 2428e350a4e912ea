//! What may be seen of a document.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DocumentFormat, DocumentStatus};
use crate::policy::PolicyState;
use crate::shared::{AgencyId, ClientId, DocumentId, Language, PolicyId, TemplateId, TemplateVersionId, UserId};
use crate::template::TemplateKind;

/// A generated document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentView {
    /// The document's id.
    pub id: DocumentId,
    /// The firm.
    pub agency_id: AgencyId,
    /// Its number in the firm, such as `ATT-2026-00001`.
    pub number: String,
    /// What it is.
    pub kind: TemplateKind,
    /// Its title, as its file is named.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The client it is about.
    pub client_id: Option<ClientId>,
    /// The policy it is about.
    pub policy_id: Option<PolicyId>,
    /// The template it was made from.
    pub template_id: TemplateId,
    /// The version of it.
    pub template_version_id: TemplateVersionId,
    /// Its format.
    pub format: DocumentFormat,
    /// Whether it still stands.
    pub status: DocumentStatus,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: String,
    /// Size of the file.
    pub size_bytes: i64,
    /// Media type of the file.
    pub mime_type: String,
    /// The code a third party checks it by.
    pub verification_code: String,
    /// Who issued it.
    pub author_id: UserId,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was issued.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was taken back.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub revoked_at: Option<Timestamp>,
}

impl DocumentView {
    /// The name the file is saved under: the number and the format.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.number, self.format.code())
    }
}

/// A document as a row of its list: with the names of whom and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentRow {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentView,
    /// The name of the client it is about.
    pub client_name: Option<String>,
    /// The number of the policy it is about.
    pub policy_number: Option<String>,
    /// The name of who issued it.
    pub author_name: Option<String>,
}

/// A link to one document that needs no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignedUrl {
    /// The whole address.
    pub url: String,
    /// Until when it works.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// What the public page tells of a document: that it is genuine, and whether it is still true. No more than is printed on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VerificationView {
    /// Whether such a document was issued.
    pub genuine: bool,
    /// Whether it still stands and what it says is still so.
    pub still_true: bool,
    /// The firm that issued it.
    pub agency_name: String,
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: TemplateKind,
    /// The day it was issued.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub issued_on: Date,
    /// Whether it still stands.
    pub status: DocumentStatus,
    /// The policy's number, where it is about one.
    pub policy_number: Option<String>,
    /// The policy's state today.
    pub policy_state: Option<PolicyState>,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: String,
}
