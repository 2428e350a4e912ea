//! The templates that every firm starts with.
//!
//! A template has no way to read another one, so what all letters share (letterhead, addressee, signature) stands in pieces that are put
//! before each of them when the product is built: a firm gets one whole text that it can read, change and make again (decision 0044).

use domain::shared::Language;

/// A template delivered with the product; a firm may replace it with its own version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardTemplate {
    /// What a firm's own version refers to; it never changes. It is the word of what the template is used for.
    pub key: &'static str,
    /// The name in the list of templates, in the template's language.
    pub name: &'static str,
    /// The kind of document it makes.
    pub kind: &'static str,
    /// What it is used for, one of the product's usages of that kind.
    pub usage: &'static str,
    /// The language it is written in.
    pub language: Language,
    /// Its source.
    pub source: &'static str,
}

/// One use in both languages; `proof` brings the contract, the risk and the verification that certificates share.
macro_rules! both {
    ($key:literal, $kind:literal, $french:literal, $english:literal) => {
        both!($key, $kind, $french, $english, "")
    };
    ($key:literal, $kind:literal, $french:literal, $english:literal, proof) => {
        [
            template!($key, $kind, $french, Fr, "fr", include_str!("../standard/pieces/proof.fr.html")),
            template!($key, $kind, $english, En, "en", include_str!("../standard/pieces/proof.en.html")),
        ]
    };
    ($key:literal, $kind:literal, $french:literal, $english:literal, "") => {
        [template!($key, $kind, $french, Fr, "fr", ""), template!($key, $kind, $english, En, "en", "")]
    };
}

macro_rules! template {
    ($key:literal, $kind:literal, $name:literal, $language:ident, $code:literal, $proof:expr) => {
        StandardTemplate {
            key: $key,
            name: $name,
            kind: $kind,
            usage: $key,
            language: Language::$language,
            source: concat!(
                include_str!(concat!("../standard/pieces/frame.", $code, ".html")),
                $proof,
                include_str!(concat!("../standard/", $key, ".", $code, ".html")),
            ),
        }
    };
}

/// Every standard template.
pub const STANDARD_TEMPLATES: &[StandardTemplate] = ALL.as_flattened();

const ALL: &[[StandardTemplate; 2]] = &[
    both!("certificate", "certificate", "Attestation d’assurance", "Certificate of insurance", proof),
    both!(
        "motor_certificate",
        "certificate",
        "Attestation d’assurance automobile",
        "Motor insurance certificate",
        proof
    ),
    both!(
        "liability_certificate",
        "certificate",
        "Attestation de responsabilité civile professionnelle",
        "Certificate of professional liability insurance",
        proof
    ),
    both!("cover_note", "cover_note", "Note de couverture", "Cover note", proof),
    both!("letter", "letter", "Courrier", "Letter"),
    both!("cancellation_letter", "letter", "Lettre de résiliation", "Cancellation letter"),
    both!("endorsement_letter", "letter", "Lettre d’avenant", "Endorsement letter"),
    both!("premium_notice", "notice", "Avis d’échéance", "Premium notice"),
    both!("reminder", "notice", "Relance", "Reminder"),
    both!("formal_notice", "notice", "Mise en demeure", "Formal notice"),
    both!("client_statement", "statement", "Relevé de compte", "Statement of account"),
    both!("production_bordereau", "bordereau", "Bordereau de production", "Production bordereau"),
    both!("remittance_bordereau", "bordereau", "Bordereau de reversement", "Remittance bordereau"),
    both!("commission_bordereau", "bordereau", "Bordereau de commissions", "Commission bordereau"),
    both!("advice_record", "advice", "Fiche d’information et de conseil", "Record of information and advice"),
    both!("first_contact", "advice", "Document d’entrée en relation", "First contact document"),
    both!("quote", "advice", "Proposition d’assurance", "Insurance quotation"),
    both!("other", "other", "Document", "Document"),
];
