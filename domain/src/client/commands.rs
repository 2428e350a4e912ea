//! What one may ask about clients.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ClientKind;
use super::contacts::{Contact, ContactInput, OtherAddress, OtherAddressInput, addresses, contacts};
use crate::search;
use crate::shared::identifiers::{Country, Identifier, NumberField, phone};
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Address, UserId, text};

/// A client as a request describes him; both doors fill it in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientInput {
    /// `person` or `organisation`.
    pub kind: Option<String>,
    /// A person's first name.
    pub first_name: Option<String>,
    /// A person's last name.
    pub last_name: Option<String>,
    /// An organisation's registered name.
    pub legal_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// A person's birth date, `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// National identity number.
    pub national_id: Option<String>,
    /// Tax or enterprise number.
    pub tax_id: Option<String>,
    /// Bank account.
    pub iban: Option<String>,
    /// The broker's own notes.
    pub notes: Option<String>,
    /// The broker who looks after him; who records him when absent.
    pub owner_id: Option<String>,
    /// The people around him; a list given replaces the one before.
    pub contacts: Option<Vec<ContactInput>>,
    /// His further addresses; a list given replaces the one before.
    pub addresses: Option<Vec<OtherAddressInput>>,
}

/// A client's name, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientName {
    /// A natural person.
    Person {
        /// First name, where known.
        first_name: Option<String>,
        /// Last name.
        last_name: String,
    },
    /// An organisation.
    Organisation {
        /// Registered name.
        legal_name: String,
    },
}

impl ClientName {
    /// Person or organisation.
    pub const fn kind(&self) -> ClientKind {
        match self {
            Self::Person { .. } => ClientKind::Person,
            Self::Organisation { .. } => ClientKind::Organisation,
        }
    }

    /// The name as screens and documents print it: first name, then last name.
    pub fn display(&self) -> String {
        match self {
            Self::Person { first_name: Some(first), last_name } => format!("{first} {last_name}"),
            Self::Person { first_name: None, last_name } => last_name.clone(),
            Self::Organisation { legal_name } => legal_name.clone(),
        }
    }

    /// The name as lists are sorted: last name first, case and accents ignored.
    pub fn sort_key(&self) -> String {
        match self {
            Self::Person { first_name, last_name } => {
                text::search_key(&format!("{last_name} {}", first_name.as_deref().unwrap_or_default()))
            }
            Self::Organisation { legal_name } => text::search_key(legal_name),
        }
    }
}

/// A client to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveClient {
    /// His name.
    pub name: ClientName,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone, as typed.
    pub phone: Option<String>,
    /// The number by which he is dialled from anywhere (E.164), where the one typed tells it.
    pub phone_e164: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// A person's birth date.
    pub birth_date: Option<Date>,
    /// National identity number.
    pub national_id: Option<Identifier>,
    /// Tax or enterprise number.
    pub tax_id: Option<Identifier>,
    /// Bank account.
    pub iban: Option<String>,
    /// The broker's own notes.
    pub notes: Option<String>,
    /// The broker who is to look after him.
    pub owner_id: Option<UserId>,
    /// The people around him.
    pub contacts: Vec<Contact>,
    /// His further addresses.
    pub addresses: Vec<OtherAddress>,
}

impl SaveClient {
    /// Everything a search should find the client by.
    pub fn search_text(&self) -> String {
        let digits = self.phone.as_deref().map(search::digits);
        let parts = [
            Some(self.name.display()),
            self.email.clone(),
            digits,
            self.tax_id.as_ref().map(|number| number.text.clone()),
            self.national_id.as_ref().map(|number| number.text.clone()),
            self.iban.clone(),
            self.address.as_ref().and_then(|address| address.city.clone()),
        ];
        let around = self.contacts.iter().flat_map(|contact| [Some(contact.name.as_str()), contact.email.as_deref()]);
        search::search_text(parts.iter().map(|part| part.as_deref()).chain(around).flatten())
    }
}

impl ClientInput {
    /// Checks every field, as a firm at home in `country` means it; a birth date may not come after `today`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self, today: Date, country: Country) -> Result<SaveClient, Vec<FieldError>> {
        let mut check = Checker::default();
        let kind = check.keep(ClientKind::field("kind", self.kind.as_deref()));
        let name = kind.and_then(|kind| match kind {
            ClientKind::Person => {
                let last = check.keep(text::required_line("last_name", self.last_name.as_deref(), text::LINE_MAX));
                let first = check.keep(text::line("first_name", self.first_name.as_deref(), text::LINE_MAX));
                last.zip(first).map(|(last_name, first_name)| ClientName::Person { first_name, last_name })
            }
            ClientKind::Organisation => check
                .keep(text::required_line("legal_name", self.legal_name.as_deref(), text::LINE_MAX))
                .map(|legal_name| ClientName::Organisation { legal_name }),
        });
        let address = self.address.and_then(|address| match address.checked("address") {
            Ok(address) => address,
            Err(errors) => {
                check.note_all(errors);
                None
            }
        });
        let birth_date = check.keep(text::day("birth_date", self.birth_date.as_deref()).and_then(|date| match date {
            Some(date) if date > today => Err(FieldError::new("birth_date", Code::DateInFuture)),
            date => Ok(date),
        }));
        let owner_id = match self.owner_id.as_deref().filter(|id| !id.is_empty()) {
            None => None,
            Some(id) => {
                check.keep(UserId::parse(id).ok_or_else(|| FieldError::new("owner_id", Code::UnknownReference)))
            }
        };
        let email = check.keep(text::email("email", self.email.as_deref())).flatten();
        let phone = check.keep(dialled(self.phone.as_deref(), country)).flatten();
        let numbers = |field, name: &str, text: Option<&str>| -> Result<Option<Identifier>, FieldError> {
            let Some(typed) = text::line(name, text, 40)? else { return Ok(None) };
            let kind = kind.unwrap_or(ClientKind::Organisation);
            let code = match field {
                NumberField::Tax => Code::InvalidTaxId,
                NumberField::National => Code::InvalidNationalId,
            };
            Identifier::read(&typed, field, kind, country, today)
                .map(Some)
                .map_err(|wrong| FieldError::new(name, code).with("scheme", wrong.scheme.code()))
        };
        let national_id =
            check.keep(numbers(NumberField::National, "national_id", self.national_id.as_deref())).flatten();
        let tax_id = check.keep(numbers(NumberField::Tax, "tax_id", self.tax_id.as_deref())).flatten();
        let iban = check.keep(text::iban("iban", self.iban.as_deref())).flatten();
        let notes = check.keep(text::lines("notes", self.notes.as_deref(), text::TEXT_MAX)).flatten();
        let contacts = contacts(&mut check, self.contacts.unwrap_or_default());
        let addresses = addresses(&mut check, self.addresses.unwrap_or_default());
        let (phone, phone_e164) = phone.map_or((None, None), |(typed, dialled)| (Some(typed), dialled));
        let client = name.map(|name| SaveClient {
            birth_date: birth_date.flatten().filter(|_| name.kind() == ClientKind::Person),
            name,
            email,
            phone,
            phone_e164,
            address,
            national_id,
            tax_id,
            iban,
            notes,
            owner_id,
            contacts,
            addresses,
        });
        check.finish(client)
    }
}

