//! What an insurance company sells: its products, each for one line of business, from a day on and until another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::client::is_blank;
use crate::policy::ProductLine;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ProductId, text};

/// The most products that a company has.
pub const PRODUCTS_MAX: usize = 100;

/// A product as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProductInput {
    /// Which product this is; a new one without it.
    pub id: Option<String>,
    /// Its name, as the company prints it.
    pub name: Option<String>,
    /// The company's code for it.
    pub code: Option<String>,
    /// The line of business.
    pub product_line: Option<String>,
    /// The first day on which it is sold; always was when absent.
    pub sold_from: Option<String>,
    /// The last day on which it is sold; still is when absent.
    pub sold_until: Option<String>,
}

/// A product to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveProduct {
    /// Which product of the company this is; none that was named.
    pub id: Option<ProductId>,
    /// Its name.
    pub name: String,
    /// The company's code for it.
    pub code: Option<String>,
    /// The line of business.
    pub product_line: ProductLine,
    /// The first day on which it is sold.
    pub sold_from: Option<Date>,
    /// The last day on which it is sold.
    pub sold_until: Option<Date>,
}

/// Reads all products of a company; a line with nothing in it is none. No two of them have the same code.
///
/// # Errors
/// All that is wrong.
pub fn products(inputs: Vec<ProductInput>) -> Result<Vec<SaveProduct>, Vec<FieldError>> {
    let mut check = Checker::default();
    if inputs.len() > PRODUCTS_MAX {
        check.note(FieldError::new("items", Code::OutOfRange).with("min", 0).with("max", PRODUCTS_MAX));
    }
    let mut read: Vec<SaveProduct> = Vec::new();
    for (place, input) in inputs.into_iter().enumerate().take(PRODUCTS_MAX) {
        let typed = [&input.name, &input.code, &input.product_line, &input.sold_from, &input.sold_until];
        if typed.into_iter().all(|text| is_blank(text.as_deref())) {
            continue;
        }
        let at = |part: &str| format!("items/{place}/{part}");
        let id = input.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(|id| {
            check.keep(ProductId::parse(id).ok_or_else(|| FieldError::new(&at("id"), Code::UnknownReference)))
        });
        let name = check.keep(text::required_line(&at("name"), input.name.as_deref(), text::LINE_MAX));
        let code = check.keep(text::line(&at("code"), input.code.as_deref(), 40)).flatten();
        let line = check.keep(ProductLine::field(&at("product_line"), input.product_line.as_deref()));
        let from = check.keep(text::day(&at("sold_from"), input.sold_from.as_deref())).flatten();
        let until = check.keep(text::day(&at("sold_until"), input.sold_until.as_deref())).flatten();
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            check.note(FieldError::new(&at("sold_until"), Code::DateNotAfter).with("after", from));
        }
        if code.is_some() && read.iter().any(|known| known.code == code) {
            check.note(FieldError::new(&at("code"), Code::Duplicate));
        }
        read.extend(name.zip(line).map(|(name, product_line)| SaveProduct {
            id: id.flatten(),
            name,
            code,
            product_line,
            sold_from: from,
            sold_until: until,
        }));
    }
    check.finish(Some(read))
}

/// A product of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProductView {
    /// The product's id.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// The company's code for it.
    pub code: Option<String>,
    /// The line of business.
    pub product_line: ProductLine,
    /// The first day on which it is sold.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub sold_from: Option<Date>,
    /// The last day on which it is sold.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub sold_until: Option<Date>,
}

/// Whether a product is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sale {
    /// Not yet.
    ToCome,
    /// It is.
    Sold,
    /// No more.
    Withdrawn,
}

impl ProductView {
    /// Whether it is sold on a day: it follows from its days, and is stored nowhere.
    pub fn sale(&self, on: Date) -> Sale {
        if self.sold_from.is_some_and(|from| on < from) {
            Sale::ToCome
        } else if self.sold_until.is_some_and(|until| until < on) {
            Sale::Withdrawn
        } else {
            Sale::Sold
        }
    }
}

/// All products of a company, in one version of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductsView {
    /// The company's version, for `If-Match`: products are part of its record.
    pub version: i64,
    /// The products, in the order in which they were said.
    pub items: Vec<ProductView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(name: &str, code: &str) -> ProductInput {
        ProductInput {
            name: Some(name.into()),
            code: Some(code.into()),
            product_line: Some("motor".into()),
            ..ProductInput::default()
        }
    }

    #[test]
    fn every_wrong_line_is_told_at_its_place_and_an_empty_one_is_none() {
        let backwards = ProductInput {
            sold_from: Some("2026-02-01".into()),
            sold_until: Some("2026-01-01".into()),
            ..product("Auto", "B")
        };
        let inputs = vec![product("Auto", "A"), ProductInput::default(), product("", "A"), backwards];
        let wrong = products(inputs).unwrap_err();
        let told: Vec<(&str, Code)> = wrong.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(
            told,
            [
                ("/items/2/name", Code::Required),
                ("/items/2/code", Code::Duplicate),
                ("/items/3/sold_until", Code::DateNotAfter),
            ]
        );
        assert_eq!(products(vec![ProductInput::default(), product("Auto", "")]).unwrap().len(), 1);
    }

    #[test]
    fn a_product_is_sold_on_its_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let product = ProductView {
            id: ProductId::from_uuid(uuid::Uuid::nil()),
            name: "Auto".into(),
            code: None,
            product_line: ProductLine::Motor,
            sold_from: Some(day("2026-01-01")),
            sold_until: Some(day("2026-12-31")),
        };
        for (on, expected) in [
            ("2025-12-31", Sale::ToCome),
            ("2026-01-01", Sale::Sold),
            ("2026-12-31", Sale::Sold),
            ("2027-01-01", Sale::Withdrawn),
        ] {
            assert_eq!(product.sale(day(on)), expected, "{on}");
        }
    }
}
