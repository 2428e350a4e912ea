//! What one may ask about firms.

use serde::{Deserialize, Serialize};

use super::Jurisdiction;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Address, Currency, text};
use crate::user::{CreateUser, Role, UserInput};

/// The longest that the legal mentions may be together: they stand at the foot of each page.
const LEGAL_MENTIONS_MAX: usize = 2_000;

/// What opening a firm takes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgencyInput {
    /// Its name.
    pub name: Option<String>,
    /// `FR`, `BE` or `CIMA`; `FR` when absent.
    pub jurisdiction: Option<String>,
    /// Its currency; the jurisdiction's when absent.
    pub currency: Option<String>,
    /// Its time zone; the jurisdiction's when absent.
    pub time_zone: Option<String>,
    /// Its legal form.
    pub legal_form: Option<String>,
    /// Its address.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// Its registration.
    pub registration: Option<String>,
    /// The sentences at the foot of each page.
    #[serde(default)]
    pub legal_mentions: Vec<String>,
    /// Its first administrator, who is invited by mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator: Option<AdministratorInput>,
}

/// A firm's first administrator.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdministratorInput {
    /// The address he will sign in with.
    pub email: Option<String>,
    /// His name.
    pub full_name: Option<String>,
    /// The language he is written to in: `fr` when absent, or `en`.
    #[serde(default)]
    pub language: Option<String>,
}

impl AdministratorInput {
    fn parse(self) -> Result<CreateUser, Vec<FieldError>> {
        let input = UserInput {
            email: self.email,
            full_name: self.full_name,
            role: Some(Role::Admin.code().to_owned()),
            active: Some(true),
            language: self.language,
            ..UserInput::default()
        };
        let within = |error: FieldError| FieldError { pointer: format!("/administrator{}", error.pointer), ..error };
        input.parse().map_err(|errors| errors.into_iter().map(within).collect())
    }
}

/// A firm as its administrator describes it anew. Its first administrator is no part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgencyUpdateInput {
    /// Its name.
    pub name: Option<String>,
    /// `FR`, `BE` or `CIMA`; stays what it is once the firm has policies.
    pub jurisdiction: Option<String>,
    /// Its currency; stays what it is once the firm has policies.
    pub currency: Option<String>,
    /// Its time zone.
    pub time_zone: Option<String>,
    /// Its legal form.
    pub legal_form: Option<String>,
    /// Its address.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// Its registration.
    pub registration: Option<String>,
    /// The sentences at the foot of each page.
    #[serde(default)]
    pub legal_mentions: Vec<String>,
}

/// A firm to store, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveAgency {
    /// Its name.
    pub name: String,
    /// The law it works under.
    pub jurisdiction: Jurisdiction,
    /// Its currency.
    pub currency: Currency,
    /// Its time zone.
    pub time_zone: String,
    /// Its legal form.
    pub legal_form: Option<String>,
    /// Its address.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// Its registration.
    pub registration: Option<String>,
    /// The sentences at the foot of each page.
    pub legal_mentions: Vec<String>,
}

/// A firm to open, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenAgency {
    /// The firm.
    pub agency: SaveAgency,
    /// Its first administrator.
    pub administrator: Option<CreateUser>,
}

impl AgencyUpdateInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SaveAgency, Vec<FieldError>> {
        let mut check = Checker::default();
        let name = check.keep(text::required_line("name", self.name.as_deref(), text::LINE_MAX));
        let jurisdiction = check.keep(Jurisdiction::field("jurisdiction", self.jurisdiction.as_deref()));
        let currency = check.keep(currency(self.currency.as_deref()));
        let time_zone = check.keep(self.time_zone.ok_or_else(|| FieldError::new("time_zone", Code::Required)));
        let address = self.address.and_then(|address| match address.checked("address") {
            Ok(address) => address,
            Err(errors) => {
                check.note_all(errors);
                None
            }
        });
        let legal_form = check.keep(text::line("legal_form", self.legal_form.as_deref(), 60)).flatten();
        let phone = check.keep(text::phone("phone", self.phone.as_deref())).flatten();
        let email = check.keep(text::email("email", self.email.as_deref())).flatten();
        let registration = check.keep(text::line("registration", self.registration.as_deref(), 120)).flatten();
        let legal_mentions = check.keep(legal_mentions(&self.legal_mentions)).unwrap_or_default();
        let agency = name.zip(jurisdiction).zip(currency).zip(time_zone);
        let agency = agency.map(|(((name, jurisdiction), currency), time_zone)| SaveAgency {
            name,
            jurisdiction,
            currency,
            time_zone,
            legal_form,
            address,
            phone,
            email,
            registration,
            legal_mentions,
        });
        check.finish(agency)
    }
}

