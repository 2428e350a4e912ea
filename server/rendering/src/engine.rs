//! One order from template to file, in this process.

use domain::document::DocumentFormat;
use serde_json::Value;
use services::ports::render::{RenderError, RenderOrder, Rendered, TemplateProblem};
use sha2::{Digest, Sha256};

use crate::problem::{Place, in_order, problem};
use crate::tree::Document;
use crate::{attachment, html, limits, markup, pdf, template, xlsx};

/// Renders on a thread with a stack of its own: layout is recursive, and a panic in it is an error of this document only.
pub(crate) fn render_apart(order: RenderOrder) -> Result<Rendered, RenderError> {
    let thread = std::thread::Builder::new().name("render".to_owned()).stack_size(limits::STACK_BYTES);
    let started = thread.spawn(move || render(&order)).map_err(|error| RenderError::Engine(error.to_string()))?;
    started.join().unwrap_or_else(|_| Err(RenderError::Engine("the engine stopped".to_owned())))
}

/// Renders an order. The same order gives the same bytes, in every process and at every time.
fn render(order: &RenderOrder) -> Result<Rendered, RenderError> {
    if order.preview.as_ref().is_some_and(|preview| preview.only_read) {
        let problems = read(&order.source, &order.data);
        let read = Rendered { bytes: Vec::new(), engine: pdf::ENGINE.to_owned() };
        return if problems.is_empty() { Ok(read) } else { Err(RenderError::Template(problems)) };
    }
    let document = tree(order, &order.source)?;
    let picture = order.preview.as_ref().and_then(|preview| preview.picture.as_ref());
    if let Some(picture) = picture {
        let against = picture.against.as_ref().map(|source| tree(order, source)).transpose()?;
        let shown = pdf::picture(&document, picture.page, against.as_ref());
        let bytes = shown.map_err(|error| placed(error, &order.source))?.packed();
        return Ok(Rendered { bytes, engine: pdf::ENGINE.to_owned() });
    }
    let bytes = match order.format {
        DocumentFormat::Pdf => {
            pdf::write(&document, order.made_at, &identifier(order)?).map_err(|error| placed(error, &order.source))?
        }
        DocumentFormat::Html => html::write(&document).into_bytes(),
        DocumentFormat::Xlsx => xlsx::write(&document, order.made_at)?,
    };
    Ok(Rendered { bytes, engine: pdf::ENGINE.to_owned() })
}

/// The document that a source makes of the order's data.
fn tree(order: &RenderOrder, source: &str) -> Result<Document, RenderError> {
    let filled = template::fill(source, &order.data, order.language)?;
    let mut document = markup::parse(&filled, &order.title, order.language)?;
    attachment::fill(&mut document, &order.data)?;
    document.mark = order.preview.as_ref().map(|preview| preview.mark.clone());
    Ok(document)
}

/// Everything wrong with a template that can be seen without making anything of it, and with the names there are.
fn read(source: &str, known: &Value) -> Vec<TemplateProblem> {
    let problems = check(source);
    if problems.is_empty() { in_order(template::unknown_names(source, known)) } else { problems }
}

/// Everything wrong with a template that can be seen without data.
fn check(source: &str) -> Vec<TemplateProblem> {
    if source.len() > limits::SOURCE_BYTES {
        return vec![problem("too_large", Place::START, "")];
    }
    // With broken Jinja it is unclear what is tag and what is expression, so the tags wait until it is mended.
    match template::check(source) {
        Some(problem) => vec![problem],
        None => in_order(markup::check(source)),
    }
}

/// The tree has no lines. A letter at fault is looked up in the source, else it came with the data and the first line stands for it.
fn placed(error: RenderError, source: &str) -> RenderError {
    let RenderError::Template(problems) = error else { return error };
    let at = |problem: TemplateProblem| {
        let code = problem.subject.strip_prefix("U+").and_then(|code| u32::from_str_radix(code, 16).ok());
        let offset = code.and_then(char::from_u32).and_then(|letter| source.find(letter));
        let place = offset.map_or(Place::line(1), |offset| Place::at(source, offset));
        if problem.line == 0 { TemplateProblem { line: place.line, column: place.column, ..problem } } else { problem }
    };
    RenderError::Template(in_order(problems.into_iter().map(at).collect()))
}

/// The order's SHA-256: a stable identifier that tells nothing about it.
fn identifier(order: &RenderOrder) -> Result<String, RenderError> {
    let text = serde_json::to_vec(order).map_err(|error| RenderError::Engine(error.to_string()))?;
    Ok(hex::encode(Sha256::digest(text)))
}
