//! The tree as a workbook.

use jiff::Timestamp;
use services::ports::render::RenderError;

use crate::tree::Document;

/// Writes the workbook.
pub(crate) fn write(_document: &Document, _made_at: Timestamp) -> Result<Vec<u8>, RenderError> {
    Err(RenderError::Engine("not yet".to_owned()))
}
