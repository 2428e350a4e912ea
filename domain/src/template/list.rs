//! The list of templates.

use super::{TemplateKind, TemplateUsage, TemplateView};
use crate::document::DocumentFormat;
use crate::list::{ListFilter, ListQuery, ListSchema, Names, Row, Value, columns, filters};
use crate::shared::Language;
use crate::shared::problem::FieldError;

/// What can be asked of the list of templates.
pub const TEMPLATE_LIST: ListSchema = ListSchema {
    noun: "templates",
    path: "/templates",
    usual_sort: "name",
    columns: columns! {
        "name" Text "Nom" / "Name" shown sortable;
        "kind" Word "Type" / "Kind" shown;
        "usage" Word "Usage" / "Use" shown;
        "language" Word "Langue" / "Language" shown;
        "format" Word "Format" / "Format" shown;
        "current_version" Count "Version" / "Version" shown;
        "created_at" Instant "Créé le" / "Created on" sortable;
        "updated_at" Moment "Modifié le" / "Updated on" shown sortable;
    },
    filters: filters! {
        "kind" Word(TemplateKind) "Type" / "Kind";
        "usage" Word(TemplateUsage) "Usage" / "Use";
        "language" Word(Language) "Langue" / "Language";
        "format" Word(DocumentFormat) "Format" / "Format";
        "archived" Flag "Modèles archivés" / "Archived templates";
    },
};

/// Which templates a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateFilter {
    /// Only those that make this.
    pub kind: Option<TemplateKind>,
    /// Only those used for this.
    pub usage: Option<TemplateUsage>,
    /// Only those in this language.
    pub language: Option<Language>,
    /// Only those that are mostly issued in this format.
    pub format: Option<DocumentFormat>,
    /// Templates put away, instead of those in use.
    pub archived: bool,
}

impl ListFilter for TemplateFilter {
    const SCHEMA: &'static ListSchema = &TEMPLATE_LIST;

    fn of(query: &ListQuery) -> Result<Self, Vec<FieldError>> {
        Ok(Self {
            kind: query.word("kind", TemplateKind::parse),
            usage: query.word("usage", TemplateUsage::parse),
            language: query.word("language", Language::parse),
            format: query.word("format", DocumentFormat::parse),
            archived: query.flag("archived") == Some(true),
        })
    }
}

impl Row for TemplateView {
    fn row_id(&self) -> String {
        self.id.to_string()
    }

    fn value(&self, key: &str, _: &Names) -> Value {
        match key {
            "name" => Value::Text(self.name.clone()),
            "kind" => Value::word(self.kind, self.kind.code()),
            "usage" => Value::word(self.usage, self.usage.code()),
            "language" => Value::word(self.language, self.language.code()),
            "format" => Value::word(self.format, self.format.code()),
            "current_version" => self.current_version.map_or(Value::Nothing, Value::Count),
            "created_at" => Value::Instant(self.created_at),
            "updated_at" => Value::Instant(self.updated_at),
            _ => Value::Nothing,
        }
    }
}
