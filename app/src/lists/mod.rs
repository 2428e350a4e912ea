//! The lists of nouns that have a schema: what the address asks for, what is told about it, and what is shown. One place
//! makes the filters, the chips, the table, the columns to choose and the ways on of every such list.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod bulk;
mod columns;
mod export;
mod filters;
pub mod server_fns;
mod state;
mod table;
mod views;

pub(crate) use bulk::Act;
pub(crate) use filters::Options;
pub(crate) use state::{ListState, back_to};
pub(crate) use table::Look;
pub(crate) use views::ViewsPage;
