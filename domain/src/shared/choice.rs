//! Closed lists of words, the same in tables, API and code.

/// Declares an enum of words with its list, `code` and `parse`, so that no word is written twice.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum $name {$(
            $(#[$doc])*
            #[serde(rename = $word)]
            $variant,
        )*}

        impl $name {
            /// Every word of the list, in the order of the screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in tables, the API and logs.
            pub const fn code(self) -> &'static str {
                match self {$(Self::$variant => $word,)*}
            }

            /// Reads [`Self::code`].
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == text)
            }

            /// Reads a field that must hold one of the words.
            ///
            /// # Errors
            /// The field's error: absent, or not one of the words.
            pub fn field(
                field: &str,
                text: Option<&str>,
            ) -> Result<Self, $crate::shared::problem::FieldError> {
                use $crate::shared::problem::{Code, FieldError};
                let text = text.map(str::trim).filter(|text| !text.is_empty());
                let text = text.ok_or_else(|| FieldError::new(field, Code::Required))?;
                Self::parse(text).ok_or_else(|| {
                    let words: Vec<&str> = Self::ALL.iter().map(|choice| choice.code()).collect();
                    FieldError::new(field, Code::NotAChoice).with("allowed", words.join(", "))
                })
            }
        }
    };
}

pub(crate) use choices;
