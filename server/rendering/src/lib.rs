//! Documents: a template and its data become a PDF, a page or a workbook.

mod engine;
mod fonts;
mod html;
mod limits;
mod markup;
mod pdf;
mod problem;
mod template;
mod tree;
mod worker;
mod xlsx;

pub use worker::run_worker;
