//! Fills a template with its data: Jinja in, marked HTML out, within limits and without any reach outside.

mod filters;
pub(crate) mod marks;
mod names;

use std::io::{self, Write};

use domain::shared::Language;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, escape_formatter};
use serde_json::Value;
use services::ports::render::{RenderError, TemplateProblem};

use crate::limits;
use crate::problem::{Place, problem};

/// The detail by which [`filters`] says that a required value is missing.
const MISSING: &str = "a required value is missing";

/// Fills the template. The result carries marks (see [`marks`]) for the parser.
pub(crate) fn fill(source: &str, data: &Value, language: Language) -> Result<String, RenderError> {
    if source.len() > limits::SOURCE_BYTES {
        return Err(RenderError::Limit("source".to_owned()));
    }
    refuse_reserved(source, data)?;
    let marked = marks::with_places(source);
    let environment = environment(language);
    let told = |error: &Error| refusal(error, &marked);
    let template = environment.template_from_str(&marked).map_err(|error| told(&error))?;
    let mut output = Capped { bytes: Vec::new(), full: false };
    let result = template.render_captured_to(Serde(data), &mut output).map(drop);
    if output.full {
        return Err(RenderError::Limit("output".to_owned()));
    }
    result.map_err(|error| told(&error))?;
    String::from_utf8(output.bytes).map_err(|_| RenderError::Engine("the filled template is not UTF-8".to_owned()))
}

/// Reads the template's syntax without data.
pub(crate) fn check(source: &str) -> Option<TemplateProblem> {
    if let Some(offset) = source.find(marks::is_reserved) {
        return Some(reserved(Place::at(source, offset)));
    }
    let marked = marks::with_places(source);
    let environment = environment(Language::Fr);
    let error = environment.template_from_str(&marked).err()?;
    Some(told(&error, &marked))
}

pub(crate) use names::unknown as unknown_names;

fn environment(language: Language) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(limits::TEMPLATE_FUEL));
    environment.set_recursion_limit(limits::TEMPLATE_RECURSION);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // Only in debug mode do errors carry the range of the expression at fault.
    environment.set_debug(true);
    // What a client is called is text. No template can declare it to be markup, and none prints the whole data.
    environment.remove_filter("safe");
    environment.remove_global("debug");
    environment.set_formatter(|output, state, value| {
        if value.is_none() || value.is_undefined() {
            return Ok(());
        }
        if *state.auto_escape() != AutoEscape::Html {
            return Err(Error::new(ErrorKind::InvalidOperation, "escaping cannot be switched off"));
        }
        if value.as_object().is_some() && !value.is_safe() {
            return Err(Error::new(ErrorKind::InvalidOperation, "a group of values is not text"));
        }
        escape_formatter(output, state, value)
    });
    filters::add(&mut environment, language);
    environment
}

fn refuse_reserved(source: &str, data: &Value) -> Result<(), RenderError> {
    let place = match source.find(marks::is_reserved) {
        Some(offset) => Place::at(source, offset),
        None if holds_reserved(data) => Place::START,
        None => return Ok(()),
    };
    Err(RenderError::Template(vec![reserved(place)]))
}

fn reserved(place: Place) -> TemplateProblem {
    problem("forbidden_character", place, "U+FDD0–U+FDEF")
}

fn holds_reserved(data: &Value) -> bool {
    match data {
        Value::String(text) => text.contains(marks::is_reserved),
        Value::Array(items) => items.iter().any(holds_reserved),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.contains(marks::is_reserved) || holds_reserved(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn refusal(error: &Error, marked: &str) -> RenderError {
    let detail = error.detail().unwrap_or_default();
    if error.kind() == ErrorKind::OutOfFuel {
        return RenderError::Limit("fuel".to_owned());
    }
    if detail.contains("recursion limit") {
        return RenderError::Limit("recursion".to_owned());
    }
    RenderError::Template(vec![told(error, marked)])
}

/// The engine's error as a problem at its place in the source that the author wrote.
fn told(error: &Error, marked: &str) -> TemplateProblem {
    let range = error.range().filter(|range| range.end <= marked.len());
    let place = match (&range, error.line()) {
        (Some(range), _) => {
            let before = marks::plain(marked.get(..range.start).unwrap_or(marked));
            Place::at(&before, before.len())
        }
        (None, Some(line)) => Place::line(line),
        (None, None) => Place::START,
    };
    let around = range.as_ref().and_then(|range| marks::around(marked, range.start)).map(marks::plain);
    let exactly = range.and_then(|range| marked.get(range)).map(marks::plain).unwrap_or_default();
    let code = match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadInclude | ErrorKind::InvalidDelimiter => "template_syntax",
        ErrorKind::UndefinedError => "unknown_name",
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest => "unknown_filter",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "unknown_function",
        ErrorKind::InvalidOperation if error.detail() == Some(MISSING) => "missing_value",
        _ => "unfit_value",
    };
    // A syntax error is told in the engine's words, which name what was expected; everything else by the expression itself.
    let subject = match (code, error.detail()) {
        ("template_syntax", Some(detail)) => marks::plain(detail),
        ("unknown_name", _) if !exactly.is_empty() => exactly,
        // The engine points at the filter alone; the author needs to see what it was put on.
        (_, detail) => around.unwrap_or_else(|| marks::plain(detail.unwrap_or_default())),
    };
    problem(code, place, &subject)
}

/// A buffer that takes so much and no more.
struct Capped {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > limits::OUTPUT_BYTES {
            self.full = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
