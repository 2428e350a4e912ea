//! What one may ask about companies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::MandateKind;
use super::contacts::{CompanyContact, CompanyContactInput, contacts};
use crate::policy::ProductLine;
use crate::search::search_text;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Address, MandateId, text};

/// A company as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompanyInput {
    /// Its name.
    pub name: Option<String>,
    /// Its short code, unique in the firm.
    pub code: Option<String>,
    /// The code under which the company knows the firm.
    pub broker_code: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// Its site, or its extranet for brokers.
    pub website: Option<String>,
    /// Where claims are told by e-mail.
    pub claims_email: Option<String>,
    /// Where claims are told by telephone.
    pub claims_phone: Option<String>,
    /// The people there.
    pub contacts: Option<Vec<CompanyContactInput>>,
}

/// A company to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveCompany {
    /// Its name.
    pub name: String,
    /// Its short code, in capitals.
    pub code: String,
    /// The code under which the company knows the firm.
    pub broker_code: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// Its site, or its extranet for brokers.
    pub website: Option<String>,
    /// Where claims are told by e-mail.
    pub claims_email: Option<String>,
    /// Where claims are told by telephone.
    pub claims_phone: Option<String>,
    /// The people there.
    pub contacts: Vec<CompanyContact>,
}

impl SaveCompany {
    /// Everything a search should find the company by.
    pub fn search_text(&self) -> String {
        let own = [Some(self.name.as_str()), Some(&self.code), self.broker_code.as_deref()];
        let people = self.contacts.iter().flat_map(|contact| [Some(contact.name.as_str()), contact.email.as_deref()]);
        search_text(own.into_iter().chain(people).flatten())
    }
}

impl CompanyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SaveCompany, Vec<FieldError>> {
        let mut check = Checker::default();
        let name = check.keep(text::required_line("name", self.name.as_deref(), text::LINE_MAX));
        let code = check.keep(text::required_line("code", self.code.as_deref(), 20));
        let broker_code = check.keep(text::line("broker_code", self.broker_code.as_deref(), 40)).flatten();
        let email = check.keep(text::email("email", self.email.as_deref())).flatten();
        let phone = check.keep(text::phone("phone", self.phone.as_deref())).flatten();
        let address = self.address.and_then(|address| match address.checked("address") {
            Ok(address) => address,
            Err(errors) => {
                check.note_all(errors);
                None
            }
        });
        let website = check.keep(text::web_address("website", self.website.as_deref())).flatten();
        let claims_email = check.keep(text::email("claims_email", self.claims_email.as_deref())).flatten();
        let claims_phone = check.keep(text::phone("claims_phone", self.claims_phone.as_deref())).flatten();
        let contacts = contacts(&mut check, self.contacts.unwrap_or_default());
        let company = name.zip(code).map(|(name, code)| SaveCompany {
            name,
            code: code.to_uppercase(),
            broker_code,
            email,
            phone,
            address,
            website,
            claims_email,
            claims_phone,
            contacts,
        });
        check.finish(company)
    }
}

/// A mandate as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MandateInput {
    /// Which mandate this is, so that its document stays with it. Without it, the one that says the same, else a new one.
    pub id: Option<String>,
    /// The act: `collect_premiums`, `issue_certificates`, `issue_cover_notes`.
    pub kind: Option<String>,
    /// The lines of business; empty means all.
    #[serde(default)]
    pub product_lines: Vec<String>,
    /// The first day.
    pub valid_from: Option<String>,
    /// The last day; open when absent.
    pub valid_until: Option<String>,
}

/// A mandate to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveMandate {
    /// Which mandate of the company this is; none that was named.
    pub id: Option<MandateId>,
    /// The act.
    pub kind: MandateKind,
    /// The lines of business; empty means all.
    pub product_lines: Vec<ProductLine>,
    /// The first day.
    pub valid_from: Date,
    /// The last day; open when absent.
    pub valid_until: Option<Date>,
}

impl MandateInput {
    /// Checks every field of the mandate at `index` of the list.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self, index: usize) -> Result<SaveMandate, Vec<FieldError>> {
        let at = |field: &str| format!("{index}/{field}");
        let mut check = Checker::default();
        let id = self.id.as_deref().filter(|id| !id.trim().is_empty()).map(|id| {
            check.keep(MandateId::parse(id.trim()).ok_or_else(|| FieldError::new(&at("id"), Code::UnknownReference)))
        });
        let kind = check.keep(MandateKind::field(&at("kind"), self.kind.as_deref()));
        let lines: Vec<ProductLine> = self
            .product_lines
            .iter()
            .filter_map(|line| check.keep(ProductLine::field(&at("product_lines"), Some(line))))
            .collect();
        let valid_from = check.keep(text::required_day(&at("valid_from"), self.valid_from.as_deref()));
        let valid_until = check.keep(text::day(&at("valid_until"), self.valid_until.as_deref()));
        if let (Some(from), Some(Some(until))) = (valid_from, valid_until)
            && until < from
        {
            check.note(FieldError::new(&at("valid_until"), Code::DateNotAfter).with("after", from));
        }
        let mandate = kind.zip(valid_from).map(|(kind, valid_from)| SaveMandate {
            id: id.flatten(),
            kind,
            product_lines: lines,
            valid_from,
            valid_until: valid_until.flatten(),
        });
        check.finish(mandate)
    }
}
