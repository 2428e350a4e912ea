//! What both doors share on HTTP: the request's id and origin, who asks, problems, headers.

pub mod address;
pub mod guard;
pub mod headers;
pub mod problem;
pub mod request_id;
pub mod session_store;
pub mod visitor;
