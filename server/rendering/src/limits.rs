//! How large a document may become. Every limit is far above a real document and far below what harms the server.

use std::time::Duration;

/// Steps of the template engine. A 60-row table takes some thousands; a loop without end stops within 0.2 s.
pub(crate) const TEMPLATE_FUEL: u64 = 2_000_000;
/// How deep macros and nested loops may call each other.
pub(crate) const TEMPLATE_RECURSION: usize = 50;
/// The largest template source.
pub(crate) const SOURCE_BYTES: usize = 1_000_000;
/// The largest HTML text a template may produce, with its marks (see `template::marks`), which are more than half of a table.
pub(crate) const OUTPUT_BYTES: usize = 8_000_000;
/// How deep elements may stand inside each other.
pub(crate) const NESTING: usize = 64;
/// How many pages a document may have.
pub(crate) const PAGES: usize = 300;
/// How many table rows a PDF may have. More are for a workbook: nobody reads them on paper.
pub(crate) const PDF_ROWS: usize = 5_000;
/// The longest paragraph, heading or cell of a PDF, in characters: three pages without a break. The format takes no longer text in
/// one piece (ISO 32000-1, annex C), and setting it would take longer than anybody waits.
pub(crate) const PDF_PARAGRAPH: usize = 15_000;
/// The most characters of a PDF: more than its pages hold.
pub(crate) const PDF_CHARACTERS: usize = 2_000_000;
/// How many problems of one template are listed; a reader mends the first ones first.
pub(crate) const PROBLEMS: usize = 50;
/// The largest decoded picture.
pub(crate) const IMAGE_BYTES: usize = 1_000_000;
/// The longest side of a picture, in pixels. A small file can unfold to a huge picture.
pub(crate) const IMAGE_SIDE: u32 = 4_000;
/// The longest text of a QR code; longer ones are no longer readable when printed small.
pub(crate) const QR_BYTES: usize = 600;
/// The most columns a table may have.
pub(crate) const TABLE_COLUMNS: usize = 60;

/// Address space of the child process.
pub(crate) const WORKER_MEMORY_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Processor time of a worker for each document.
pub(crate) const WORKER_CPU_SECONDS: u64 = 20;
/// After so many documents a worker makes place for a fresh one.
pub(crate) const WORKER_DOCUMENTS: u32 = 500;
/// A worker that holds more memory than this after a document makes place for a fresh one.
pub(crate) const WORKER_KEPT_BYTES: u64 = 384 * 1024 * 1024;
/// Wall time after which a worker is ended.
pub(crate) const WORKER_WALL_TIME: Duration = Duration::from_secs(30);
/// Wall time after which a worker is ended that only tries a template or shows how it looks: somebody waits for it at his screen.
pub(crate) const LOOK_WALL_TIME: Duration = Duration::from_secs(10);
/// The largest order read and the largest file written by the child.
pub(crate) const MESSAGE_BYTES: usize = 64 * 1024 * 1024;
/// Stack of the thread that renders: nested layout is recursive.
pub(crate) const STACK_BYTES: usize = 32 * 1024 * 1024;
