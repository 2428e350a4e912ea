//! The workshop: every command a developer of MonAssurance types is one of `cargo xtask …`.
//!
//! It builds what cargo alone cannot (the browser's half, the stylesheet, the folder of static files),
//! starts what the tests need (PostgreSQL, Redis, a browser) and checks what no compiler does
//! (class names, licences, the arrows between the crates).

mod browser;
mod check;
mod deny;
mod environment;
mod needs;
mod process;
mod run;
mod say;
mod servers;
mod site;
mod test;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::{Profile, Workspace};

/// Builds, starts and proves MonAssurance.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the product and start it with demo data on an embedded database in `data/`.
    Run {
        /// The real thing: optimised, with the static files inside the binary.
        #[arg(long)]
        release: bool,
        /// More arguments for `monassurance serve`, after `--`.
        #[arg(last = true)]
        serve: Vec<String>,
    },
    /// Build the product, and print the sizes of what a browser downloads.
    Build {
        /// Optimised, and refused when a size is over its bar.
        #[arg(long)]
        release: bool,
    },
    /// The quick loop: formatting, dependencies, class names, clippy, the tests of the rules.
    Check,
    /// Everything: what `check` does, all tests on both databases, and the browser suite.
    Test,
    /// Only the dependencies by `deny.toml`; with the advisories where cargo-deny is installed.
    Deny,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match process::watch_signals().and_then(|()| perform(arguments.task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Run { release, serve } => run::run(&workspace, Profile::of(release), &serve),
        Task::Build { release } => run::build(&workspace, Profile::of(release)),
        Task::Check => check::check(&workspace),
        Task::Test => test::test(&workspace),
        Task::Deny => deny::deny_with_advisories(&workspace),
    }
}
