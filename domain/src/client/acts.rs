//! What can be done about many clients at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ClientFilter;
use crate::list::Selection;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, UserId};

/// An act on many clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAct {
    /// Hand them over to another broker.
    HandOver(UserId),
    /// Put their files away.
    Archive,
}

/// Many clients to be handed over, as a request describes it: those named, or all that match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOverManyInput {
    /// The clients, one by one; at most 200.
    pub clients: Option<Vec<String>>,
    /// In place of them: all clients that match, by the names and values of the list's own filters and `q`.
    pub matching: Option<BTreeMap<String, String>>,
    /// The broker who looks after them from now on.
    pub owner_id: Option<String>,
}

/// Many clients whose files are to be put away, as a request describes it: those named, or all that match.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ArchiveManyInput {
    /// The clients, one by one; at most 200.
    pub clients: Option<Vec<String>>,
    /// In place of them: all clients that match, by the names and values of the list's own filters and `q`.
    pub matching: Option<BTreeMap<String, String>>,
}

/// Which clients, and what is done about them.
pub type ManyClients = (Selection<ClientId, ClientFilter>, ClientAct);

impl HandOverManyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<ManyClients, Vec<FieldError>> {
        let mut check = Checker::default();
        let selection = Selection::named("clients", self.clients.as_deref(), self.matching.as_ref(), ClientId::parse);
        let selection = selection.map_err(|errors| check.note_all(errors)).ok();
        let owner = match self.owner_id.as_deref() {
            None | Some("") => Err(FieldError::new("owner_id", Code::Required)),
            Some(id) => UserId::parse(id).ok_or_else(|| FieldError::new("owner_id", Code::UnknownReference)),
        };
        let owner = check.keep(owner).map(ClientAct::HandOver);
        check.finish(selection.zip(owner))
    }
}

impl ArchiveManyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<ManyClients, Vec<FieldError>> {
        let selection = Selection::named("clients", self.clients.as_deref(), self.matching.as_ref(), ClientId::parse);
        selection.map(|selection| (selection, ClientAct::Archive))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_named_or_described_and_never_all_by_mistake() {
        let wrong = |input: &HandOverManyInput| {
            let errors = input.parse().unwrap_err().into_iter().map(|error| (error.pointer, error.code));
            errors.collect::<Vec<_>>()
        };
        let required = |field: &str| (format!("/{field}"), Code::Required);
        assert_eq!(wrong(&HandOverManyInput::default()), [required("clients"), required("owner_id")]);
        let owner_id = Some(UserId::from_uuid(uuid::Uuid::nil()).to_string());
        let unknown = Some(BTreeMap::from([("kin".to_owned(), "person".to_owned())]));
        let unknown = HandOverManyInput { matching: unknown, owner_id, ..HandOverManyInput::default() };
        assert_eq!(wrong(&unknown), [("/matching/kin".to_owned(), Code::UnknownField)]);
        let nobody = ArchiveManyInput { clients: Some(Vec::new()), matching: None };
        assert_eq!(nobody.parse().unwrap_err()[0].pointer, "/clients");
        let all = ArchiveManyInput { clients: None, matching: Some(BTreeMap::new()) };
        assert!(matches!(all.parse(), Ok((Selection::Matching(_), ClientAct::Archive))), "said in so many words");
    }
}
