//! The brokerage firm (*cabinet de courtage*): the tenant, whose identity stands on every page it issues.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Address, AgencyId, Currency, choices, text};
use crate::user::{CreateUser, Role, UserInput};

choices! {
    /// The law the firm works under; it decides mentions, deadlines and the policy machine.
    Jurisdiction {
        /// France, registered with the ORIAS.
        France = "FR",
        /// Belgium, registered with the FSMA.
        Belgium = "BE",
        /// The CIMA zone of West and Central Africa, with the footer of article 540.
        Cima = "CIMA",
    }
}

/// What a firm is, as its letterhead tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AgencyView {
    /// The firm's id.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// Its legal form, such as SARL.
    pub legal_form: Option<String>,
    /// Its address.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// Its registration, such as `ORIAS 07 000 000`.
    pub registration: Option<String>,
    /// The sentences at the foot of each page.
    pub legal_mentions: Vec<String>,
    /// The law it works under.
    pub jurisdiction: Jurisdiction,
    /// The currency of its forms.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub currency: Currency,
    /// Its time zone, by IANA name: a legal day begins at its midnight.
    pub time_zone: String,
    /// Whether its people may sign in.
    pub active: bool,
    /// When the firm was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

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

/// A firm to open, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenAgency {
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
    /// Its first administrator.
    pub administrator: Option<CreateUser>,
}

impl AgencyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<OpenAgency, Vec<FieldError>> {
        let mut check = Checker::default();
        let jurisdiction = match self.jurisdiction.as_deref() {
            None => Some(Jurisdiction::France),
            code => check.keep(Jurisdiction::field("jurisdiction", code)),
        };
        let home = jurisdiction.unwrap_or(Jurisdiction::France);
        let currency = match self.currency.as_deref() {
            None if home == Jurisdiction::Cima => Some(Currency::XOF),
            None => Some(Currency::EUR),
            Some(code) => {
                check.keep(Currency::parse(code).ok_or_else(|| FieldError::new("currency", Code::InvalidCurrency)))
            }
        };
        let zone = match home {
            Jurisdiction::France => "Europe/Paris",
            Jurisdiction::Belgium => "Europe/Brussels",
            Jurisdiction::Cima => "Africa/Dakar",
        };
        let name = check.keep(text::required_line("name", self.name.as_deref(), text::LINE_MAX));
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
        let administrator = self.administrator.and_then(|administrator| match administrator.parse() {
            Ok(administrator) => Some(administrator),
            Err(errors) => {
                check.note_all(errors);
                None
            }
        });
        let agency = name.zip(jurisdiction).zip(currency).map(|((name, jurisdiction), currency)| OpenAgency {
            name,
            jurisdiction,
            currency,
            time_zone: self.time_zone.unwrap_or_else(|| zone.to_owned()),
            legal_form,
            address,
            phone,
            email,
            registration,
            legal_mentions,
            administrator,
        });
        check.finish(agency)
    }
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
        assert_eq!(kept.legal_mentions, ["ORIAS 07 000 000"]);
        for (wrong, code) in [
            (vec!["x".repeat(1_000), "y".repeat(1_001)], Code::TooLong),
            (vec!["x".repeat(2_001)], Code::TooLong),
            (vec!["a\u{0}b".into()], Code::ControlCharacters),
        ] {
            let errors = input(&wrong).parse().unwrap_err();
            assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/legal_mentions", code));
        }
    }
}
