//! A postal address, as it stands in an envelope's window.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
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
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Address;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an address, or its lines")
            }

            fn visit_str<E: de::Error>(self, lines: &str) -> Result<Address, E> {
                Ok(Address { lines: Some(lines.to_owned()), ..Address::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Address, A::Error> {
                let parts = Parts::deserialize(MapAccessDeserializer::new(parts))?;
                let Parts { lines, postal_code, city, country } = parts;
                Ok(Address { lines, postal_code, city, country })
            }
        }
        deserializer.deserialize_any(Written)
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
