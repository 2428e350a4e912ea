//! The form in which words are written down.

/// Declares the words of one noun. Each line is `key: "français" | "English";`, with values in round brackets
/// (`key(name)`), or with a counted number in square ones and both plural forms (`key[count]: "un" / "plusieurs" | …`).
macro_rules! words {
    (
        $(#[$about:meta])*
        $name:ident {
            $(
                $key:ident $([$count:ident])? $(($($value:ident),+))? :
                $fr:literal $(/ $fr_many:literal)? | $en:literal $(/ $en_many:literal)? ;
            )*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            language: domain::shared::Language,
        }

        impl $name {
            /// The words in the given language.
            pub const fn in_language(language: domain::shared::Language) -> Self {
                Self { language }
            }

            /// The text of a key that takes no value, for keys known only while running; nothing when there is none.
            pub fn text(self, key: &str) -> Option<&'static str> {
                $(
                    $crate::locales::macros::words!(@lookup self key $key [$($count)?] ($($($value)+)?));
                )*
                None
            }

            $(
                $crate::locales::macros::words!(
                    @method $key [$($count)?] ($($($value)+)?) $fr, $($fr_many,)? | $en, $($en_many,)?
                );
            )*
        }
    };

    (@lookup $self:ident $wanted:ident $key:ident [] ()) => {
        if $wanted == stringify!($key) {
            return Some($self.$key());
        }
    };
    (@lookup $self:ident $wanted:ident $key:ident $count:tt $values:tt) => {};

    (@method $key:ident [] () $fr:literal, | $en:literal,) => {
        #[doc = $fr]
        pub const fn $key(self) -> &'static str {
            match self.language {
                domain::shared::Language::Fr => $fr,
                domain::shared::Language::En => $en,
            }
        }
    };
    (@method $key:ident [] ($($value:ident)+) $fr:literal, | $en:literal,) => {
        #[doc = $fr]
        pub fn $key(self, $($value: impl std::fmt::Display),+) -> String {
            match self.language {
                domain::shared::Language::Fr => format!($fr),
                domain::shared::Language::En => format!($en),
            }
        }
    };
    // In French zero and one are singular, in English only one is.
    (@method $key:ident [$count:ident] ($($value:ident)*) $fr:literal, $fr_many:literal, | $en:literal, $en_many:literal,) => {
        #[doc = $fr_many]
        pub fn $key(self, $count: u64, $($value: impl std::fmt::Display),*) -> String {
            let number = $count;
            let $count = domain::shared::format::count(number, self.language);
            match (self.language, number) {
                (domain::shared::Language::Fr, 0 | 1) => format!($fr),
                (domain::shared::Language::Fr, _) => format!($fr_many),
                (domain::shared::Language::En, 1) => format!($en),
                (domain::shared::Language::En, _) => format!($en_many),
            }
        }
    };
}

pub(crate) use words;
