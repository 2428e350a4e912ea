//! Everything outside: SQL, Redis, files, passwords, tokens, mail, limits, the clock. The only place with SQL.

pub mod files;
pub mod limits;
pub mod mail;
pub mod redis;
pub mod security;
pub mod sql;
pub mod time;
