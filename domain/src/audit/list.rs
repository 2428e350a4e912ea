//! The audit log as a list.

use super::{AuditEventView, SystemActor};
use crate::list::{ListFilter, ListQuery, ListSchema, Moment, Names, Row, Value, columns, filters};
use crate::shared::UserId;
use crate::shared::problem::FieldError;

/// What can be asked of the audit log. Acts and things are kept by their words, which the screens and files translate.
pub const AUDIT_LIST: ListSchema = ListSchema {
    noun: "audit-events",
    path: "/admin/audit",
    usual_sort: "-occurred_at",
    columns: columns! {
        "occurred_at" Moment "Date" / "When" shown sortable;
        "action" Text "Action" / "Action" shown;
        "object_type" Text "Type d’objet" / "Kind of object";
        "object" Reference "Objet" / "Object" shown;
        "actor" Reference "Auteur" / "By whom" shown;
        "door" Word "Par" / "Through";
        "ip_address" Code "Adresse IP" / "IP address";
        "user_agent" Text "Programme" / "Program";
        "request_id" Code "Numéro de requête" / "Request ID";
        "changes" Text "Changements" / "Changes";
        "sequence" Count "Numéro dans la chaîne" / "Place in the chain";
        "hash" Code "Empreinte" / "Hash";
    },
    filters: filters! {
        "action" Text "Action" / "Action";
        "object_type" Text "Type d’objet" / "Kind of object";
        "user_id" Record "Auteur" / "By whom";
        "from" Moment "À partir du" / "From";
        "to" Moment "Jusqu’au" / "Until";
        "action_contains" Text "Action contenant" / "Action holding";
        "object_id" Text "Identifiant de l’objet" / "Object ID";
        "ip" Text "Adresse IP" / "IP address";
        "request_id" Text "Numéro de requête" / "Request ID";
    },
};

/// Which events a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Only this action.
    pub action: Option<String>,
    /// Only actions that hold this text.
    pub action_contains: Option<String>,
    /// Only this kind of thing.
    pub object_type: Option<String>,
    /// Only this thing.
    pub object_id: Option<String>,
    /// Only this person.
    pub user_id: Option<UserId>,
    /// Only this address.
    pub ip: Option<String>,
    /// Only this request.
    pub request_id: Option<String>,
    /// Only from this moment on.
    pub from: Option<Moment>,
    /// Only before this moment; a day counts to its end.
    pub to: Option<Moment>,
}

impl ListFilter for AuditFilter {
    const SCHEMA: &'static ListSchema = &AUDIT_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self {
            action: query.text("action"),
            action_contains: query.text("action_contains"),
            object_type: query.text("object_type"),
            object_id: query.text("object_id"),
            user_id: query.id("user_id", UserId::parse),
            ip: query.text("ip"),
            request_id: query.text("request_id"),
            from: query.moment("from"),
            to: query.moment("to"),
        })
    }
}

impl Row for AuditEventView {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        match key {
            "occurred_at" => Value::Instant(self.occurred_at),
            "action" => Value::Text(self.action.clone()),
            "object_type" => Value::Text(self.object_type.clone()),
            "object" => Value::Text(self.object_label.clone()),
            "actor" => match SystemActor::parse(&self.actor).filter(|_| self.user_id.is_none()) {
                Some(part) => Value::word(part, part.code()),
                None => Value::Text(self.actor.clone()),
            },
            "door" => Value::word(self.door, self.door.code()),
            "ip_address" => self.ip_address.clone().into(),
            "user_agent" => self.user_agent.clone().into(),
            "request_id" => Value::Text(self.request_id.clone()),
            "changes" => match self.changes.as_object() {
                Some(fields) if fields.is_empty() => Value::Nothing,
                _ => Value::Text(self.changes.to_string()),
            },
            "sequence" => Value::Count(self.sequence),
            "hash" => Value::Text(self.hash.clone()),
            _ => Value::Nothing,
        }
    }
}
