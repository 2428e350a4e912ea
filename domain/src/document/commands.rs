//! What one may ask about documents.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::DocumentFormat;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, PolicyId, TemplateId};

/// The shortest life of a signed link, in seconds.
const LINK_MIN_S: i64 = 60;
/// The longest life of a signed link: 7 days, in seconds.
pub const LINK_MAX_S: i64 = 7 * 24 * 3600;
/// The life of a signed link when nobody says: 1 day, in seconds.
const LINK_DEFAULT_S: i64 = 24 * 3600;

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
    /// `pdf`, `xlsx` or `html`; `pdf` when absent.
    pub format: Option<String>,
    /// More facts for the template, under `data`.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub data: Option<Value>,
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
    /// Its format.
    pub format: DocumentFormat,
    /// More facts for the template.
    pub data: Value,
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
        let format = self.format.as_deref().unwrap_or("pdf");
        let format = check.keep(
            DocumentFormat::parse(format)
                .ok_or_else(|| FieldError::new("format", Code::NotAChoice).with("allowed", "pdf, xlsx, html")),
        );
        let data = match self.data {
            None | Some(Value::Null) => Value::Object(serde_json::Map::new()),
            Some(Value::Object(fields)) => Value::Object(fields),
            Some(_) => {
                check.note(FieldError::new("data", Code::WrongType));
                Value::Null
            }
        };
        let order = template_id.zip(policy_id).zip(client_id).zip(format).map(
            |(((template_id, policy_id), client_id), format)| IssueDocument {
                template_id,
                template_version: self.template_version,
                policy_id,
                client_id,
                format,
                data,
            },
        );
        check.finish(order)
    }
}

/// A signed link, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignedUrlInput {
    /// How long it works, 60 to 604,800 seconds; a day when absent.
    pub expires_in_seconds: Option<i64>,
    /// Whether it works once only.
    pub single_use: Option<bool>,
}

impl SignedUrlInput {
    /// Checks every field: the life in seconds, and whether it works once only.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<(i64, bool), Vec<FieldError>> {
        match self.expires_in_seconds.unwrap_or(LINK_DEFAULT_S) {
            seconds @ LINK_MIN_S..=LINK_MAX_S => Ok((seconds, self.single_use.unwrap_or(false))),
            _ => Err(vec![
                FieldError::new("expires_in_seconds", Code::OutOfRange).with("min", LINK_MIN_S).with("max", LINK_MAX_S),
            ]),
        }
    }
}
