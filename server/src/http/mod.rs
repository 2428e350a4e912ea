//! What both doors share on HTTP: the request's id and origin, who asks, what is sent twice, problems, headers.

pub mod address;
pub(crate) mod exports;
pub mod guard;
pub mod headers;
pub(crate) mod once;
pub mod problem;
pub mod request_id;
pub mod session_store;
pub mod throttle;
pub mod timely;
pub mod visitor;
