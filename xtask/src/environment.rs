//! What xtask takes from the environment. The one place of xtask that reads it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The value of an environment variable, when it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "xtask is configured by its environment; this is where it reads it")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The cargo that started us, so that a `+toolchain` is kept.
pub(crate) fn cargo() -> PathBuf {
    variable("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// What cargo told us about the crate `xtask` when it started us. Handed on to another cargo it would look like a changed
/// setting to build scripts that watch it, and their crates would be built again after each build without us.
#[expect(clippy::disallowed_methods, reason = "xtask is configured by its environment; this is where it reads it")]
pub(crate) fn about_xtask() -> impl Iterator<Item = OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        name.to_str().is_some_and(|name| name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_"))
    })
}

/// The first of the named programs that is on the PATH.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = variable("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| is_program(file)))
}

/// A fresh name in the system's folder for temporary files; nothing is created.
pub(crate) fn temporary(purpose: &str) -> PathBuf {
    std::env::temp_dir().join(format!("monassurance-{purpose}-{}", std::process::id()))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}
