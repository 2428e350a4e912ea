//! A postal address, as it stands in an envelope's window.

use serde::{Deserialize, Deserializer, Serialize};

use super::problem::{Checker, FieldError};
use super::text;

/// A postal address. A bare text in a request is read as its `lines`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Address {
    /// Street and what comes before it, one line each.
    pub lines: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country, as ISO 3166-1 alpha-2, or its name.
    pub country: Option<String>,
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Parts {
            #[serde(default)]
            lines: Option<String>,
            #[serde(default)]
            postal_code: Option<String>,
            #[serde(default)]
            city: Option<String>,
            #[serde(default)]
            country: Option<String>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Text(String),
            Parts(Parts),
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Text(lines) => Self { lines: Some(lines), ..Self::default() },
            Wire::Parts(Parts { lines, postal_code, city, country }) => Self { lines, postal_code, city, country },
        })
    }
}

impl Address {
    /// The address with each part checked; `None` when nothing is filled in.
    ///
    /// # Errors
    /// Each wrong part, under `field`.
    pub fn checked(self, field: &str) -> Result<Option<Self>, Vec<FieldError>> {
        let at = |part: &str| format!("{field}/{part}");
        let mut check = Checker::default();
        let address = Self {
            lines: check.keep(text::lines(&at("lines"), self.lines.as_deref(), 500)).flatten(),
            postal_code: check.keep(text::line(&at("postal_code"), self.postal_code.as_deref(), 20)).flatten(),
            city: check.keep(text::line(&at("city"), self.city.as_deref(), text::LINE_MAX)).flatten(),
            country: check.keep(text::line(&at("country"), self.country.as_deref(), 60)).flatten(),
        };
        let address = check.finish(Some(address))?;
        Ok(if address == Self::default() { None } else { Some(address) })
    }
}
