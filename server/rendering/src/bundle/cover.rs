//! The first page of a PDF to print: what it is, and that it is not the originals.

use domain::document::DocumentFormat;
use domain::shared::Language;
use serde_json::json;
use services::ports::bundle::{BundleCounts, BundleOrder};
use services::ports::render::RenderOrder;

const FR: &str = include_str!("cover.fr.html");
const EN: &str = include_str!("cover.en.html");

/// The order for it.
pub(super) fn order(order: &BundleOrder, counts: &BundleCounts) -> RenderOrder {
    let source = match order.language {
        Language::Fr => FR,
        Language::En => EN,
    };
    RenderOrder {
        source: source.to_owned(),
        data: json!({
            "agency": order.agency,
            "author": order.author,
            "title": order.title,
            "made_on": order.made_on,
            "documents": counts.documents,
            "refused": counts.refused,
        }),
        format: DocumentFormat::Pdf,
        language: order.language,
        title: order.title.clone(),
        made_at: order.made_at,
        preview: None,
    }
}
