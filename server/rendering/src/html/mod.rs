//! The tree as one self-contained page.

use crate::tree::Document;

/// Writes the page.
pub(crate) fn write(document: &Document) -> String {
    document.title.clone()
}
