//! What may be seen of a client.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClientInput, ClientKind, Contact, OtherAddress};
use crate::shared::identifiers::Scheme;
use crate::shared::{Address, AgencyId, ClientId, UserId};

/// A client's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClientView {
    /// The client's id.
    pub id: ClientId,
    /// His firm.
    pub agency_id: AgencyId,
    /// The broker who looks after him.
    pub owner_id: UserId,
    /// Person or organisation.
    pub kind: ClientKind,
    /// The name as screens and documents print it.
    pub display_name: String,
    /// A person's first name.
    pub first_name: Option<String>,
    /// A person's last name.
    pub last_name: Option<String>,
    /// An organisation's registered name.
    pub legal_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone, as it was typed.
    pub phone: Option<String>,
    /// The number by which he is dialled from anywhere (E.164), where the one typed tells it.
    pub phone_e164: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// A person's birth date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Option<Date>,
    /// National identity number.
    pub national_id: Option<String>,
    /// What the identity number is, where we know; its check digits were right.
    pub national_id_scheme: Option<Scheme>,
    /// Tax or enterprise number (SIREN, SIRET, NINEA, …).
    pub tax_id: Option<String>,
    /// What the tax number is, where we know; its check digits were right.
    pub tax_id_scheme: Option<Scheme>,
    /// Bank account.
    pub iban: Option<String>,
    /// The broker's own notes.
    pub notes: Option<String>,
    /// The people around him.
    pub contacts: Vec<Contact>,
    /// His further addresses.
    pub addresses: Vec<OtherAddress>,
    /// How many policies he has.
    pub policy_count: i64,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When he was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When he was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl ClientView {
    /// The file as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> ClientInput {
        ClientInput {
            kind: Some(self.kind.code().to_owned()),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            legal_name: self.legal_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
            birth_date: self.birth_date.map(|date| date.to_string()),
            national_id: self.national_id.clone(),
            tax_id: self.tax_id.clone(),
            iban: self.iban.clone(),
            notes: self.notes.clone(),
            owner_id: Some(self.owner_id.to_string()),
            contacts: Some(self.contacts.iter().cloned().map(Into::into).collect()),
            addresses: Some(self.addresses.iter().cloned().map(Into::into).collect()),
        }
    }
}

/// A client by name, where another record points to him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClientRef {
    /// The client's id.
    pub id: ClientId,
    /// His name.
    pub display_name: String,
}
