//! What the services need of the outside world, as traits; the infrastructure and rendering rings implement them.

pub mod bundle;
pub mod clock;
pub mod files;
pub mod limits;
pub mod mail;
pub mod mailing;
pub mod outside;
pub mod render;
pub mod scanner;
pub mod security;
pub mod sign_in;
pub mod unit;
