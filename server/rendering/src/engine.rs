//! One order from template to file, in this process.

use domain::document::DocumentFormat;
use services::ports::render::{RenderError, RenderOrder, Rendered, TemplateProblem};
use sha2::{Digest, Sha256};

use crate::problem::in_order;
use crate::{html, markup, pdf, template, xlsx};

/// Renders an order. The same order gives the same bytes, in every process and at every time.
pub(crate) fn render(order: &RenderOrder) -> Result<Rendered, RenderError> {
    let filled = template::fill(&order.source, &order.data, order.language)?;
    let document = markup::parse(&filled, &order.title, order.language)?;
    let bytes = match order.format {
        DocumentFormat::Pdf => pdf::write(&document, order.made_at, &identifier(order)?)?,
        DocumentFormat::Html => html::write(&document).into_bytes(),
        DocumentFormat::Xlsx => xlsx::write(&document, order.made_at)?,
    };
    Ok(Rendered { bytes, engine: pdf::ENGINE.to_owned() })
}

/// Everything wrong with a template that can be seen without data.
pub(crate) fn check(source: &str) -> Vec<TemplateProblem> {
    // With broken Jinja it is unclear what is tag and what is expression, so the tags wait until it is mended.
    match template::check(source) {
        Some(problem) => vec![problem],
        None => in_order(markup::check(source)),
    }
}

/// The order's SHA-256: a stable identifier that tells nothing about it.
fn identifier(order: &RenderOrder) -> Result<String, RenderError> {
    let text = serde_json::to_vec(order).map_err(|error| RenderError::Engine(error.to_string()))?;
    Ok(hex::encode(Sha256::digest(text)))
}
