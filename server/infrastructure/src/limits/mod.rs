//! Counting tries: in memory, or in the Redis that instances share. Both count by the same arithmetic.

mod counting;
mod memory;
mod shared;

pub use memory::MemoryLimits;
pub use shared::SharedLimits;
