//! Finding records: the page of results, and the palette over every page that shows the same rows.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod page;
mod palette;
mod rows;
mod server_fns;

pub use page::SearchPage;
pub(crate) use palette::palette;
