//! The program's storage, seen through its use-cases, on SQLite and on PostgreSQL: each test runs on both.
//!
//! `TEST_POSTGRES_URL` names the PostgreSQL server; without it the tests fail rather than pass unproven.

#[cfg(test)]
#[macro_use]
#[path = "../support/mod.rs"]
mod support;

#[cfg(test)]
mod attachments;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod bulk;
#[cfg(test)]
mod circulation;
#[cfg(test)]
mod client_files;
#[cfg(test)]
mod client_keys;
#[cfg(test)]
mod client_merges;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod companies;
#[cfg(test)]
mod document_runs;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod factors;
#[cfg(test)]
mod firms;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod integrations;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod issuing;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod policy_states;
#[cfg(test)]
mod portfolio;
#[cfg(test)]
mod renewals;
#[cfg(test)]
mod scanner;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod search;
#[cfg(test)]
mod second_wall;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod storage_moves;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod units;
#[cfg(test)]
mod users;
