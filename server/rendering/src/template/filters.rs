//! The filters a template writes its days, amounts and numbers with.

use domain::shared::{Currency, Language, Money, format};
use jiff::civil::Date;
use minijinja::{Environment, Error, ErrorKind, Value};

use super::marks;
use crate::tree::Raw;

/// Adds the filters of the documented list, in the document's language.
pub(super) fn add(environment: &mut Environment<'_>, language: Language) {
    environment.add_filter("date", |value: Value| day(&value, format::day));
    environment.add_filter("date_long", move |value: Value| day(&value, |date| format::day_in_words(date, language)));
    environment.add_filter("money", move |value: Value| money(&value, language));
    environment.add_filter("count", move |value: Value| count(&value, language));
    environment.add_filter("required", required);
}

/// An absent value is written as nothing; the template asks with `if` or `required` where that is not enough.
fn written(value: &Value, write: impl FnOnce() -> Result<String, Error>) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_none() { Ok(String::new()) } else { write() }
}

fn day(value: &Value, write: impl FnOnce(Date) -> String) -> Result<String, Error> {
    written(value, || {
        let iso = value.as_str().unwrap_or_default();
        let date: Date = iso.parse().map_err(|_| unfit("a day such as 2026-11-23"))?;
        Ok(marks::value(&Raw::Date { iso: date.to_string() }, &write(date)))
    })
}

fn money(value: &Value, language: Language) -> Result<String, Error> {
    written(value, || {
        let expected = || unfit("an amount with amount_minor and currency");
        let amount_minor = value.get_attr("amount_minor").ok().and_then(|amount| i64::try_from(amount).ok());
        let code = value.get_attr("currency").ok();
        let currency = code.as_ref().and_then(Value::as_str).and_then(Currency::parse).ok_or_else(expected)?;
        let money = Money { amount_minor: amount_minor.ok_or_else(expected)?, currency };
        let raw = Raw::Money {
            amount_minor: money.amount_minor,
            currency: currency.code().to_owned(),
            decimals: currency.decimals(),
        };
        Ok(marks::value(&raw, &format::money(money, language)))
    })
}

fn count(value: &Value, language: Language) -> Result<String, Error> {
    written(value, || {
        let number = u64::try_from(value.clone()).map_err(|_| unfit("a whole number"))?;
        Ok(marks::value(&Raw::Count { number }, &format::count(number, language)))
    })
}

/// Refuses the document when the value is missing, instead of leaving a gap in it.
fn required(value: Value) -> Result<Value, Error> {
    let blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    if value.is_undefined() || value.is_none() || blank {
        return Err(Error::new(ErrorKind::InvalidOperation, super::MISSING));
    }
    Ok(value)
}

fn unfit(expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, expected)
}
