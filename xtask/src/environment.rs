//! What xtask takes from the environment. The one place of xtask that reads it.

use std::path::{Path, PathBuf};

/// The value of an environment variable, when it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "xtask is configured by its environment; this is where it reads it")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The cargo that started us, so that a `+toolchain` is kept.
pub(crate) fn cargo() -> PathBuf {
    variable("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
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
