//! What one may ask about documents of many policies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::RunOutput;
use crate::list::Selection;
use crate::policy::PolicyFilter;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{PolicyId, TemplateId};

/// The most documents that are issued in one go.
pub const DOCUMENTS_MAX: u64 = 5_000;

/// Documents about many policies as a request describes them: about the ticked ones, or all that match.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentRunInput {
    /// The template; its current version serves for all.
    pub template_id: Option<String>,
    /// The policies, one by one.
    pub policies: Option<Vec<String>>,
    /// In place of them: all policies that match, by the names and values of the list's own filters and `q`.
    pub matching: Option<BTreeMap<String, String>>,
    /// `merged`, one PDF to print, or `archive`, the documents as they are; `merged` when absent.
    pub output: Option<String>,
    /// More facts for the template, the same for all. What the books know of each policy need not be told.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub data: Option<Value>,
}

/// Documents about many policies, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct StartDocuments {
    /// The template.
    pub template_id: TemplateId,
    /// Which policies.
    pub selection: Selection<PolicyId, PolicyFilter>,
    /// The form of the whole.
    pub output: RunOutput,
    /// The facts that are the same for all, still to be read by the template's usage.
    pub data: Map<String, Value>,
}

impl DocumentRunInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<StartDocuments, Vec<FieldError>> {
        let mut check = Checker::default();
        let template_id = check.keep(match self.template_id.filter(|id| !id.trim().is_empty()) {
            None => Err(FieldError::new("template_id", Code::Required)),
            Some(id) => TemplateId::parse(&id).ok_or_else(|| FieldError::new("template_id", Code::UnknownReference)),
        });
        let (ids, matching) = (self.policies.as_deref(), self.matching.as_ref());
        let selection = Selection::named("policies", ids, matching, PolicyId::parse);
        let selection = selection.map_err(|errors| check.note_all(errors)).ok();
        let output = self.output.as_deref().filter(|output| !output.is_empty());
        let output =
            check.keep(output.map_or(Ok(RunOutput::Merged), |output| RunOutput::field("output", Some(output))));
        let data = match self.data {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(facts)) => facts,
            Some(_) => {
                check.note(FieldError::new("data", Code::WrongType));
                Map::new()
            }
        };
        let start = template_id.zip(selection).zip(output);
        check.finish(start.map(|((template_id, selection), output)| StartDocuments {
            template_id,
            selection,
            output,
            data,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_nothing_is_chosen_by_mistake() {
        let wrong = |input: DocumentRunInput| -> Vec<(String, Code)> {
            input.parse().unwrap_err().into_iter().map(|error| (error.pointer, error.code)).collect()
        };
        assert_eq!(
            wrong(DocumentRunInput { output: Some("fax".into()), ..DocumentRunInput::default() }),
            [
                ("/template_id".into(), Code::Required),
                ("/policies".into(), Code::Required),
                ("/output".into(), Code::NotAChoice)
            ]
        );
        let bent = BTreeMap::from([("stat".to_owned(), "in_force".to_owned())]);
        let bent = DocumentRunInput {
            template_id: Some("0193c0de-0000-7000-8000-00000000dead".into()),
            matching: Some(bent),
            data: Some(Value::Bool(true)),
            ..DocumentRunInput::default()
        };
        assert_eq!(wrong(bent), [("/matching/stat".into(), Code::UnknownField), ("/data".into(), Code::WrongType)]);
    }
}
