//! The use-cases of a brokerage firm, and the ports they need. No SQL, no HTTP, no markup.

pub mod ports;
