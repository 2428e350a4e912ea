//! The languages a broker works and writes in.

use serde::{Deserialize, Serialize};

/// A language of the screens and of the documents: French first, then English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the language of the house.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language, French first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The ISO 639-1 code, which is also the BCP 47 tag of the pages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads an ISO 639-1 code, or the first subtag of a BCP 47 tag such as `fr-BE`.
    pub fn parse(text: &str) -> Option<Self> {
        let primary = text.split(['-', '_']).next().unwrap_or(text);
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}
