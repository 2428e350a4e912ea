//! Where things are.

use crate::environment;
use anyhow::Context;
use cargo_metadata::MetadataCommand;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// How the product is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build, static files read from disk.
    Debug,
    /// Optimised, static files inside the binary.
    Release,
}

impl Profile {
    /// The profile that `--release` or its absence asks for.
    pub(crate) fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Debug }
    }

    /// Cargo's output folder for the server.
    pub(crate) fn server(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    /// Cargo's arguments and output folder for the browser's half.
    pub(crate) fn wasm(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Debug => (&[], "debug"),
            Self::Release => (&["--profile", "wasm-release"], "wasm-release"),
        }
    }
}

/// The crates of the server and of its tests. Cargo unites the features of what it builds together, so that one selection
/// means one build of the dependencies; `frontend` and `xtask` want features of their own.
pub(crate) const SERVER_SIDE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "xtask"];

/// The folders of this checkout.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and configuration files are honoured.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new()
            .cargo_path(environment::cargo())
            .no_deps()
            .exec()
            .context("cargo does not recognise this folder as the workspace")?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
        })
    }

    /// A file or folder of the checkout.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join(relative)
    }

    /// The folder of static files that the server embeds. It is always here, whatever the target directory is,
    /// because the server names it at compile time.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The built server.
    pub(crate) fn server(&self, profile: Profile) -> PathBuf {
        self.target(profile.server()).join("monassurance")
    }

    /// A cargo command in this workspace.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(environment::cargo());
        command.current_dir(&self.root).args(arguments);
        for name in environment::about_xtask() {
            command.env_remove(name);
        }
        command
    }
}
