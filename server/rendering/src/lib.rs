//! Documents: a broker's template and a data snapshot become an archival PDF, a page or a workbook.
//!
//! One way through: Jinja fills the template ([`services::ports::render::RenderOrder`]), the result is read as strict HTML of a documented
//! subset (`TEMPLATES.md`), which becomes one document tree, which becomes the file. Nothing is fetched, nothing is repaired silently, and
//! the same order gives the same bytes. A template is written by people outside this house, so the server renders in a child process
//! ([`ChildRenderer`], [`run_worker`]) with limits on time, memory, depth and pages.

mod attachment;
mod bundle;
mod child;
mod direct;
mod engine;
mod fonts;
mod frame;
mod html;
mod labels;
mod limits;
mod markup;
mod pdf;
mod problem;
mod sheet;
mod standard;
mod template;
mod tree;
mod worker;
mod xlsx;

pub use bundle::DocumentBinder;
pub use child::ChildRenderer;
pub use direct::DirectRenderer;
pub use labels::LabelPrinter;
pub use sheet::{ListSheet, SheetError};
pub use standard::{STANDARD_TEMPLATES, StandardTemplate};
pub use worker::run_worker;
