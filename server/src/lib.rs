//! The program `monassurance`: configuration, wiring, the JSON API, the screens' frame, the command line.

pub mod api;
pub mod cli;
pub mod config;
pub mod demo;
pub mod http;
pub mod listener;
pub mod seed;
pub mod web;
pub mod wiring;
