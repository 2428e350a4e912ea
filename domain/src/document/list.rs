//! The list of documents.

use super::{DocumentRow, DocumentStatus};
use crate::list::{ListFilter, ListQuery, ListSchema, Moment, Names, Row, Value, columns, filters};
use crate::shared::problem::FieldError;
use crate::shared::{ClientId, PolicyId};
use crate::template::{TemplateKind, TemplateUsage};

/// What can be asked of the list of documents.
pub const DOCUMENT_LIST: ListSchema = ListSchema {
    noun: "documents",
    path: "/documents",
    usual_sort: "-created_at",
    columns: columns! {
        "number" Code "Numéro" / "Number" shown sortable;
        "kind" Word "Type" / "Kind" shown;
        "usage" Word "Usage" / "Use";
        "client" Reference "Client" / "Client" shown;
        "policy" Code "Contrat" / "Policy" shown;
        "format" Word "Format" / "Format" shown;
        "language" Word "Langue" / "Language";
        "created_at" Moment "Établi le" / "Issued on" shown sortable;
        "author" Reference "Établi par" / "Issued by";
        "status" State "État" / "Status" shown;
        "revoked_at" Instant "Révoqué le" / "Revoked on";
        "reason" Text "Motif de révocation" / "Reason for revocation";
    },
    filters: filters! {
        "kind" Word(TemplateKind) "Type" / "Kind";
        "usage" Word(TemplateUsage) "Usage" / "Use";
        "status" Word(DocumentStatus) "État" / "Status";
        "from" Moment "Établi à partir du" / "Issued from";
        "to" Moment "Établi jusqu’au" / "Issued until";
        "became_false" Flag "Attestation devenue fausse" / "Certificate no longer true";
        "client_id" Record "Client" / "Client";
        "policy_id" Record "Contrat" / "Policy";
    },
};

/// Which documents a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentFilter {
    /// Only those about this client.
    pub client_id: Option<ClientId>,
    /// Only those about this policy.
    pub policy_id: Option<PolicyId>,
    /// Only those of this kind.
    pub kind: Option<TemplateKind>,
    /// Only those used for this.
    pub usage: Option<TemplateUsage>,
    /// Only those that stand, that were taken back, or that another took the place of.
    pub status: Option<DocumentStatus>,
    /// Only those issued from this moment on.
    pub from: Option<Moment>,
    /// Only those issued before this moment; a day counts to its end.
    pub to: Option<Moment>,
    /// Only certificates and cover notes in circulation whose statement is no longer true, or all but those.
    pub became_false: Option<bool>,
}

impl ListFilter for DocumentFilter {
    const SCHEMA: &'static ListSchema = &DOCUMENT_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self {
            client_id: query.id("client_id", ClientId::parse),
            policy_id: query.id("policy_id", PolicyId::parse),
            kind: query.word("kind", TemplateKind::parse),
            usage: query.word("usage", TemplateUsage::parse),
            status: query.word("status", DocumentStatus::parse),
            from: query.moment("from"),
            to: query.moment("to"),
            became_false: query.flag("became_false"),
        })
    }
}

impl Row for DocumentRow {
    fn row_id(&self) -> String {
        self.document.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        let document = &self.document;
        match key {
            "number" => Value::Text(document.number.clone()),
            "kind" => Value::word(document.kind, document.kind.code()),
            "usage" => Value::word(document.usage, document.usage.code()),
            "client" => self.client_name.clone().into(),
            "policy" => self.policy_number.clone().into(),
            "format" => Value::word(document.format, document.format.code()),
            "language" => Value::word(document.language, document.language.code()),
            "created_at" => Value::Instant(document.created_at),
            "author" => self.author_name.clone().into(),
            "status" => Value::word(document.status, document.status.code()),
            "revoked_at" => document.revoked_at.map_or(Value::Nothing, Value::Instant),
            "reason" => document.revocation_reason.clone().into(),
            _ => Value::Nothing,
        }
    }
}
