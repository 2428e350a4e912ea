//! What brokers know, as pure code: no clock, no input or output, no framework. Builds for wasm.

pub mod document;
pub mod shared;
