//! The browser suite in `end2end/`: Playwright in the system's Chromium, with and without JavaScript.

use crate::{
    environment, process,
    workspace::{Profile, Workspace},
};
use anyhow::{anyhow, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser: `CHROMIUM`, else the system's.
pub(crate) fn chromium() -> Option<PathBuf> {
    environment::variable("CHROMIUM").map(PathBuf::from).or_else(|| environment::program(PROGRAMS))
}

/// Brings `node_modules` to what the lock file says, checks the types, and runs every journey in both projects.
pub(crate) fn suite(workspace: &Workspace) -> anyhow::Result<()> {
    let server = workspace.server(Profile::Debug);
    if !server.is_file() {
        bail!("the server was not built: {} is missing", server.display());
    }
    let folder = workspace.path("end2end");
    install(&folder)?;
    process::run(Command::new("npx").current_dir(&folder).args(["--no-install", "tsc", "--noEmit"]))?;
    process::run(
        Command::new("npx")
            .current_dir(&folder)
            .args(["--no-install", "playwright", "test"])
            .env("CHROMIUM", chromium().ok_or_else(|| anyhow!("Chromium is missing"))?)
            .env("MONASSURANCE_BINARY", server),
    )
}

/// `npm ci`, unless the installed modules come from this very lock file.
fn install(folder: &Path) -> anyhow::Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let copy = folder.join("node_modules/.installed-from.json");
    if fs::read(&copy).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    process::run(
        Command::new("npm")
            .current_dir(folder)
            .args(["ci", "--no-fund", "--no-audit"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(copy, lock)?;
    Ok(())
}
