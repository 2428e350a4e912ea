//! What may be seen of a document.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{DocumentFormat, DocumentStatus, FileCheck, SealCheck, VerificationOutcome};
use crate::shared::{
    AgencyId, ClientId, CompanyId, DocumentId, Language, PolicyId, TemplateId, TemplateVersionId, UserId,
};
use crate::template::{TemplateKind, TemplateUsage};

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
    /// What it is used for.
    pub usage: TemplateUsage,
    /// Its title, as its file is named.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// The client it is about.
    pub client_id: Option<ClientId>,
    /// The policy it is about.
    pub policy_id: Option<PolicyId>,
    /// The company it goes to, where it is about one without a policy.
    pub company_id: Option<CompanyId>,
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
    /// Why it was taken back.
    pub revocation_reason: Option<String>,
    /// The document it took the place of.
    pub supersedes: Option<DocumentId>,
    /// The document that took its place.
    pub superseded_by: Option<DocumentId>,
    /// When that was.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub superseded_at: Option<Timestamp>,
    /// SHA-256 of the template version's source it was made from, in hexadecimal; absent for documents from before it was kept.
    pub template_sha256: Option<String>,
    /// SHA-256 of its data snapshot as canonical JSON (RFC 8785), in hexadecimal; absent likewise.
    pub snapshot_sha256: Option<String>,
    /// Name and version of the engine that made it, and of its fonts.
    pub engine: String,
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

/// What came of making a document again from what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reproduction {
    /// Whether the same bytes came out.
    pub identical: bool,
    /// SHA-256 of what was made now, in hexadecimal.
    pub checksum_sha256: String,
    /// SHA-256 of what was issued then.
    pub expected_sha256: String,
    /// The engine that made it then.
    pub engine_then: String,
    /// The engine that made it now; another version may draw the same page with other bytes.
    pub engine_now: String,
    /// Whether the template version is what it was; unknown for documents from before its hash was kept.
    pub template_intact: Option<bool>,
    /// Whether the data snapshot is what it was; unknown likewise.
    pub snapshot_intact: Option<bool>,
}

/// What the public page tells of a document: that it is genuine, and whether it is still true. No more than is printed on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VerificationView {
    /// What the check comes to.
    pub outcome: VerificationOutcome,
    /// Whether such a document was issued, and what was shown of it is what was issued.
    pub genuine: bool,
    /// Whether it still stands and what it says is still so.
    pub still_true: bool,
    /// What the seal in the QR code turned out to be, where one was shown.
    pub seal: Option<SealCheck>,
    /// What the file turned out to be, where its SHA-256 was given.
    pub file: Option<FileCheck>,
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
    /// The first day of the cover it states.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub covered_from: Option<Date>,
    /// The last day of the cover it states.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub covered_to: Option<Date>,
    /// Whether the cover it states is in force today; absent for a document that states none.
    pub cover_in_force: Option<bool>,
    /// The code printed on it.
    pub verification_code: String,
    /// SHA-256 of the file as it was issued, in hexadecimal.
    pub checksum_sha256: String,
}
