//! The people at an insurance company, each with what he looks after.

use serde::{Deserialize, Serialize};

use crate::client::{AROUND_MAX, few, is_blank, reached};
use crate::shared::problem::Checker;
use crate::shared::{choices, text};

/// The longest note about a contact.
const NOTE_MAX: usize = 300;

choices! {
    /// What somebody at a company looks after.
    CompanyContactRole {
        /// Our business with the company as a whole (*inspecteur commercial*).
        Sales = "sales",
        /// Which risks it takes, and on which terms (*souscription*).
        Underwriting = "underwriting",
        /// Claims.
        Claims = "claims",
        /// Bordereaux, remittances and commissions.
        Accounting = "accounting",
        /// Its extranet and its interfaces.
        It = "it",
        /// Anything else.
        Other = "other",
    }
}

/// Somebody at a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CompanyContact {
    /// What he looks after.
    pub role: CompanyContactRole,
    /// His name, or that of his department.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What else to know: when he is there, for which region.
    pub note: Option<String>,
}

/// Somebody at a company, as a request describes him.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompanyContactInput {
    /// What he looks after; `other` when absent.
    pub role: Option<String>,
    /// His name, or that of his department.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What else to know.
    pub note: Option<String>,
}

impl From<CompanyContact> for CompanyContactInput {
    fn from(contact: CompanyContact) -> Self {
        let CompanyContact { role, name, email, phone, note } = contact;
        Self { role: Some(role.code().to_owned()), name: Some(name), email, phone, note }
    }
}

/// Reads the people at a company; a line without anything in it is none.
pub(super) fn contacts(check: &mut Checker, inputs: Vec<CompanyContactInput>) -> Vec<CompanyContact> {
    few(check, "contacts", inputs.len());
    let mut contacts = Vec::new();
    for (place, input) in inputs.into_iter().enumerate().take(AROUND_MAX) {
        let typed = [&input.name, &input.email, &input.phone, &input.note];
        if typed.into_iter().all(|text| is_blank(text.as_deref())) {
            continue;
        }
        let at = |part: &str| format!("contacts/{place}/{part}");
        let role = input.role.as_deref().filter(|role| !is_blank(Some(role))).unwrap_or("other");
        let role = check.keep(CompanyContactRole::field(&at("role"), Some(role)));
        let name = check.keep(text::required_line(&at("name"), input.name.as_deref(), text::LINE_MAX));
        let [email, phone] = reached(check, at, input.email.as_deref(), input.phone.as_deref());
        let note = check.keep(text::line(&at("note"), input.note.as_deref(), NOTE_MAX)).flatten();
        contacts.extend(role.zip(name).map(|(role, name)| CompanyContact { role, name, email, phone, note }));
    }
    contacts
}
