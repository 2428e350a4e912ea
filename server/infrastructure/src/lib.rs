//! Everything outside: SQL, Redis, files, passwords, tokens, mail, limits, the clock, companies' servers, the scanner. The only place with SQL.

pub mod files;
pub mod limits;
pub mod mail;
pub mod outside;
pub mod redis;
pub mod scanner;
pub mod security;
pub mod sql;
pub mod time;
