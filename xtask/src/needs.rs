//! What a machine needs before anything can be built, said in one sentence each.

use crate::{environment, process, say};
use anyhow::{Context, bail};
use std::{path::Path, process::Command};

const WASM: &str = "wasm32-unknown-unknown";

/// Checks what the build needs, and adds the WebAssembly target when the toolchain lacks it.
pub(crate) fn for_the_build() -> anyhow::Result<()> {
    if environment::program(&["cc", "gcc", "clang"]).is_none() {
        bail!(
            "a C compiler is missing (SQLite is compiled from C): on Debian or Ubuntu `apt-get install -y build-essential`, \
             on macOS `xcode-select --install`"
        );
    }
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))
        .context("the Rust compiler is missing: install it with rustup from https://rustup.rs")?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if environment::program(&["rustup"]).is_none() {
        bail!("rustup is missing, and with it a way to add the target {WASM}: install it from https://rustup.rs");
    }
    say::step("adding the WebAssembly target to the toolchain");
    process::run(Command::new("rustup").args(["target", "add", WASM]))
}

/// A program that the tests call, and the Debian packages that bring it.
struct Tool {
    found: fn() -> bool,
    name: &'static str,
    packages: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool { found: || crate::browser::chromium().is_some(), name: "Chromium", packages: &["chromium"] },
    Tool { found: crate::servers::postgres_is_there, name: "PostgreSQL", packages: &["postgresql"] },
    Tool { found: crate::servers::redis_is_there, name: "Redis", packages: &["redis-server"] },
    Tool {
        found: || environment::program(&["pdftotext"]).is_some(),
        name: "the Poppler tools",
        packages: &["poppler-utils"],
    },
    Tool { found: || environment::program(&["qpdf"]).is_some(), name: "qpdf", packages: &["qpdf"] },
    Tool {
        found: || environment::program(&["node"]).is_some() && environment::program(&["npm"]).is_some(),
        name: "Node and npm",
        packages: &["nodejs", "npm"],
    },
    // The browser suite makes the certificates of its mail server with it.
    Tool { found: || environment::program(&["openssl"]).is_some(), name: "OpenSSL", packages: &["openssl"] },
];

/// Checks what the whole test run needs. As root on Debian it installs what is missing; elsewhere it says how.
pub(crate) fn for_the_tests() -> anyhow::Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(missing.iter().flat_map(|tool| tool.packages));
    let command = format!("apt-get update && apt-get {}", install.join(" "));
    if !is_root() || environment::program(&["apt-get"]).is_none() {
        bail!("missing for the tests: {names}. On Debian, as root: {command}");
    }
    say::step(&format!("installing {names}"));
    process::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("update"))?;
    process::run(Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(&install))?;
    match self::missing().first() {
        Some(tool) => bail!("{} is still missing after `{command}`", tool.name),
        None => Ok(()),
    }
}

/// Whether we may install packages, and whether PostgreSQL would refuse to run as us.
pub(crate) fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn missing() -> Vec<&'static Tool> {
    TOOLS.iter().filter(|tool| !(tool.found)()).collect()
}
