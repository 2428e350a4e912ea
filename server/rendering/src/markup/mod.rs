//! The document language: strict HTML in, one document tree out.

mod build;
mod lines;
mod pictures;
mod reader;
mod tables;
pub(crate) mod vocabulary;

use domain::shared::Language;
use services::ports::render::{RenderError, TemplateProblem};

use self::reader::Stop;
use crate::problem::in_order;
use crate::template::marks;
use crate::tree::Document;

/// Reads a filled template. Every tag out of place is told with the line it has in the template's source.
pub(crate) fn parse(marked: &str, title: &str, language: Language) -> Result<Document, RenderError> {
    let nodes = reader::read(marked).map_err(|stop| match stop {
        Stop::TooDeep => RenderError::Limit("depth".to_owned()),
        Stop::Problems(problems) => RenderError::Template(in_order(problems)),
    })?;
    build::document(nodes, title, language).map_err(|problems| RenderError::Template(in_order(problems)))
}

/// Lists the unknown tags, attributes and classes of a template's source.
pub(crate) fn check(source: &str) -> Vec<TemplateProblem> {
    in_order(reader::scan(&marks::without_expressions(source)))
}