/// Reads a telephone number as typed, with the one to dial. A number that begins like one from anywhere must be dialled from
/// anywhere; others may be short ones, or inside a country we do not know.
fn dialled(typed: Option<&str>, country: Country) -> Result<Option<(String, Option<String>)>, FieldError> {
    let Some(typed) = text::phone("phone", typed)? else { return Ok(None) };
    let number = phone::e164(&typed, country);
    if number.is_none() && typed.starts_with('+') {
        return Err(FieldError::new("phone", Code::InvalidPhone));
    }
    Ok(Some((typed, number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let input = ClientInput {
            kind: Some("person".into()),
            email: Some("nobody".into()),
            birth_date: Some("2027-01-01".into()),
            iban: Some("FR00".into()),
            ..ClientInput::default()
        };
        let errors = input.parse(TODAY, Country::France).unwrap_err();
        let told: Vec<(&str, Code)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(
            told,
            [
                ("/last_name", Code::Required),
                ("/birth_date", Code::DateInFuture),
                ("/email", Code::InvalidEmail),
                ("/iban", Code::InvalidIban)
            ]
        );
    }

    #[test]
    fn a_person_is_sorted_by_last_name_and_found_without_accents() {
        let input = ClientInput {
            kind: Some("person".into()),
            first_name: Some("Anaïs".into()),
            last_name: Some("Essai-Zoé".into()),
            phone: Some("+33 6 12 34 56 78".into()),
            ..ClientInput::default()
        };
        let client = input.parse(TODAY, Country::France).unwrap();
        assert_eq!(client.name.display(), "Anaïs Essai-Zoé");
        assert_eq!(client.name.sort_key(), "essai-zoe anais");
        assert!(client.search_text().contains("anais essai zoe essaizoe"));
        assert!(client.search_text().contains("33612345678"));
    }

    #[test]
    fn what_is_wrong_around_a_client_is_told_at_its_line_and_empty_lines_are_none() {
        let contact = |name: &str, email: &str| ContactInput {
            name: Some(name.into()),
            email: Some(email.into()),
            ..ContactInput::default()
        };
        let input = ClientInput {
            kind: Some("organisation".into()),
            legal_name: Some("Ateliers".into()),
            contacts: Some(vec![contact("", ""), contact("Zoé", "zoe@exemple.test")]),
            addresses: Some(vec![OtherAddressInput::default()]),
            ..ClientInput::default()
        };
        let client = input.clone().parse(TODAY, Country::France).unwrap();
        assert_eq!((client.contacts.len(), client.addresses.len()), (1, 0));
        assert!(client.search_text().contains("zoe exemple test"));
        let wrong = ClientInput {
            contacts: Some(vec![contact("Zoé", ""), contact("", "zoe")]),
            addresses: Some(vec![OtherAddressInput {
                role: Some("castle".into()),
                address: Some(Address { city: Some("x".repeat(5_000)), ..Address::default() }),
            }]),
            ..input
        };
        let errors = wrong.parse(TODAY, Country::France).unwrap_err();
        let told: Vec<(&str, Code)> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(
            told,
            [
                ("/contacts/1/name", Code::Required),
                ("/contacts/1/email", Code::InvalidEmail),
                ("/addresses/0/role", Code::NotAChoice),
                ("/addresses/0/address/city", Code::TooLong),
            ]
        );
    }

    #[test]
    fn a_number_that_cannot_be_dialled_is_refused_only_where_it_says_it_can() {
        let parse = |phone: &str| {
            let input = ClientInput {
                kind: Some("person".into()),
                last_name: Some("Durand".into()),
                phone: Some(phone.into()),
                ..ClientInput::default()
            };
            input.parse(TODAY, Country::Senegal).map(|client| client.phone_e164)
        };
        assert_eq!(parse("77 123 45 67"), Ok(Some("+221771234567".into())));
        assert_eq!(parse("800 00 00 00 00"), Ok(None));
        assert_eq!(parse("+221 77 123").map_err(|errors| errors[0].code), Err(Code::InvalidPhone));
    }
}
