//! Everything outside: SQL, files, passwords, tokens, the clock. The only place with SQL.

pub mod files;
pub mod security;
pub mod sql;
pub mod time;
