//! The templates that every firm starts with.

use domain::shared::Language;

/// A template delivered with the product; a firm may replace it with its own version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardTemplate {
    /// What a firm's own version refers to; it never changes.
    pub key: &'static str,
    /// The name in the list of templates, in the template's language.
    pub name: &'static str,
    /// The kind of document it makes.
    pub kind: &'static str,
    /// The language it is written in.
    pub language: Language,
    /// Its source.
    pub source: &'static str,
}

/// Every standard template.
pub const STANDARD_TEMPLATES: &[StandardTemplate] = &[
    StandardTemplate {
        key: "certificate",
        name: "Attestation d’assurance",
        kind: "certificate",
        language: Language::Fr,
        source: include_str!("../standard/certificate.fr.html"),
    },
    StandardTemplate {
        key: "certificate",
        name: "Certificate of insurance",
        kind: "certificate",
        language: Language::En,
        source: include_str!("../standard/certificate.en.html"),
    },
];
