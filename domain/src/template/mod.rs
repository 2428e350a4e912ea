//! A template (*modèle*): the text of a kind of document, in immutable versions. A document always names the version it was
//! made from.

mod commands;
mod compare;
mod list;
mod preview;
mod usage;
mod views;

pub use commands::{SaveTemplate, TemplateInput, VersionInput, checked_source};
pub use compare::{ComparedLine, Comparison};
pub use list::{TEMPLATE_LIST, TemplateFilter};
pub use preview::{
    NameShape, PREVIEW_ROWS, PreviewAbout, PreviewData, PreviewInput, PreviewOutput, ShowPreview, TemplateName,
    VOID_CODE, draft_number, preview_mark,
};
pub use usage::{About, Fact, FactShape, Mention, MentionCase, TABLE_ROWS_MAX, TemplateUsage, prints, read_data};
pub use views::{TemplateVersionView, TemplateView};

use crate::company::MandateKind;
use crate::shared::choices;

choices! {
    /// What a template makes.
    TemplateKind {
        /// Certificate of insurance (*attestation*).
        Certificate = "certificate",
        /// Cover note (*note de couverture*).
        CoverNote = "cover_note",
        /// Letter.
        Letter = "letter",
        /// Premium notice, reminder or formal notice.
        Notice = "notice",
        /// Statement of account.
        Statement = "statement",
        /// Bordereau to a company.
        Bordereau = "bordereau",
        /// Advice record (*fiche d'information et de conseil*).
        Advice = "advice",
        /// Anything else.
        Other = "other",
    }
}

impl TemplateKind {
    /// The company's mandate without which the firm may not issue this.
    pub const fn needed_mandate(self) -> Option<MandateKind> {
        match self {
            Self::Certificate => Some(MandateKind::IssueCertificates),
            Self::CoverNote => Some(MandateKind::IssueCoverNotes),
            _ => None,
        }
    }

    /// Whether it states that a policy covers, and so needs one that does.
    pub const fn states_cover(self) -> bool {
        matches!(self, Self::Certificate)
    }

    /// The letters before a document's number.
    pub const fn number_prefix(self) -> &'static str {
        match self {
            Self::Certificate => "ATT",
            Self::CoverNote => "NC",
            Self::Letter => "LET",
            Self::Notice => "AVI",
            Self::Statement => "REL",
            Self::Bordereau => "BOR",
            Self::Advice => "FIC",
            Self::Other => "DOC",
        }
    }
}