impl AgencyInput {
    /// Checks every field. What the request leaves open is the jurisdiction's.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<OpenAgency, Vec<FieldError>> {
        let jurisdiction = self.jurisdiction.unwrap_or_else(|| Jurisdiction::France.code().to_owned());
        let home = Jurisdiction::parse(&jurisdiction).unwrap_or(Jurisdiction::France);
        let currency = if home == Jurisdiction::Cima { Currency::XOF } else { Currency::EUR };
        let zone = match home {
            Jurisdiction::France => "Europe/Paris",
            Jurisdiction::Belgium => "Europe/Brussels",
            Jurisdiction::Cima => "Africa/Dakar",
        };
        let agency = AgencyUpdateInput {
            name: self.name,
            jurisdiction: Some(jurisdiction),
            currency: Some(self.currency.unwrap_or_else(|| currency.code().to_owned())),
            time_zone: Some(self.time_zone.unwrap_or_else(|| zone.to_owned())),
            legal_form: self.legal_form,
            address: self.address,
            phone: self.phone,
            email: self.email,
            registration: self.registration,
            legal_mentions: self.legal_mentions,
        };
        match (agency.parse(), self.administrator.map(AdministratorInput::parse).transpose()) {
            (Ok(agency), Ok(administrator)) => Ok(OpenAgency { agency, administrator }),
            (Ok(_), Err(errors)) | (Err(errors), Ok(_)) => Err(errors),
            (Err(mut errors), Err(more)) => {
                errors.extend(more);
                Err(errors)
            }
        }
    }
}

fn currency(code: Option<&str>) -> Result<Currency, FieldError> {
    let code = code.ok_or_else(|| FieldError::new("currency", Code::Required))?;
    Currency::parse(code).ok_or_else(|| FieldError::new("currency", Code::InvalidCurrency))
}

/// Reads the sentences at the foot of each page, without those that are empty.
fn legal_mentions(sentences: &[String]) -> Result<Vec<String>, FieldError> {
    let field = "legal_mentions";
    let read = sentences.iter().map(|sentence| text::line(field, Some(sentence), LEGAL_MENTIONS_MAX));
    let mentions: Vec<String> = read.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    if mentions.iter().map(|sentence| sentence.chars().count()).sum::<usize>() > LEGAL_MENTIONS_MAX {
        return Err(FieldError::new(field, Code::TooLong).with("max", LEGAL_MENTIONS_MAX));
    }
    Ok(mentions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_of_a_page_has_room_for_so_much() {
        let input = |mentions: &[String]| AgencyInput {
            name: Some("Cabinet".into()),
            legal_mentions: mentions.to_vec(),
            ..AgencyInput::default()
        };
        let kept = input(&["ORIAS 07 000 000 ".into(), " ".into()]).parse().unwrap();
        assert_eq!(kept.agency.legal_mentions, ["ORIAS 07 000 000"]);
        for (wrong, code) in [
            (vec!["x".repeat(1_000), "y".repeat(1_001)], Code::TooLong),
            (vec!["x".repeat(2_001)], Code::TooLong),
            (vec!["a\u{0}b".into()], Code::ControlCharacters),
        ] {
            let errors = input(&wrong).parse().unwrap_err();
            assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/legal_mentions", code));
        }
    }

    #[test]
    fn what_opening_leaves_open_a_change_must_say() {
        let opened = |law: &str| {
            let (name, law) = (Some("Cabinet".to_owned()), Some(law.to_owned()));
            AgencyInput { name, jurisdiction: law, ..AgencyInput::default() }.parse().unwrap().agency
        };
        for (law, currency, zone) in
            [("FR", "EUR", "Europe/Paris"), ("BE", "EUR", "Europe/Brussels"), ("CIMA", "XOF", "Africa/Dakar")]
        {
            let agency = opened(law);
            assert_eq!((agency.currency.code(), agency.time_zone.as_str()), (currency, zone), "{law}");
        }
        let errors = AgencyUpdateInput::default().parse().unwrap_err();
        let told: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(told, ["/name", "/jurisdiction", "/currency", "/time_zone"].map(|field| (field, Code::Required)));
    }
}
