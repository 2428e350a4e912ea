//! Who may open which list. A list that somebody may not open leaves no file for him and keeps no view.

use domain::list::ListSchema;
use domain::shared::problem::Code;

use crate::access::{ActionKind, Principal};
use crate::error::{Error, Result};

/// What one must be allowed to do to see a list.
fn reading(noun: &str) -> Option<ActionKind> {
    match noun {
        "clients" => Some(ActionKind::ReadClients),
        "companies" => Some(ActionKind::ReadCompanies),
        "policies" => Some(ActionKind::ReadPolicies),
        "documents" => Some(ActionKind::ReadDocuments),
        "templates" => Some(ActionKind::ReadTemplates),
        "users" => Some(ActionKind::ReadUsers),
        "audit-events" => Some(ActionKind::ReadAudit),
        _ => None,
    }
}

/// Whether somebody may open a list.
pub(crate) fn may_open(who: &Principal, noun: &str) -> bool {
    reading(noun).is_some_and(|action| who.may(action))
}

/// Refuses a list to whom it is closed.
pub(crate) fn open(who: &Principal, schema: &ListSchema) -> Result<()> {
    if may_open(who, schema.noun) { Ok(()) } else { Err(Error::Forbidden(Code::Forbidden)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_says_who_may_open_it() {
        for schema in domain::list::LISTS {
            assert!(reading(schema.noun).is_some(), "{}", schema.noun);
        }
    }
}
