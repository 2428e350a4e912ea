//! Everything outside: SQL, files, passwords, tokens, mail, the clock. The only place with SQL.

pub mod files;
pub mod mail;
pub mod security;
pub mod sql;
pub mod time;
