//! The people and the further addresses around a client, each with its role.

use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Address, choices, text};

/// The most contacts, and the most further addresses, that a file holds.
pub const AROUND_MAX: usize = 30;

choices! {
    /// What somebody is to a client.
    ContactRole {
        /// Who signs for him (*représentant légal*).
        LegalRepresentative = "legal_representative",
        /// His accountant.
        Accountant = "accountant",
        /// Whom to call about claims.
        Claims = "claims",
        /// Whom to write about premiums.
        Billing = "billing",
        /// A member of his family.
        Family = "family",
        /// Who acts for a protected person (*tuteur, curateur*).
        Guardian = "guardian",
        /// Anybody else.
        Other = "other",
    }
}

choices! {
    /// What a further address is for.
    AddressRole {
        /// Where letters go, when not to the main address.
        Postal = "postal",
        /// Where premium notices go.
        Billing = "billing",
        /// Where something insured is.
        Risk = "risk",
        /// Where he was before.
        Former = "former",
        /// Anything else.
        Other = "other",
    }
}

/// Somebody around a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Contact {
    /// What he is to the client.
    pub role: ContactRole,
    /// His name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A further address of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OtherAddress {
    /// What it is for.
    pub role: AddressRole,
    /// The address.
    pub address: Address,
}

/// Somebody around a client, as a request describes him.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactInput {
    /// What he is to the client; `other` when absent.
    pub role: Option<String>,
    /// His name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A further address, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherAddressInput {
    /// What it is for; `other` when absent.
    pub role: Option<String>,
    /// The address.
    pub address: Option<Address>,
}

impl From<Contact> for ContactInput {
    fn from(contact: Contact) -> Self {
        let Contact { role, name, email, phone } = contact;
        Self { role: Some(role.code().to_owned()), name: Some(name), email, phone }
    }
}

impl From<OtherAddress> for OtherAddressInput {
    fn from(other: OtherAddress) -> Self {
        Self { role: Some(other.role.code().to_owned()), address: Some(other.address) }
    }
}

/// Reads the people around a client; a line without anything in it is none.
pub(super) fn contacts(check: &mut Checker, inputs: Vec<ContactInput>) -> Vec<Contact> {
    few(check, "contacts", inputs.len());
    let mut contacts = Vec::new();
    for (place, input) in inputs.into_iter().enumerate().take(AROUND_MAX) {
        if [&input.name, &input.email, &input.phone].into_iter().all(|text| is_blank(text.as_deref())) {
            continue;
        }
        let at = |part: &str| format!("contacts/{place}/{part}");
        let role = input.role.as_deref().filter(|role| !role.trim().is_empty()).unwrap_or("other");
        let role = check.keep(ContactRole::field(&at("role"), Some(role)));
        let name = check.keep(text::required_line(&at("name"), input.name.as_deref(), text::LINE_MAX));
        let [email, phone] = reached(check, at, input.email.as_deref(), input.phone.as_deref());
        contacts.extend(role.zip(name).map(|(role, name)| Contact { role, name, email, phone }));
    }
    contacts
}

/// By which e-mail and telephone somebody is reached; `at` names the fields.
pub(crate) fn reached(
    check: &mut Checker,
    at: impl Fn(&str) -> String,
    email: Option<&str>,
    phone: Option<&str>,
) -> [Option<String>; 2] {
    [check.keep(text::email(&at("email"), email)).flatten(), check.keep(text::phone(&at("phone"), phone)).flatten()]
}

/// Reads the further addresses; an empty one is none.
pub(super) fn addresses(check: &mut Checker, inputs: Vec<OtherAddressInput>) -> Vec<OtherAddress> {
    few(check, "addresses", inputs.len());
    let mut addresses = Vec::new();
    for (place, input) in inputs.into_iter().enumerate().take(AROUND_MAX) {
        let at = |part: &str| format!("addresses/{place}/{part}");
        let role = input.role.as_deref().filter(|role| !role.trim().is_empty()).unwrap_or("other");
        let role = check.keep(AddressRole::field(&at("role"), Some(role)));
        match input.address.unwrap_or_default().checked(&at("address")) {
            Ok(Some(address)) => addresses.extend(role.map(|role| OtherAddress { role, address })),
            Ok(None) => {}
            Err(errors) => check.note_all(errors),
        }
    }
    addresses
}

/// Notes that there are more lines than a record holds.
pub(crate) fn few(check: &mut Checker, field: &str, count: usize) {
    if count > AROUND_MAX {
        check.note(FieldError::new(field, Code::OutOfRange).with("min", 0).with("max", AROUND_MAX));
    }
}

/// Whether nothing was typed.
pub(crate) fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}
