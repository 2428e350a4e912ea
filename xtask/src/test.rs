//! `cargo xtask test`: the proof, the same on every machine and in CI.

use crate::{
    browser, check, needs, process, say,
    servers::Servers,
    site,
    workspace::{Profile, SERVER_SIDE, Workspace},
};
use anyhow::anyhow;
use std::time::Duration;

/// Runs everything, and says how long each part took.
pub(crate) fn test(workspace: &Workspace) -> anyhow::Result<()> {
    needs::for_the_build()?;
    needs::for_the_tests()?;
    Report::of(|report| {
        check::source(workspace, report);
        report.verdict()?;
        report.step("browser's half", || site::build(workspace, Profile::Debug).map(|_| ()))?;
        let servers = report.step("servers", Servers::start)?;
        // One build serves the tests of all crates, the HTTP tests and the browser suite.
        report.attempt("tests", || {
            let mut cargo = workspace.cargo(["test"]);
            cargo.args(SERVER_SIDE);
            servers.tell(&mut cargo);
            // Most tests wait for a database; two cores can hold more of them than two.
            cargo.env("RUST_TEST_THREADS", "8");
            process::run(cargo.arg("--no-fail-fast"))
        });
        report.attempt("tests of xtask", || process::run(&mut workspace.cargo(["test", "--quiet", "-p", "xtask"])));
        report.attempt("browser suite", || browser::suite(workspace));
        report.verdict()
    })
}

/// The steps of a run and their times.
pub(crate) struct Report {
    steps: Vec<(&'static str, Duration, bool)>,
}

impl Report {
    /// Does the work, and prints the table whether it succeeds or not.
    pub(crate) fn of(work: impl FnOnce(&mut Self) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut report = Self { steps: Vec::new() };
        let result = work(&mut report);
        report.print();
        result
    }

    /// One step. The first that fails ends the run.
    pub(crate) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        say::step(name);
        let (result, time) = process::timed(work);
        self.steps.push((name, time, result.is_ok()));
        result
    }

    /// One of several steps that do not need each other: when it fails, that is said and the next one still runs.
    pub(crate) fn attempt(&mut self, name: &'static str, work: impl FnOnce() -> anyhow::Result<()>) {
        if let Err(error) = self.step(name, work) {
            say::failure(&format!("{error:#}"));
        }
    }

    /// Ends the run here when a step has failed.
    pub(crate) fn verdict(&self) -> anyhow::Result<()> {
        let failed: Vec<&str> = self.steps.iter().filter(|(_, _, ok)| !ok).map(|(name, _, _)| *name).collect();
        if failed.is_empty() { Ok(()) } else { Err(anyhow!("failed: {}", failed.join(", "))) }
    }

    fn print(&self) {
        say::line("");
        for (name, time, ok) in &self.steps {
            let seconds = format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100);
            say::line(&format!("{name:<24}{seconds:>10}  {}", if *ok { "ok" } else { "FAILED" }));
        }
        let total: Duration = self.steps.iter().map(|(_, time, _)| *time).sum();
        say::line(&format!("{:<24}{:>8} s", "total", total.as_secs()));
    }
}
