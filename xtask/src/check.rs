//! `cargo xtask check`: what a developer runs before every commit.

use crate::{deny, needs, process, site, test::Report, workspace::Workspace};

/// Formatting, dependencies, class names, clippy on both halves, and the tests that need no server.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<()> {
    needs::for_the_build()?;
    Report::of(|report| {
        source(workspace, report);
        report.attempt("rules and services", || {
            process::run(&mut workspace.cargo(["test", "--quiet", "-p", "domain", "-p", "services"]))
        });
        report.verdict()
    })
}

/// What can be said without running anything of ours.
pub(crate) fn source(workspace: &Workspace, report: &mut Report) {
    report.attempt("formatting", || process::run(&mut workspace.cargo(["fmt", "--all", "--check"])));
    report.attempt("dependencies", || deny::deny(workspace));
    report.attempt("class names", || site::check_classes(workspace));
    // `frontend` would turn on the browser's features of `app` beside the server's, so it is checked on its own
    // target, and `app` with it.
    report.attempt("clippy, server", || {
        process::run(&mut workspace.cargo([
            "clippy",
            "--workspace",
            "--exclude",
            "frontend",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.attempt("clippy, browser", || {
        process::run(&mut workspace.cargo([
            "clippy",
            "-p",
            "frontend",
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ]))
    });
}
