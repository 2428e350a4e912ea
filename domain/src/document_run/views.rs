//! What may be seen of documents about many policies.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DocumentItemState, DocumentRunState, RunOutput};
use crate::shared::problem::{Code, Facts};
use crate::shared::{DocumentId, DocumentRunId, Language, PolicyId, TemplateId, UserId};
use crate::template::TemplateUsage;

/// Documents about many policies, with how far they have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentRunView {
    /// Its id.
    pub id: DocumentRunId,
    /// How far it has come.
    pub state: DocumentRunState,
    /// The form of the whole.
    pub output: RunOutput,
    /// The template.
    pub template_id: TemplateId,
    /// The version of it, the same for all.
    pub template_version: i64,
    /// The template's name.
    pub template_name: String,
    /// What the documents are used for.
    pub usage: TemplateUsage,
    /// Their language.
    pub language: Language,
    /// Who began it.
    pub author_id: UserId,
    /// How many policies it is about.
    pub total: i64,
    /// How many documents are not issued yet.
    pub waiting: i64,
    /// How many are issued.
    pub done: i64,
    /// How many are refused.
    pub refused: i64,
    /// How many failed because a part of the service did not answer.
    pub failed: i64,
    /// The file, once it is made and as long as it is kept.
    pub file: Option<RunFileView>,
    /// Why there is no file although documents were issued.
    pub code: Option<Code>,
    /// When it was begun.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it last went on.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl DocumentRunView {
    /// How many of how many are through.
    pub const fn progress(&self) -> (i64, i64) {
        (self.total - self.waiting, self.total)
    }

    /// Whether something may go well when it is tried again.
    pub const fn may_be_retried(&self) -> bool {
        matches!(self.state, DocumentRunState::Done) && (self.failed > 0 || self.code.is_some())
    }

    /// The name its file is saved under: what it is used for and a part of its id, nothing that somebody typed.
    pub fn file_name(&self) -> String {
        let id = self.id.to_string();
        let part = id.rsplit('-').next().unwrap_or_default();
        format!("{}-{part}.{}", self.usage.code().replace('_', "-"), self.output.ending())
    }
}

/// The file of documents about many policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RunFileView {
    /// How many documents are in it.
    pub documents: i64,
    /// Size of the file.
    pub size_bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: String,
    /// Until when it is kept. The documents themselves stay.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub kept_until: Timestamp,
}

/// The document about one policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentItemView {
    /// The policy.
    pub policy_id: PolicyId,
    /// Its number.
    pub policy_number: String,
    /// The policyholder's name.
    pub client_name: String,
    /// The insurer's name.
    pub company_name: String,
    /// What became of the document.
    pub state: DocumentItemState,
    /// The document, once it is issued.
    pub document_id: Option<DocumentId>,
    /// Its number.
    pub document_number: Option<String>,
    /// Why it is refused, or failed.
    pub code: Option<Code>,
    /// The facts of the refusal.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub args: Facts,
}
