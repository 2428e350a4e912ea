//! What brokers know, as pure code: no clock, no input or output, no framework. Builds for wasm.
//!
//! The glossary, one word per thing in code, tables, API, logs and screens (French in brackets):
//! [`agency`] (cabinet), [`user`] (utilisateur), [`client`] (client), [`company`] (compagnie) with its mandates (mandats),
//! [`policy`] (police) with its versions (avenants) and facts, [`renewal`] (renouvellement en masse), [`rules`] (règles de
//! chaque pays), [`template`] (modèle), [`document`] (document émis), [`attachment`] (pièce), [`audit`] (journal),
//! [`mailing`] (étiquettes et enveloppes), [`session`] (appareil), [`factor`] (second facteur), [`letter`] (courrier électronique), [`list`] (liste), [`search`] (recherche).

pub mod agency;
pub mod attachment;
pub mod audit;
pub mod client;
pub mod company;
pub mod document;
pub mod document_run;
pub mod factor;
pub mod labels;
pub mod letter;
pub mod list;
pub mod mailing;
pub mod policy;
pub mod renewal;
pub mod rules;
pub mod search;
pub mod session;
pub mod shared;
pub mod storage;
pub mod template;
pub mod user;
