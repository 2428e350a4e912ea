//! Why an address is not printed.

use crate::shared::choices;
use crate::shared::problem::{Code, Facts, Refusal};

choices! {
    /// A part of an address.
    AddressPart {
        /// Street, or what stands for it.
        Lines = "lines",
        /// Postal code.
        PostalCode = "postal_code",
        /// Town.
        City = "city",
    }
}

/// What keeps an address off the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressFault {
    /// There is none.
    Missing,
    /// A part lacks without which no postman finds the door.
    Incomplete {
        /// Which.
        part: AddressPart,
    },
    /// It has more lines, or longer ones, than the post reads.
    TooLong,
    /// It does not fit on this paper, even in the smallest letters.
    DoesNotFit,
    /// The typeface lacks a letter of it.
    GlyphMissing {
        /// The letter's number (Unicode).
        letter: String,
        /// The line it stands in, from 1.
        line: usize,
    },
    /// The client's file was put away.
    Archived,
}

impl Refusal for AddressFault {
    fn code(&self) -> Code {
        match self {
            Self::Missing => Code::AddressMissing,
            Self::Incomplete { .. } => Code::AddressIncomplete,
            Self::TooLong => Code::AddressTooLong,
            Self::DoesNotFit => Code::AddressDoesNotFit,
            Self::GlyphMissing { .. } => Code::GlyphMissing,
            Self::Archived => Code::ClientArchived,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Incomplete { part } => Facts::from([("part".into(), part.code().into())]),
            Self::TooLong => Facts::from([
                ("lines".into(), super::LINES_MAX.to_string()),
                ("characters".into(), super::LINE_MAX.to_string()),
            ]),
            Self::GlyphMissing { letter, line } => {
                Facts::from([("letter".into(), letter.clone()), ("line".into(), line.to_string())])
            }
            Self::Missing | Self::DoesNotFit | Self::Archived => Facts::new(),
        }
    }
}
