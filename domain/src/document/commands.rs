//! What one may ask about documents.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::DocumentFormat;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, CompanyId, DocumentId, PolicyId, TemplateId, text};

/// A document to issue, as a request describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentInput {
    /// The template.
    pub template_id: Option<String>,
    /// The version of it; the current one when absent.
    pub template_version: Option<i64>,
    /// The policy it is about.
    pub policy_id: Option<String>,
    /// The client it is about; the policy's when absent.
    pub client_id: Option<String>,
    /// The company it is about, as a bordereau is; the policy's when absent.
    pub company_id: Option<String>,
    /// `pdf`, `xlsx` or `html`; `pdf` when absent.
    pub format: Option<String>,
    /// More facts for the template, under `data`.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub data: Option<Value>,
    /// The document that this one takes the place of: one of the same kind, about the same client and policy.
    pub supersedes: Option<String>,
}

/// A document to issue, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueDocument {
    /// The template.
    pub template_id: TemplateId,
    /// The version of it.
    pub template_version: Option<i64>,
    /// The policy it is about.
    pub policy_id: Option<PolicyId>,
    /// The client it is about.
    pub client_id: Option<ClientId>,
    /// The company it is about.
    pub company_id: Option<CompanyId>,
    /// Its format.
    pub format: DocumentFormat,
    /// The facts for the template, still to be read by its usage.
    pub data: Map<String, Value>,
    /// The document that it takes the place of.
    pub supersedes: Option<DocumentId>,
}

impl DocumentInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<IssueDocument, Vec<FieldError>> {
        let unknown = |field: &str| FieldError::new(field, Code::UnknownReference);
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let mut check = Checker::default();
        let template_id = check.keep(match filled(self.template_id) {
            None => Err(FieldError::new("template_id", Code::Required)),
            Some(id) => TemplateId::parse(&id).ok_or_else(|| unknown("template_id")),
        });
        let policy_id = check.keep(
            filled(self.policy_id).map(|id| PolicyId::parse(&id).ok_or_else(|| unknown("policy_id"))).transpose(),
        );
        let client_id = check.keep(
            filled(self.client_id).map(|id| ClientId::parse(&id).ok_or_else(|| unknown("client_id"))).transpose(),
        );
        let company_id = check.keep(
            filled(self.company_id).map(|id| CompanyId::parse(&id).ok_or_else(|| unknown("company_id"))).transpose(),
        );
        let supersedes = check.keep(
            filled(self.supersedes).map(|id| DocumentId::parse(&id).ok_or_else(|| unknown("supersedes"))).transpose(),
        );
        let format = self.format.as_deref().unwrap_or("pdf");
        let format = check.keep(
            DocumentFormat::parse(format)
                .ok_or_else(|| FieldError::new("format", Code::NotAChoice).with("allowed", "pdf, xlsx, html")),
        );
        let data = match self.data {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(fields)) => fields,
            Some(_) => {
                check.note(FieldError::new("data", Code::WrongType));
                Map::new()
            }
        };
        let order = template_id.zip(policy_id).zip(client_id.zip(company_id)).zip(format.zip(supersedes)).map(
            |(((template_id, policy_id), (client_id, company_id)), (format, supersedes))| IssueDocument {
                template_id,
                template_version: self.template_version,
                policy_id,
                client_id,
                company_id,
                format,
                data,
                supersedes,
            },
        );
        check.finish(order)
    }
}

/// Why a document is taken back, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevocationInput {
    /// The reason, one line.
    pub reason: Option<String>,
}

impl RevocationInput {
    /// The reason, which must be there.
    ///
    /// # Errors
    /// The field's error.
    pub fn parse(&self) -> Result<String, FieldError> {
        text::required_line("reason", self.reason.as_deref(), text::LINE_MAX)
    }
}
