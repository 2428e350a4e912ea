//! The screens for people: pages made on the server, and a few islands that run in the browser.
//!
//! Under `ssr` everything is compiled; under `hydrate` only the islands are, so that the download stays small.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
pub mod attachments;
#[cfg(feature = "ssr")]
pub mod clients;
#[cfg(feature = "ssr")]
pub mod companies;
#[cfg(feature = "ssr")]
pub mod document_runs;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod factors;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
pub mod listing;
#[cfg(feature = "ssr")]
mod lists;
#[cfg(feature = "ssr")]
pub mod locales;
#[cfg(feature = "ssr")]
pub mod mailings;
#[cfg(feature = "ssr")]
pub mod moments;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod policies;
#[cfg(feature = "ssr")]
pub mod renewals;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod stale;
#[cfg(feature = "ssr")]
pub mod templates;
