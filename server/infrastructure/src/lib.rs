//! Everything outside: SQL, Redis, files, passwords, tokens, limits, the clock. The only place with SQL.

pub mod files;
pub mod limits;
pub mod redis;
pub mod security;
pub mod sql;
pub mod time;
