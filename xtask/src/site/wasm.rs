//! The browser's half: the crate `frontend` as WebAssembly, and the JavaScript that loads it.

use super::{Files, cache::Key, cargo_build, kept};
use crate::workspace::{Profile, Workspace};
use anyhow::Context;
use std::fs;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the crate and returns `pkg/frontend.js`, `pkg/frontend_bg.wasm` and their snippets, if any.
pub(super) fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<Files> {
    let (arguments, folder) = profile.wasm();
    let mut all = vec!["-p", "frontend", "--lib", "--target", TARGET];
    all.extend(arguments);
    cargo_build(workspace, "building the browser's half (WebAssembly)", &all)?;

    let input = workspace.target(TARGET).join(folder).join("frontend.wasm");
    let content = fs::read(&input).with_context(|| format!("{} cannot be read", input.display()))?;
    let key = Key::new()?.add("frontend.wasm", &content);
    let made = key.kept_or(&kept(workspace, &format!("pkg-{folder}")), |output| {
        let mut bindgen = Bindgen::new();
        bindgen
            .input_bytes("frontend", content)
            .typescript(false)
            .web(true)?
            .remove_name_section(profile == Profile::Release)
            .remove_producers_section(profile == Profile::Release)
            .generate(output)
    })?;
    Ok(made.into_iter().map(|(name, content)| (format!("pkg/{name}"), content)).collect())
}
