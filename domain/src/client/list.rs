//! The list of clients.

use super::{ClientKind, ClientView};
use crate::list::{ListFilter, ListQuery, ListSchema, Names, Row, Value, columns, filters};
use crate::shared::UserId;
use crate::shared::problem::FieldError;

/// What can be asked of the list of clients.
pub const CLIENT_LIST: ListSchema = ListSchema {
    noun: "clients",
    path: "/clients",
    usual_sort: "display_name",
    columns: columns! {
        "display_name" Text "Nom du client" / "Client" shown sortable;
        "kind" Word "Type" / "Kind" shown;
        "contact" Text "Contact" / "Contact" shown;
        "email" Text "E-mail" / "Email";
        "phone" Text "Téléphone" / "Phone";
        "city" Text "Ville" / "City" shown;
        "owner" Reference "Suivi par" / "Looked after by" shown;
        "policy_count" Count "Contrats" / "Policies" shown;
        "created_at" Instant "Créé le" / "Created on" shown sortable;
        "updated_at" Instant "Modifié le" / "Updated on" shown sortable;
    },
    filters: filters! {
        "kind" Word(ClientKind) "Type" / "Kind";
        "owner_id" Record "Suivi par" / "Looked after by";
        "insured" Flag "Contrats en cours" / "Policies in force";
        "archived" Flag "Dossiers archivés" / "Archived files";
    },
};

/// Which clients a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientFilter {
    /// Only persons, or only organisations.
    pub kind: Option<ClientKind>,
    /// Only those a broker looks after.
    pub owner_id: Option<UserId>,
    /// Only those who have a policy in force now, or only those who have none.
    pub insured: Option<bool>,
    /// Files put away, instead of those in use.
    pub archived: bool,
}

impl ListFilter for ClientFilter {
    const SCHEMA: &'static ListSchema = &CLIENT_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self {
            kind: query.word("kind", ClientKind::parse),
            owner_id: query.id("owner_id", UserId::parse),
            insured: query.flag("insured"),
            archived: query.flag("archived") == Some(true),
        })
    }
}

impl Row for ClientView {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, names: &Names) -> Value {
        match key {
            "display_name" => Value::Text(self.display_name.clone()),
            "kind" => Value::word(self.kind, self.kind.code()),
            "contact" => self.email.clone().or_else(|| self.phone.clone()).into(),
            "email" => self.email.clone().into(),
            "phone" => self.phone.clone().into(),
            "city" => self.address.as_ref().and_then(|address| address.city.clone()).into(),
            "owner" => names.of(self.owner_id),
            "policy_count" => Value::Count(self.policy_count),
            "created_at" => Value::Instant(self.created_at),
            "updated_at" => Value::Instant(self.updated_at),
            _ => Value::Nothing,
        }
    }
}
