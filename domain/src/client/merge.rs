//! Two files of one client become one, and two again.

use serde::{Deserialize, Serialize};

use super::{ClientInput, ClientView, ContactInput, OtherAddressInput};
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{AttachmentId, ClientId, DocumentId, NoteId, PartyId, PolicyId};

/// A merge, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeInput {
    /// The file that stays.
    pub into: Option<String>,
    /// The version of it that the caller saw; any when absent.
    pub into_version: Option<i64>,
}

impl MergeInput {
    /// The file that stays.
    ///
    /// # Errors
    /// When it is not named, is no id, or is the very file that goes.
    pub fn parse(&self, from: ClientId) -> Result<ClientId, Vec<FieldError>> {
        let mut check = Checker::default();
        let named = self.into.as_deref().filter(|id| !id.trim().is_empty());
        let into = check.keep(match named {
            None => Err(FieldError::new("into", Code::Required)),
            Some(id) => match ClientId::parse(id) {
                Some(id) if id == from => Err(FieldError::new("into", Code::MergeWithItself)),
                Some(id) => Ok(id),
                None => Err(FieldError::new("into", Code::UnknownReference)),
            },
        });
        check.finish(into)
    }
}

/// What a merge moved: exactly this goes back when it is undone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moved {
    /// The policies.
    pub policies: Vec<PolicyId>,
    /// The documents.
    pub documents: Vec<DocumentId>,
    /// The notes.
    pub notes: Vec<NoteId>,
    /// His roles in policies of others.
    #[serde(default)]
    pub parties: Vec<PartyId>,
    /// What was put with him.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
    /// The people around him.
    pub contacts: Vec<ContactInput>,
    /// His further addresses.
    pub addresses: Vec<OtherAddressInput>,
    /// What the file that stays lacked, as it was filled in.
    pub filled: ClientInput,
}

/// The fields that a file takes over from the other one where it lacks them.
macro_rules! with_fields {
    ($apply:ident) => {
        $apply!(first_name email phone address birth_date national_id tax_id iban notes)
    };
}

impl Moved {
    /// The file that stays with what it lacks and gets; and what that was.
    pub fn into_file(from: &ClientView, into: &ClientView) -> (ClientInput, Self) {
        let (other, mut file) = (from.as_input(), into.as_input());
        let mut moved = Self::default();
        macro_rules! fill {
            ($($field:ident)*) => {$(
                if file.$field.is_none() {
                    file.$field.clone_from(&other.$field);
                    moved.filled.$field.clone_from(&other.$field);
                }
            )*};
        }
        with_fields!(fill);
        let contacts = file.contacts.get_or_insert_default();
        for contact in other.contacts.into_iter().flatten() {
            if !contacts.contains(&contact) {
                contacts.push(contact.clone());
                moved.contacts.push(contact);
            }
        }
        let addresses = file.addresses.get_or_insert_default();
        for address in other.addresses.into_iter().flatten() {
            if !addresses.contains(&address) {
                addresses.push(address.clone());
                moved.addresses.push(address);
            }
        }
        (file, moved)
    }

    /// The file that stayed without what it got. What was changed since stays.
    pub fn out_of_file(&self, into: &ClientView) -> ClientInput {
        let mut file = into.as_input();
        macro_rules! empty {
            ($($field:ident)*) => {$(
                if self.filled.$field.is_some() && file.$field == self.filled.$field {
                    file.$field = None;
                }
            )*};
        }
        with_fields!(empty);
        file.contacts.get_or_insert_default().retain(|contact| !self.contacts.contains(contact));
        file.addresses.get_or_insert_default().retain(|address| !self.addresses.contains(address));
        file
    }
}

/// A merge that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeView {
    /// The file that went.
    pub from: ClientView,
    /// The file that stays.
    pub into: ClientId,
}
