//! The rows of documents about many policies, and what may be seen of them.

use domain::document_run::{
    DocumentItemState, DocumentItemView, DocumentRunState, DocumentRunView, RunFileView, RunOutput,
};
use domain::shared::problem::Code;
use domain::shared::{DocumentId, DocumentRunId, Language, PolicyId, TemplateId, UserId};
use domain::template::TemplateUsage;
use services::Result;
use services::ports::unit::RunFileRecord;
use sqlx::FromRow;
use uuid::Uuid;

use crate::sql::convert::{instant, maybe_instant, maybe_json, word};
use crate::sql::list::Listed;

#[derive(Debug, FromRow)]
#[expect(clippy::struct_field_names, reason = "they are named as their columns are")]
pub(super) struct FileRow {
    file_key: Option<String>,
    file_sha256: Option<String>,
    file_size: Option<i64>,
    file_documents: Option<i64>,
    file_until: Option<i64>,
}

impl FileRow {
    pub(super) fn record(self) -> Result<Option<RunFileRecord>> {
        let until = maybe_instant(self.file_until)?;
        let told = self.file_key.zip(self.file_sha256).zip(self.file_size).zip(self.file_documents).zip(until);
        Ok(told.map(|((((file_key, checksum_sha256), size_bytes), documents), kept_until)| RunFileRecord {
            file_key,
            checksum_sha256,
            size_bytes,
            documents,
            kept_until,
        }))
    }
}

#[derive(Debug, FromRow)]
pub(super) struct RunRow {
    pub(super) id: Uuid,
    state: String,
    output: String,
    template_id: Uuid,
    template_version: i64,
    template_name: String,
    usage: String,
    language: String,
    author_id: Uuid,
    total: i64,
    code: Option<String>,
    #[sqlx(flatten)]
    file: FileRow,
    created_at: i64,
    updated_at: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for RunRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl RunRow {
    pub(super) fn view(self, counts: &[(String, i64)]) -> Result<DocumentRunView> {
        let of = |state: DocumentItemState| {
            counts.iter().find(|(word, _)| word == state.code()).map_or(0, |(_, count)| *count)
        };
        let file = self.file.record()?.map(|file| RunFileView {
            documents: file.documents,
            size_bytes: file.size_bytes,
            checksum_sha256: file.checksum_sha256,
            kept_until: file.kept_until,
        });
        Ok(DocumentRunView {
            id: DocumentRunId::from_uuid(self.id),
            state: word(DocumentRunState::parse, &self.state)?,
            output: word(RunOutput::parse, &self.output)?,
            template_id: TemplateId::from_uuid(self.template_id),
            template_version: self.template_version,
            template_name: self.template_name,
            usage: word(TemplateUsage::parse, &self.usage)?,
            language: word(Language::parse, &self.language)?,
            author_id: UserId::from_uuid(self.author_id),
            total: self.total,
            waiting: of(DocumentItemState::Waiting),
            done: of(DocumentItemState::Done),
            refused: of(DocumentItemState::Refused),
            failed: of(DocumentItemState::Failed),
            file,
            code: self.code.as_deref().map(|text| word(Code::parse, text)).transpose()?,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
pub(super) struct ItemRow {
    policy_id: Uuid,
    policy_number: String,
    client_name: String,
    company_name: String,
    state: String,
    document_id: Option<Uuid>,
    document_number: Option<String>,
    code: Option<String>,
    facts: Option<String>,
    place: String,
}

impl Listed for ItemRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.policy_id)
    }
}

impl ItemRow {
    pub(super) fn view(self) -> Result<DocumentItemView> {
        Ok(DocumentItemView {
            policy_id: PolicyId::from_uuid(self.policy_id),
            policy_number: self.policy_number,
            client_name: self.client_name,
            company_name: self.company_name,
            state: word(DocumentItemState::parse, &self.state)?,
            document_id: self.document_id.map(DocumentId::from_uuid),
            document_number: self.document_number,
            code: self.code.as_deref().map(|text| word(Code::parse, text)).transpose()?,
            args: maybe_json(self.facts.as_deref())?.unwrap_or_default(),
        })
    }
}
