//! The list of policies.

use jiff::civil::Date;

use super::{PolicyRow, PolicyState, ProductLine};
use crate::list::{ListFilter, ListQuery, ListSchema, Names, Row, Value, columns, filters};
use crate::shared::problem::{Code, FieldError};
use crate::shared::{ClientId, CompanyId, Currency, Money, UserId};

/// What can be asked of the list of policies.
pub const POLICY_LIST: ListSchema = ListSchema {
    noun: "policies",
    path: "/policies",
    usual_sort: "policy_number",
    columns: columns! {
        "policy_number" Code "Numéro de contrat" / "Policy number" shown sortable;
        "client" Reference "Client" / "Client" shown;
        "product_line" Word "Branche" / "Line of business" shown;
        "product_name" Text "Produit" / "Product";
        "company" Reference "Compagnie" / "Company" shown;
        "state" State "État" / "State" shown;
        "state_since" Instant "État depuis le" / "State since";
        "effective_date" Day "Date d’effet" / "Effective date" shown sortable;
        "due_date" Day "Prochaine échéance" / "Next due date" shown sortable;
        "expiry_date" Day "Date d’échéance" / "Expiry date" sortable;
        "tacit_renewal" Flag "Tacite reconduction" / "Tacit renewal";
        "payment_frequency" Word "Fractionnement" / "Payment frequency";
        "premium" Money "Prime annuelle" / "Yearly premium" shown;
        "created_at" Instant "Créé le" / "Created on" sortable;
        "updated_at" Instant "Modifié le" / "Updated on" sortable;
    },
    filters: filters! {
        "state" Word(PolicyState) "État" / "State";
        "product_line" Word(ProductLine) "Branche" / "Line of business";
        "company_id" Record "Compagnie" / "Company";
        "client_id" Record "Client" / "Client";
        "expiring_after" Day "Échéance à partir du" / "Due from";
        "expiring_before" Day "Échéance avant le" / "Due before";
        "tacit_renewal" Flag "Tacite reconduction" / "Tacit renewal";
        "currency" Currency "Devise" / "Currency";
        "premium_min" Amount "Prime à partir de" / "Premium from";
        "premium_max" Amount "Prime jusqu’à" / "Premium up to";
        "owner_id" Record "Suivi par" / "Looked after by";
        "created_before" Day "Enregistré avant le" / "Recorded before";
    },
};

/// Which policies a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyFilter {
    /// Only this client's.
    pub client_id: Option<ClientId>,
    /// Only this company's.
    pub company_id: Option<CompanyId>,
    /// Only those in this state now.
    pub state: Option<PolicyState>,
    /// Only this line's.
    pub product_line: Option<ProductLine>,
    /// Only those whose due date comes before this day.
    pub expiring_before: Option<Date>,
    /// Only those whose due date comes on this day or after.
    pub expiring_after: Option<Date>,
    /// Only those that renew tacitly, or only those that do not.
    pub tacit_renewal: Option<bool>,
    /// Only those with a premium in this currency.
    pub currency: Option<Currency>,
    /// Only those with this premium or a greater one; its currency is that of the filter.
    pub premium_min: Option<Money>,
    /// Only those with this premium or a smaller one; its currency is that of the filter.
    pub premium_max: Option<Money>,
    /// Only those of the clients that a broker looks after.
    pub owner_id: Option<UserId>,
    /// Only those recorded before this day, which begins at midnight UTC.
    pub created_before: Option<Date>,
}

impl ListFilter for PolicyFilter {
    const SCHEMA: &'static ListSchema = &POLICY_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        let currency = query.word("currency", Currency::parse);
        let mut errors = Vec::new();
        let mut amount = |field: &str| {
            let amount = query.amount(field)?;
            let Some(currency) = currency else {
                if errors.is_empty() {
                    errors.push(FieldError::new("currency", Code::Required));
                }
                return None;
            };
            amount.in_currency(field, currency).map_err(|error| errors.push(error)).ok()
        };
        let (premium_min, premium_max) = (amount("premium_min"), amount("premium_max"));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            client_id: query.id("client_id", ClientId::parse),
            company_id: query.id("company_id", CompanyId::parse),
            state: query.word("state", PolicyState::parse),
            product_line: query.word("product_line", ProductLine::parse),
            expiring_before: query.day("expiring_before"),
            expiring_after: query.day("expiring_after"),
            tacit_renewal: query.flag("tacit_renewal"),
            currency,
            premium_min,
            premium_max,
            owner_id: query.id("owner_id", UserId::parse),
            created_before: query.day("created_before"),
        })
    }
}

impl Row for PolicyRow {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        match key {
            "policy_number" => Value::Text(self.policy_number.clone()),
            "client" => Value::Text(self.client.display_name.clone()),
            "product_line" => Value::word(self.product_line, self.product_line.code()),
            "product_name" => Value::Text(self.product_name.clone()),
            "company" => Value::Text(self.company.name.clone()),
            "state" => Value::word(self.state, self.state.code()),
            "state_since" => self.state_since.map_or(Value::Nothing, Value::Instant),
            "effective_date" => Value::Day(self.effective_date),
            "due_date" => Value::Day(self.due_date),
            "expiry_date" => Value::Day(self.expiry_date),
            "tacit_renewal" => Value::Flag(self.tacit_renewal),
            "payment_frequency" => Value::word(self.payment_frequency, self.payment_frequency.code()),
            "premium" => Value::Money(self.premium),
            "created_at" => Value::Instant(self.created_at),
            "updated_at" => Value::Instant(self.updated_at),
            _ => Value::Nothing,
        }
    }
}
