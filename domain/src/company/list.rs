//! The list of companies.

use super::CompanyView;
use crate::list::{ListFilter, ListQuery, ListSchema, Names, Row, Value, columns};
use crate::shared::problem::FieldError;

/// What can be asked of the list of companies.
pub const COMPANY_LIST: ListSchema = ListSchema {
    noun: "companies",
    path: "/companies",
    usual_sort: "name",
    columns: columns! {
        "name" Text "Nom" / "Name" shown sortable;
        "code" Code "Code" / "Code" shown sortable;
        "broker_code" Code "Notre code courtier" / "Our broker code" shown;
        "contact" Text "Contact" / "Contact" shown;
        "email" Text "E-mail" / "Email";
        "phone" Text "Téléphone" / "Phone";
        "city" Text "Ville" / "City";
        "website" Text "Site" / "Website";
        "claims_email" Text "E-mail sinistres" / "Claims email";
        "claims_phone" Text "Téléphone sinistres" / "Claims phone";
        "policy_count" Count "Contrats" / "Policies" shown;
        "created_at" Instant "Créé le" / "Created on" shown sortable;
    },
    filters: &[],
};

/// Which companies a list shows: all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompanyFilter;

impl ListFilter for CompanyFilter {
    const SCHEMA: &'static ListSchema = &COMPANY_LIST;

    fn of(_: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self)
    }
}

impl Row for CompanyView {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        match key {
            "name" => Value::Text(self.name.clone()),
            "code" => Value::Text(self.code.clone()),
            "broker_code" => self.broker_code.clone().into(),
            "contact" => self.email.clone().or_else(|| self.phone.clone()).into(),
            "email" => self.email.clone().into(),
            "phone" => self.phone.clone().into(),
            "city" => self.address.as_ref().and_then(|address| address.city.clone()).into(),
            "website" => self.website.clone().into(),
            "claims_email" => self.claims_email.clone().into(),
            "claims_phone" => self.claims_phone.clone().into(),
            "policy_count" => Value::Count(self.policy_count),
            "created_at" => Value::Instant(self.created_at),
            _ => Value::Nothing,
        }
    }
}
