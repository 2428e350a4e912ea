//! The two doors, asked as the world asks them: over HTTP, on both databases, filled with the demo.

#[cfg(test)]
mod kit;

#[cfg(test)]
mod access;
#[cfg(test)]
mod agency;
#[cfg(test)]
mod arrows;
#[cfg(test)]
mod attachments;
#[cfg(test)]
mod client_files;
#[cfg(test)]
mod client_merges;
#[cfg(test)]
mod cookies;
#[cfg(test)]
mod document_runs;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod factors;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod health;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod instances;
#[cfg(test)]
mod integrations;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod known;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod mailings;
#[cfg(test)]
mod many;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod parties;
#[cfg(test)]
mod password_links;
#[cfg(test)]
mod platform;
#[cfg(test)]
mod post;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod scanner;
#[cfg(test)]
mod seed;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod stale;
#[cfg(test)]
mod step_up;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod studio;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod views;
#[cfg(test)]
mod wire;
