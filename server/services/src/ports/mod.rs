//! What the services need of the outside world, as traits; the infrastructure and rendering rings implement them.

pub mod render;
