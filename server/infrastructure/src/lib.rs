//! Everything outside: SQL, Redis, files, passwords, tokens, mail, limits, the clock, companies' servers. The only place with SQL.

pub mod files;
pub mod limits;
pub mod mail;
pub mod outside;
pub mod redis;
pub mod security;
pub mod sql;
pub mod time;
